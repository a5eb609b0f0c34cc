"""Single: what rows, columns and listed pairs bring to a score by themselves, added up once for all."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaker.kernel.ops import Codes, Longs
from matchmaker.shapes import FULL, UNKNOWN, Listed, RowOnly, Shape


class Singles(NamedTuple):
    """Single pairs: bounds of each row's, their columns, and what each brings besides to both views: (2, pairs)."""

    starts: Longs
    columns: Codes
    points: Codes


class Single:
    """Adds up shapes that need no scan; (2, …) arrays have a line for each view."""

    def __init__(self, n_rows: int, n_columns: int) -> None:
        self.n_rows, self.n_columns = n_rows, n_columns
        self.rows, self.columns = np.zeros((2, n_rows), np.int32), np.zeros((2, n_columns), np.int32)
        self._pairs: list[tuple[Longs, npt.NDArray[Any]]] = []

    def take(self, shape: Shape, view: int, weight: int, unknown: int) -> bool:
        """Add a shape if it is one of these, and its numbers are points; say whether it was."""
        if type(shape) is RowOnly and _are_points(shape.points):
            self.rows[view] += weight * np.where(shape.points == UNKNOWN, unknown, shape.points)
            return True
        return type(shape) is Listed and self._listed(shape, view, weight, unknown)

    def _listed(self, shape: Listed, view: int, weight: int, unknown: int) -> bool:
        places = shape.rows * self.n_columns + shape.columns
        if not _are_points(shape.points) or not _are_points(shape.elsewhere) or (np.diff(places) <= 0).any():
            return False
        elsewhere, points = (weight * np.where(one == UNKNOWN, unknown, one) for one in (shape.elsewhere, shape.points))
        if elsewhere.shape == (1, 1):
            self.rows[view] += elsewhere[0, 0]
        elif elsewhere.shape == (self.n_rows, 1):
            self.rows[view] += elsewhere[:, 0]
        elif elsewhere.shape == (1, self.n_columns):
            self.columns[view] += elsewhere[0]
        else:
            return False
        besides = np.zeros((2, len(places)), np.int32)
        besides[view] = points - np.broadcast_to(elsewhere, (self.n_rows, self.n_columns))[shape.rows, shape.columns]
        self._pairs.append((places, besides))
        return True

    def joined(self) -> Singles:
        """Return the single pairs of all shapes, in order; a pair of several stands once."""
        places = np.concatenate([np.zeros(0, np.int64), *(places for places, _ in self._pairs)])
        besides = np.concatenate([np.zeros((2, 0), np.int32), *(one for _, one in self._pairs)], axis=1)
        different, which = np.unique(places, return_inverse=True)
        points = np.zeros((2, len(different)), np.int32)
        for view in range(2):
            np.add.at(points[view], which.ravel(), besides[view])
        rows, columns = np.divmod(different, max(1, self.n_columns))
        return Singles(np.searchsorted(rows, np.arange(self.n_rows + 1)), columns.astype(np.int32), points)


def _are_points(values: npt.NDArray[Any]) -> bool:
    return values.dtype.kind in "iu" and bool(values.min(initial=0) >= UNKNOWN and values.max(initial=0) <= FULL)
