"""Cuts: sets of columns that bound how many places can be filled, tight where as many are (Kőnig 1931)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from solvers.arrays import ranked
from solvers.problem import BoolArray, IntArray
from solvers.proof.certificate import count_bound
from solvers.remainder import Remainder

Cut: TypeAlias = Callable[[Remainder, BoolArray, IntArray, IntArray], IntArray]
"""From what is taken of a remainder, and how many places rows want and columns offer, to a set of columns."""


def tight_cut(remainder: Remainder, taken: BoolArray, wanted: IntArray, offered: IntArray) -> IntArray:
    """Return a set of columns that bounds how many places can be filled, tight if ``taken`` fills the most."""
    _, reached = closure(remainder, kept(remainder, taken, wanted, offered), wanted, offered)
    nothing, everything = np.zeros(0, np.int64), np.arange(remainder.n_columns)
    cuts = [np.flatnonzero(reached), nothing, everything]
    return min(cuts, key=lambda cut: count_bound(remainder.rows, remainder.columns, cut, wanted, offered))


def closure(
    remainder: Remainder,
    kept: BoolArray,
    wanted: IntArray,
    offered: IntArray,
    known: BoolArray | None = None,
) -> tuple[BoolArray, BoolArray]:
    """Return the rows and columns that rows with unmet wants reach by alternating paths.

    ``known`` are columns that they are known to reach.
    """
    usable = offered[remainder.columns] > 0
    row = np.bincount(remainder.rows[kept], minlength=remainder.n_rows) < wanted
    column = np.zeros(remainder.n_columns, np.bool_) if known is None else known.copy()
    while True:
        forward = ~kept & usable & row[remainder.rows]
        column[remainder.columns[forward]] = True
        back = remainder.rows[kept & column[remainder.columns]]
        if row[back].all():
            return row, column
        row[back] = True


def kept(remainder: Remainder, taken: BoolArray, wanted: IntArray, offered: IntArray) -> BoolArray:
    """Return what is taken without what goes beyond these wants and offers: such pairs are set aside first."""
    return _first_few(remainder.columns, _first_few(remainder.rows, taken, wanted), offered)


def _first_few(owners: IntArray, taken: BoolArray, most: IntArray) -> BoolArray:
    """Keep, of the taken pairs, the first ``most`` of each owner."""
    at = np.flatnonzero(taken)
    if (np.bincount(owners[at], minlength=len(most)) <= most).all():
        return taken
    order, rank = ranked(owners[at], np.zeros(len(at), np.int64))
    first = np.zeros(len(taken), np.bool_)
    first[at[order[rank < most[owners[at][order]]]]] = True
    return first
