"""Shape: what every criterion and rule is encoded into; the words all shapes share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Protocol, Self, TypeAlias

import numpy as np
import numpy.typing as npt

IntArray: TypeAlias = npt.NDArray[np.int32]
Bits: TypeAlias = npt.NDArray[np.uint64]
Places: TypeAlias = npt.NDArray[np.int64]

UNKNOWN = -1
FULL = 10_000
"""Points of a perfect answer."""


class Shape(Protocol):
    """Scores blocks of rows against all columns, and single pairs."""

    def block(self, start: int, stop: int) -> IntArray:
        """Return the points of rows ``start`` to ``stop`` (not included) with every column."""

    def pair(self, row: int, column: int) -> int:
        """Return the points of one pair: what the block holds."""


def points_of(shape: Shape, rows: Places, columns: Places) -> IntArray:
    """Return the points of the pairs that each row makes with the column at its place: what the blocks hold.

    All shapes that are here have ``pairs``, which scores many at a time; one of the caller's own need not.
    """
    if together := getattr(shape, "pairs", None):
        points: IntArray = together(rows, columns)
        return points
    each = zip(rows.tolist(), columns.tolist(), strict=True)
    alone = [shape.pair(row, column) for row, column in each]
    return np.array(alone) if alone else np.zeros(0, np.int32)


class Blockwise(ABC):
    """A shape whose pairs are read off a block of one row and one column."""

    @abstractmethod
    def block(self, start: int, stop: int) -> IntArray:
        """Return the points of a block of rows with every column."""

    @abstractmethod
    def _only(self, column: int) -> Self:
        """Return the same shape with a single column."""

    def pair(self, row: int, column: int) -> int:
        """Return the points of one pair, read off a block of its own."""
        return int(self._only(column).block(row, row + 1)[0, 0])
