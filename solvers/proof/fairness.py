"""What proves an answer the fairest: no worst-off row can be better off, and no answer so fair has a better score.

The worst off is the least sum of scores that any filled row gets, its pins among them. Rows that have nothing left to
get, pins or no, are settled and do not count. Both proofs are weak duality with column prices, as in ``certificate``;
but a row may only take a *set* of pairs that lifts it to a threshold, so each row has a tiny knapsack problem of its
own (Lagrangian relaxation: Geoffrion, *Lagrangean Relaxation for Integer Programming*, 1974). Any prices bound.
Where no row wants several places its set is one pair, and pairs need not be listed. Imports no solver and no prices.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np

from solvers.arrays import long_sum, ranked, summed
from solvers.pairs import Pairs
from solvers.problem import AssignmentProblem, BoolArray, IntArray, Wholes

MostLifted: TypeAlias = Callable[[int, int, Wholes, int], int | None]
"""What no answer's score can exceed, ``scale`` times, if all its rows are lifted to a threshold; None: there is none.

Of a threshold, the scale, column prices, and how many rows get a first place.
"""


@dataclass(frozen=True, eq=False)
class Fairness:
    """What a certificate of ``Objective.FAIREST`` holds beside pairs, cut of rows and column prices.

    ``above_prices`` prove that of all answers with the most rows none has a worst-off row above ``worst_off_bound``.
    ``scale`` is how many units of column price are one of score. Both values are None where no row counts.
    """

    worst_off: int | None
    worst_off_bound: int | None
    above_prices: IntArray
    scale: int


@dataclass(frozen=True, eq=False)
class Left:
    """What the pins leave open: pairs whose row and column both have a place left."""

    pairs: IntArray
    """Position of each open pair in the problem's arrays."""
    rows: IntArray
    columns: IntArray
    scores: IntArray
    wanted: IntArray
    """Places each row can still take; 0 for a settled row."""
    offered: IntArray
    """Places each column can still give."""
    have: IntArray
    """The sum of scores that each row's pins give it."""
    begun: BoolArray
    """Whether a row has a pin: it is filled already, and may stay without more."""
    score_met: int
    largest: int
    """What no price may exceed, by the checker."""
    finest: int
    """The largest scale that the checker takes."""
    bonus: int
    """More than all scores together."""

    @classmethod
    def of(cls, problem: AssignmentProblem) -> Left:
        """Take the pins of ``problem`` out."""
        n, m, pins = problem.n_rows, problem.n_columns, problem.pinned
        row_left, column_left = (
            problem.row_capacity - problem.row_pins,
            problem.column_capacity - problem.column_pins,
        )
        pairs = np.flatnonzero(~pins & (row_left > 0)[problem.rows] & (column_left > 0)[problem.columns])
        rows, columns = problem.rows[pairs], problem.columns[pairs]
        return cls(
            pairs=pairs,
            rows=rows,
            columns=columns,
            scores=problem.scores[pairs],
            wanted=np.minimum(row_left, np.bincount(rows, minlength=n)),
            offered=np.minimum(column_left, np.bincount(columns, minlength=m)),
            have=summed(n, problem.rows[pins], problem.scores[pins]),
            begun=problem.row_pins > 0,
            score_met=int(problem.scores[pins].sum()),
            largest=largest_number(problem),
            finest=largest_number(problem) // max(1, problem.highest),
            bonus=problem.bonus,
        )

    @property
    def several(self) -> bool:
        """Whether a row can take more than one place more."""
        return bool(self.wanted.max(initial=0) > 1)

    @property
    def must(self) -> BoolArray:
        """Rows that are filled whatever is chosen, and can still get more."""
        return self.begun & (self.wanted > 0)

    @property
    def may(self) -> BoolArray:
        """Rows that can get a first place."""
        return ~self.begun & (self.wanted > 0)

    @cached_property
    def reach(self) -> IntArray:
        """Per pair: the most that its row's sum can be with it, by the row's best others."""
        order, rank = ranked(self.rows, self.scores)
        rows, scores, wanted = self.rows[order], self.scores[order], self.wanted[self.rows[order]]
        n = len(self.wanted)
        best = summed(n, rows[rank < wanted], scores[rank < wanted])
        but_one = summed(n, rows[rank < wanted - 1], scores[rank < wanted - 1])
        reach = np.zeros(len(rows), np.int64)
        reach[order] = self.have[rows] + np.where(rank < wanted, best[rows], but_one[rows] + scores)
        return reach

    def most_lifted(self, threshold: int, scale: int, prices: Wholes, to_fill: int) -> int | None:
        """Return what no answer's score can exceed, ``scale`` times, if all its rows are lifted to ``threshold``."""
        return self.most(threshold, self.scores * scale, prices, to_fill)

    def most(self, threshold: int, values: Wholes, prices: Wholes, to_fill: int) -> int | None:
        """Return what no answer's values can exceed, if all its rows are lifted to ``threshold``; None: there is none.

        An answer has ``to_fill`` rows with a first place and all that it must have. Each takes its best set by value
        less price, each column sells all its places or none.
        """
        worth, able = self._best_sets(threshold, values - prices[self.columns])
        first = np.sort(worth[able & self.may])[::-1][:to_fill]
        if len(first) < to_fill or not able[self.must].all():
            return None
        sold = np.maximum(0, prices) * self.offered.astype(prices.dtype)
        return long_sum(sold) + long_sum(first) + long_sum(worth[self.must])

    def _best_sets(self, threshold: int, values: Wholes) -> tuple[Wholes, BoolArray]:
        """Return the most that the pairs can bring that a row takes, and whether it can be lifted to the threshold."""
        n, need = len(self.wanted), threshold - self.have
        kept = np.flatnonzero(self.reach >= threshold)
        order, rank = ranked(self.rows[kept], values[kept])
        kept = kept[order]
        rows = self.rows[kept]
        taken = (rank < self.wanted[rows]) & ((values[kept] > 0) | ((rank == 0) & ~self.begun[rows]))
        worth = summed(n, rows[taken], values[kept[taken]])
        able = (np.bincount(rows, minlength=n) > 0) | (self.begun & (need <= 0))
        low = able & (summed(n, rows[taken], self.scores[kept[taken]]) < need)
        first, last = np.searchsorted(rows, (np.arange(n), np.arange(n) + 1))
        for row in np.flatnonzero(low).tolist():
            mine = kept[first[row] : last[row]]
            worth[row] = best_set(self.scores[mine], values[mine], int(self.wanted[row]), int(need[row]))
        return worth, able


def best_set(scores: IntArray, values: Wholes, most: int, need: int) -> int:
    """Return the most value of at most ``most`` pairs whose scores reach ``need``, some of which do.

    The knapsack problem by dynamic programming over sums (Bellman 1957), which count no further than ``need``.
    """
    reached: list[dict[int, int]] = [{0: 0}, *({} for _ in range(most))]
    for score, value in _undominated(scores.tolist(), values.tolist(), most):
        for before, after in zip(reached[-2::-1], reached[:0:-1], strict=True):
            for total, worth in before.items():
                sum_of = min(need, total + score)
                after[sum_of] = max(worth + value, after.get(sum_of, worth + value))
    return max(sums[need] for sums in reached if need in sums)


def _undominated(scores: list[int], values: list[int], most: int) -> list[tuple[int, int]]:
    """Leave out what ``most`` others beat in score and in value: a best set can do without."""
    kept: list[tuple[int, int]] = []
    for score, value in sorted(zip(scores, values, strict=True), reverse=True):
        if sum(other >= value for _, other in kept) < most:
            kept.append((score, value))
    return kept


def most_of_one_each(problem: AssignmentProblem, best: Pairs, scale: int, prices: Wholes, to_fill: int) -> int | None:
    """Return what ``MostLifted`` does where no row wants several places, of each row's ``best`` pair that lifts it.

    Of all that do, not pinned, that is the one that leaves its row most.
    """
    surplus = np.sort(best.scores * scale - prices[best.columns])[::-1][:to_fill]
    if len(surplus) < to_fill:
        return None
    offered = np.minimum(problem.column_capacity, problem.column_degree) - problem.column_pins
    return long_sum(np.maximum(0, prices) * offered.astype(prices.dtype)) + long_sum(surplus)


def wants_one_each(problem: AssignmentProblem) -> bool:
    """Whether no row wants several places, pins among them: then pairs need not be listed to prove what is fairest."""
    return bool(problem.row_capacity.max(initial=0) <= 1)


def worst_off(problem: AssignmentProblem, rows: IntArray, columns: IntArray) -> int | None:
    """Return the least sum of scores of a filled row that is not settled; None if there is none."""
    sums = summed(problem.n_rows, rows, problem.scores[problem.positions(rows, columns)])
    one_each = wants_one_each(problem)  # who is pinned is settled, and whoever else has a pair is not
    unsettled = problem.row_pins == 0 if one_each else Left.of(problem).wanted > 0
    counts = np.isin(np.arange(problem.n_rows), rows) & unsettled
    return int(sums[counts].min()) if counts.any() else None


def largest_number(problem: AssignmentProblem) -> int:
    """Return what no price or scaled score may exceed: sums of a row and products of a column must fit 64 bits."""
    in_a_row = int(np.minimum(problem.row_capacity, problem.row_degree).max(initial=0)) + 4
    return (1 << 58) // (in_a_row * (int(problem.column_degree.max(initial=0)) + 4))


def wrong_kinds(problem: AssignmentProblem, fairness: object, prices: Wholes) -> list[str]:
    """Return what keeps the proof from being weighed at all; ``prices`` are those of columns for the score."""
    if not isinstance(fairness, Fairness):
        return ["the fairest answer needs a proof of its fairness"]
    if problem.features - {"pins"}:
        return ["of problems with floors, priorities, spread or limits it is not said what is fairest"]
    above, scale = fairness.above_prices, fairness.scale
    values = (fairness.worst_off, fairness.worst_off_bound)
    if not (isinstance(above, np.ndarray) and above.shape == (problem.n_columns,) and above.dtype.kind == "i"):
        return [f"{problem.n_columns} prices are needed that show that nothing is fairer"]
    if type(scale) is not int or not all(value is None or type(value) is int for value in values):
        return ["the worst off, its bound and the scale must be integers"]
    largest = largest_number(problem)
    if not 1 <= scale * max(1, problem.highest) <= largest:
        return ["the scale is out of range"]
    if any((abs(some) > largest).any() for some in (above, prices)):
        return ["a column price is out of range"]
    if any(value is not None and not 0 <= value <= largest for value in values):
        return ["the worst off, or its bound, is out of range"]
    return []


def wrong_claims(
    problem: AssignmentProblem,
    fairness: Fairness,
    rows: IntArray,
    columns: IntArray,
    to_fill: int,
    most_lifted: MostLifted,
) -> list[str]:
    """Return which claims of the proof are not so, for pairs that are legal."""
    claimed, bound = fairness.worst_off, fairness.worst_off_bound
    added = worst_off(problem, rows, columns)
    breaches = [f"worst off: {claimed} is claimed, it adds up to {added}"] * (claimed != added)
    if (bound is None) != (added is None) or (bound is not None and added is not None and bound < added):
        breaches.append(f"worst off: {bound} cannot be its bound")
    elif bound is not None:
        most = most_lifted(bound + 1, 0, fairness.above_prices, to_fill)
        if most is not None and most >= 0:  # an answer so fair would reach 0: its pairs bring nothing here
            breaches.append(f"worst off: it is not shown that {bound} is the most it can be")
    return breaches


def fairest_score(
    problem: AssignmentProblem, fairness: Fairness, prices: Wholes, to_fill: int, most_lifted: MostLifted
) -> int | None:
    """Return the most that the score can be if the worst off is at least ``fairness.worst_off``."""
    most = most_lifted(fairness.worst_off or 0, fairness.scale, prices, to_fill)
    return None if most is None else int(problem.scores[problem.pinned].sum()) + most // fairness.scale
