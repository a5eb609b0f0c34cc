"""Problems to try a solver on: every odd one by hand, and random ones rich in ties and in every feature."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from solvers.limits import Limit
from solvers.problem import AssignmentProblem, IntArray, Integers


def odd_problems() -> Iterator[tuple[str, AssignmentProblem]]:
    """Yield small problems of every odd kind, each with its name."""
    nobody: list[int] = []
    yield "nobody at all", AssignmentProblem(nobody, nobody, nobody, nobody, nobody)
    yield "no rows", AssignmentProblem(nobody, nobody, nobody, nobody, [1, 2])
    yield "no columns", AssignmentProblem(nobody, nobody, nobody, [1, 2], nobody)
    yield "no pair", AssignmentProblem(nobody, nobody, nobody, [1, 1], [1, 1])
    yield "no place", AssignmentProblem([0, 1], [0, 0], [5, 9], [1, 1], [0])
    yield "nobody asks", AssignmentProblem([0, 1], [0, 0], [5, 9], [0, 0], [2])
    yield "scores of nothing", AssignmentProblem([0, 0, 1], [0, 1, 0], [0, 0, 0], [1, 1], [1, 1])
    yield "all equal", _complete(5, 4, 7)
    yield "one wants all", AssignmentProblem([0, 0, 0, 1], [0, 1, 2, 0], [1, 2, 3, 9], [3, 1], [1, 1, 1])
    yield "a better score costs a row", AssignmentProblem([0, 0, 1], [0, 1, 0], [9, 1, 2], [1, 1], [1, 1])
    yield "more pins than places", AssignmentProblem([0, 1], [0, 0], [5, 5], [1, 1], [1], pinned=[True, True])
    yield "a pin below others", AssignmentProblem([0, 0], [0, 1], [1, 9], [1], [1, 1], pinned=[True, False])
    yield "a floor out of reach", AssignmentProblem([0], [0], [5], [1], [3, 2], column_floor=[2, 1])
    yield from _odd_orders()
    yield from _odd_limits()
    keys = np.array([2**64 - 1, 2**63, 3], np.uint64)
    yield "keys of all 64 bits", AssignmentProblem([0, 1, 2], [0, 0, 0], [4, 4, 4], [1, 1, 1], [1], row_keys=keys)


def _odd_orders() -> Iterator[tuple[str, AssignmentProblem]]:
    """Yield problems in which one thing that counts comes before another."""
    yield (
        "a floor that costs score",
        AssignmentProblem([0, 0], [0, 1], [9, 1], [1], [1, 1], column_floor=[0, 1]),
    )
    yield (
        "a first place that costs score",
        AssignmentProblem([0, 0, 1], [0, 1, 0], [9, 1, 9], [1, 1], [2, 1], spread=True),
    )
    yield (
        "two floors of two, and two rows",
        AssignmentProblem([0, 0, 1, 1], [0, 1, 0, 1], [9, 1, 9, 1], [1, 1], [2, 2], column_floor=[2, 2], spread=True),
    )
    yield (
        "a floor before a first place",
        AssignmentProblem([0, 0, 1], [0, 1, 0], [1, 9, 1], [1, 1], [2, 1], column_floor=[2, 0], spread=True),
    )
    yield (
        "the first priority takes the last place",
        AssignmentProblem([0, 1, 1], [0, 0, 1], [1, 9, 2], [1, 1], [1, 0], row_priority=[1, 2]),
    )
    yield (
        "a first place before a second, in every priority",
        AssignmentProblem([0, 0, 1, 1], [0, 1, 0, 1], [9, 8, 3, 1], [2, 1], [1, 1], row_priority=[2, 2]),
    )


def _odd_limits() -> Iterator[tuple[str, AssignmentProblem]]:
    two = ([0, 0, 1], [0, 1, 0], [9, 5, 3], [1, 1], [1, 1])
    yield "a limit of nothing", AssignmentProblem(*two, limits=[Limit([], [], 0)])
    yield "a limit that asks nobody", AssignmentProblem(*two, limits=[Limit([], [], -1)])
    yield "a limit that loosens another pair", AssignmentProblem(*two, limits=[Limit([(0, 0), (1, 0)], [1, -1], 0)])
    yield "a limit that costs a row", AssignmentProblem(*two, limits=[Limit([(0, 1), (1, 0)], [2, 3], 4)])
    both = [Limit([(0, 0), (1, 0)], [-1, -1], -1), Limit([(0, 0), (1, 0)], [1, 1], 0)]
    yield "limits that clash", AssignmentProblem(*two, limits=both)
    yield "a pin beyond a limit", AssignmentProblem(*two, pinned=[True, False, False], limits=[Limit([(0, 0)], [1], 0)])


def random_problems(count: int, seed: int = 0) -> Iterator[tuple[str, AssignmentProblem]]:
    """Yield seeded random problems of up to 12 rows and 6 columns, each with its name."""
    for number in range(count):
        yield f"random problem {seed}.{number}", _random(np.random.default_rng([seed, number]))


def _complete(n: int, m: int, score: int) -> AssignmentProblem:
    rows, columns = np.divmod(np.arange(n * m), m)
    return AssignmentProblem(rows, columns, np.full(n * m, score), np.ones(n, np.int64), np.ones(m, np.int64))


def _random(draw: np.random.Generator) -> AssignmentProblem:
    n, m = int(draw.integers(1, 13)), int(draw.integers(1, 7))
    rows, columns = np.nonzero(draw.random((n, m)) < draw.choice([0.4, 0.8, 1.0]))
    pairs = len(rows)
    offered = draw.integers(0, 4, m)

    def sometimes(values: Integers, otherwise: int) -> Integers:
        return values if draw.random() < 0.4 else np.full(len(values), otherwise)

    return AssignmentProblem(
        rows,
        columns,
        draw.integers(0, draw.choice([1, 3, 10_000]), pairs, endpoint=True),
        draw.integers(0, draw.choice([1, 3]), n, endpoint=True),
        offered,
        column_floor=sometimes(draw.integers(0, offered, endpoint=True), 0),
        pinned=(draw.random(pairs) < draw.choice([0, 0, 0.1])),
        row_priority=sometimes(draw.integers(1, 4, n), 1),
        row_keys=draw.integers(0, 2**64, n, np.uint64),
        column_keys=draw.integers(0, 2**64, m, np.uint64),
        spread=bool(draw.random() < 0.3),
        row_order=draw.integers(0, n, n),
        row_view=sometimes(draw.integers(0, 10_000, pairs), 1),
        column_view=sometimes(draw.integers(0, 4, pairs), 1),
        limits=[_limit(draw, rows, columns) for _ in range(int(draw.integers(1, 4)) if draw.random() < 0.125 else 0)],
    )


def _limit(draw: np.random.Generator, rows: IntArray, columns: IntArray) -> Limit:
    """Return a limit as quotas, shared hours, or neither, make them; some cannot be kept."""
    mine = np.flatnonzero(draw.random(len(rows)) < draw.choice([0.2, 0.6]))
    lowest, highest = ((1, 1), (-1, -1), (1, 8), (-3, 3))[int(draw.integers(0, 4))]
    weights = draw.integers(lowest, highest, len(mine), endpoint=True)
    at_most = int(draw.integers(-2, 1)) if highest < 0 else int(draw.integers(0, 4 * highest))
    return Limit(np.stack([rows[mine], columns[mine]], axis=1), weights, at_most)
