"""Deferred acceptance of a source: who has nobody left to ask is told of some more who would listen.

1. Who proposes gets a short list: their best pairs of all in which the other side would not refuse at once.
2. Proposals go through among the listed pairs, as where all are (``deferred_acceptance``).
3. Whoever is left with an empty place and has asked everybody on the list gets another one, and 2 follows again.

Who is refused is so for good, as those proposed to only ever do better. So no list needs whom they would refuse now,
and the order of proposals changes nothing (McVitie & Wilson 1971).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solvers.arrays import ranked, runs
from solvers.blocks import BlockSource
from solvers.deferred_acceptance import Side, deferred, told_apart
from solvers.pairs import Pairs, joined
from solvers.pricing.chosen import unproven_of
from solvers.pricing.progress import Tell
from solvers.problem import AssignmentProblem, BoolArray, IntArray
from solvers.result import Result
from solvers.source import ScoreSource
from solvers.stop import Stop
from solvers.ties import Keys

FEW = 16
"""How many pairs the first lists hold; each time those that hold too little are made anew they are twice as long."""
_MOST = 1 << 23
"""How many pairs are in new lists at most, unless ``FEW`` for everybody are more."""
_NEAR = 8
"""How many times longer than for one of many together it takes to ask for the pairs of one row alone."""
_NOBODY = np.iinfo(np.int64).max
"""More than any view: whoever has no place would rather have nobody."""


def stable_from(source: ScoreSource, problem: AssignmentProblem, _: Stop, __: Tell) -> Result:
    """Let rows propose: the pairs of ``stable``, without listing them all."""
    return unproven_of(source, problem, "stable", *_Talks(source, problem, rows_propose=True).settled())


def stable_columns_from(
    source: ScoreSource, problem: AssignmentProblem, _: Stop, __: Tell, *, name: str = "stable_columns"
) -> Result:
    """Let columns propose: the pairs of ``stable_columns``, without listing them all."""
    return unproven_of(source, problem, name, *_Talks(source, problem, rows_propose=False).settled())


@dataclass(frozen=True, eq=False)
class _Seen(Pairs):
    """Pairs with what each side thinks of them; ``scores`` are what proposers do."""

    row_view: IntArray
    column_view: IntArray


class _Talks:
    """Who proposes, who is proposed to, and the pairs that are listed."""

    def __init__(self, source: ScoreSource, problem: AssignmentProblem, *, rows_propose: bool) -> None:
        self._source, self._problem, self._rows_propose = source, problem, rows_propose
        self._keys = Keys.of(problem.row_keys, problem.column_keys)
        self._rows_left = problem.row_capacity - problem.row_pins
        self._columns_left = problem.column_capacity - problem.column_pins

    def settled(self) -> tuple[IntArray, IntArray]:
        """Return the rows and columns of the pairs that all proposals come to, without the pinned ones."""
        places = self._rows_left if self._rows_propose else self._columns_left
        held = unasked = joined([], _Seen)
        k, asking, told_all = FEW, places > 0, np.zeros(len(places), np.bool_)
        while asking.any():
            more = self._more(asking, held, k)
            told_all |= asking & (np.bincount(self._proposers(more), minlength=len(places)) < k)
            listed = joined([held, unasked, more], _Seen)
            listed = listed.only(np.lexsort((listed.columns, listed.rows)))
            held, unasked = (listed.only(some) for some in self._heard(listed))
            asking = (np.bincount(self._proposers(held), minlength=len(places)) < places) & ~told_all
            k = max(FEW, min(2 * k, _MOST // max(1, int(asking.sum()))))
        return held.rows, held.columns

    def _proposers(self, pairs: Pairs) -> IntArray:
        return pairs.rows if self._rows_propose else pairs.columns

    def _heard(self, listed: _Seen) -> tuple[BoolArray, BoolArray]:
        """Let all proposals among the listed pairs go through; return which are held, and which were not proposed.

        Nobody is refused again who was: of what was proposed before only the held pairs are listed.
        """
        ties = self._keys.ties(listed.rows, listed.columns)
        rows = Side(listed.rows, told_apart(listed.row_view, ties), self._rows_left)
        columns = Side(listed.columns, told_apart(listed.column_view, ties), self._columns_left)
        return deferred(rows, columns) if self._rows_propose else deferred(columns, rows)

    def _more(self, asking: BoolArray, held: _Seen, k: int) -> _Seen:
        """Return, for everybody who asks, their best ``k`` pairs that are not held, and would not be refused now."""
        sight = _Welcome(self._source, self._keys, self._rows_propose, asking, self._worst(held), self._settled(held))
        if self._rows_propose:
            none = np.zeros(len(self._columns_left), np.int64)
            best = sight.best_per_row(none, k, rows=_with_those_between(np.flatnonzero(asking)), keys=self._keys)
        else:
            best = sight.best_per_column(np.zeros(len(self._rows_left), np.int64), k, keys=self._keys)
        return _Seen(best.rows, best.columns, best.scores, *self._source.views_of(best.rows, best.columns))

    def _worst(self, held: _Seen) -> tuple[IntArray, IntArray]:
        """Return, for everybody proposed to, view and tie value of the worst they hold; -1 where they have room."""
        ends, views, left = (
            (held.columns, held.column_view, self._columns_left)
            if self._rows_propose
            else (held.rows, held.row_view, self._rows_left)
        )
        ties = self._keys.ties(held.rows, held.columns)
        order, rank = ranked(ends, views, ties)
        last = order[rank == left[ends[order]] - 1]
        view, tie = np.where(left > 0, -1, _NOBODY), np.zeros(len(left), np.int64)
        view[ends[last]], tie[ends[last]] = views[last], ties[last]
        return view, tie

    def _settled(self, held: _Seen) -> Pairs:
        """Return the pairs that are pinned or held, by row."""
        pins = self._problem.pinned
        rows = np.concatenate([self._problem.rows[pins], held.rows])
        columns = np.concatenate([self._problem.columns[pins], held.columns])
        order = np.argsort(rows, kind="stable")
        return Pairs(rows[order], columns[order], np.zeros(len(order), np.int64))


def _with_those_between(rows: IntArray) -> IntArray:
    """Return ascending rows with those that are few between two: a block of them all is quicker than many of one."""
    apart = np.diff(rows, append=rows[-1:] + 1)
    return runs(rows, np.where(apart <= _NEAR, apart, 1))


class _Welcome(BlockSource):
    """What proposers think of the pairs that they may propose now: -1 of the others."""

    def __init__(
        self,
        source: ScoreSource,
        keys: Keys,
        rows_propose: bool,
        asking: BoolArray,
        worst: tuple[IntArray, IntArray],
        settled: Pairs,
    ) -> None:
        self._source, self._keys, self._settled = source, keys, settled
        self.n_rows, self.n_columns = source.n_rows, source.n_columns
        self._rows_propose, self._asking, self._worst = rows_propose, asking, worst

    def block(self, start: int, stop: int) -> IntArray:
        """Return the proposers' views of rows ``start`` to ``stop`` (not included) with every column."""
        views = self._source.view_block(start, stop)
        proposed, heard = views if self._rows_propose else views[::-1]
        mine, all_ = np.s_[start:stop, None], np.s_[None, :]
        asking = self._asking[mine if self._rows_propose else all_]
        view, tie = (one[all_ if self._rows_propose else mine] for one in self._worst)
        welcome = heard > view
        rows, columns = np.nonzero(heard == view)
        welcome[rows, columns] = (
            self._keys.ties(rows + start, columns) > np.broadcast_to(tie, heard.shape)[rows, columns]
        )
        first, last = np.searchsorted(self._settled.rows, (start, stop))
        welcome[self._settled.rows[first:last] - start, self._settled.columns[first:last]] = False
        return np.where(welcome & asking & (heard >= 0), proposed, -1)
