"""The published instances, read where they lie: ``published.toml`` and the files it names.

Scores become whole hundredths by decimal parsing, never through a float.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import numpy as np

from solvers import AssignmentProblem

VARIABLE = "MATCHMAKER_DATA"


class DataError(Exception):
    """Instances that are missing or not written as ``published.toml`` says."""


@dataclass(frozen=True)
class Instance:
    """A published problem; scores and known totals are in hundredths. Items are rows, people are columns.

    ``fairest`` is the least sum an item gets, and the best total that keeps it, where a score of 0 is a ban; None where
    that is not known. ``heuristics`` are the same two of published solvers. ``capped`` says what share of the best
    total is kept if no pair is likelier than so much.
    """

    name: str
    problem: AssignmentProblem
    exact_total: int
    fairest: tuple[int, int] | None = None
    heuristics: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    capped: tuple[tuple[Decimal, Decimal], ...] = ()

    @property
    def size(self) -> str:
        """Rows × columns, and how many pairs."""
        return f"{self.problem.n_rows} × {self.problem.n_columns}, {len(self.problem.rows)} pairs"

    @property
    def without_zeros(self) -> AssignmentProblem:
        """The problem in which a score of 0 is a ban."""
        problem, kept = self.problem, np.flatnonzero(self.problem.scores)
        lists = (problem.rows[kept], problem.columns[kept], problem.scores[kept])
        return AssignmentProblem(*lists, problem.row_capacity, problem.column_capacity)


def folder_named() -> Path:
    """Return the folder that MATCHMAKER_DATA names."""
    named = os.environ.get(VARIABLE)
    if not named:
        raise DataError(f"set {VARIABLE} to the folder that holds published.toml (benchmarks/README.md says more)")
    return Path(named)


def read_instances(folder: Path | None = None) -> list[Instance]:
    """Read all instances of ``folder``, by default the one that MATCHMAKER_DATA names."""
    folder = folder or folder_named()
    try:
        text = (folder / "published.toml").read_text("utf-8")
        return [_instance(folder, name, entry) for name, entry in tomllib.loads(text, parse_float=Decimal).items()]
    except (OSError, tomllib.TOMLDecodeError, KeyError, ValueError) as problem:
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
    fairest, capped = entry.get("fairest"), entry.get("capped", {"q": [], "kept": []})
    return Instance(
        name,
        problem,
        hundredths(entry["exact_total"]),
        (hundredths(fairest["minimum"]), hundredths(fairest["total"])) if fairest else None,
        {name: (hundredths(total), hundredths(least)) for name, (total, least) in entry.get("heuristics", {}).items()},
        tuple((Decimal(q), Decimal(kept)) for q, kept in zip(capped["q"], capped["kept"], strict=True)),
    )
