"""How fast pairs are scanned: ``python benchmarks/scanning.py [MENTEES MENTORS ...]``.

Asks a generated pool, every criterion and rule on, what a search asks: the plain numpy reference, and the compiled
kernel where the extra ``fast`` is installed. Beside them stands the machine's own limit: a compiled loop on all cores
that does per pair only what no scan can leave out, for one criterion, and for as many as there are. The quickest of
three by the clock.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from tables import table, where

from matchmaker import CRITERIA, Scores, generate
from matchmaker.reading.folder import read_folder
from matchmaker.writing.result import write_new_folder
from solvers import AssignmentProblem, BlockSource, Result
from solvers.pricing.pricing import solve_source
from solvers.problem import IntArray

SIZES = (4000, 1600)
TIMES = 3
SAMPLE = 4_000_000
"""How many pairs the reference is asked for at most: it is as fast on more."""
LONG = 100_000_000
"""Through how many pairs the limit goes at least, so that starting its threads is nothing."""
BLOCK = 1024
"""How many columns the limit goes through at once, so that sums stay in the nearest cache."""
HEADS = ("mentees × mentors", "question", "by", "M pairs/s", "share of the limit")

Question = Callable[[BlockSource, IntArray], object]


def questions(found: Result) -> Iterator[tuple[str, Question]]:
    """Yield what a search asks of some rows: first, and last, when the answer is found and is to be proven."""
    free = np.zeros(len(found.column_prices), np.int64)
    rows, columns = found.row_prices, found.column_prices
    yield "the best 16 of each row", lambda source, some: source.best_per_row(free, 16, rows=some)
    yield "who improves on the answer", lambda source, some: source.improving(rows, columns, some)


def run(mentees: int, mentors: int) -> Iterator[list[str]]:
    """Yield a row for each question and each that answers it, and one for each limit."""
    scores = _scores(mentees, mentors)
    fast = compiled(scores)
    sources: dict[str, BlockSource] = {"numpy": scores} | ({"compiled": fast} if fast else {})
    limits = {lines: limit(mentees, mentors, lines) for lines in (len(CRITERIA), 1)} if find_spec("numba") else {}
    wanted = [mentee.mentors_wanted for mentee in scores.pool.mentees]
    given = [mentor.capacity for mentor in scores.pool.mentors]
    found = solve_source(fast or scores, AssignmentProblem([], [], [], wanted, given), "best_score")
    size = f"{mentees} × {mentors}"
    for question, ask in questions(found):
        for name, source in sources.items():
            some = np.arange(min(mentees, SAMPLE // mentors + 1) if source is scores else mentees)
            rate = len(some) * mentors / quickest(lambda ask=ask, source=source, some=some: ask(source, some))
            share = f"{rate / limits[len(CRITERIA)]:.1%}" if limits else "not known"
            yield [size, question, name, f"{rate / 1e6:.1f}", share]
    for lines, rate in limits.items():
        what = f"{lines} look-ups, their sum, and the best" if lines > 1 else "one look-up, and the best"
        yield [size, what, "the limit", f"{rate / 1e6:.0f}", ""]


def compiled(scores: Scores) -> BlockSource | None:
    """Return the compiled source of the same scores, if there is one."""
    if not find_spec("matchmaker.kernel"):
        return None
    from matchmaker.kernel import compiled

    return compiled(scores)


def limit(rows: int, columns: int, lines: int) -> float:
    """Return the pairs a second of a loop that looks up so many lines per row, adds them up and keeps the best."""
    import numba

    @numba.njit(parallel=True)  # type: ignore[untyped-decorator]
    def best(table: np.ndarray, codes: np.ndarray, prices: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
        found = np.zeros(len(codes), np.int32)
        for row in numba.prange(len(codes)):
            worth = np.empty(BLOCK, np.int32)
            most = np.int32(-(1 << 30))
            for start in range(0, len(prices), BLOCK):
                here = min(BLOCK, len(prices) - start)
                for at in range(here):
                    worth[at] = -prices[start + at]
                for line in range(lines):
                    points = table[codes[row, line], start : start + here]
                    for at in range(here):
                        worth[at] += points[at]
                for at in range(here):
                    most = max(most, worth[at])
            found[row] = most
        return found

    draw = np.random.default_rng(1)
    table = draw.integers(0, 1000, (64, columns), np.int16)
    codes = draw.integers(0, 64, (max(rows, LONG // columns), lines))
    prices = draw.integers(0, 1000, columns).astype(np.int32)
    best(table, codes[:2], prices)
    return len(codes) * columns / quickest(lambda: best(table, codes, prices))


def quickest(step: Callable[[], object]) -> float:
    """Return the seconds of the quickest of a few runs, after one that is not counted."""
    seconds = []
    for _ in range(TIMES + 1):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    return min(seconds[1:])


def _scores(mentees: int, mentors: int) -> Scores:
    with tempfile.TemporaryDirectory() as folder:
        write_new_folder(Path(folder) / "people", generate(mentors=mentors, mentees=mentees, seed=1))
        return Scores(*read_folder(Path(folder) / "people"))


def main(words: list[str]) -> None:
    """Run every size asked for."""
    sizes = [int(word) for word in words] or list(SIZES)
    rows = [row for size in zip(sizes[::2], sizes[1::2], strict=True) for row in run(*size)]
    print(f"{where()}\n\n{table(HEADS, rows)}")


if __name__ == "__main__":
    main(sys.argv[1:])
