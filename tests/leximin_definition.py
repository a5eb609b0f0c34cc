"""Leximin by its definition, over small problems. Imports no solver: every legal choice, and the order of values."""

from __future__ import annotations

from bisect import insort

from oracle import Small, _choices, tie_value

EMPTY = -1
"""What a row counts that gets nothing: less than any score."""

Vector = tuple[int, ...]


def best_values(small: Small) -> tuple[Vector, int] | None:
    """Return the rows' values of the leximin choices, sorted, and the most that the tie values of one can add up to.

    None if the pins break a capacity. Choices that load the columns alike leave the rows to come the same, whose values
    go into either list without changing which comes first: so of these only the best are kept.
    """
    reached: dict[Vector, tuple[Vector, int]] = {tuple(0 for _ in small.offered): ((), 0)}
    for row in range(len(small.score)):
        following: dict[Vector, tuple[Vector, int]] = {}
        for choice in _choices(small, row):
            value = sum(small.score[row][column] for column in choice) if choice else EMPTY
            ties = sum(tie_value(small.row_keys[row], small.column_keys[column]) for column in choice)
            for load, (values, tied) in reached.items():
                after = tuple(places + (column in choice) for column, places in enumerate(load))
                if any(places > most for places, most in zip(after, small.offered, strict=True)):
                    continue
                new = with_value(values, value), tied + ties
                following[after] = max(following.get(after, new), new)
        reached = following
    return max(reached.values()) if reached else None


def values_of(small: Small, pairs: list[tuple[int, int]]) -> Vector:
    """Return what the rows get by some pairs, sorted."""
    got = [[small.score[row][column] for one, column in pairs if one == row] for row in range(len(small.score))]
    return tuple(sorted(sum(scores) if scores else EMPTY for scores in got))


def with_value(values: Vector, value: int) -> Vector:
    """Return sorted values with one more."""
    more = list(values)
    insort(more, value)
    return tuple(more)
