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

import numpy as np

from solvers.problem import AssignmentProblem, IntArray, Wholes

EMPTY = -1
"""The value of a row that gets nothing: below any score."""


@dataclass(frozen=True, eq=False)
class Choices:
    """What the pins leave open: pairs whose row and column both have a place left, and what rows have without."""

    rows: IntArray
    columns: IntArray
    values: IntArray
    """Per pair: its row's value with it and no other."""
    without: IntArray
    """Per row: its value by its pins alone."""
    most: IntArray
    """Per row: how many of these pairs it can take."""
    offered: IntArray
    """Places each column can still give."""

    @classmethod
    def of(cls, problem: AssignmentProblem) -> Choices:
        """Take the pins of ``problem`` out."""
        pinned_rows, pinned_columns = problem.rows[problem.pinned], problem.columns[problem.pinned]
        row_left = problem.row_capacity - np.bincount(pinned_rows, minlength=problem.n_rows)
        offered = problem.column_capacity - np.bincount(pinned_columns, minlength=problem.n_columns)
        kept = ~problem.pinned & (row_left > 0)[problem.rows] & (offered > 0)[problem.columns]
        rows, without = problem.rows[kept], np.full(problem.n_rows, EMPTY)
        without[pinned_rows] = 0
        np.add.at(without, pinned_rows, problem.scores[problem.pinned])
        return cls(
            rows=rows,
            columns=problem.columns[kept],
            values=np.maximum(without, 0)[rows] + problem.scores[kept],
            without=without,
            most=np.minimum(row_left, np.bincount(rows, minlength=problem.n_rows)),
            offered=offered,
        )

    @property
    def single(self) -> bool:
        """Whether no row has more than one choice left: then the search is exact, and can be proven."""
        return bool((self.most <= 1).all())


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
    choices = Choices.of(problem)
    if problem.features - {"pins"} or not choices.single:
        return False
    deciding = choices.most > 0
    values = row_values(problem, rows, columns)[deciding]
    costs = class_costs(values)
    return int(costs.of(values).sum()) == _least_cost(choices, costs, prices)


def _least_cost(choices: Choices, costs: ClassCosts, prices: Wholes) -> int:
    """Return what no answer costs less than, row by row: all numbers at once could be too much to hold."""
    price, cost = prices.astype(object), costs.of(choices.values)
    total = -int((np.maximum(price, 0) * choices.offered).sum())
    first = np.flatnonzero(np.diff(choices.rows, prepend=-1)).tolist()
    without = costs.of(choices.without[choices.rows[first]])
    for nothing, start, end in zip(without, first, [*first[1:], len(cost)], strict=True):
        total += min(nothing, (cost[start:end] + price[choices.columns[start:end]]).min())
    return total
