"""The fairest answer where every row wants one place more at most: exact by flows.

1. The most rows that can get a first place.
2. The highest threshold to which as many, and all that have a pin but too little, can be lifted: by bisection over
   the scores, one flow each on the pairs that reach it (the bottleneck assignment; Gross 1959).
3. The best score on those pairs by the exact engine, equals settled by their tie values.
"""

from __future__ import annotations

import numpy as np

from solvers.canonical import canonical
from solvers.cuts import tight_cut
from solvers.engines.flow import solve_flow
from solvers.fair.lifting import Fair, Lift, asking, ceiling, face, highest, lifted
from solvers.problem import IntArray
from solvers.proof.fairness import Left
from solvers.remainder import Remainder
from solvers.result import Termination
from solvers.search import searched
from solvers.stop import Stop


def one_place_each(left: Left, whole: Remainder, stop: Stop) -> Fair:
    """Return the fairest choice of the open pairs; ``whole`` is what the pins leave."""
    held, above = lifted(left, whole, left.may), np.zeros(whole.n_columns, np.int64)
    to_fill, values, threshold = held.count, _sums(left), None

    def holds(step: int) -> bool:
        nonlocal held, above
        asks = asking(left, int(values[step]))
        tried = lifted(left, whole, asks, int(values[step]))
        if tried.count == to_fill + (asks & left.must).sum():
            held = tried
            return True
        above = _cut_off(tried)
        return False

    if (top := ceiling(left, to_fill)) is not None:
        low, high = highest(int(np.searchsorted(values, top)), holds, stop)
        threshold, top = int(values[low]), int(values[high - 1])
    part = face(left, whole, threshold)
    taken, found, termination = searched("fairest", solve_flow, part, stop)
    if termination is Termination.COMPLETED:
        taken = canonical(part, taken, found)
    elif part.worth(taken) < part.worth(np.isin(part.pairs, held.pairs)):  # the engine was not through either
        taken = np.isin(part.pairs, held.pairs)
    return Fair(part.pairs[taken], top, above, found.column_prices, 1, termination)


def _sums(left: Left) -> IntArray:
    """Return all sums that a row can end with, from the least up."""
    return np.unique(np.concatenate([left.reach, left.have[left.must]]))


def _cut_off(tried: Lift) -> IntArray:
    """Return a price of 1 for each column of the cut that shows why no more rows are lifted: more rows need them."""
    part = tried.part
    above = np.zeros(part.n_columns, np.int64)
    above[tight_cut(part, tried.taken, part.row_capacity, part.column_capacity)] = 1
    return above
