"""Floors that stay unmet, and the shortages that prove that nothing could have helped."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solvers.problem import AssignmentProblem, BoolArray, IntArray


@dataclass(frozen=True)
class Shortage:
    """A group of columns, some of them ``short``: with fewer places filled than their floor.

    The floors of the group ask for ``asked`` places; rows can fill ``available`` of them at most, as a row fills no
    more than its capacity (less its pins elsewhere) and one place with each column it has a legal pair with. Where
    ``available`` is less than ``asked`` somebody in the group stays short, whatever is chosen, and no choice leaves
    fewer floor places of the group empty. Otherwise nothing is proven.
    """

    short: tuple[int, ...]
    group: tuple[int, ...]
    asked: int
    available: int


def unmet_floors(problem: AssignmentProblem, rows: IntArray, columns: IntArray) -> tuple[Shortage, ...]:
    """Return the unmet floors of a choice of pairs, each in one shortage, sorted.

    A shortage holds all columns that alternating paths reach from its short ones: those that would have to give a
    place up, one for another. Of a best choice these are short together, and so is any union of such groups: groups
    that share a row or a column are told as one.
    """
    load = np.bincount(columns, minlength=problem.n_columns)
    short = load < problem.column_floor
    if not short.any():
        return ()
    chosen = np.zeros(len(problem.rows), np.bool_)
    chosen[problem.positions(rows, columns)] = True
    reached = _reached(problem, chosen, short)
    groups = _apart(problem, reached)
    return tuple(shortage(problem, short, reached & (groups == one)) for one in dict.fromkeys(groups[short].tolist()))


def shortage(problem: AssignmentProblem, short: BoolArray, group: BoolArray) -> Shortage:
    """Return the shortage of a group of columns, counted anew."""
    inside = group[problem.columns]
    elsewhere = np.bincount(problem.rows[problem.pinned & ~inside], minlength=problem.n_rows)
    partners = np.bincount(problem.rows[inside], minlength=problem.n_rows)
    return Shortage(
        short=tuple(np.flatnonzero(group & short).tolist()),
        group=tuple(np.flatnonzero(group).tolist()),
        asked=int(problem.column_floor[group].sum()),
        available=int(np.minimum(problem.row_capacity - elsewhere, partners).sum()),
    )


def _reached(problem: AssignmentProblem, chosen: BoolArray, group: BoolArray) -> BoolArray:
    """Return a group with the columns that would have to give a place up, one for another, to fill one of its."""
    movable = chosen & ~problem.pinned
    while True:
        rows = np.zeros(problem.n_rows, np.bool_)
        rows[problem.rows[~chosen & group[problem.columns]]] = True
        wider = group.copy()
        wider[problem.columns[movable & rows[problem.rows]]] = True
        if (wider == group).all():
            return group
        group = wider


def _apart(problem: AssignmentProblem, group: BoolArray) -> IntArray:
    """Number the columns of a group so that those have one number between which its pairs make a way."""
    inside = group[problem.columns] & ~problem.pinned
    rows, columns = problem.rows[inside], problem.columns[inside]
    least = np.arange(problem.n_columns)
    while True:
        of_row = np.full(problem.n_rows, problem.n_columns)
        np.minimum.at(of_row, rows, least[columns])
        lower = least.copy()
        np.minimum.at(lower, columns, of_row[rows])
        if (lower == least).all():
            return least
        least = lower
