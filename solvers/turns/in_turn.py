"""Pairs taken one after the other, each if it still fits: what greedy, first_come and lottery have in common."""

from __future__ import annotations

import numpy as np

from solvers.limits import Room
from solvers.problem import BoolArray, IntArray
from solvers.remainder import Remainder


def fitting(remainder: Remainder, turns: IntArray) -> BoolArray:
    """Return which pairs are taken if each has its turn once, in this order, and is taken if both sides have room.

    All limits must have room, too; those that ask for pairs may stay unmet.
    """
    room = Room(remainder.limits)
    row_left, column_left = remainder.row_capacity.tolist(), remainder.column_capacity.tolist()
    taken = np.zeros(len(remainder.pairs), np.bool_)
    ends = zip(turns.tolist(), remainder.rows[turns].tolist(), remainder.columns[turns].tolist(), strict=True)
    for position, row, column in ends:
        if row_left[row] and column_left[column] and room.take(position):
            row_left[row] -= 1
            column_left[column] -= 1
            taken[position] = True
    return taken
