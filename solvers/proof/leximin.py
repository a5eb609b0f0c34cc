"""What proves an answer leximin: nobody's lot can be bettered but by making worse what is as low, or lower.

Each row's value is the sum of scores it gets, ``EMPTY`` where it gets nothing. Let v₁ < … < vₖ be those of an answer's
rows, and let each row cost what the class of its value costs: below v₁, v₁, between v₁ and v₂, v₂, …, above vₖ. In
``class_costs`` a row in a class of the answer's costs more than all rows that stand above could, were they just above;
and one between two of them more than all that the answer has above. So another answer is cheaper exactly if, in the
lowest class where they differ in number, it has fewer rows, which is to say if it is better in the leximin order: with
values put into these classes no two answers change places as long as one of them is this.

That an answer is the cheapest is shown by weak duality, as in ``certificate``: with prices of places each row pays the
least that it can, by its best pair or set of pairs, and no answer costs less than what all pay less what the places
bring. Where no row can take more than one pair there are such prices for every leximin answer; else there may be none.
Integers of any length; imports no solver and no prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from math import comb

import numpy as np

from solvers.arrays import summed
from solvers.problem import AssignmentProblem, IntArray, Wholes
from solvers.proof.fairness import Left

EMPTY = -1
"""The value of a row that gets nothing: below any score."""
MOST_CHOICES = 200_000
"""Sets of several pairs that all rows together may take, for a proof to be weighed: about a second."""
LONGEST = 14_000
"""Bits of the longest number in a proof: 4 200 digits, which 1 500 rows need whose values all differ."""
LARGEST = 3 << 30
"""Bits of numbers of that length, one a pair: 400 MB."""


def values_without(left: Left) -> IntArray:
    """Return what each row gets by its pins alone."""
    return np.where(left.begun, left.have, EMPTY)


def row_values(problem: AssignmentProblem, rows: IntArray, columns: IntArray) -> IntArray:
    """Return what every row gets by the given legal pairs."""
    sums = summed(problem.n_rows, rows, problem.scores[problem.positions(rows, columns)])
    return np.where(np.isin(np.arange(problem.n_rows), rows), sums, EMPTY)


@dataclass(frozen=True, eq=False)
class ClassCosts:
    """What a row of each value costs, from an answer's point of view."""

    levels: IntArray
    costs: list[int]

    def of(self, values: IntArray) -> Wholes:
        """Return what rows of these values cost."""
        at = np.searchsorted(self.levels, values) + np.searchsorted(self.levels, values, "right")
        costs: Wholes = np.array(self.costs, object)[at]
        return costs


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
    if problem.features - {"pins"} or not few_choices(left):
        return False
    values = row_values(problem, rows, columns)[left.wanted > 0]
    costs = class_costs(values)
    return int(costs.of(values).sum()) == _least_cost(left, costs, prices)


def few_choices(left: Left) -> bool:
    """Whether rows with several choices have few enough that all can be gone through."""
    degree = np.bincount(left.rows, minlength=len(left.wanted))
    several = zip(degree.tolist(), left.wanted.tolist(), strict=True)
    return sum(comb(pairs, size) for pairs, wanted in several for size in range(2, wanted + 1)) <= MOST_CHOICES


def provable(problem: AssignmentProblem, rows: IntArray, columns: IntArray) -> bool:
    """Whether it can be proven of legal pairs that they are leximin: by numbers that are not too long."""
    left = Left.of(problem)
    values = row_values(problem, rows, columns)[left.wanted > 0]
    bits = class_costs(values).costs[0].bit_length()
    return few_choices(left) and bits <= LONGEST and bits * int(problem.undecided.sum()) <= LARGEST


def _least_cost(left: Left, costs: ClassCosts, prices: Wholes) -> int:
    """Return what no answer costs less than, row by row: all numbers at once could be too much to hold."""
    without, with_it = costs.of(values_without(left)), costs.of(left.have[left.rows] + left.scores)
    price = prices.astype(object)
    total = -int((np.maximum(price, 0) * left.offered).sum())
    first = np.flatnonzero(np.diff(left.rows, prepend=-1)).tolist()
    for start, end in pairwise([*first, len(with_it)]):
        row, mine = left.rows[start], slice(start, end)
        asked = price[left.columns[mine]]
        paid = min(without[row], (with_it[mine] + asked).min())
        offers = list(zip((left.scores[mine]).tolist(), asked, strict=True))
        for size in range(2, int(left.wanted[row]) + 1):
            paid = min(paid, _least_of(size, offers, int(left.have[row]), costs))
        total += paid
    return total


def _least_of(size: int, offers: list[tuple[int, int]], have: int, costs: ClassCosts) -> int:
    """Return the least that a row pays which takes so many pairs."""
    sets = [
        (have + sum(score for score, _ in few), sum(asked for _, asked in few)) for few in combinations(offers, size)
    ]
    cost = costs.of(np.array([value for value, _ in sets]))
    return int((cost + np.array([asked for _, asked in sets], object)).min())
