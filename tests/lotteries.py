"""Small random problems for capped lotteries, an LP that knows how much they can expect, and odds made false."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from scipy import optimize, sparse

from solvers import AssignmentProblem, Odds
from solvers.chance.capped_lottery import WHOLE

Change = Callable[[random.Random, Odds, Sequence[int]], Odds | None]
"""Makes odds false, of pairs with such scores; None where there is nothing to make so."""


def small_lottery(seed: int, rows: int = 6, columns: int = 5) -> tuple[AssignmentProblem, int]:
    """Draw a problem with pins now and then, ties and empty capacities, and a cap."""
    draw = random.Random(seed)
    n, m = draw.randint(1, rows), draw.randint(1, columns)
    pairs = [(i, j) for i in range(n) for j in range(m) if draw.random() < draw.choice([0.5, 0.9, 1.0])]
    wanted = [draw.choice([0, 1, 1, 1, 2]) for _ in range(n)]
    offered = [draw.choice([0, 1, 1, 2, 3]) for _ in range(m)]
    free = [(i, j) for i, j in pairs if wanted[i] and offered[j]]
    pinned = draw.sample(free, 1) if free and draw.random() < 0.2 else []
    highest = draw.choice([0, 1, 3, 10_000])
    problem = AssignmentProblem(
        rows=[i for i, _ in pairs],
        columns=[j for _, j in pairs],
        scores=[draw.randint(0, highest) for _ in pairs],
        row_capacity=wanted,
        column_capacity=offered,
        pinned=[pair in pinned for pair in pairs],
        row_keys=np.array([draw.getrandbits(64) for _ in range(n)], np.uint64),
        column_keys=np.array([draw.getrandbits(64) for _ in range(m)], np.uint64),
    )
    return problem, draw.choice([1, 100, 341, 512, 512, 683, 1000, WHOLE])


def most_by_lp(problem: AssignmentProblem, cap: int) -> float:
    """Return the most that can be expected, times ``WHOLE``, by a linear programme in fractions."""
    pairs = len(problem.rows)
    if not pairs:
        return 0.0
    at = np.arange(pairs)
    inside = sparse.vstack(
        [
            sparse.coo_array((np.ones(pairs), (problem.rows, at)), (problem.n_rows, pairs)),
            sparse.coo_array((np.ones(pairs), (problem.columns, at)), (problem.n_columns, pairs)),
        ]
    )
    most = np.concatenate([problem.row_capacity, problem.column_capacity])
    share = [(1.0, 1.0) if pinned else (0.0, cap / WHOLE) for pinned in problem.pinned]
    found = optimize.linprog(-problem.scores, A_ub=inside, b_ub=most, bounds=share)
    assert found.status == 0
    return float(-found.fun * WHOLE)


def moved(parts: np.ndarray, at: int, by: int) -> np.ndarray:
    """Return chances of which one is another."""
    changed = parts.copy()
    changed[at] += by
    return changed


def expect_more(draw: random.Random, odds: Odds, scores: Sequence[int]) -> Odds:
    return replace(odds, expected=odds.expected + draw.choice([-1, 1, odds.whole]))


def call_the_best_less(draw: random.Random, odds: Odds, scores: Sequence[int]) -> Odds:
    return replace(odds, best=odds.best - draw.randint(1, 9))


def lower_the_cap(draw: random.Random, odds: Odds, scores: Sequence[int]) -> Odds | None:
    likeliest = max((parts for parts in odds.parts.tolist() if parts <= odds.cap), default=0)
    return replace(odds, cap=likeliest - 1) if likeliest > 1 else None


def make_one_likelier(draw: random.Random, odds: Odds, scores: Sequence[int]) -> Odds | None:
    """What a pair worth nothing is given, or loses, changes no sum; so one that is worth something."""
    worth = [at for at, score in enumerate(scores) if score]
    return replace(odds, parts=moved(odds.parts, draw.choice(worth), draw.choice([-1, 1, 2000]))) if worth else None


def leave_one_out(draw: random.Random, odds: Odds, scores: Sequence[int]) -> Odds | None:
    worth = [at for at, score in enumerate(scores) if score]
    if not worth:
        return None
    kept = np.arange(len(odds.parts)) != draw.choice(worth)
    return replace(odds, rows=odds.rows[kept], columns=odds.columns[kept], parts=odds.parts[kept])


def name_one_twice(draw: random.Random, odds: Odds, scores: Sequence[int]) -> Odds | None:
    if not len(odds.parts):
        return None
    twice = np.sort(np.append(np.arange(len(odds.parts)), draw.randrange(len(odds.parts))))
    return replace(odds, rows=odds.rows[twice], columns=odds.columns[twice], parts=odds.parts[twice])


def sell_below_nothing(draw: random.Random, odds: Odds, scores: Sequence[int]) -> Odds | None:
    if not len(odds.column_prices):
        return None
    return replace(odds, column_prices=moved(odds.column_prices, draw.randrange(len(odds.column_prices)), -(10**6)))


def forget_a_price(draw: random.Random, odds: Odds, scores: Sequence[int]) -> Odds | None:
    return replace(odds, column_prices=odds.column_prices[1:]) if len(odds.column_prices) else None


def say_it_in_fractions(draw: random.Random, odds: Odds, scores: Sequence[int]) -> Odds:
    return replace(odds, parts=odds.parts.astype(np.float64))


FALSE: tuple[Change, ...] = (
    expect_more,
    call_the_best_less,
    lower_the_cap,
    make_one_likelier,
    leave_one_out,
    name_one_twice,
    sell_below_nothing,
    forget_a_price,
    say_it_in_fractions,
)
