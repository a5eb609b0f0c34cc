"""The fairest answer by brute force, from its definition. Imports no solver."""

from __future__ import annotations

import math
from itertools import combinations

from oracle import Small, tie_value

Fairest = tuple[int, float, int, int]
"""Rows with a place; the worst off of them, infinite where none counts; score; tie values."""


def fairest_of(small: Small) -> Fairest | None:
    """Try every legal choice, row by row; None if the pins break a capacity.

    Choices that load the columns alike, with as many rows filled and the same worst off, differ in score alone.
    """
    reached: dict[tuple[tuple[int, ...], int, float], tuple[int, int]] = {
        ((0,) * len(small.offered), 0, math.inf): (0, 0)
    }
    for row, score in enumerate(small.score):
        following: dict[tuple[tuple[int, ...], int, float], tuple[int, int]] = {}
        for choice in row_choices(small, row):
            gain = sum(score[column] for column in choice)
            ties = sum(tie_value(small.row_keys[row], small.column_keys[column]) for column in choice)
            counted = gain if choice and counts(small, row) else math.inf
            for (load, filled, worst), (total, tied) in reached.items():
                after = tuple(places + (column in choice) for column, places in enumerate(load))
                if all(places <= most for places, most in zip(after, small.offered, strict=True)):
                    key = after, filled + bool(choice), min(worst, counted)
                    following[key] = max(following.get(key, (-1, -1)), (total + gain, tied + ties))
        reached = following
    return max(((filled, worst, *best) for (_, filled, worst), best in reached.items()), default=None)


def told_of(small: Small, pairs: list[tuple[int, int]]) -> Fairest:
    """Return what a choice of pairs comes to."""
    mine = [{column for one, column in pairs if one == row} for row in range(len(small.score))]
    sums = [sum(small.score[row][column] for column in chosen) for row, chosen in enumerate(mine)]
    worst = min((sums[row] for row, chosen in enumerate(mine) if chosen and counts(small, row)), default=math.inf)
    ties = sum(tie_value(small.row_keys[row], small.column_keys[column]) for row, column in pairs)
    return sum(map(bool, mine)), worst, sum(sums), ties


def counts(small: Small, row: int) -> bool:
    """Whether a row could get anything beyond its pins: a place more, with a column that has one left."""
    pins = [column for _, column in small.pinned]
    left = small.wanted[row] > sum(one == row for one, _ in small.pinned)
    return left and any(
        (row, column) not in small.pinned and small.offered[column] > pins.count(column) for column in small.score[row]
    )


def row_choices(small: Small, row: int) -> list[set[int]]:
    """Return all that a row may take: its pins, and as many more as it wants."""
    pins = {column for one, column in small.pinned if one == row}
    sizes = range(small.wanted[row] + 1)
    return [set(chosen) for size in sizes for chosen in combinations(small.score[row], size) if pins <= set(chosen)]
