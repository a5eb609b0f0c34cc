"""Tokens: a budget that one side spreads over what the other has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from matchmaker.shapes.protocol import UNKNOWN, Blockwise, IntArray, Places


@dataclass(frozen=True, eq=False)
class Tokens(Blockwise):
    """Each item's points, weighed by the tokens laid on it: ``Σ left · right // total``.

    One of ``left`` (rows, items) and ``right`` (columns, items) holds tokens, which sum to ``total``, the other points
    0…10 000. Who answered nothing has ``UNKNOWN`` in every item, and all their pairs are unknown.
    """

    left: IntArray
    right: IntArray
    total: int

    def _only(self, column: int) -> Self:
        return replace(self, right=self.right[[column]])

    def block(self, start: int, stop: int) -> IntArray:
        """Return the weighed points, rounded down."""
        left = self.left[start:stop]
        points: IntArray = left @ self.right.T // np.int32(self.total)
        points[(left == UNKNOWN).all(axis=1)] = UNKNOWN
        points[:, (self.right == UNKNOWN).all(axis=1)] = UNKNOWN
        return points

    def pairs(self, rows: Places, columns: Places) -> IntArray:
        """Return the weighed points of many pairs."""
        left, right = self.left[rows], self.right[columns]
        points = (left * right).sum(axis=1, dtype=np.int32) // np.int32(self.total)
        unknown = (left == UNKNOWN).all(axis=1) | (right == UNKNOWN).all(axis=1)
        return np.where(unknown, UNKNOWN, points).astype(np.int32)
