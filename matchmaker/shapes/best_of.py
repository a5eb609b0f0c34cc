"""BestOf: needs and offers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matchmaker.shapes.protocol import UNKNOWN, IntArray, Places


@dataclass(frozen=True, eq=False)
class BestOf:
    """Per need the best offer, then the mean over a row's needs, weighted by importance.

    ``table[need, offer]`` holds the points of every different need with every different offer. ``needs`` and
    ``importance`` are (rows, most needs), ``offers`` (columns, most offers); -1 pads. A row or column with nothing
    but padding is unknown.
    """

    table: IntArray
    needs: IntArray
    importance: IntArray
    offers: IntArray

    def block(self, start: int, stop: int) -> IntArray:
        """Return the importance-weighted mean of the best offers, rounded down."""
        needs, importance = self.needs[start:stop], self.importance[start:stop]
        total = np.zeros((stop - start, len(self.offers)), np.int32)
        for need, weight in zip(needs.T, importance.T, strict=True):
            total += self._best[need] * np.where(need >= 0, weight, 0)[:, None].astype(np.int32)
        weights = np.where(needs >= 0, importance, 0).sum(axis=1)
        points: IntArray = total // np.maximum(weights, 1).astype(np.int32)[:, None]
        points[weights == 0] = UNKNOWN
        points[:, (self.offers < 0).all(axis=1)] = UNKNOWN
        return points

    def pair(self, row: int, column: int) -> int:
        """Return the importance-weighted mean of one pair's best offers."""
        needs, importance, offers = self.needs[row], self.importance[row], self.offers[column]
        needs, importance, offers = needs[needs >= 0], importance[needs >= 0], offers[offers >= 0]
        if not importance.any() or not len(offers):
            return UNKNOWN
        best = self.table[np.ix_(needs, offers)].max(axis=1)
        return int((best * importance).sum() // importance.sum())

    def pairs(self, rows: Places, columns: Places) -> IntArray:
        """Return the importance-weighted mean of the best offers of many pairs."""
        needs, offers = self.needs[rows], self.offers[columns]
        total = np.zeros(len(rows), np.int32)
        for need, weight in zip(needs.T, self.importance[rows].T, strict=True):
            best = np.zeros(len(rows), np.int32)
            for offer in offers.T:
                np.maximum(best, np.where(offer >= 0, self.table[need, offer], 0), out=best)
            total += best * np.where(need >= 0, weight, 0).astype(np.int32)
        weights = np.where(needs >= 0, self.importance[rows], 0).sum(axis=1).astype(np.int32)
        unknown = (weights == 0) | (offers < 0).all(axis=1)
        return np.where(unknown, UNKNOWN, total // np.maximum(weights, 1)).astype(np.int32)

    @cached_property
    def _best(self) -> npt.NDArray[np.integer]:
        """The best offer of every column for every different need, in as few bytes as will do: (needs, columns)."""
        table = self.table.astype(np.min_scalar_type(-1 - int(self.table.max(initial=0))))
        worth = np.ascontiguousarray(np.pad(table, ((0, 0), (0, 1))).T)  # by offer: rows are copied sooner than columns
        best = np.zeros((len(self.offers), len(table)), table.dtype)
        for offer in self.offers.T:
            np.maximum(best, worth[offer], out=best)  # -1 is the last one, which is worth nothing
        return np.ascontiguousarray(best.T)
