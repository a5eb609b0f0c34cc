"""Distance: two lists of marks and a curve."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from matchmaker.shapes.protocol import UNKNOWN, Blockwise, IntArray, Places


@dataclass(frozen=True, eq=False)
class Distance(Blockwise):
    """Two lists of marks, the sum of differences over the items both answered, and a curve.

    ``left`` is (rows, items), ``right`` (columns, items), ``UNKNOWN`` where not answered; ``curve[items answered,
    sum of differences]`` holds the points. With no item in common the pair is unknown.
    """

    left: IntArray
    right: IntArray
    curve: IntArray

    def _only(self, column: int) -> Self:
        return replace(self, right=self.right[[column]])

    def block(self, start: int, stop: int) -> IntArray:
        """Return the curve at the distance of every pair."""
        return self._between(self.left[start:stop, None], self.right)

    def pairs(self, rows: Places, columns: Places) -> IntArray:
        """Return the curve at the distances of many pairs."""
        return self._between(self.left[rows], self.right[columns])

    def _between(self, left: IntArray, right: IntArray) -> IntArray:
        shape = np.broadcast_shapes(left.shape[:-1], right.shape[:-1])
        apart, answered = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
        for one, other in zip(np.moveaxis(left, -1, 0), np.moveaxis(right, -1, 0), strict=True):
            both = (one != UNKNOWN) & (other != UNKNOWN)
            apart += np.where(both, np.abs(one - other), 0)
            answered += both
        return np.where(answered == 0, UNKNOWN, self.curve[answered, apart]).astype(np.int32)
