"""Prices for leximin where rows may have several choices: the least at which no row would rather have another pair."""

from __future__ import annotations

import numpy as np

from solvers.prices import Prices, row_prices
from solvers.problem import AssignmentProblem, BoolArray, IntArray, Wholes
from solvers.proof.fairness import Left
from solvers.proof.leximin import ClassCosts, class_costs, row_values
from solvers.remainder import Remainder


def leximin_prices(problem: AssignmentProblem, remainder: Remainder, taken: BoolArray) -> Prices:
    """Return prices at which no row gains by one pair more, or by one instead of another; ``remainder`` is weighed.

    Longest paths by label correction, as in ``prices``, where a row's pairs are worth what they are together. It could
    still gain by two changes at once, which the checker will see: all that is sure is that no lower prices do better.
    """
    left, values = Left.of(problem), row_values(problem, *remainder.with_pins(problem, taken))
    costs = class_costs(values[left.wanted > 0])
    chosen = np.isin(left.pairs, remainder.pairs[taken])
    first = np.searchsorted(left.rows, np.arange(problem.n_rows + 1)).tolist()
    price, again = np.zeros(problem.n_columns, object), np.flatnonzero(left.wanted > 0)
    for _ in range(problem.n_columns + 2):  # more passes than columns: the answer can be bettered
        before = price.copy()
        for row in again.tolist():
            mine = slice(first[row], first[row + 1])
            one = _Row(costs, int(values[row]), left.columns[mine], left.scores[mine], chosen[mine])
            one.outbid(price, more=int(chosen[mine].sum()) < int(left.wanted[row]))
        again = np.unique(left.rows[chosen & (price != before)[left.columns]])
        if len(again) == 0:
            break
    of_rows = row_prices(remainder, price)
    return Prices(of_rows, price, of_rows, proven=True)


class _Row:
    """One row: the value it has, and the pairs it may have."""

    def __init__(self, costs: ClassCosts, value: int, columns: IntArray, scores: IntArray, taken: BoolArray) -> None:
        self._costs, self._columns, self._scores, self._taken = costs, columns, scores, taken
        self._sum, self._cost = max(value, 0), costs.of(np.array([value]))[0]

    def outbid(self, price: Wholes, more: bool) -> None:
        """Raise the prices of other places until none is worth it: one ``more``, or one for any that it has."""
        others = ~self._taken
        columns, scores = self._columns[others], self._sum + self._scores[others]
        given_up = [(0, 0)] * more
        given_up += zip(self._scores[self._taken].tolist(), price[self._columns[self._taken]], strict=True)
        for score, saved in given_up:
            price[columns] = np.maximum(price[columns], self._cost + saved - self._costs.of(scores - score))
