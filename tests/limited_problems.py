"""Random small problems with limits, and the best of all choices that keep them, by trying every one."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations, count, product
from math import comb, prod

from mutant_solvers import rebuilt
from oracle import Small, Vector, reached
from random_problems import small_problem

from solvers import AssignmentProblem, Limit

MOST_CHOICES = 3_000
"""Problems with more choices than this are left out: each is tried one by one."""

Pair = tuple[int, int]


def limited_problems(seeds: range) -> Iterator[tuple[int, Small, AssignmentProblem]]:
    """Yield a problem for every seed, small enough to try everything, with one to three limits."""
    for seed in seeds:
        draw = random.Random(-seed - 1)
        small, problem = next(
            drawn for again in count() if _choices(drawn := small_problem(seed + again * 10**7)) <= MOST_CHOICES
        )
        pairs = [(row, column) for row, of_row in enumerate(small.score) for column in of_row]
        limits = [_limit(draw, pairs) for _ in range(draw.randint(1, 3))]
        yield seed, small, rebuilt(problem, limits=limits)


def _choices(drawn: tuple[Small, AssignmentProblem]) -> int:
    small, _ = drawn
    return prod(
        sum(comb(len(of_row), size) for size in range(wanted + 1))
        for of_row, wanted in zip(small.score, small.wanted, strict=True)
    )


def _limit(draw: random.Random, pairs: Sequence[Pair]) -> Limit:
    """Draw a quota at most or at least, hours, or a limit of mixed signs, over some of the pairs."""
    mine = [pair for pair in pairs if draw.random() < draw.choice([0.3, 0.6, 1])]
    lowest, highest, most = draw.choice([(1, 1, (0, 3)), (-1, -1, (-3, -1)), (1, 8, (2, 20)), (-3, 3, (-2, 3))])
    return Limit(mine, [draw.randint(lowest, highest) for _ in mine], draw.randint(*most))


def best_within(small: Small, limits: Sequence[Limit], people: bool) -> tuple[Vector, set[Pair]] | None:
    """Return what the best of all choices reaches, tie values last, and its pairs; None if there is none."""
    weights = [
        dict(zip(zip(one.rows.tolist(), one.columns.tolist(), strict=True), one.weights.tolist(), strict=True))
        for one in limits
    ]
    best: tuple[Vector, set[Pair]] | None = None
    for chosen in _legal(small):
        used = (sum(counted.get(pair, 0) for pair in chosen) for counted in weights)
        if all(sum_ <= one.at_most for sum_, one in zip(used, limits, strict=True)):
            value = reached(small, chosen, people)
            best = max((value, chosen), best or (value, chosen), key=lambda found: found[0])
    return best


def _legal(small: Small) -> Iterator[set[Pair]]:
    """Yield every choice of legal pairs that holds all pins and breaks no capacity."""
    of_row = [
        [
            [(row, column) for column in some]
            for size in range(most + 1)
            for some in combinations(small.score[row], size)
        ]
        for row, most in enumerate(small.wanted)
    ]
    for choice in product(*of_row):
        chosen = {pair for some in choice for pair in some}
        loads = [sum(column == one for _, column in chosen) for one in range(len(small.offered))]
        if small.pinned <= chosen and all(load <= most for load, most in zip(loads, small.offered, strict=True)):
            yield chosen
