"""Through and Highest: pairs that are reached over groups, and the best of several lists of pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeAlias

import numpy as np

from matchmaker.shapes.listed import Listed, spans
from matchmaker.shapes.protocol import UNKNOWN, IntArray, Places

_ROWS = 4096
"""Rows whose pairs are listed at a time."""


Pairs: TypeAlias = tuple[Places, Places, IntArray]
"""Rows, columns and points of pairs, of which one may stand several times."""


class Lists(Protocol):
    """What has points for some pairs only, and can list those of some rows."""

    @property
    def points(self) -> IntArray:
        """All points there are, in whatever order."""

    @property
    def size(self) -> int:
        """How many pairs it lists at most."""

    def among(self, rows: Places) -> Pairs:
        """Return the pairs of some rows."""


@dataclass(frozen=True, eq=False)
class Through:
    """Rows are in groups, and groups lead to columns: each with points of two kinds, by how the row is in the group.

    Row r is in ``groups[row_starts[r] : row_starts[r + 1]]``, and ``kinds`` (0 or 1) says how. Group g leads to
    ``columns[group_starts[g] : group_starts[g + 1]]``, with ``points`` (2, columns) by kind. ``barred`` are the pairs
    that no group leads to, sorted, as row · n_columns + column.
    """

    row_starts: Places
    groups: Places
    kinds: Places
    group_starts: Places
    columns: Places
    points: IntArray
    barred: Places
    n_columns: int

    @cached_property
    def size(self) -> int:
        """How many pairs it lists at most."""
        return int(np.diff(self.group_starts)[self.groups].sum())

    def among(self, rows: Places) -> Pairs:
        """Return the pairs of some rows."""
        members = self.row_starts[rows + 1] - self.row_starts[rows]
        here = spans(self.row_starts[rows], members)
        counts = self.group_starts[self.groups[here] + 1] - self.group_starts[self.groups[here]]
        at, whose = spans(self.group_starts[self.groups[here]], counts), np.repeat(np.repeat(rows, members), counts)
        columns, points = self.columns[at], self.points[np.repeat(self.kinds[here], counts), at]
        led = ~np.isin(whose * self.n_columns + columns, self.barred) if len(self.barred) else slice(None)
        return whose[led], columns[led], points[led]


@dataclass(frozen=True, eq=False)
class Highest:
    """Of several lists of pairs, the highest points of each pair; ``UNKNOWN`` where none lists it."""

    parts: Sequence[Lists]
    n_rows: int
    n_columns: int

    @property
    def size(self) -> int:
        """How many pairs are listed at most."""
        return sum(part.size for part in self.parts)

    def block(self, start: int, stop: int) -> IntArray:
        """Return the highest points of every pair."""
        highest = np.full((stop - start, self.n_columns), UNKNOWN, np.int32)
        for part in self.parts:
            rows, columns, points = part.among(np.arange(start, stop))
            np.maximum.at(highest, (rows - start, columns), points)
        return highest

    def pair(self, row: int, column: int) -> int:
        """Return the highest points of one pair."""
        return int(self.block(row, row + 1)[0, column])

    def pairs(self, rows: Places, columns: Places) -> IntArray:
        """Return the highest points of many pairs."""
        wanted, which = np.unique(rows * self.n_columns + columns, return_inverse=True)
        highest = np.full(len(wanted), UNKNOWN, np.int32)
        for whose, led_to, points in self._pieces(np.unique(rows)):
            places = whose * self.n_columns + led_to
            at = np.searchsorted(wanted, places)
            asked = at < len(wanted)
            asked[asked] = wanted[at[asked]] == places[asked]
            highest[at[asked]] = points[asked]
        found: IntArray = highest[which.ravel()]
        return found

    def listed(self) -> Listed:
        """Return the same shape with its pairs listed, each once."""
        pieces = [self.among(np.zeros(0, np.int64)), *self._pieces(np.arange(self.n_rows))]
        rows, columns, points = (np.concatenate(one) for one in zip(*pieces, strict=True))
        return Listed(rows, columns, points, np.full((1, 1), UNKNOWN, np.int32), self.n_columns)

    def among(self, rows: Places) -> Pairs:
        """Return the pairs of some rows, each once and in order, and their highest points."""
        parts = [part.among(rows) for part in self.parts]
        whose, columns, points = (np.concatenate(one) for one in zip(*parts, strict=True))
        places, which = np.unique(whose * self.n_columns + columns, return_inverse=True)
        highest = np.full(len(places), UNKNOWN, np.int32)
        np.maximum.at(highest, which.ravel(), points)
        known = highest != UNKNOWN
        return *np.divmod(places[known], max(self.n_columns, 1)), highest[known]

    def _pieces(self, rows: Places) -> Iterator[Pairs]:
        for start in range(0, len(rows), _ROWS):
            yield self.among(rows[start : start + _ROWS])
