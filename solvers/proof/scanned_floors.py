"""Floors that stay unmet, where not all pairs are listed: the same shortages as ``floors`` finds, by scans."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from solvers.pairs import AWAY, Pairs
from solvers.problem import AssignmentProblem, BoolArray, IntArray
from solvers.proof.floors import Shortage
from solvers.source import ScoreSource

_AT_ONCE = 1 << 22
"""How many pairs the source is asked about together."""


def scanned_unmet_floors(
    source: ScoreSource, problem: AssignmentProblem, rows: IntArray, columns: IntArray
) -> tuple[Shortage, ...]:
    """Return what ``unmet_floors`` does where ``problem`` lists every legal pair of ``source``."""
    short = np.bincount(columns, minlength=problem.n_columns) < problem.column_floor
    if not short.any():
        return ()
    scans = _Scans(source, problem)
    reached = scans.reached(rows, columns, short)
    groups = scans.apart(reached)
    alone = [reached & (groups == one) for one in dict.fromkeys(groups[short].tolist())]
    return tuple(
        Shortage(
            short=tuple(np.flatnonzero(group & short).tolist()),
            group=tuple(np.flatnonzero(group).tolist()),
            asked=int(problem.column_floor[group].sum()),
            available=scans.available(group),
        )
        for group in alone
    )


class _Scans:
    """What is asked of the source."""

    def __init__(self, source: ScoreSource, problem: AssignmentProblem) -> None:
        self._source, self._problem = source, problem
        pins = problem.pinned
        self._pins = problem.rows[pins], problem.columns[pins]

    def reached(self, rows: IntArray, columns: IntArray, group: BoolArray) -> BoolArray:
        """Return a group with the columns that would have to give a place up, one for another, to fill one of its."""
        n = self._problem.n_rows
        movable = ~np.isin(self._codes(rows, columns), self._codes(*self._pins))
        waiting = np.bincount(rows[movable], minlength=n) > 0
        enough, new = np.bincount(rows, minlength=n) + 1, group
        while new.any() and waiting.any():
            met = np.zeros(n, np.bool_)
            for found in self._some_of(new, np.flatnonzero(waiting), enough):
                others = ~np.isin(self._codes(found.rows, found.columns), self._codes(rows, columns))
                met[found.rows[others]] = True
            waiting &= ~met
            wider = group.copy()
            wider[columns[movable & met[rows]]] = True
            group, new = wider, wider & ~group
        return group

    def available(self, group: BoolArray) -> int:
        """Return how many places rows can fill with a group, their pins elsewhere left as they are."""
        problem = self._problem
        rows, columns = self._pins
        elsewhere = np.bincount(rows[~group[columns]], minlength=problem.n_rows)
        only_pinned = group[columns] & (self._source.scores_of(rows, columns) < 0)
        partners = problem.row_degree.copy()
        if not group.all():
            partners = np.bincount(rows[only_pinned], minlength=problem.n_rows)
            for found in self._some_of(group, np.flatnonzero(problem.row_capacity), problem.row_capacity):
                partners += np.bincount(found.rows, minlength=problem.n_rows)
        return int(np.minimum(problem.row_capacity - elsewhere, partners).sum())

    def apart(self, group: BoolArray) -> IntArray:
        """Number the columns of a group so that those have one number between which its pairs make a way."""
        number, inside = np.arange(self._problem.n_columns), np.flatnonzero(group)
        height = max(1, _AT_ONCE // max(1, self._problem.n_columns))
        for start in range(0, self._problem.n_rows, height):
            if (number[inside] == number[inside[0]]).all():
                break
            stop = min(start + height, self._problem.n_rows)
            linked = self._source.block(start, stop) >= 0
            here = (self._pins[0] >= start) & (self._pins[0] < stop)
            linked[self._pins[0][here] - start, self._pins[1][here]] = False
            linked = linked[:, inside]
            numbers = np.where(linked, number[inside], -1)
            for row in np.flatnonzero(numbers.max(axis=1) > np.where(linked, numbers, len(number)).min(axis=1)):
                mine = np.unique(number[inside[linked[row]]])
                number[np.isin(number, mine)] = mine[0]
        return number

    def _some_of(self, group: BoolArray, rows: IntArray, enough: IntArray) -> Iterator[Pairs]:
        """Go through legal pairs of some rows with a group: of each row all, or ``enough`` at least."""
        prices, height = np.where(group, 0, AWAY), max(1, _AT_ONCE // max(1, self._problem.n_columns))
        for first in range(0, len(rows), height):
            some = rows[first : first + height]
            k = min(int(enough[some].max()), self._problem.n_columns)
            yield self._source.best_per_row(prices, k, rows=some, above=np.full(len(some), -1))

    def _codes(self, rows: IntArray, columns: IntArray) -> IntArray:
        return rows * self._problem.n_columns + columns
