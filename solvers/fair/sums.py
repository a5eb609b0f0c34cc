"""The fairest answer where rows want several places, so that sums of scores count: a linear relaxation, then CP-SAT.

1. The highest threshold that prices do not rule out: by bisection, one relaxation each.
2. The best score at that threshold, relaxed. Where the relaxation takes whole pairs, that is the answer; most are so,
   and its prices prove them.
3. Else CP-SAT: the highest threshold, then the best score. Should it be stopped, the answer is no worse than the best
   score of those that fill the most rows.

Rows and columns are put in order of their keys first, so that equals are settled alike whatever order they come in.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from solvers.arrays import summed
from solvers.fair.cp_sat import best_by_cp_sat
from solvers.fair.lifting import Fair, best_filled, ceiling, highest, lifted
from solvers.fair.lp import FloatArray, Relaxation, few_sets, promising
from solvers.problem import BoolArray, IntArray
from solvers.proof.fairness import Left
from solvers.remainder import Remainder
from solvers.result import Termination
from solvers.stop import Stop

_ROUNDS = 12
"""How often a relaxation is sharpened; two or three times are enough mostly."""
_SCALES = (1, 60, 1_000_000)
"""Units to a point in which prices are tried: the coarsest that prove are the easiest to read."""


def several_places(left: Left, whole: Remainder, stop: Stop) -> Fair:
    """Return the fairest choice of the open pairs; ``whole`` is what the pins leave."""
    as_given, to_fill = left, lifted(left, whole, left.may).count
    left, columns = _in_order(left, whole)
    threshold, above = _threshold(left, to_fill, stop)
    relaxed = _relaxed(left, threshold, to_fill, stop)
    taken = _whole(left, relaxed[0], threshold, to_fill) if relaxed else None
    if taken is None:
        found = best_by_cp_sat(left, to_fill, threshold, stop)
        start = np.isin(left.pairs, best_filled(as_given, whole))
        offers = [start] if found is None else [start, found]  # it may have been stopped early
        taken = max(offers, key=lambda offer: (_lowest(left, offer), left.scores[offer].sum()))
    prices, scale = np.zeros(len(columns), np.int64), 1
    if relaxed and _reaches(left, taken, threshold):
        _, scale, prices = _bound(left, threshold, relaxed[1], to_fill)
    return Fair(
        pairs=left.pairs[taken],
        highest=threshold,
        above_prices=_placed(above, columns, whole.n_columns),
        column_prices=_placed(prices, columns, whole.n_columns),
        scale=scale,
        termination=Termination(stop() or Termination.COMPLETED),
    )


def _in_order(left: Left, whole: Remainder) -> tuple[Left, IntArray]:
    """Return what is left with rows and columns in order of their keys; and which columns these are.

    Rows and columns that nothing is open for drop out.
    """
    rows = np.flatnonzero(left.wanted)[np.argsort(whole.row_keys[left.wanted > 0])]
    columns = np.flatnonzero(left.offered)[np.argsort(whole.column_keys[left.offered > 0])]
    row_of, column_of = (
        _placed(np.arange(len(rows)), rows, whole.n_rows),
        _placed(np.arange(len(columns)), columns, whole.n_columns),
    )
    order = np.lexsort((column_of[left.columns], row_of[left.rows]))
    ordered = replace(
        left,
        pairs=left.pairs[order],
        rows=row_of[left.rows[order]],
        columns=column_of[left.columns[order]],
        scores=left.scores[order],
        wanted=left.wanted[rows],
        offered=left.offered[columns],
        have=left.have[rows],
        begun=left.begun[rows],
    )
    return ordered, columns


def _threshold(left: Left, to_fill: int, stop: Stop) -> tuple[int, IntArray]:
    """Return the highest threshold that prices do not rule out, and those that rule out any above.

    All sums are multiples of what divides all scores.
    """
    top, above = ceiling(left, to_fill), np.zeros(len(left.offered), np.int64)
    assert top is not None  # else no row would want several places
    step = math.gcd(*left.scores.tolist(), *left.have.tolist()) or 1

    def holds(steps: int) -> bool:
        nonlocal above
        ruled_out = _ruling_out(left, steps * step, to_fill)
        above = above if ruled_out is None else ruled_out
        return ruled_out is None

    _, high = highest(top // step, holds, stop)
    return (high - 1) * step, above


def _relaxed(left: Left, threshold: int, to_fill: int, stop: Stop) -> tuple[FloatArray, FloatArray] | None:
    """Return how much of each pair the best score takes, relaxed, and column prices; None if some cannot be lifted.

    Where pairs were the variables it is sharpened, until it takes whole pairs that its prices prove.
    """
    found = Relaxation.of(left, threshold).best(to_fill)
    if few_sets(left, np.flatnonzero(left.reach >= threshold)):
        return found
    near = np.zeros(0, np.int64)
    for _ in range(_ROUNDS):
        taken = _whole(left, found[0], threshold, to_fill) if found else None
        if found is None or stop() or _proves(left, threshold, taken, found[1], to_fill):
            break
        near = np.union1d(near, promising(left, threshold, *found))
        found = Relaxation.of(left, threshold, near).best(to_fill) or found
    return found


def _proves(left: Left, threshold: int, taken: BoolArray | None, exact: FloatArray, to_fill: int) -> bool:
    """Whether whole pairs were taken, and prices prove that no others score better."""
    return taken is not None and _bound(left, threshold, exact, to_fill)[0] == left.scores[taken].sum()


def _ruling_out(left: Left, threshold: int, to_fill: int) -> IntArray | None:
    """Return prices by which not all rows can be lifted to a threshold, if the relaxation has any."""
    nothing, prices = np.zeros(len(left.pairs), np.int64), Relaxation.of(left, threshold).lifting()
    for _, above in _scaled(left, prices):
        most = left.most(threshold, nothing, above, to_fill)
        if most is None or most < 0:
            return above
    return None


def _whole(left: Left, parts: FloatArray, threshold: int, to_fill: int) -> BoolArray | None:
    """Return the pairs that a relaxation takes, if it takes whole pairs and all that is asked is kept."""
    taken = parts > 0.5
    row_load, column_load = (
        np.bincount(left.rows[taken], minlength=len(left.wanted)),
        np.bincount(left.columns[taken], minlength=len(left.offered)),
    )
    kept = (row_load <= left.wanted).all() and (column_load <= left.offered).all()
    kept &= (row_load[left.may] > 0).sum() == to_fill and _reaches(left, taken, threshold)
    return taken if kept and np.allclose(parts, taken, rtol=0, atol=1e-6) else None


def _reaches(left: Left, taken: BoolArray, threshold: int) -> bool:
    """Whether every row that has a place is lifted to the threshold."""
    return _lowest(left, taken) >= threshold


def _lowest(left: Left, taken: BoolArray) -> int:
    """Return the least sum of any row that has a place."""
    sums = left.have + summed(len(left.have), left.rows[taken], left.scores[taken])
    filled = left.begun | np.isin(np.arange(len(sums)), left.rows[taken])
    return int(sums[filled].min())


def _bound(left: Left, threshold: int, exact: FloatArray, to_fill: int) -> tuple[int, int, IntArray]:
    """Return the best bound of the score that the relaxation's prices give as integers; their scale, and them."""
    offers = []
    for scale, prices in [*_scaled(left, exact)] or [(1, np.zeros(len(exact), np.int64))]:
        most = left.most(threshold, left.scores * scale, prices, to_fill)
        assert most is not None  # the relaxation lifts them all
        offers.append((most // scale, scale, prices))
    return min(offers, key=lambda offer: offer[:2])


def _scaled(left: Left, exact: FloatArray) -> Iterator[tuple[int, IntArray]]:
    """Yield the prices as integers in every scale in which the checker takes them; large scores leave few, or none."""
    highest_price = np.abs(exact).max(initial=0)
    for scale in _SCALES:
        if scale <= left.finest and scale * highest_price <= left.largest:
            yield scale, np.rint(exact * scale).astype(np.int64)


def _placed(values: IntArray, at: IntArray, length: int) -> IntArray:
    """Return a list of zeros with these values at these places."""
    found = np.zeros(length, np.int64)
    found[at] = values
    return found
