"""Single: what rows, columns and listed pairs bring to a score by themselves, added up once for all.

Pairs that are too many to be kept are added up for some rows at a time, when these are scanned.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from matchmaker.kernel.ops import Codes, Longs
from matchmaker.shapes import FULL, UNKNOWN, Highest, Listed, RowOnly, Shape
from matchmaker.shapes.listed import spans

Bringing: TypeAlias = tuple[Longs, npt.NDArray[Any]]
"""Places of pairs, row · columns + column, and what each brings besides to both views: (2, pairs)."""

_FEW = 32
"""Where one pair in so many is listed, or more, a shape is looked at as a whole."""


class Singles(NamedTuple):
    """Single pairs: bounds of each row's, their columns, and what each brings besides to both views: (2, pairs)."""

    starts: Longs
    columns: Codes
    points: Codes

    @classmethod
    def joined(cls, parts: Sequence[Bringing], first: int, last: int, n_columns: int) -> Singles:
        """Join the pairs of rows ``first`` to ``last`` (not included), in order; one that stands several times once."""
        places = np.concatenate([np.zeros(0, np.int64), *(places for places, _ in parts)])
        besides = np.concatenate([np.zeros((2, 0), np.int32), *(one for _, one in parts)], axis=1)
        different, which = np.unique(places, return_inverse=True)
        points = np.zeros((2, len(different)), np.int32)
        for view in range(2):
            np.add.at(points[view], which.ravel(), besides[view])
        rows, columns = np.divmod(different, max(1, n_columns))
        return cls(np.searchsorted(rows, np.arange(first, last + 1)), columns.astype(np.int32), points)

    def among(self, rows: Longs, later: Sequence[Later], n_columns: int) -> Singles:
        """Return the pairs of some rows, ascending, with those of ``later``; the first of the rows is its first."""
        counts = self.starts[rows + 1] - self.starts[rows]
        at = spans(self.starts[rows], counts)
        mine = np.repeat(rows, counts) * n_columns + self.columns[at], self.points[:, at]
        parts = [mine, *(one.among(rows) for one in later)]
        return Singles.joined(parts, int(rows[0]), int(rows[-1]) + 1, n_columns)


class Later(NamedTuple):
    """Single pairs that are too many to be kept, and how they count; all others are unknown."""

    shape: Highest
    view: int
    weight: int
    unknown: int

    def among(self, rows: Longs) -> Bringing:
        """Return what the pairs of some rows bring."""
        whose, columns, points = self.shape.among(rows)
        besides = np.zeros((2, len(points)), np.int32)
        besides[self.view] = self.weight * (points - self.unknown)
        return whose * self.shape.n_columns + columns, besides


class Single:
    """Adds up shapes that need no scan; (2, …) arrays have a line for each view."""

    def __init__(self, n_rows: int, n_columns: int) -> None:
        self.n_rows, self.n_columns = n_rows, n_columns
        self.rows, self.columns = np.zeros((2, n_rows), np.int32), np.zeros((2, n_columns), np.int32)
        self._pairs: list[Bringing] = []
        self.later: list[Later] = []

    def take(self, shape: Shape, view: int, weight: int, unknown: int) -> bool:
        """Add a shape if it is one of these, and its numbers are points; say whether it was."""
        if type(shape) is RowOnly and _are_points(shape.points):
            self.rows[view] += weight * np.where(shape.points == UNKNOWN, unknown, shape.points)
            return True
        if type(shape) is Highest:
            return self._put_off(shape, view, weight, unknown)
        return type(shape) is Listed and self._listed(shape, view, weight, unknown)

    def _put_off(self, shape: Highest, view: int, weight: int, unknown: int) -> bool:
        if shape.size * _FEW > self.n_rows * self.n_columns or not all(_are_points(one.points) for one in shape.parts):
            return False
        self.rows[view] += weight * unknown
        self.later.append(Later(shape, view, weight, unknown))
        return True

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
        """Return the single pairs of all shapes that are kept."""
        return Singles.joined(self._pairs, 0, self.n_rows, self.n_columns)


def _are_points(values: npt.NDArray[Any]) -> bool:
    return values.dtype.kind in "iu" and bool(values.min(initial=0) >= UNKNOWN and values.max(initial=0) <= FULL)
