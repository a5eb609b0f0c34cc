"""Whether a choice of pairs would last: pairs that block it, and rows that envy with reason. Definitions, no strategy.

A side would rather have a pair if it has a place left, or likes it strictly better than the worst it holds and can
give up; what it thinks of several partners is what it thinks of each (responsive preferences; Roth 1985). Every listed
pair is better than an empty place. A pinned place cannot be given up: whoever holds nothing else, and has no place
left, would rather have nobody, and nobody envies a pinned partner with reason, as the pin went before all liking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from solvers.prices import chosen_pairs
from solvers.problem import AssignmentProblem, BoolArray, IntArray, Integers

_EMPTY, _NOTHING = -1, np.iinfo(np.int64).max
"""What there is to exceed: an empty place, which any pair does; what nobody gives up, which no pair does."""


class Choice(NamedTuple):
    """Legal pairs as both sides see them, 0 at least, and which were chosen. One entry per pair, then one per end."""

    rows: IntArray
    columns: IntArray
    row_view: IntArray
    column_view: IntArray
    chosen: BoolArray
    pinned: BoolArray
    row_capacity: IntArray
    column_capacity: IntArray

    @classmethod
    def of(cls, problem: AssignmentProblem, rows: Integers, columns: Integers) -> Choice:
        """Return a legal choice of a problem's pairs.

        Raises
        ------
        ProblemError
            If the pairs are not legal, miss a pin or break a capacity.
        """
        return cls(
            problem.rows,
            problem.columns,
            problem.row_view,
            problem.column_view,
            chosen_pairs(problem, rows, columns),
            problem.pinned,
            problem.row_capacity,
            problem.column_capacity,
        )


@dataclass(frozen=True, eq=False)
class Blocking:
    """The pairs that block a choice: their places in its lists, what each gains, and how many legal pairs there are.

    A side gains what it thinks of the pair, less what it thinks of the partner it would give up, if it has no place
    left. A pair gains what the side that gains less does: the most α for which it still blocks where both have to gain
    α at least (Pini, Rossi, Venable & Walsh 2013). A gain of 0 is an empty place for somebody liked at 0.
    """

    pairs: IntArray
    gains: IntArray
    legal: int

    @property
    def count(self) -> int:
        """How many pairs block."""
        return len(self.pairs)

    @property
    def share(self) -> float:
        """Which part of the legal pairs blocks, 0…1."""
        return self.count / self.legal if self.legal else 0.0

    @property
    def largest_gain(self) -> int:
        """The largest gain of any; 0 where none blocks."""
        return int(self.gains.max(initial=0))


def blocking_pairs(choice: Choice) -> Blocking:
    """Return the legal pairs, not chosen, that both sides would rather have (Gale & Shapley 1962).

    A choice is pairwise stable if there is none (Roth 1984). Only strict preference blocks: whoever likes two partners
    the same gives up neither for the other. One pass; memory in proportion to the pairs.
    """
    in_rows, in_columns = _rows_exceed(choice), _columns_exceed(choice)
    beyond_row = choice.row_view > in_rows[choice.rows]
    blocks = ~choice.chosen & beyond_row & (choice.column_view > in_columns[choice.columns])
    pairs = np.flatnonzero(blocks)
    row_gain = choice.row_view[pairs] - np.maximum(in_rows[choice.rows[pairs]], 0)
    column_gain = choice.column_view[pairs] - np.maximum(in_columns[choice.columns[pairs]], 0)
    return Blocking(pairs, np.minimum(row_gain, column_gain), len(choice.rows))


def justified_envy(choice: Choice) -> IntArray:
    """Return where the pairs stand in which a row envies with reason; ``choice.rows`` of them are the envious rows.

    A row does if it would rather have the column, and the column holds another row that it likes strictly less
    (Abdulkadiroğlu & Sönmez 2003). Unlike blocking, a place that the column leaves empty is no reason: that is waste
    (Balinski & Sönmez 1999). A choice without either is stable.
    """
    held = _worst(choice.columns, choice.column_view, choice, len(choice.column_capacity))
    beyond_row = choice.row_view > _rows_exceed(choice)[choice.rows]
    return np.flatnonzero(~choice.chosen & beyond_row & (choice.column_view > held[choice.columns]))


def _rows_exceed(choice: Choice) -> IntArray:
    return _to_exceed(choice.rows, choice.row_view, choice, choice.row_capacity)


def _columns_exceed(choice: Choice) -> IntArray:
    return _to_exceed(choice.columns, choice.column_view, choice, choice.column_capacity)


def _to_exceed(ends: IntArray, views: IntArray, choice: Choice, capacity: IntArray) -> IntArray:
    """Return what each end has to think of a pair, and more, so that it would rather have it."""
    load = np.bincount(ends[choice.chosen], minlength=len(capacity))
    return np.where(load < capacity, _EMPTY, _worst(ends, views, choice, len(capacity)))


def _worst(ends: IntArray, views: IntArray, choice: Choice, n: int) -> IntArray:
    """Return what each end thinks of the worst partner it holds and can give up."""
    held = choice.chosen & ~choice.pinned
    worst = np.full(n, _NOTHING)
    np.minimum.at(worst, ends[held], views[held])
    return worst
