"""Listed: single pairs, each with its points, and what all the others have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matchmaker.shapes.protocol import IntArray, Places


@dataclass(frozen=True, eq=False)
class Listed:
    """Single pairs that are listed, with their points. ``rows`` is sorted.

    Every other pair has what ``elsewhere`` holds: an array that spreads over (rows, columns), such as one value a row,
    (rows, 1), one a column, (1, columns), or one for all.
    """

    rows: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    points: IntArray
    elsewhere: IntArray
    n_columns: int

    def block(self, start: int, stop: int) -> IntArray:
        """Return the points of the listed pairs, and of the others what they have."""
        others = self.elsewhere[start:stop] if len(self.elsewhere) > 1 else self.elsewhere
        points = np.broadcast_to(others, (stop - start, self.n_columns)).copy()
        first, last = np.searchsorted(self.rows, (start, stop))
        points[self.rows[first:last] - start, self.columns[first:last]] = self.points[first:last]
        return points

    def pairs(self, rows: Places, columns: Places) -> IntArray:
        """Return the points of many pairs."""
        across, down = self.elsewhere.shape[1] > 1, self.elsewhere.shape[0] > 1
        points = self.elsewhere[rows if down else np.zeros_like(rows), columns if across else np.zeros_like(columns)]
        if not self.size:
            return points
        wanted = rows * self.n_columns + columns
        at = np.searchsorted(self._keys, wanted)
        hit = at < len(self._keys)
        hit[hit] = self._keys[at[hit]] == wanted[hit]
        points[hit] = self.points[self._order[at[hit]]]
        return points

    @cached_property
    def _order(self) -> Places:
        return np.argsort(self.rows * self.n_columns + self.columns, kind="stable")

    @cached_property
    def _keys(self) -> Places:
        return (self.rows * self.n_columns + self.columns)[self._order]

    @property
    def size(self) -> int:
        """How many pairs are listed."""
        return len(self.rows)

    def among(self, rows: Places) -> tuple[Places, Places, IntArray]:
        """Return the listed pairs of some rows, and their points."""
        first, last = (np.searchsorted(self.rows, rows, side) for side in ("left", "right"))
        at = spans(first, last - first)
        return self.rows[at], self.columns[at], self.points[at]

    def pair(self, row: int, column: int) -> int:
        """Return the points of one pair."""
        first, last = np.searchsorted(self.rows, (row, row + 1))
        found = self.points[first:last][self.columns[first:last] == column]
        rows, columns = self.elsewhere.shape
        return int(found[0] if len(found) else self.elsewhere[row if rows > 1 else 0, column if columns > 1 else 0])


def spans(first: Places, counts: Places) -> Places:
    """Return so many places from each first one on, one after the other."""
    return np.repeat(first - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())


def listed(pairs: Iterable[tuple[int, int]], n_columns: int) -> Listed:
    """Return the shape that is 1 at the given (row, column) pairs, in any order, doubles allowed, and 0 elsewhere."""
    return valued(dict.fromkeys(pairs, 1), np.zeros((1, 1), np.int32), n_columns)


def valued(pairs: Mapping[tuple[int, int], int], elsewhere: IntArray, n_columns: int) -> Listed:
    """Return the shape that has the given points at the given (row, column) pairs, and ``elsewhere`` at the others."""
    ordered = sorted(pairs.items())
    places = np.array([pair for pair, _ in ordered], np.int64).reshape(-1, 2)
    return Listed(
        places[:, 0], places[:, 1], np.array([points for _, points in ordered], np.int32), elsewhere, n_columns
    )
