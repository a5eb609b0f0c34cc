"""Brute force over small assignment problems. Imports no solver: definitions only, nothing clever."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True)
class Small:
    """A problem as plain Python: ``score[row][column]``, pinned pairs, capacities and floors."""

    score: Sequence[dict[int, int]]
    wanted: Sequence[int]
    offered: Sequence[int]
    floor: Sequence[int]
    pinned: frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Best:
    """The best totals: ``people`` = (floor places, rows, places, score), ``score`` = (floor places, score)."""

    people: tuple[int, int, int, int]
    score: tuple[int, int]


def best(small: Small) -> Best | None:
    """Try every legal choice, row by row; None if the pins break a capacity.

    Choices that load the columns alike have the same floor places and places, so of those only the best in rows
    filled and the best in score are kept.
    """
    reached = {tuple(0 for _ in small.offered): ((0, 0), 0)}
    for row, scores in enumerate(small.score):
        following: dict[tuple[int, ...], tuple[tuple[int, int], int]] = {}
        for choice in _choices(small, row):
            gain = sum(scores[column] for column in choice)
            for load, ((filled, total), score) in reached.items():
                after = tuple(places + (column in choice) for column, places in enumerate(load))
                if any(places > most for places, most in zip(after, small.offered, strict=True)):
                    continue
                new = ((filled + bool(choice), total + gain), score + gain)
                old = following.get(after, new)
                following[after] = (max(old[0], new[0]), max(old[1], new[1]))
        reached = following
    if not reached:
        return None
    ends = [(sum(map(min, load, small.floor)), sum(load), both, score) for load, (both, score) in reached.items()]
    return Best(
        people=max((floors, filled, places, total) for floors, places, (filled, total), _ in ends),
        score=max((floors, score) for floors, _, _, score in ends),
    )


def _choices(small: Small, row: int) -> Iterator[frozenset[int]]:
    pins = {column for pinned_row, column in small.pinned if pinned_row == row}
    for size in range(small.wanted[row] + 1):
        for columns in combinations(small.score[row], size):
            if pins <= set(columns):
                yield frozenset(columns)
