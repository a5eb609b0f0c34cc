"""Brute force over small assignment problems. Imports no solver: definitions only, nothing clever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import add, gt

BITS = 2**64 - 1

Vector = tuple[int, ...]


@dataclass(frozen=True)
class Small:
    """A problem as plain Python: ``score[row][column]``, pinned pairs, capacities, floors, priorities and keys."""

    score: Sequence[dict[int, int]]
    wanted: Sequence[int]
    offered: Sequence[int]
    floor: Sequence[int]
    pinned: frozenset[tuple[int, int]]
    priority: Sequence[int]
    row_keys: Sequence[int]
    column_keys: Sequence[int]
    spread: bool = False

    @property
    def levels(self) -> list[int]:
        """The priorities there are, first served first."""
        return sorted(set(self.priority))


@dataclass(frozen=True)
class Best:
    """The best that can be reached, most important first.

    ``people`` = (floor places; columns with a place, 0 unless they count; rows, places, score of each priority in turn;
    tie values), ``score`` = (floor places; columns; score of each priority; tie values), ``counts`` = the most floor
    places, rows and places whatever the priorities, ``columns`` = the most with a place at the most floor places.
    """

    people: Vector
    score: Vector
    counts: tuple[int, int, int]
    columns: int


def best(small: Small) -> Best | None:
    """Try every legal choice, row by row; None if the pins break a capacity.

    Choices that load the columns alike have the same floor places and columns, so of those only the best are kept.
    """
    levels = small.levels
    none = (0,) * (3 * len(levels) + 1), (0,) * (len(levels) + 1), 0
    reached: dict[Vector, tuple[Vector, Vector, int]] = {tuple(0 for _ in small.offered): none}
    for row in range(len(small.score)):
        following: dict[Vector, tuple[Vector, Vector, int]] = {}
        for choice in _choices(small, row):
            for_people, for_score = values(small, levels, row, choice)
            takes = tuple(column in choice for column in range(len(small.offered)))
            for load, (people, score, filled) in reached.items():
                after = _added(load, takes)
                if any(map(gt, after, small.offered)):
                    continue
                new = _added(people, for_people), _added(score, for_score), filled + bool(choice)
                old = following.get(after, new)
                following[after] = max(old[0], new[0]), max(old[1], new[1]), max(old[2], new[2])
        reached = following
    if not reached:
        return None
    ends = [(column_counts(small, load), sum(load), *ways) for load, ways in reached.items()]
    return Best(
        people=max((*counts, *people) for counts, _, people, _, _ in ends),
        score=max((*counts, *score) for counts, _, _, score, _ in ends),
        counts=(max(end[0][0] for end in ends), max(end[4] for end in ends), max(end[1] for end in ends)),
        columns=max((sum(map(min, load, small.floor)), sum(map(bool, load))) for load in reached)[1],
    )


def column_counts(small: Small, load: Sequence[int]) -> tuple[int, int]:
    """Return the floor places, and the columns with a place if they count."""
    return sum(map(min, load, small.floor)), sum(map(bool, load)) * small.spread


def reached(small: Small, pairs: Iterable[tuple[int, int]], people: bool) -> Vector:
    """Return what a choice of pairs reaches, as ``Best.people`` or ``Best.score`` says it."""
    chosen = set(pairs)
    parts = [
        values(small, small.levels, row, frozenset(column for one, column in chosen if one == row))
        for row in range(len(small.score))
    ]
    loads = [sum(column == one for _, column in chosen) for one in range(len(small.offered))]
    sums = [sum(part) for part in zip(*(part[0 if people else 1] for part in parts), strict=True)]
    return (*column_counts(small, loads), *sums)


def values(small: Small, levels: Sequence[int], row: int, choice: frozenset[int]) -> tuple[Vector, Vector]:
    """Return what a row's choice adds to (rows, places, score of each priority; ties) and (scores; ties)."""
    gain = sum(small.score[row][column] for column in choice)
    mine = [level == small.priority[row] for level in levels]
    ties = sum(tie_value(small.row_keys[row], small.column_keys[column]) for column in choice)
    counts = [part * here for here in mine for part in (bool(choice), len(choice), gain)]
    return (*counts, ties), (*(gain * here for here in mine), ties)


def tie_value(row_key: int, column_key: int) -> int:
    """Return a pair's first tie value: the upper half of splitmix64's finaliser over both keys."""
    return _mixed(_mixed((row_key + 0x9E3779B97F4A7C15) & BITS) ^ (column_key & BITS)) >> 32


def _mixed(value: int) -> int:
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 & BITS
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB & BITS
    return value ^ (value >> 31)


def _added(one: Vector, other: Vector) -> Vector:
    return tuple(map(add, one, other))


def _choices(small: Small, row: int) -> Iterator[frozenset[int]]:
    pins = {column for pinned_row, column in small.pinned if pinned_row == row}
    for size in range(small.wanted[row] + 1):
        for columns in combinations(small.score[row], size):
            if pins <= set(columns):
                yield frozenset(columns)
