"""Prices that prove an answer leximin, if anything does: the least at which no row would rather have another pair."""

from __future__ import annotations

import numpy as np

from solvers.fairness import Left
from solvers.leximin_proof import ClassCosts, class_costs, row_values
from solvers.problem import AssignmentProblem, BoolArray, IntArray, Wholes


def leximin_prices(problem: AssignmentProblem, rows: IntArray, columns: IntArray) -> Wholes:
    """Return what places must cost so that no row gains by one pair more, or one instead of another.

    Longest paths by label correction, as in ``prices``; more passes than columns mean that the answer can be bettered.
    Where rows have one choice each these prices prove every leximin answer; where they have several, a row could still
    gain by two changes at once, which the checker will see. Row by row: all numbers at once could be too much to hold.
    """
    left, values = Left.of(problem), row_values(problem, rows, columns)
    costs = class_costs(values[left.wanted > 0])
    taken = np.isin(left.rows * problem.n_columns + left.columns, rows * problem.n_columns + columns)
    first = np.searchsorted(left.rows, np.arange(problem.n_rows + 1)).tolist()
    price, again = np.zeros(problem.n_columns, object), np.flatnonzero(left.wanted > 0)
    for _ in range(problem.n_columns + 2):
        before = price.copy()
        for row in again.tolist():
            mine = slice(first[row], first[row + 1])
            one = _Row(costs, int(values[row]), left.columns[mine], left.scores[mine], taken[mine])
            one.outbid(price, more=int(taken[mine].sum()) < int(left.wanted[row]))
        again = np.unique(left.rows[taken & (price != before)[left.columns]])
        if len(again) == 0:
            break
    return price


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
