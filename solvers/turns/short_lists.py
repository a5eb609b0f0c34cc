"""Short lists: of each row the best pairs that still fit, a few at a time, listed again where they are used up."""

from __future__ import annotations

import numpy as np

from solvers.arrays import ranked
from solvers.pairs import AWAY, Pairs
from solvers.problem import AssignmentProblem, BoolArray, IntArray
from solvers.source import ScoreSource
from solvers.ties import Keys

FEW = 16
"""How many pairs a row's list holds at most."""
AT_ONCE = 1 << 22
"""How many pairs the source is asked about together."""


class ShortLists:
    """What a source has for rows that take pairs one after the other, and what they took.

    A list has the best pairs that fit when it is made: a column that is full later is passed over, and what a list
    lacks comes after all that it has.
    """

    def __init__(self, source: ScoreSource, problem: AssignmentProblem, keys: Keys | None) -> None:
        """Take the pins of ``problem`` out; equals go by tie, or by column where there are no ``keys``."""
        self._source, self._keys = source, keys
        rows, columns = problem.rows[problem.pinned], problem.columns[problem.pinned]
        self.row_left = (problem.row_capacity - np.bincount(rows, minlength=problem.n_rows)).tolist()
        self._column_left = (problem.column_capacity - np.bincount(columns, minlength=problem.n_columns)).tolist()
        self._held: dict[int, list[int]] = {}
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            self._held.setdefault(row, []).append(column)
        self._taken: list[tuple[int, int]] = []
        size = problem.n_rows, FEW
        self._columns, self._scores, self._ties = (np.zeros(size, np.int64) for _ in range(3))
        self._next, self._end = (np.zeros(problem.n_rows, np.int64) for _ in range(2))
        self._more = np.ones(problem.n_rows, np.bool_)

    def make(self, rows: IntArray) -> None:
        """Make new lists for some rows, which are ascending."""
        prices = np.where(np.array(self._column_left, np.int64) > 0, 0, AWAY)
        height = max(1, AT_ONCE // max(1, self._source.n_columns))
        for first in range(0, len(rows), height):
            self._make(rows[first : first + height], prices)

    def next(self, row: int) -> tuple[int, int, int] | None:
        """Return score, tie value and column of a row's next pair that fits; None if its list is used up."""
        while self._next[row] < self._end[row]:
            at = row, self._next[row]
            self._next[row] += 1
            if self._column_left[column := int(self._columns[at])]:
                return int(self._scores[at]), int(self._ties[at]), column
        return None

    def has_more(self, row: int) -> bool:
        """Whether there may be pairs of a row that fit, and that its list lacks."""
        return bool(self._more[row])

    def last(self, row: int) -> tuple[int, int]:
        """Return score and tie value of the last pair on a row's list; what it lacks is no better."""
        at = row, self._end[row] - 1
        return int(self._scores[at]), int(self._ties[at])

    def take(self, row: int, column: int) -> bool:
        """Take a pair if both have a place left."""
        if not (self.row_left[row] and self._column_left[column]):
            return False
        self.row_left[row] -= 1
        self._column_left[column] -= 1
        self._held.setdefault(row, []).append(column)
        self._taken.append((row, column))
        return True

    def taken(self) -> tuple[IntArray, IntArray]:
        """Return the rows and columns of all pairs taken, as they were."""
        rows, columns = np.array(self._taken, np.int64).reshape(-1, 2).T
        return rows, columns

    def _make(self, rows: IntArray, prices: IntArray) -> None:
        held = [self._held.get(row, []) for row in rows.tolist()]
        k = FEW + max(map(len, held))
        best = self._source.best_per_row(prices, k, rows=rows, above=np.full(len(rows), -1), keys=self._keys)
        left = self._not_held(best, rows, held)
        ends, columns, scores = best.rows[left], best.columns[left], best.scores[left]
        ties = self._keys.ties(ends, columns) if self._keys else np.zeros(len(ends), np.int64)
        order, rank = ranked(ends, scores, ties)
        order, rank = order[rank < FEW], rank[rank < FEW]
        for table, values in ((self._columns, columns), (self._scores, scores), (self._ties, ties)):
            table[ends[order], rank] = values[order]
        listed, fitting = (np.bincount(one, minlength=len(self._next))[rows] for one in (best.rows, ends))
        self._next[rows], self._end[rows] = 0, np.minimum(fitting, FEW)
        self._more[rows] = (listed == k) | (fitting > FEW)

    def _not_held(self, best: Pairs, rows: IntArray, held: list[list[int]]) -> BoolArray:
        width = self._source.n_columns
        codes = [row * width + column for row, mine in zip(rows.tolist(), held, strict=True) for column in mine]
        return ~np.isin(best.rows * width + best.columns, np.array(codes, np.int64))
