"""The greedy strategy: the best pair first, then the best that still fits. Fast, legal, not proven best."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from solvers.canonical import tie_values
from solvers.remainder import Remainder
from solvers.step import Step
from solvers.stop import Stop


def greedy(remainder: Remainder, _: Stop) -> Iterator[Step]:
    """Yield one choice: pairs in order of the row's priority, then of score, equals by their tie values.

    Floors are soft, and greedy does not seek them.
    """
    row_left = remainder.row_capacity.tolist()
    column_left = remainder.column_capacity.tolist()
    taken = np.zeros(len(remainder.pairs), np.bool_)
    ties = next(tie_values(remainder))
    for position in np.lexsort((-ties, -remainder.scores, remainder.row_level[remainder.rows])).tolist():
        row, column = int(remainder.rows[position]), int(remainder.columns[position])
        if row_left[row] and column_left[column]:
            row_left[row] -= 1
            column_left[column] -= 1
            taken[position] = True
    yield Step(taken)
