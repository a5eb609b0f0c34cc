"""How fast scores are scanned: ``python benchmarks/scan.py [FOLDER] [--mentees 20000] [--mentors 8000]``.

A generated pool (or the programme in FOLDER), all criteria and rules on. What pricing asks of a source is asked of the
compiled kernel on one and on two threads, and of the numpy reference for some of the rows; beside them stands the
simplest compiled loop that touches the same data. Rates are pairs in a processor second of each thread, times threads.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tables import table, where

from matchmaker import Scores, generate
from matchmaker.kernel.ops import Op, Plan
from matchmaker.kernel.plan import plan_of
from matchmaker.kernel.source import Compiled
from matchmaker.reading.folder import read_folder
from matchmaker.writing.result import write_new_folder
from solvers import ScoreSource
from solvers.problem import IntArray

K = 8
"""How many pairs a list holds."""
REFERENCE_ROWS = 500
HEADS = ("asked", "of", "threads", "pairs", "seconds", "processor seconds", "million pairs/s", "share of the limit")


class Run(NamedTuple):
    """One question, and what its answer took."""

    asked: str
    of: str
    threads: int
    pairs: int
    seconds: float
    processor: float

    @property
    def rate(self) -> float:
        """Million pairs a second, each thread's processor seconds told apart."""
        return self.pairs / self.processor * self.threads / 1e6


def main() -> None:
    """Measure a pool, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path)
    asked.add_argument("--mentees", type=int, default=20_000)
    asked.add_argument("--mentors", type=int, default=8_000)
    said = asked.parse_args()
    scores = scored(said.folder, said.mentees, said.mentors)
    built = plan_of(scores)
    if built is None:
        raise SystemExit("the kernel cannot scan this pool")
    print(f"{where()}\n\n{scores.n_rows} mentees × {scores.n_columns} mentors\n")
    print(f"compiled, or read from the cache, in {compiled_in(Compiled(scores, built)):.1f} processor seconds\n")
    limits = {threads: limit(built.plan, scores, threads) for threads in (1, 2)}
    runs = [*limits.values(), *reference(scores)]
    for threads in (1, 2):
        runs += kernel(partial(Compiled, scores, built, threads), threads)
    print(table(HEADS, [cells(run, limits) for run in runs]))


def scored(folder: Path | None, mentees: int, mentors: int) -> Scores:
    """Return the scores of the programme in a folder, or of a generated one."""
    if folder is not None:
        return Scores(*read_folder(folder)[:2])
    with tempfile.TemporaryDirectory() as empty:
        made = Path(empty) / "people"
        write_new_folder(made, generate(mentors=mentors, mentees=mentees, seed=1))
        return Scores(*read_folder(made)[:2])


def timed(asked: str, of: str, threads: int, pairs: int, ask: Callable[[], object]) -> Run:
    """Ask once, and return what it took."""
    start, spent = time.perf_counter(), time.process_time()
    ask()
    return Run(asked, of, threads, pairs, time.perf_counter() - start, time.process_time() - spent)


def compiled_in(source: Compiled) -> float:
    """Ask for a little of everything, so that all loops are there; return the processor seconds it took."""
    start, zero = time.process_time(), np.zeros(source.n_columns, np.int64)
    source.best_per_row(zero, 1, rows=np.arange(1))
    source.best_per_column(np.full(source.n_rows, 1 << 40), 1)
    source.improving(np.zeros(source.n_rows, np.int64), zero, rows=np.arange(1))
    source.tally()
    return time.process_time() - start


def thresholds(source: ScoreSource, rows: IntArray) -> IntArray:
    """Return what each row's last best pair is worth, less one: what a later scan knows at its start."""
    found = source.best_per_row(np.zeros(source.n_columns, np.int64), K, rows=rows)
    worst = np.full(source.n_rows, np.iinfo(np.int64).max)
    np.minimum.at(worst, found.rows, found.scores)
    full = np.bincount(found.rows, minlength=source.n_rows) == K
    return np.where(full, worst - 1, -1)[rows]


def reference(scores: Scores) -> Iterator[Run]:
    """Measure the numpy reference, on some rows: those at the front."""
    rows, zero = np.arange(min(REFERENCE_ROWS, scores.n_rows)), np.zeros(scores.n_columns, np.int64)
    scores.block(0, 1)
    pairs = len(rows) * scores.n_columns
    yield timed("best_per_row", "numpy reference", 1, pairs, lambda: scores.best_per_row(zero, K, rows=rows))


def kernel(made: Callable[[], Compiled], threads: int) -> Iterator[Run]:
    """Measure every question over all pairs, each of a source of its own: what was counted once is kept."""
    source = made()
    zero, rows = np.zeros(source.n_columns, np.int64), np.arange(source.n_rows)
    known, pairs = thresholds(source, rows), source.n_rows * source.n_columns
    no_price = np.zeros(source.n_rows, np.int64)
    questions: dict[str, Callable[[], object]] = {
        "best_per_row, nothing known": lambda: source.best_per_row(zero, K),
        "best_per_row, thresholds known": lambda: source.best_per_row(zero, K, above=known),
        "best_per_column": lambda: source.best_per_column(no_price, K),
        "best_of_both": lambda: source.best_of_both(K, K),
        "improving": lambda: source.improving(known, zero),
        "degrees": made().degrees,
        "tally": made().tally,
    }
    for asked, ask in questions.items():
        yield timed(asked, "kernel", threads, pairs, ask)


def limit(plan: Plan, scores: Scores, threads: int) -> Run:
    """Measure the simplest loop over the same data: every row's lines read once for every column, and added up."""
    from numba import njit

    @njit(nogil=True)  # type: ignore[untyped-decorator]
    def touch(ops: IntArray, picks: IntArray, lines: IntArray, rows: IntArray, sums: IntArray) -> None:
        for row in rows:
            for at in range(len(ops)):
                for pick in range(ops[at, 2] + row * ops[at, 3], ops[at, 2] + (row + 1) * ops[at, 3]):
                    if picks[pick] >= 0:
                        line = lines[picks[pick]]
                        for column in range(len(line)):
                            sums[column] += line[column]

    def part(rows: IntArray) -> None:
        ops = plan.ops[plan.ops[:, 0] == Op.LINES]
        touch(ops, plan.picks, plan.lines, rows, np.zeros(scores.n_columns, np.int32))

    part(np.arange(1))
    parts = np.array_split(np.arange(scores.n_rows), threads)

    def all_parts() -> None:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(part, parts))

    return timed("all lines added up", "simplest loop", threads, scores.n_rows * scores.n_columns, all_parts)


def cells(run: Run, limits: dict[int, Run]) -> list[str]:
    """Return a run as a line of the table."""
    share = run.rate / limits[run.threads].rate
    numbers = f"{run.seconds:.2f}", f"{run.processor:.2f}", f"{run.rate:,.1f}", f"{share:.0%}"
    return [run.asked, run.of, str(run.threads), f"{run.pairs:,}", *numbers]


if __name__ == "__main__":
    main()
