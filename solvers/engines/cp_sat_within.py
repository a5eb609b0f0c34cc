"""CP-SAT within limits: few pairs first, then all that could still matter; and one answer among equals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from solvers.canonical import tie_values
from solvers.engines.cp_sat_model import Model
from solvers.engines.relaxation import Relaxation, counts_alike, relaxation
from solvers.prices import Prices
from solvers.problem import BoolArray
from solvers.remainder import Remainder
from solvers.step import Step
from solvers.stop import Stop
from solvers.turns.greedy import greedily

_FEW = 8
"""How many pairs for each row and column the first search is over: those that cost least."""
_EFFORT = 5.0
"""How much work goes into one answer among equals: about so many seconds, but counted without a clock."""


def solve_within(remainder: Remainder, stop: Stop) -> Iterator[Step]:
    """Yield choices that keep the limits, and none where there is none.

    The last is the best. Of several as good it is the one with the greatest sum of tie values, unless to find that one
    takes too long; then it is another, but the same one whenever asked, in whatever order rows and columns come: what
    the engine sees is in order of their keys.
    """
    ordered, order = remainder.by_keys()
    for step in _in_order(ordered, stop):
        taken = np.zeros(len(remainder.pairs), np.bool_)
        taken[order] = step.taken
        prices = step.prices and _as_they_came(remainder, step.prices)
        yield Step(taken, prices, step.bound)


def _as_they_came(remainder: Remainder, prices: Prices) -> Prices:
    """Return the prices of rows and columns that were in order of their keys."""
    rows, columns = np.argsort(np.argsort(remainder.row_keys)), np.argsort(np.argsort(remainder.column_keys))
    return replace(
        prices,
        row_prices=prices.row_prices[rows],
        row_duals=prices.row_duals[rows],
        column_prices=prices.column_prices[columns],
    )


def _in_order(remainder: Remainder, stop: Stop) -> Iterator[Step]:
    """Yield better and better choices.

    Where one sum orders all answers, a first search over few pairs finds a good one. Then only pairs matter whose
    loss, by the prices of the relaxation, leaves as much as that one counts: all others are in worse answers only.
    """
    start = greedily(remainder)
    held = None if len(remainder.limits.broken(start)) else start
    if held is not None:
        yield Step(held)
    relaxed = relaxation(remainder) if len(remainder.units) == 1 else None
    prices = relaxed.prices if relaxed else None
    kept = np.ones(len(remainder.pairs), np.bool_)
    if relaxed and counts_alike(remainder):
        few = _cheapest(remainder, relaxed) | start
        for step in () if few.all() else _searched(remainder, few, relaxed.flow if held is None else held, stop):
            held = step.taken if held is None else max(step.taken, held, key=remainder.worth)
            yield step._replace(prices=prices, bound=None)
        if held is not None:
            kept = relaxed.losses <= relaxed.most - relaxed.prices.scale * remainder.worth(held)
    if not stop():
        for step in _searched(remainder, kept, start if held is None else held, stop, settle=True):
            yield step._replace(prices=prices)


def _cheapest(remainder: Remainder, relaxed: Relaxation) -> BoolArray:
    """Return the pairs that a first search is over."""
    few = np.zeros(len(remainder.pairs), np.bool_)
    few[np.argsort(relaxed.losses, kind="stable")[: _FEW * (remainder.n_rows + remainder.n_columns)]] = True
    return few


def _searched(
    remainder: Remainder, kept: BoolArray, start: BoolArray, stop: Stop, settle: bool = False
) -> Iterator[Step]:
    """Yield choices among some of the pairs, with a bound once the score is sought that comes last.

    One count after the other is sought, as limits may set one against the other. To ``settle`` is to seek, at last,
    the greatest sum of tie values.
    """
    part = remainder.only(kept)
    model = Model(part)
    model.keep_limits()
    sought = [one for level in range(len(part.units)) for one in model.in_order(level)]
    hint, taken = start[kept], kept.copy()
    for at, one in enumerate(sought, start=1):
        model.hint(hint)
        solved = model.best(one, stop)
        if solved.taken is None:
            return
        hint, taken[kept] = solved.taken, solved.taken
        before = int(part.scores[solved.taken].sum()) - solved.value
        yield Step(taken.copy(), bound=before + solved.bound if at == len(sought) else None)
        if not solved.ended:
            return
    if settle:
        model.hint(hint)
        solved = model.best(model.weighed(np.arange(len(part.pairs)), next(tie_values(part))), stop, _EFFORT)
        if solved.taken is not None and solved.ended:
            taken[kept] = solved.taken
            yield Step(taken)
