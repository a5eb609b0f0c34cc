"""Seeded random problems for the oracle, rich in ties, bans, pins, floors, priorities, spread and empty capacities."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from oracle import Small

from solvers import AssignmentProblem


def small_problem(seed: int) -> tuple[Small, AssignmentProblem]:
    """Draw one problem in both forms."""
    draw = random.Random(seed)
    n, m = draw.randint(1, 6), draw.randint(1, 4)
    if draw.random() < 0.05:
        n, m = 8, 5
    most = draw.choice([1, 1, 2, 3])
    highest = draw.choice([0, 1, 3, 10_000])
    density = draw.choice([0.3, 0.7, 1.0])
    score = [{j: draw.randint(0, highest) for j in range(m) if draw.random() < density} for _ in range(n)]
    wanted = [draw.randint(0, most) for _ in range(n)]
    offered = [draw.randint(0, 3) for _ in range(m)]
    floor = [draw.randint(0, b) if draw.random() < 0.5 else 0 for b in offered] if draw.random() < 0.4 else [0] * m
    pairs = [(i, j) for i in range(n) for j in score[i]]
    pinned = frozenset(draw.sample(pairs, min(len(pairs), draw.choice([0, 0, 0, 0, 0, 1, 1, 2]))))
    listed = draw.sample(pairs, len(pairs))
    priority = [draw.randint(1, 3) for _ in range(n)] if draw.random() < 0.3 else [1] * n
    row_keys, column_keys = ([draw.getrandbits(64) for _ in range(size)] for size in (n, m))
    spread = draw.random() < 0.25
    if spread:  # or it would hardly ever matter: every row asks, one column has room, and most rows like it best
        liked, wanted = draw.randrange(m), [max(places, 1) for places in wanted]
        offered[liked] = max(offered[liked], draw.randint(2, 4))
        score = [{j: s + highest * (j == liked) for j, s in of_row.items()} for of_row in score]
    small = Small(score, wanted, offered, floor, pinned, priority, row_keys, column_keys, spread)
    return small, problem_of(small, listed)


def problem_of(small: Small, listed: Sequence[tuple[int, int]]) -> AssignmentProblem:
    """Return a problem in the solvers' form, its pairs in the order given."""
    return AssignmentProblem(
        rows=[i for i, _ in listed],
        columns=[j for _, j in listed],
        scores=[small.score[i][j] for i, j in listed],
        row_capacity=small.wanted,
        column_capacity=small.offered,
        column_floor=small.floor,
        pinned=[pair in small.pinned for pair in listed],
        row_priority=small.priority,
        spread=small.spread,
        row_keys=np.array(small.row_keys, np.uint64),
        column_keys=np.array(small.column_keys, np.uint64),
    )
