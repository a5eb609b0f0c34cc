"""RowOnly: what rests on the row alone, whatever the column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matchmaker.shapes.protocol import IntArray, Places


@dataclass(frozen=True, eq=False)
class RowOnly:
    """The same points with every column: one value a row."""

    points: IntArray
    n_columns: int

    def block(self, start: int, stop: int) -> IntArray:
        """Return each row's points, once a column."""
        return np.repeat(self.points[start:stop, None], self.n_columns, axis=1)

    def pairs(self, rows: Places, columns: Places) -> IntArray:
        """Return the points of each row."""
        return self.points[rows]

    def pair(self, row: int, column: int) -> int:
        """Return the row's points."""
        return int(self.points[row])
