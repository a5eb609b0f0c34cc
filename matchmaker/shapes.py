"""Shapes: the few ways two people's answers meet. Integer arrays in, integer points out.

A criterion or rule encodes people into one of these once; scores, and one day a compiled kernel, know only shapes.
A shape gives points 0…10 000, or for a rule 1 where the pair is banned, else 0; ``UNKNOWN`` where an answer is
missing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol, Self, TypeAlias

import numpy as np
import numpy.typing as npt

IntArray: TypeAlias = npt.NDArray[np.int32]
Bits: TypeAlias = npt.NDArray[np.uint64]

UNKNOWN = -1
FULL = 10_000
"""Points of a perfect answer."""


class Shape(Protocol):
    """Scores blocks of rows against all columns, and single pairs."""

    def block(self, start: int, stop: int) -> IntArray:
        """Return the points of rows ``start`` to ``stop`` (not included) with every column."""

    def pair(self, row: int, column: int) -> int:
        """Return the points of one pair: what the block holds."""


class _Blockwise(ABC):
    """A shape whose pairs are read off a block of one row and one column."""

    @abstractmethod
    def block(self, start: int, stop: int) -> IntArray: ...

    @abstractmethod
    def _only(self, column: int) -> Self:
        """Return the same shape with a single column."""

    def pair(self, row: int, column: int) -> int:
        return int(self._only(column).block(row, row + 1)[0, 0])


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

    @cached_property
    def _best(self) -> IntArray:
        """The best offer of every column for every different need: (needs, columns)."""
        best = np.zeros((len(self.table), len(self.offers)), np.int32)
        for offer in self.offers.T:
            np.maximum(best, np.where(offer >= 0, self.table[:, offer], 0), out=best)
        return best


@dataclass(frozen=True, eq=False)
class Distance(_Blockwise):
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
            for word in range(self.left.shape[2]):
                both = self.left[start:stop, None, stretch, word] & self.right[:, stretch, word]
                count += np.bitwise_count(both)
            np.minimum(least, count, out=least)
        return self.curve.take(np.minimum(least, len(self.curve) - 1))

    def pair(self, row: int, column: int) -> int:
        """Return the curve at the least number of shared bits of one pair."""
        shared = np.bitwise_count(self.left[row] & self.right[column]).sum(axis=1)
        return int(self.curve[min(int(shared.min()), len(self.curve) - 1)])


@dataclass(frozen=True, eq=False)
class Ratio(_Blockwise):
    """What a column has against what a row wants of it: ``min(1, has / wants)``; ``UNKNOWN`` where not said."""

    wants: IntArray
    has: IntArray

    def _only(self, column: int) -> Self:
        return replace(self, has=self.has[[column]])

    def block(self, start: int, stop: int) -> IntArray:
        """Return 10 000 · min(1, has / wants), rounded down."""
        wants = self.wants[start:stop, None]
        unknown = (wants == UNKNOWN) | (self.has == UNKNOWN)
        points = np.minimum(FULL, FULL * self.has // np.maximum(wants, 1))
        return np.where(unknown, UNKNOWN, points).astype(np.int32)


@dataclass(frozen=True, eq=False)
class Product:
    """The points of ``first`` times those of ``share`` as parts of 10 000; an unknown share counts ``assumed``."""

    first: Shape
    share: Shape
    assumed: int

    def block(self, start: int, stop: int) -> IntArray:
        """Return the product, rounded down."""
        first, share = self.first.block(start, stop), self.share.block(start, stop)
        share = np.where(share == UNKNOWN, self.assumed, share)
        return np.where(first == UNKNOWN, UNKNOWN, first * share // FULL).astype(np.int32)

    def pair(self, row: int, column: int) -> int:
        """Return the product for one pair."""
        first, share = self.first.pair(row, column), self.share.pair(row, column)
        return UNKNOWN if first == UNKNOWN else first * (self.assumed if share == UNKNOWN else share) // FULL


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


@dataclass(frozen=True, eq=False)
class SameGroup(_Blockwise):
    """1 where row and column have a group in common. ``left`` is (rows, most groups), ``right`` likewise; -1 pads.

    ``with_all_left`` and ``with_all_right`` mark who counts as sharing a group with everybody.
    """

    left: IntArray
    right: IntArray
    with_all_left: npt.NDArray[np.bool_]
    with_all_right: npt.NDArray[np.bool_]

    def _only(self, column: int) -> Self:
        return replace(self, right=self.right[[column]], with_all_right=self.with_all_right[[column]])

    def block(self, start: int, stop: int) -> IntArray:
        """Return 1 where a group is shared."""
        same = self.with_all_left[start:stop, None] | self.with_all_right
        for one in self.left[start:stop].T:
            for other in self.right.T:
                same |= (one[:, None] == other) & (one[:, None] >= 0)
        return same.astype(np.int32)


def listed(pairs: Iterable[tuple[int, int]], n_columns: int) -> Listed:
    """Return the shape that is 1 at the given (row, column) pairs, in any order, doubles allowed."""
    distinct = np.array(sorted(set(pairs)), np.int64).reshape(-1, 2)
    return Listed(distinct[:, 0], distinct[:, 1], n_columns)


def padded(lists: Sequence[Sequence[int]]) -> IntArray:
    """Return lists of codes as the rows of one array, filled up with -1."""
    width = max(map(len, lists), default=0)
    return np.array([[*row, *[-1] * (width - len(row))] for row in lists], np.int32).reshape(len(lists), width)
