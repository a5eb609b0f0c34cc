"""The fairest answer where every row wants one place more at most: exact by flows.

1. The most rows that can get a first place.
2. The highest threshold to which as many, and all that have a pin but too little, can be lifted: by bisection over
   the scores, one flow each on the pairs that reach it (the bottleneck assignment; Gross 1959).
3. The best score on those pairs by the exact engine, equals settled by their tie values.
"""

from __future__ import annotations

import numpy as np

from solvers.canonical import canonical
from solvers.fairness import Left
from solvers.flow import solve_flow
from solvers.lifting import Fair, Lift, asking, face, lifted
from solvers.prices import tight_cut
from solvers.problem import IntArray
from solvers.remainder import Remainder
from solvers.result import Termination
from solvers.search import searched
from solvers.stop import Stop


def one_place_each(left: Left, whole: Remainder, stop: Stop) -> Fair:
    """Return the fairest choice of the open pairs; ``whole`` is what the pins leave."""
    values = _thresholds(left)
    held = lifted(left, whole, left.may)
    to_fill, above = held.count, np.zeros(whole.n_columns, np.int64)
    low, high = 0, len(values)
    while high - low > 1 and not stop():
        middle = (low + high) // 2
        threshold = int(values[middle])
        asks = asking(left, threshold)
        tried = lifted(left, whole, asks, threshold)
        if tried.count == to_fill + (asks & left.must).sum():
            low, held = middle, tried
        else:
            high, above = middle, _cut_off(tried)
    part = face(left, whole, int(values[low]) if low < high else None)
    taken, found, termination = searched("fairest", solve_flow, part, stop)
    if termination is Termination.COMPLETED:
        taken = canonical(part, taken, found)
    elif part.worth(taken) < part.worth(np.isin(part.pairs, held.pairs)):  # the engine was not through either
        taken = np.isin(part.pairs, held.pairs)
    highest = int(values[high - 1]) if high else None
    return Fair(part.pairs[taken], highest, above, found.column_prices, 1, termination)


def _thresholds(left: Left) -> IntArray:
    """Return all sums that a row can end with, from the least up."""
    return np.unique(np.concatenate([left.reach, left.have[left.must]]))


def _cut_off(tried: Lift) -> IntArray:
    """Return a price of 1 for each column of the cut that shows why no more rows are lifted: more rows need them."""
    part = tried.part
    above = np.zeros(part.n_columns, np.int64)
    above[tight_cut(part, tried.taken, part.row_capacity, part.column_capacity)] = 1
    return above
