"""Deferred acceptance: one side proposes, the other holds the best it has heard so far; nobody can do better together.

Gale & Shapley (1962), with places on both sides: who wants several proposes to as many at once (Roth 1984), and what
one thinks of several is what one thinks of each (Roth 1985). The choice is pairwise stable, and of all that are, best
for every proposer and worst for everybody proposed to. As Roth & Peranson (1999) do, pairs that one likes the same are
told apart first, here by the pair's tie value; so no pair blocks, though equals might have done better elsewhere.
Pinned places are taken out first: nobody can give them up.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solvers.answer import unproven
from solvers.arrays import ranked, runs
from solvers.canonical import tie_values
from solvers.problem import AssignmentProblem, BoolArray, IntArray, Objective
from solvers.remainder import Remainder
from solvers.result import Result
from solvers.stop import Stop


def stable(problem: AssignmentProblem, _: Stop) -> Result:
    """Let rows propose: the stable choice that is best for every row.

    Floors, priorities and ``spread`` are refused: they set aside what both sides of a pair would rather have.
    """
    return _settled(problem, "stable", rows_propose=True)


def stable_columns(problem: AssignmentProblem, _: Stop, *, name: str = "stable_columns") -> Result:
    """Let columns propose: the stable choice that is best for every column. ``name`` is what its result is called."""
    return _settled(problem, name, rows_propose=False)


def _settled(problem: AssignmentProblem, name: str, *, rows_propose: bool) -> Result:
    remainder = Remainder.of(problem, Objective.BEST_SCORE)
    ties = next(tie_values(remainder))
    row_liking, column_liking = (
        told_apart(views[remainder.pairs], ties) for views in (problem.row_view, problem.column_view)
    )
    rows = Side(remainder.rows, row_liking, remainder.row_capacity)
    columns = Side(remainder.columns, column_liking, remainder.column_capacity)
    taken, _ = deferred(rows, columns) if rows_propose else deferred(columns, rows)
    return unproven(problem, name, remainder, taken)


def told_apart(views: IntArray, ties: IntArray) -> IntArray:
    """Return the views with the 32 bits of their tie values behind them; of large views, how they compare."""
    levels = views if views.max(initial=0) < 1 << 31 else np.unique(views, return_inverse=True)[1]
    return levels << 32 | ties


class Side(NamedTuple):
    """One end of every pair, what it thinks of the pair, and how many places each has."""

    ends: IntArray
    liking: IntArray
    places: IntArray


def deferred(proposers: Side, others: Side) -> tuple[BoolArray, BoolArray]:
    """Return which pairs are taken, and which were not even proposed; all others are refused for good."""
    # 1. Everybody who proposes lists their pairs, best first.
    lists, _ = ranked(proposers.ends, proposers.liking)
    after = np.cumsum(np.bincount(proposers.ends, minlength=len(proposers.places)))
    first = np.append(0, after)[:-1]
    upcoming, free = first.copy(), proposers.places.copy()
    held = _Held(others)
    asking = np.flatnonzero((free > 0) & (upcoming < after))
    while len(asking):
        # 2. Who has places left proposes to as many of the next on their list; all at once.
        asked = np.minimum(free[asking], after[asking] - upcoming[asking])
        proposed = lists[runs(upcoming[asking], asked)]
        upcoming[asking] += asked
        free[asking] -= asked
        # 3. Who was proposed to holds the best of all they were offered, and refuses the others for good.
        refused = proposers.ends[held.best_of(proposed)]
        # 4. The refused have a place left again. It ends where none of them has anybody left to ask.
        np.add.at(free, refused, 1)
        asking = np.unique(refused)
        asking = asking[upcoming[asking] < after[asking]]
    taken, unasked = np.zeros(len(lists), np.bool_), np.ones(len(lists), np.bool_)
    taken[held.all()] = True
    unasked[lists[runs(first, upcoming - first)]] = False
    return taken, unasked


class _Held:
    """The pairs that one side holds, each at a place of its own."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._first = np.cumsum(side.places) - side.places
        self._load = np.zeros_like(side.places)
        self._pairs = np.zeros(side.places.sum(), np.int64)

    def best_of(self, proposed: IntArray) -> IntArray:
        """Hold the best of what is held and what is ``proposed``; return the others."""
        ends, liking, places = self._side
        offers = np.concatenate([self._of(np.unique(ends[proposed])), proposed])
        order, rank = ranked(ends[offers], liking[offers])
        offers = offers[order]
        mine = ends[offers]
        kept = rank < places[mine]
        self._pairs[self._first[mine[kept]] + rank[kept]] = offers[kept]
        np.maximum.at(self._load, mine[kept], rank[kept] + 1)
        refused: IntArray = offers[~kept]
        return refused

    def all(self) -> IntArray:
        """Return all pairs held."""
        return self._of(np.arange(len(self._load)))

    def _of(self, some: IntArray) -> IntArray:
        held: IntArray = self._pairs[runs(self._first[some], self._load[some])]
        return held
