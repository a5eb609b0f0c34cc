"""Seeded random problems, small enough for the oracle, rich in ties, bans, pins, floors and empty capacities."""

from __future__ import annotations

import random

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
    small = Small(score, wanted, offered, floor, pinned)
    listed = draw.sample(pairs, len(pairs))
    return small, AssignmentProblem(
        rows=[i for i, _ in listed],
        columns=[j for _, j in listed],
        scores=[score[i][j] for i, j in listed],
        row_capacity=wanted,
        column_capacity=offered,
        column_floor=floor,
        pinned=[pair in pinned for pair in listed],
    )
