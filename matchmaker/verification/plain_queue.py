"""Whether pairs are those that greedy, first come or lottery take in turn, told without a list of all legal pairs.

They are exactly if every other legal pair came too late: the mentee, or the mentor, was full by then, with pinned pairs
and such as came before it. (By induction over the turns: up to each pair, what is taken is the same.) So every pair is
looked at once, in any order.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matchmaker.shapes import FULL
from matchmaker.verification.plain_turns import row_lots, ties_of
from matchmaker.verification.plain_walk import PlainBlock
from solvers.problem import AssignmentProblem, BoolArray, IntArray

_NEVER, _ALWAYS = -(1 << 62), 1 << 62


class _Turn(NamedTuple):
    """When pairs have their turn: by the first of these numbers that differs, the least first."""

    coarse: IntArray
    lot: IntArray
    code: IntArray

    def before(self, other: _Turn) -> BoolArray:
        """Return which turns come before the other ones, one by one."""
        later = self.code < other.code
        for mine, theirs in ((self.lot, other.lot), (self.coarse, other.coarse)):
            later = (mine < theirs) | ((mine == theirs) & later)
        return later


class InTurn:
    """Looks for pairs that would have been taken, block by block. ``demand`` lists the pinned pairs."""

    def __init__(
        self, strategy: str, demand: AssignmentProblem, seed: int, rows: IntArray, columns: IntArray, scores: IntArray
    ) -> None:
        self._demand, self._lottery = demand, strategy == "lottery"
        self._seed = seed if self._lottery else 0
        self._rank = (_in_the_queue if strategy == "first_come" else _by_priority)(demand) * (FULL + 1)
        width = demand.n_columns
        self._chosen = np.sort(rows * width + columns)
        pinned = demand.rows * width + demand.columns
        free = ~np.isin(rows * width + columns, pinned)
        turns = self._turns(rows[free], columns[free], scores[free])
        self._illegal = ~np.isin(pinned, self._chosen).all() or len(np.unique(self._chosen)) < len(rows)
        self._free = rows[free], columns[free]
        ends = ((rows, demand.row_capacity), (columns, demand.column_capacity))
        loads = [np.bincount(end, minlength=len(most)) for end, most in ends]
        self._illegal |= any((load > most).any() for load, (_, most) in zip(loads, ends, strict=True))
        self._last = [_last(turns, end[free], load >= most) for (end, most), load in zip(ends, loads, strict=True)]
        self._left = 0

    @property
    def wrong(self) -> bool:
        """Whether the pairs are not what is taken."""
        return bool(self._illegal or self._left)

    def add(self, block: PlainBlock) -> None:
        """Look at the pairs of a block."""
        rows, columns = self._free
        mine = (rows >= block.start) & (rows < block.stop)
        self._illegal |= (block.legal[rows[mine] - block.start, columns[mine]] < 0).any()
        of_rows, of_columns = self._last
        coarse = self._coarse(np.arange(block.start, block.stop)[:, None], block.legal)
        early = (coarse <= of_rows.coarse[block.start : block.stop, None]) & (coarse <= of_columns.coarse)
        rows, columns = np.nonzero(early & (block.legal >= 0))
        scores = block.legal[rows, columns]
        rows = rows + block.start
        turns = self._turns(rows, columns, scores)
        of_row, of_column = (
            _Turn(*(of[end] for of in last)) for last, end in zip(self._last, (rows, columns), strict=True)
        )
        left = turns.before(of_row) & turns.before(of_column) & ~np.isin(turns.code, self._chosen)
        self._left += int(left.sum())

    def _turns(self, rows: IntArray, columns: IntArray, scores: IntArray) -> _Turn:
        lots = ties_of(self._demand, rows, columns, self._seed)
        coarse = self._coarse(rows, scores)
        return _Turn(coarse, lots if self._lottery else -lots, rows * self._demand.n_columns + columns)

    def _coarse(self, rows: IntArray, scores: IntArray) -> IntArray:
        """Return whose turn it is, and unless lots decide, that of the best score."""
        return np.asarray(self._rank[rows] + (0 if self._lottery else FULL - scores))


def _last(turns: _Turn, ends: IntArray, full: BoolArray) -> _Turn:
    """Return the last turn that each end took, if it is full; nothing is before it if those are all pinned."""
    found = _Turn(*(np.where(full, _NEVER, _ALWAYS) for _ in range(3)))
    order = np.lexsort((turns.code, turns.lot, turns.coarse, ends))
    order = order[np.diff(ends[order], append=len(full)) > 0]
    mine = order[full[ends[order]]]
    for to, of in zip(found, turns, strict=True):
        to[ends[mine]] = of[mine]
    return found


def _by_priority(demand: AssignmentProblem) -> IntArray:
    return np.unique(demand.row_priority, return_inverse=True)[1].astype(np.int64)


def _in_the_queue(demand: AssignmentProblem) -> IntArray:
    keys = np.stack([demand.row_priority, demand.row_order, row_lots(demand)])
    return np.unique(keys, axis=1, return_inverse=True)[1].reshape(-1).astype(np.int64)
