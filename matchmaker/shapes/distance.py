"""Distance: two lists of marks and a curve."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from matchmaker.shapes.protocol import UNKNOWN, Blockwise, IntArray


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
        shape = (stop - start, len(self.right))
        apart, answered = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
        for one, other in zip(self.left[start:stop].T, self.right.T, strict=True):
            both = (one[:, None] != UNKNOWN) & (other != UNKNOWN)
            apart += np.where(both, np.abs(one[:, None] - other), 0)
            answered += both
        return np.where(answered == 0, UNKNOWN, self.curve[answered, apart]).astype(np.int32)
