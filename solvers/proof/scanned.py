"""What the independent checker asks of all legal pairs where they are not listed: a few scans of a source of scores."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from solvers.arrays import costs_in_order, long_sum, ranked_few
from solvers.pairs import AWAY, Pairs, joined
from solvers.problem import AssignmentProblem, BoolArray, IntArray, Objective, Wholes
from solvers.proof.fairness import most_of_one_each
from solvers.source import Degrees, ScoreSource

if TYPE_CHECKING:
    from solvers.proof.certificate import Certificate

_AT_ONCE = 1 << 22
"""How many pairs of a list of each row's best are looked at together."""


class AllPairs(Protocol):
    """All legal pairs but the pinned ones, as the check of a certificate asks for them."""

    def breaches(self, certificate: Certificate) -> list[str]:
        """Return where problem and certificate are not what is known of the pairs."""

    def filled(self, cut: IntArray, wanted: IntArray, offered: IntArray) -> int:
        """Return how many places can be filled, the columns of the cut filling all of theirs."""

    def surplus(self, certificate: Certificate, counted: int, wanted: IntArray, first: IntArray) -> int:
        """Return the sum of every row's best few surpluses, the first of them with the bonus of a first place."""

    def most_lifted(self, threshold: int, scale: int, prices: Wholes, to_fill: int) -> int | None:
        """Return what no answer's score can exceed, ``scale`` times, if all its rows are lifted to ``threshold``."""


def degrees_of(source: ScoreSource, problem: AssignmentProblem) -> Degrees:
    """Return how many legal pairs everybody is in; a pinned one is legal, whatever the source says of it."""
    found, rows, columns = source.degrees(), problem.rows[problem.pinned], problem.columns[problem.pinned]
    only_pinned = source.scores_of(rows, columns) < 0
    return Degrees(
        found.rows + np.bincount(rows[only_pinned], minlength=problem.n_rows),
        found.columns + np.bincount(columns[only_pinned], minlength=problem.n_columns),
    )


class Scanned:
    """All legal pairs but the pinned ones, as a source scores them."""

    def __init__(self, problem: AssignmentProblem, source: ScoreSource) -> None:
        self._problem, self._source = problem, source
        pinned = problem.pinned
        self._pins = np.sort(problem.rows[pinned] * problem.n_columns + problem.columns[pinned])
        self._pins_of_row = problem.row_pins

    def breaches(self, certificate: Certificate) -> list[str]:
        """Return where problem and certificate are not what the source says of the pairs."""
        problem, breaches = self._problem, list[str]()
        said = problem.row_degree, problem.column_degree
        if not all(map(np.array_equal, said, degrees_of(self._source, problem))):
            breaches.append("there are more or fewer legal pairs than the problem says")
        if reckons_with_highest(problem, certificate) and self._highest > problem.highest:
            breaches.append("there are higher scores than the problem says")
        chosen = problem.positions(certificate.rows, certificate.columns)
        chosen = chosen[chosen >= 0]
        chosen = chosen[~problem.pinned[chosen]]
        scores = self._source.scores_of(problem.rows[chosen], problem.columns[chosen])
        wrong = chosen[scores != problem.scores[chosen]]
        pairs = zip(problem.rows[wrong], problem.columns[wrong], strict=True)
        return breaches + [f"the pair ({row}, {column}) is not legal, or has another score" for row, column in pairs]

    @cached_property
    def _highest(self) -> int:
        scores = self._source.best_per_row(np.zeros(self._problem.n_columns, np.int64), 1).scores
        return max(int(one.max(initial=0)) for one in (scores, self._problem.scores))

    def filled(self, cut: IntArray, wanted: IntArray, offered: IntArray) -> int:
        """Return Σ_cut offered + Σ_rows min(wanted, pairs outside the cut): no choice fills more (Kőnig 1931)."""
        outside, of_cut = offered > 0, int(offered[cut].sum())
        outside[cut] = False
        if not outside.any():
            return of_cut
        if outside.all():
            return of_cut + int(np.minimum(wanted, self._problem.row_degree - self._pins_of_row).sum())
        reachable = np.zeros(self._problem.n_rows, np.int64)
        for rows, k in self._some_rows(wanted):
            found = self._source.best_per_row(np.where(outside, 0, AWAY), k, rows=rows, above=np.full(len(rows), -1))
            free = self._unpinned(found.rows, found.columns)
            reachable += np.bincount(found.rows[free], minlength=len(reachable))
        return of_cut + int(np.minimum(wanted, reachable).sum())

    def surplus(self, certificate: Certificate, counted: int, wanted: IntArray, first: IntArray) -> int:
        """Return the sum of every row's best few surpluses, the first of them with the bonus of a first place.

        ``counted`` is the bonus of a place, in points, and once more of a first place where ``first`` is 1.
        """
        problem, price, total = self._problem, certificate.column_prices, 0
        for level, unit in enumerate(problem.level_units):
            alone = len(problem.level_units) == 1
            costs, scale = (price - counted, 1) if alone else costs_in_order(price, unit, self._highest)
            here = np.where(problem.row_level == level, wanted, 0)
            for rows, k in self._some_rows(here):
                above = -counted * first[rows] if alone else None  # what leaves less is not taken
                best = self._source.best_per_row(costs, k, rows=rows, above=above, scale=scale)
                free = self._unpinned(best.rows, best.columns)
                mine = best.only(free)
                total += earned(problem, price, mine, counted, wanted, first)
        return total

    def most_lifted(self, threshold: int, scale: int, prices: Wholes, to_fill: int) -> int | None:
        """Return what no answer's score can exceed, ``scale`` times, if all its rows are lifted to ``threshold``."""
        problem = self._problem
        of_column = problem.column_pins
        costs = np.where(problem.column_capacity > of_column, prices, AWAY)
        rows = np.flatnonzero(problem.row_capacity > self._pins_of_row)
        above = np.full(len(rows), -AWAY // 2)
        best = self._source.at_least(threshold).best_per_row(costs, 1, rows=rows, above=above, scale=scale)
        return most_of_one_each(problem, best, scale, prices, to_fill)

    def best(self, prices: IntArray, most: IntArray) -> Pairs:
        """Return each row's best few pairs, as many as ``most`` says, of those that score more than column prices."""
        parts = [joined([], Pairs)]
        for rows, k in self._some_rows(most):
            found = self._source.best_per_row(prices, k, rows=rows, above=np.zeros(len(rows), np.int64))
            parts.append(found.only(self._unpinned(found.rows, found.columns)))
        return joined(parts, Pairs)

    def _some_rows(self, wanted: IntArray) -> Iterator[tuple[IntArray, int]]:
        """Go through the rows that want places, some at a time, and how many pairs of each are enough to look at."""
        enough = np.where(wanted > 0, wanted + self._pins_of_row, 0)
        size = np.ceil(np.log2(np.maximum(enough, 1))).astype(np.int64)
        for one in np.unique(size[enough > 0]).tolist():
            alike = np.flatnonzero((enough > 0) & (size == one))
            k = int(enough[alike].max())
            height = max(1, _AT_ONCE // k)
            for first in range(0, len(alike), height):
                yield alike[first : first + height], k

    def _unpinned(self, rows: IntArray, columns: IntArray) -> BoolArray:
        codes = rows * self._problem.n_columns + columns
        return ~np.isin(codes, self._pins)


def reckons_with_highest(problem: AssignmentProblem, certificate: Certificate) -> bool:
    """Whether what is proven rests on the highest score that the problem says there is, of pairs it does not list."""
    several = len(problem.level_units) > 1
    return problem.whole is not None and (several or certificate.objective == Objective.FAIREST)


def earned(
    problem: AssignmentProblem, price: Wholes, best: Pairs, counted: int, wanted: IntArray, first: IntArray
) -> int:
    """Return the sum of every row's best few surpluses, of pairs that hold these, the first with what it counts more.

    ``counted`` is the bonus of a place, in points, and once more of a first place where ``first`` is 1.
    """
    units = problem.row_units
    surplus = (best.scores + counted) * units[best.rows] - price[best.columns]
    order, rank = ranked_few(best.rows, surplus, wanted)
    rows = best.rows[order]
    surplus = surplus[order] + np.where(rank == 0, counted * first[rows] * units[rows], 0)
    return long_sum(np.maximum(0, surplus[rank < wanted[rows]]))
