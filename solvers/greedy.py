"""The greedy strategy: the best pair first, then the best that still fits. Fast, legal, not proven best."""

from __future__ import annotations

import numpy as np

from solvers.problem import IntArray
from solvers.remainder import Remainder


def greedy(remainder: Remainder) -> IntArray:
    """Return the positions, within the remainder, that are taken; equals in order of row, then column.

    Floors are soft, and greedy does not seek them.
    """
    row_left = remainder.row_capacity.tolist()
    column_left = remainder.column_capacity.tolist()
    taken = []
    for position in np.argsort(-remainder.scores, kind="stable").tolist():
        row, column = int(remainder.rows[position]), int(remainder.columns[position])
        if row_left[row] and column_left[column]:
            row_left[row] -= 1
            column_left[column] -= 1
            taken.append(position)
    return np.array(sorted(taken), dtype=np.int64)
