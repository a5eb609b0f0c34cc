"""Listed: single pairs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.shapes.protocol import IntArray


@dataclass(frozen=True, eq=False)
class Listed:
    """Single pairs that are listed, at 1; every other pair is 0. ``rows`` is sorted."""

    rows: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    n_columns: int

    def block(self, start: int, stop: int) -> IntArray:
        """Return 1 at the listed pairs."""
        points = np.zeros((stop - start, self.n_columns), np.int32)
        first, last = np.searchsorted(self.rows, (start, stop))
        points[self.rows[first:last] - start, self.columns[first:last]] = 1
        return points

    def pair(self, row: int, column: int) -> int:
        """Return 1 for a listed pair."""
        first, last = np.searchsorted(self.rows, (row, row + 1))
        return int(column in self.columns[first:last])


def listed(pairs: Iterable[tuple[int, int]], n_columns: int) -> Listed:
    """Return the shape that is 1 at the given (row, column) pairs, in any order, doubles allowed."""
    distinct = np.array(sorted(set(pairs)), np.int64).reshape(-1, 2)
    return Listed(distinct[:, 0], distinct[:, 1], n_columns)
