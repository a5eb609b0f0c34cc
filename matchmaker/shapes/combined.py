"""Ratio, Product and Mean: one amount against another, one shape times another, several shapes together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from matchmaker.shapes.protocol import FULL, UNKNOWN, Blockwise, IntArray, Places, Shape, points_of


@dataclass(frozen=True, eq=False)
class Ratio(Blockwise):
    """What a column has against what a row wants of it: ``min(1, has / wants)``; ``UNKNOWN`` where not said."""

    wants: IntArray
    has: IntArray

    def _only(self, column: int) -> Self:
        return replace(self, has=self.has[[column]])

    def block(self, start: int, stop: int) -> IntArray:
        """Return 10 000 · min(1, has / wants), rounded down."""
        return _ratio(self.wants[start:stop, None], self.has)

    def pairs(self, rows: Places, columns: Places) -> IntArray:
        """Return the ratio for many pairs."""
        return _ratio(self.wants[rows], self.has[columns])


def _ratio(wants: IntArray, has: IntArray) -> IntArray:
    unknown = (wants == UNKNOWN) | (has == UNKNOWN)
    points = np.minimum(FULL, FULL * has // np.maximum(wants, 1))
    return np.where(unknown, UNKNOWN, points).astype(np.int32)


@dataclass(frozen=True, eq=False)
class Product:
    """The points of ``first`` times those of ``share`` as parts of 10 000; an unknown share counts ``assumed``."""

    first: Shape
    share: Shape
    assumed: int

    def block(self, start: int, stop: int) -> IntArray:
        """Return the product, rounded down."""
        return self._of(self.first.block(start, stop), self.share.block(start, stop))

    def pairs(self, rows: Places, columns: Places) -> IntArray:
        """Return the product for many pairs."""
        return self._of(points_of(self.first, rows, columns), points_of(self.share, rows, columns))

    def _of(self, first: IntArray, share: IntArray) -> IntArray:
        share = np.where(share == UNKNOWN, self.assumed, share)
        return np.where(first == UNKNOWN, UNKNOWN, first * share // FULL).astype(np.int32)

    def pair(self, row: int, column: int) -> int:
        """Return the product for one pair."""
        first, share = self.first.pair(row, column), self.share.pair(row, column)
        return UNKNOWN if first == UNKNOWN else first * (self.assumed if share == UNKNOWN else share) // FULL


@dataclass(frozen=True, eq=False)
class Mean:
    """The mean of shapes by ``weights``. A part that is unknown counts ``assumed``; a pair with no part known is not.

    All three have one entry a part; a part without weight makes no pair known.
    """

    parts: tuple[Shape, ...]
    weights: tuple[int, ...]
    assumed: tuple[int, ...]

    def block(self, start: int, stop: int) -> IntArray:
        """Return the weighted mean, rounded down."""
        return self._of([part.block(start, stop) for part in self.parts])

    def pair(self, row: int, column: int) -> int:
        """Return the weighted mean for one pair."""
        return int(self._of([np.array(part.pair(row, column), np.int32) for part in self.parts]))

    def pairs(self, rows: Places, columns: Places) -> IntArray:
        """Return the weighted mean for many pairs."""
        return self._of([points_of(part, rows, columns) for part in self.parts])

    def _of(self, parts: Sequence[IntArray]) -> IntArray:
        total, known = np.zeros_like(parts[0]), np.zeros(parts[0].shape, np.bool_)
        for points, weight, assumed in zip(parts, self.weights, self.assumed, strict=True):
            total += np.int32(weight) * np.where(points == UNKNOWN, np.int32(assumed), points)
            known |= (points != UNKNOWN) & (weight > 0)
        return np.where(known, total // sum(self.weights), UNKNOWN).astype(np.int32)
