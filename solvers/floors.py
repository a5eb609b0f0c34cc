"""Floors that stay unmet, each with the shortage that proves it cannot be helped."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solvers.problem import AssignmentProblem, BoolArray, IntArray


@dataclass(frozen=True)
class UnmetFloor:
    """A column with fewer places filled than its floor, and a group of columns, itself among them, that is short.

    The floors of the group ask for ``asked`` places; rows can fill ``available`` of them at most, as a row fills no
    more than its capacity (less its pins elsewhere) and one place with each column it has a legal pair with. Where
    ``available`` is less than ``asked`` somebody in the group stays short, whatever is chosen, and no choice leaves
    fewer floor places of the group empty. Otherwise nothing is proven.
    """

    column: int
    floor: int
    filled: int
    group: tuple[int, ...]
    asked: int
    available: int


def unmet_floors(problem: AssignmentProblem, rows: IntArray, columns: IntArray) -> tuple[UnmetFloor, ...]:
    """Return the unmet floors of a choice of pairs, each with all columns that alternating paths reach from it."""
    chosen = np.zeros(len(problem.rows), np.bool_)
    chosen[problem.positions(rows, columns)] = True
    load = np.bincount(columns, minlength=problem.n_columns)
    short = np.flatnonzero(load < problem.column_floor).tolist()
    return tuple(_unmet(problem, chosen, load, column) for column in short)


def _unmet(problem: AssignmentProblem, chosen: BoolArray, load: IntArray, column: int) -> UnmetFloor:
    group = _reached(problem, chosen, column)
    return UnmetFloor(
        column=column,
        floor=int(problem.column_floor[column]),
        filled=int(load[column]),
        group=tuple(np.flatnonzero(group).tolist()),
        asked=int(problem.column_floor[group].sum()),
        available=_available(problem, group),
    )


def _reached(problem: AssignmentProblem, chosen: BoolArray, column: int) -> BoolArray:
    """Return the columns that would have to give a place up, one for another, to fill one of ``column``."""
    movable = chosen & ~problem.pinned
    group = np.zeros(problem.n_columns, np.bool_)
    group[column] = True
    while True:
        rows = np.zeros(problem.n_rows, np.bool_)
        rows[problem.rows[~chosen & group[problem.columns]]] = True
        wider = group.copy()
        wider[problem.columns[movable & rows[problem.rows]]] = True
        if (wider == group).all():
            return group
        group = wider


def _available(problem: AssignmentProblem, group: BoolArray) -> int:
    """Return the most places of a group of columns that rows can fill."""
    inside = group[problem.columns]
    elsewhere = np.bincount(problem.rows[problem.pinned & ~inside], minlength=problem.n_rows)
    partners = np.bincount(problem.rows[inside], minlength=problem.n_rows)
    return int(np.minimum(problem.row_capacity - elsewhere, partners).sum())
