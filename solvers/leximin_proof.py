"""What proves an answer leximin: nobody's lot can be bettered but by making worse what is as low, or lower.

Each row's value is the sum of scores it gets, ``EMPTY`` where it gets nothing. Let v₁ < … < vₖ be those of an answer's
rows, and let each row cost what the class of its value costs: below v₁, v₁, between v₁ and v₂, v₂, …, above vₖ. In
``class_costs`` a row in a class of the answer's costs more than all rows that stand above could, were they just above;
and one between two of them more than all that the answer has above. So another answer is cheaper exactly if, in the
lowest class where they differ in number, it has fewer rows, which is to say if it is better in the leximin order: with
values put into these classes no two answers change places as long as one of them is this.

That an answer is the cheapest is shown by weak duality, as in ``certificate``, where no row has more than one choice
left: with prices of places each row pays the least that it can, and no answer costs less than all pay less what the
places bring. Integers of any length; imports no solver and no prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from solvers.fairness import Left
from solvers.problem import AssignmentProblem, IntArray, Wholes

EMPTY = -1
"""The value of a row that gets nothing: below any score."""


def values_without(left: Left) -> IntArray:
    """Return what each row gets by its pins alone."""
    return np.where(left.begun, left.have, EMPTY)


def row_values(problem: AssignmentProblem, rows: IntArray, columns: IntArray) -> IntArray:
    """Return what every row gets by the given legal pairs."""
    values = np.full(problem.n_rows, EMPTY)
    values[rows] = 0
    np.add.at(values, rows, problem.scores[problem.positions(rows, columns)])
    return values


@dataclass(frozen=True, eq=False)
class ClassCosts:
    """What a row of each value costs, from an answer's point of view."""

    levels: IntArray
    costs: list[int]

    def of(self, values: IntArray) -> Wholes:
        """Return what rows of these values cost."""
        at = np.searchsorted(self.levels, values) + np.searchsorted(self.levels, values, "right")
        return np.array(self.costs, object)[at]


def class_costs(values: IntArray) -> ClassCosts:
    """Return the costs of all classes, for an answer whose rows have these values."""
    levels, counts = np.unique(values, return_counts=True)
    costs, between, above, together = [0], 0, 0, 0
    for count in reversed(counts.tolist()):
        here = (above + 1) * between + 1
        above += count
        together += count * here
        between = together + 1
        costs += [here, between]
    return ClassCosts(levels, costs[::-1])


def is_leximin(problem: AssignmentProblem, rows: IntArray, columns: IntArray, prices: Wholes) -> bool:
    """Whether the prices prove legal pairs leximin: they cost no more than what every answer has to."""
    left = Left.of(problem)
    if problem.features - {"pins"} or not one_choice(left):
        return False
    values = row_values(problem, rows, columns)[left.wanted > 0]
    costs = class_costs(values)
    return int(costs.of(values).sum()) == _least_cost(left, costs, prices)


def one_choice(left: Left) -> bool:
    """Whether no row can take more than one pair: then the search is exact, and its answer can be proven."""
    return bool((left.wanted <= 1).all())


def _least_cost(left: Left, costs: ClassCosts, prices: Wholes) -> int:
    """Return what no answer costs less than, row by row: all numbers at once could be too much to hold."""
    without, with_it = costs.of(values_without(left)), costs.of(left.have[left.rows] + left.scores)
    price = prices.astype(object)
    total = -int((np.maximum(price, 0) * left.offered).sum())
    first = np.flatnonzero(np.diff(left.rows, prepend=-1)).tolist()
    for start, end in pairwise([*first, len(with_it)]):
        paid = with_it[start:end] + price[left.columns[start:end]]
        total += min(without[left.rows[start]], paid.min())
    return total
