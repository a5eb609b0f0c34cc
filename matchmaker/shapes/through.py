"""Through and Highest: pairs that are reached over groups, and the best of several lists of pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from matchmaker.shapes.listed import Listed
from matchmaker.shapes.protocol import UNKNOWN, IntArray

Longs = npt.NDArray[np.int64]

_ROWS = 4096
"""Rows whose pairs are listed at a time."""


Pairs: TypeAlias = tuple[Longs, Longs, IntArray]
"""Rows, columns and points of pairs, of which one may stand several times."""


class Lists(Protocol):
    """What has points for some pairs only, and can list those of a block of rows."""

    @property
    def size(self) -> int:
        """How many pairs it lists at most."""

    def between(self, start: int, stop: int) -> Pairs:
        """Return the pairs of rows ``start`` to ``stop`` (not included)."""


@dataclass(frozen=True, eq=False)
class Through:
    """Rows are in groups, and groups lead to columns: each with points of two kinds, by how the row is in the group.

    Row r is in ``groups[row_starts[r] : row_starts[r + 1]]``, and ``kinds`` (0 or 1) says how. Group g leads to
    ``columns[group_starts[g] : group_starts[g + 1]]``, with ``points`` (2, columns) by kind. ``barred`` are the pairs
    that no group leads to, sorted, as row · n_columns + column.
    """

    row_starts: Longs
    groups: Longs
    kinds: Longs
    group_starts: Longs
    columns: Longs
    points: IntArray
    barred: Longs
    n_columns: int

    @cached_property
    def size(self) -> int:
        """How many pairs it lists at most."""
        return int(np.diff(self.group_starts)[self.groups].sum())

    def between(self, start: int, stop: int) -> Pairs:
        """Return the pairs of rows ``start`` to ``stop`` (not included)."""
        here = slice(self.row_starts[start], self.row_starts[stop])
        groups, members = self.groups[here], np.diff(self.row_starts[start : stop + 1])
        counts = self.group_starts[groups + 1] - self.group_starts[groups]
        rows = np.repeat(np.repeat(np.arange(start, stop), members), counts)
        first = self.group_starts[groups] - (np.cumsum(counts) - counts)
        at = np.repeat(first, counts) + np.arange(len(rows))
        columns, points = self.columns[at], self.points[np.repeat(self.kinds[here], counts), at]
        led = ~np.isin(rows * self.n_columns + columns, self.barred) if len(self.barred) else slice(None)
        return rows[led], columns[led], points[led]


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
            rows, columns, points = part.between(start, stop)
            np.maximum.at(highest, (rows - start, columns), points)
        return highest

    def pair(self, row: int, column: int) -> int:
        """Return the highest points of one pair."""
        return int(self.block(row, row + 1)[0, column])

    def listed(self) -> Listed:
        """Return the same shape with its pairs listed, each once."""
        pieces = [*self._pieces()]
        rows, columns, points = (np.concatenate(one) for one in zip(*pieces, strict=True))
        return Listed(rows, columns, points, np.full((1, 1), UNKNOWN, np.int32), self.n_columns)

    def _pieces(self) -> Iterator[Pairs]:
        for start in range(0, max(self.n_rows, 1), _ROWS):
            parts = [part.between(start, min(start + _ROWS, self.n_rows)) for part in self.parts]
            rows, columns, points = (np.concatenate(one) for one in zip(*parts, strict=True))
            places, which = np.unique(rows * self.n_columns + columns, return_inverse=True)
            highest = np.full(len(places), UNKNOWN, np.int32)
            np.maximum.at(highest, which.ravel(), points)
            known = highest != UNKNOWN
            yield *np.divmod(places[known], max(self.n_columns, 1)), highest[known]
