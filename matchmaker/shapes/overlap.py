"""Overlap: shared bits and a curve."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matchmaker.shapes.protocol import Bits, IntArray, Places


@dataclass(frozen=True, eq=False)
class Overlap:
    """Two bitmaps per stretch of time (or just one), the least number of shared bits over the stretches, and a curve.

    ``left`` is (rows, stretches, words), ``right`` (columns, stretches, words); ``curve[n]`` holds the points of n
    shared bits, its last entry those of any more.
    """

    left: Bits
    right: Bits
    curve: IntArray

    def block(self, start: int, stop: int) -> IntArray:
        """Return the curve at the least number of shared bits of every pair."""
        least = np.full((stop - start, len(self.right)), np.iinfo(np.int32).max, np.int32)
        for stretch in range(self.left.shape[1]):
            count = np.zeros_like(least)
            for word, right in enumerate(self._across[stretch]):
                count += np.bitwise_count(self.left[start:stop, None, stretch, word] & right)
            np.minimum(least, count, out=least)
        return self.curve.take(np.minimum(least, len(self.curve) - 1))

    @cached_property
    def _across(self) -> Bits:
        """The words of all columns side by side: (stretches, words, columns)."""
        return np.ascontiguousarray(np.moveaxis(self.right, 0, -1))

    def pairs(self, rows: Places, columns: Places) -> IntArray:
        """Return the curve at the least number of shared bits of many pairs."""
        shared = np.bitwise_count(self.left[rows] & self.right[columns]).sum(axis=2, dtype=np.int32).min(axis=1)
        points: IntArray = self.curve.take(np.minimum(shared, len(self.curve) - 1))
        return points

    def pair(self, row: int, column: int) -> int:
        """Return the curve at the least number of shared bits of one pair."""
        shared = np.bitwise_count(self.left[row] & self.right[column]).sum(axis=1)
        return int(self.curve[min(int(shared.min()), len(self.curve) - 1)])
