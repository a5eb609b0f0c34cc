"""Shapes drawn at random, each with its definition once more, pair by pair."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matchmaker.shapes import (
    FULL,
    UNKNOWN,
    BestOf,
    Distance,
    IntArray,
    Mean,
    Overlap,
    Product,
    Ratio,
    RowOnly,
    SameGroup,
    Shape,
    Table,
    Tokens,
    listed,
    padded,
    valued,
)

Made = tuple[Shape, int, int, Callable[[int, int], int]]
"""A shape, its numbers of rows and columns, and its definition once more, pair by pair."""


def codes(draw: random.Random, count: int, most: int, kinds: int) -> list[list[int]]:
    return [draw.sample(range(kinds), draw.randint(0, min(most, kinds))) for _ in range(count)]


def best_of(draw: random.Random, rows: int, columns: int) -> Made:
    kinds, others = draw.randint(1, 6), draw.randint(1, 6)
    table = np.array([[draw.choice([0, draw.randint(0, FULL)]) for _ in range(others)] for _ in range(kinds)], np.int32)
    needs, offers = codes(draw, rows, 4, kinds), codes(draw, columns, 5, others)
    importance = [[draw.randint(1, 3) for _ in row] for row in needs]

    def naive(row: int, column: int) -> int:
        if not needs[row] or not offers[column]:
            return UNKNOWN
        best = [max(int(table[need, offer]) for offer in offers[column]) for need in needs[row]]
        return sum(p * w for p, w in zip(best, importance[row], strict=True)) // sum(importance[row])

    return BestOf(table, padded(needs), padded(importance), padded(offers)), rows, columns, naive


def distance(draw: random.Random, rows: int, columns: int) -> Made:
    items = draw.randint(1, 5)
    left, right = (
        np.array([[draw.choice([UNKNOWN, 1, 2, 3, 4, 5]) for _ in range(items)] for _ in range(count)], np.int32)
        for count in (rows, columns)
    )
    curve = np.array([[draw.randint(0, FULL) for _ in range(4 * items + 1)] for _ in range(items + 1)], np.int32)

    def naive(row: int, column: int) -> int:
        both = [(a, b) for a, b in zip(left[row], right[column], strict=True) if UNKNOWN not in (a, b)]
        return int(curve[len(both), sum(abs(int(a) - int(b)) for a, b in both)]) if both else UNKNOWN

    return Distance(left.reshape(rows, items), right.reshape(columns, items), curve), rows, columns, naive


def overlap(draw: random.Random, rows: int, columns: int) -> Made:
    stretches, words = draw.randint(1, 3), draw.randint(1, 3)
    left, right = (
        np.array([draw.getrandbits(64) & draw.getrandbits(64) for _ in range(n * stretches * words)], np.uint64)
        for n in (rows, columns)
    )
    left, right = left.reshape(rows, stretches, words), right.reshape(columns, stretches, words)
    curve = np.array([draw.randint(0, FULL) for _ in range(draw.choice([2, 9, 40]))], np.int32)

    def naive(row: int, column: int) -> int:
        shared = [
            sum((int(left[row, s, w]) & int(right[column, s, w])).bit_count() for w in range(words))
            for s in range(stretches)
        ]
        return int(curve[min(*shared, len(curve) - 1)])

    return Overlap(left, right, curve), rows, columns, naive


def ratio(draw: random.Random, rows: int, columns: int) -> Made:
    wants = np.array([draw.choice([UNKNOWN, 1, draw.randint(1, 800)]) for _ in range(rows)], np.int32)
    has = np.array([draw.choice([UNKNOWN, 0, 1, draw.randint(1, 800)]) for _ in range(columns)], np.int32)

    def naive(row: int, column: int) -> int:
        if UNKNOWN in (wants[row], has[column]):
            return UNKNOWN
        return min(FULL, FULL * int(has[column]) // int(wants[row]))

    return Ratio(wants, has), rows, columns, naive


def product(draw: random.Random, rows: int, columns: int) -> Made:
    first, _, _, one = draw.choice([best_of, distance, overlap])(draw, rows, columns)
    share, _, _, other = ratio(draw, rows, columns)
    assumed = draw.randint(0, FULL)

    def naive(row: int, column: int) -> int:
        points, part = one(row, column), other(row, column)
        return UNKNOWN if points == UNKNOWN else points * (assumed if part == UNKNOWN else part) // FULL

    return Product(first, share, assumed), rows, columns, naive


def some_listed(draw: random.Random, rows: int, columns: int) -> Made:
    count = draw.randint(0, 12) if rows and columns else 0
    pairs = [(draw.randrange(rows), draw.randrange(columns)) for _ in range(count)]
    return listed(pairs, columns), rows, columns, lambda row, column: int((row, column) in pairs)


def same_group(draw: random.Random, rows: int, columns: int) -> Made:
    left, right = codes(draw, rows, 3, 6), codes(draw, columns, 3, 6)
    alls = [np.array([draw.random() < 0.2 for _ in range(n)], np.bool_) for n in (rows, columns)]

    def naive(row: int, column: int) -> int:
        return int(bool(set(left[row]) & set(right[column])) or bool(alls[0][row] or alls[1][column]))

    return SameGroup(padded(left), padded(right), *alls), rows, columns, naive


def row_only(draw: random.Random, rows: int, columns: int) -> Made:
    points = np.array([draw.choice([UNKNOWN, 0, 1, draw.randint(0, FULL)]) for _ in range(rows)], np.int32)
    return RowOnly(points, columns), rows, columns, lambda row, column: int(points[row])


def tokens(draw: random.Random, rows: int, columns: int) -> Made:
    """Tokens on the left, points on the right, or the other way round; a fifth of the people say nothing."""
    items = draw.randint(1, 7)

    def laid() -> list[int]:
        chosen = [draw.randrange(items) for _ in range(10)]
        return [chosen.count(at) for at in range(items)]

    def worth() -> list[int]:
        return [draw.randint(0, FULL) for _ in range(items)]

    makers = draw.choice([(laid, worth), (worth, laid)])
    sides = [
        [[UNKNOWN] * items if draw.random() < 0.2 else make() for _ in range(count)]
        for make, count in zip(makers, (rows, columns), strict=True)
    ]

    def naive(row: int, column: int) -> int:
        one, other = sides[0][row], sides[1][column]
        return UNKNOWN if UNKNOWN in one + other else sum(a * b for a, b in zip(one, other, strict=True)) // 10

    left, right = (np.array(side, np.int32).reshape(-1, items) for side in sides)
    return Tokens(left, right, 10), rows, columns, naive


def mean(draw: random.Random, rows: int, columns: int) -> Made:
    made = [draw.choice([best_of, distance, tokens, ratio])(draw, rows, columns) for _ in range(draw.randint(1, 3))]
    weights = (draw.randint(1, 100), *(draw.choice([0, draw.randint(1, 100)]) for _ in made[1:]))
    assumed = tuple(draw.randint(0, FULL) for _ in made)

    def naive(row: int, column: int) -> int:
        parts = [one(row, column) for *_, one in made]
        counted = [out if part == UNKNOWN else part for part, out in zip(parts, assumed, strict=True)]
        total = sum(part * weight for part, weight in zip(counted, weights, strict=True))
        known = any(weight and part != UNKNOWN for part, weight in zip(parts, weights, strict=True))
        return total // sum(weights) if known else UNKNOWN

    return Mean(tuple(shape for shape, *_ in made), weights, assumed), rows, columns, naive


def table(draw: random.Random, rows: int, columns: int) -> Made:
    kinds, others = draw.randint(1, 5), draw.randint(1, 5)
    points = [[draw.choice([UNKNOWN, 0, draw.randint(0, FULL)]) for _ in range(others)] for _ in range(kinds)]
    left, right = [draw.randrange(kinds) for _ in range(rows)], [draw.randrange(others) for _ in range(columns)]
    shape = Table(np.array(points, np.int32), np.array(left, np.int32), np.array(right, np.int32))
    return shape, rows, columns, lambda row, column: points[left[row]][right[column]]


def some_valued(draw: random.Random, rows: int, columns: int) -> Made:
    """Listed pairs with points, and all others by row, by column, or all alike."""
    everywhere = [(row, column) for row in range(rows) for column in range(columns)]
    pairs = {pair: draw.randint(0, FULL) for pair in draw.sample(everywhere, min(6, len(everywhere)))}
    size = draw.choice([(rows, 1), (1, columns), (1, 1)])
    elsewhere = np.array([draw.randint(UNKNOWN, FULL) for _ in range(size[0] * size[1])], np.int32).reshape(size)

    def naive(row: int, column: int) -> int:
        return pairs.get((row, column), int(np.broadcast_to(elsewhere, (rows, columns))[row, column]))

    return valued(pairs, elsewhere, columns), rows, columns, naive


MAKERS = [
    best_of,
    distance,
    overlap,
    ratio,
    product,
    some_listed,
    same_group,
    tokens,
    mean,
    table,
    some_valued,
    row_only,
]


@dataclass(frozen=True)
class ByPair:
    """A shape that scores one pair at a time."""

    shape: Shape

    def block(self, start: int, stop: int) -> IntArray:
        return self.shape.block(start, stop)

    def pair(self, row: int, column: int) -> int:
        return self.shape.pair(row, column)
