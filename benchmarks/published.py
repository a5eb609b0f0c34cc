"""Solve the published instances exactly, with both engines, and compare with the values that are known.

    MATCHMAKER_DATA=FOLDER python benchmarks/published.py [--all]

The folder holds ``published.toml`` and the files it names; they are read where they lie. Scores become whole
hundredths by decimal parsing, never through a float. CP-SAT runs on small instances only, unless ``--all`` is given.

Exit codes: 0 every known value reached and proven, 1 one was not, 2 the instances could not be read.
"""

from __future__ import annotations

import os
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import numpy as np

from solvers import SOLVERS, STRATEGIES, AssignmentProblem, Result, solve

VARIABLE = "MATCHMAKER_DATA"
EXACT = tuple(name for name, strategy in STRATEGIES.items() if strategy.run is None)
CP_SAT_PAIRS = 10_000  # above, CP-SAT takes minutes where flow takes a tenth of a second


class DataError(Exception):
    """Instances that are missing or not written as ``published.toml`` says."""


@dataclass(frozen=True)
class Instance:
    """A published problem; scores and the known total are in hundredths. Items are rows, people are columns."""

    name: str
    problem: AssignmentProblem
    exact_total: int

    @property
    def size(self) -> str:
        """Rows × columns, and how many pairs."""
        return f"{self.problem.n_rows} × {self.problem.n_columns}, {len(self.problem.rows)} pairs"


def read_instances(folder: Path | None = None) -> list[Instance]:
    """Read all instances of ``folder``, by default the one that MATCHMAKER_DATA names."""
    folder = folder or folder_named()
    try:
        text = (folder / "published.toml").read_text("utf-8")
        return [_instance(folder, name, entry) for name, entry in tomllib.loads(text, parse_float=Decimal).items()]
    except (OSError, tomllib.TOMLDecodeError, KeyError) as problem:
        raise DataError(f"the published instances cannot be read: {problem}") from problem


def hundredths(number: Decimal | str) -> int:
    """Return ``number`` in whole hundredths; refuse one that is not whole there."""
    try:
        scaled = Decimal(number) * 100
        if scaled == scaled.to_integral_value():
            return int(scaled)
    except (InvalidOperation, ValueError, OverflowError):
        pass
    raise DataError(f"{number!s} is not a number with at most two decimals")


def read_scores(path: Path, items: int, people: int) -> list[list[int]]:
    """Read a ``.in`` file: a line ``items people``, then one line per item with a score per person."""
    lines = [line.split() for line in path.read_text("ascii").splitlines() if line.strip()]
    if lines[:1] != [[str(items), str(people)]] or len(lines) != items + 1:
        raise DataError(f"{path.name}: a first line '{items} {people}' and {items} more lines are needed")
    scores = []
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != people:
            raise DataError(f"{path.name}, line {number}: {people} scores are needed, not {len(line)}")
        scores.append([hundredths(word) for word in line])
    return scores


def run(instance: Instance, strategy: str, solver: str) -> tuple[Result, float]:
    """Solve once and say how many seconds that took, the proof included."""
    start = time.perf_counter()
    result = solve(instance.problem, strategy, solver)
    return result, time.perf_counter() - start


def engines(instance: Instance, everything: bool) -> list[str]:
    """Return the engines worth running on an instance."""
    small = everything or len(instance.problem.rows) <= CP_SAT_PAIRS
    return [name for name in SOLVERS if small or name != "cp_sat"]


def reached(instance: Instance, result: Result) -> bool:
    """Whether the known value was reached and proven."""
    return result.score == instance.exact_total and result.gap == 0


def main(arguments: list[str]) -> int:
    """Print the table and return the exit code."""
    try:
        instances = read_instances()
    except DataError as problem:
        print(problem, file=sys.stderr)
        return 2
    good = True
    heads = ("instance", "size", "strategy", "engine", "total", "known exact_total", "gap", "seconds")
    print(_line(*heads))
    for instance, strategy, solver in _runs(instances, "--all" in arguments):
        result, seconds = run(instance, strategy, solver)
        good &= reached(instance, result)
        totals = (_decimal(result.score), _decimal(instance.exact_total), str(result.gap), f"{seconds:.3f}")
        print(_line(instance.name, instance.size, strategy, solver, *totals), flush=True)
    print("every known value is reached and proven" if good else "A KNOWN VALUE IS NOT REACHED")
    return 0 if good else 1


def _runs(instances: list[Instance], everything: bool) -> Iterator[tuple[Instance, str, str]]:
    for instance in instances:
        for strategy in EXACT:
            for solver in engines(instance, everything):
                yield instance, strategy, solver


def folder_named() -> Path:
    """Return the folder that MATCHMAKER_DATA names."""
    named = os.environ.get(VARIABLE)
    if not named:
        raise DataError(f"set {VARIABLE} to the folder that holds published.toml (benchmarks/README.md says more)")
    return Path(named)


def _instance(folder: Path, name: str, entry: dict[str, Any]) -> Instance:
    items, people = entry["items"], entry["people"]
    scores = read_scores(folder / entry["file"], items, people)
    problem = AssignmentProblem(
        rows=np.repeat(np.arange(items), people),
        columns=np.tile(np.arange(people), items),
        scores=[score for line in scores for score in line],
        row_capacity=[entry["demand"]] * items,
        column_capacity=[entry["load"]] * people,
    )
    return Instance(name, problem, hundredths(entry["exact_total"]))


def _decimal(total: int) -> str:
    return f"{Decimal(total).scaleb(-2):.2f}"


def _line(*cells: str) -> str:
    widths = (10, 26, 12, 7, 9, 18, 4, 8)
    return " ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
