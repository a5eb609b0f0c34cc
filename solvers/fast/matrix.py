"""The compiled source of a matrix's scores: what the plain one answers, to the last digit."""

from __future__ import annotations

from functools import cached_property, partial

import numpy as np
import numpy.typing as npt

from solvers.fast.loops import scans
from solvers.fast.loops.arcs import order_by
from solvers.fast.loops.scans import Scores, Shorts
from solvers.pairs import Pairs, joined
from solvers.pricing.matrix import MatrixSource
from solvers.problem import IntArray
from solvers.source import Degrees
from solvers.threads import in_threads, spans
from solvers.ties import Keys, Words

_ENTRIES = 1 << 22
"""How many entries of lists of the best are made at once, at most (unless one row has more)."""


class CompiledMatrix(MatrixSource):
    """A matrix of scores, scanned by compiled loops over several threads."""

    def degrees(self) -> Degrees:
        """Return how many legal pairs everybody is in."""
        return self._degrees

    @cached_property
    def _degrees(self) -> Degrees:
        parts = spans(self.n_rows)
        of_rows, of_columns = np.zeros(self.n_rows, np.int64), np.zeros((len(parts), self.n_columns), np.int64)

        def count(start: int, stop: int) -> None:
            scans.degrees(self.scores, of_rows, of_columns[parts.index((start, stop))], start, stop)

        in_threads(count, parts)
        return Degrees(of_rows, of_columns.sum(axis=0))

    def best_per_row(
        self,
        column_prices: IntArray,
        k: int,
        *,
        rows: IntArray | None = None,
        above: IntArray | None = None,
        scale: int = 1,
        keys: Keys | None = None,
    ) -> Pairs:
        """Return each row's ``k`` legal pairs of most ``scale`` · score − column price; equals by tie, or by column."""
        asked, most, parts = (
            np.arange(self.n_rows) if rows is None else rows,
            min(k, self.n_columns),
            [joined([], Pairs)],
        )
        least = np.full(len(asked), scans.LOWEST) if above is None else above
        near, height = self._near(column_prices, scale), max(1, _ENTRIES // max(1, most))
        for first in range(0, len(asked) if most else 0, height):
            some = asked[first : first + height]
            columns, counts = np.empty((len(some), most), np.int32), np.empty(len(some), np.int64)
            given = self.scores, column_prices, near, scale, some, least[first : first + height]
            in_threads(partial(scans.best_of_rows, *given, *_words(keys), columns, counts), spans(len(some)))
            parts.append(_listed(self.scores, some, columns, counts))
        return joined(parts, Pairs)

    def best_per_column(self, row_prices: IntArray, k: int, *, keys: Keys | None = None) -> Pairs:
        """Return each column's ``k`` legal pairs of most score − row price; equals by tie, or by row."""
        most = min(k, self.n_rows)
        found, counts = np.empty((self.n_columns, most), np.int32), np.zeros(self.n_columns, np.int64)
        if most:
            given = self.scores, row_prices, self._near(row_prices), *_words(keys), found, counts
            in_threads(partial(scans.best_of_columns, *given), spans(self.n_columns))
        rows = found[np.arange(most) < counts[:, None]].astype(np.int64)
        order = order_by(rows, self.n_rows)
        rows, columns = rows[order], np.repeat(np.arange(self.n_columns), counts)[order]
        return Pairs(rows, columns, self.scores_of(rows, columns))

    def improving(
        self,
        row_prices: IntArray,
        column_prices: IntArray,
        rows: IntArray | None = None,
        columns: IntArray | None = None,
    ) -> Pairs:
        """Return the legal pairs, of the given rows and columns, worth more than their two prices together."""
        rows = np.arange(self.n_rows) if rows is None else rows
        columns = np.arange(self.n_columns) if columns is None else np.unique(columns)
        counts = np.zeros(len(rows), np.int64)
        asked = self.scores, rows, columns, row_prices, column_prices[columns]
        in_threads(partial(scans.improving_counts, *asked, counts), spans(len(rows)))
        starts = np.concatenate([[0], np.cumsum(counts)])
        found = np.empty(starts[-1], np.int64)
        in_threads(partial(scans.improving_pairs, *asked, starts, found), spans(len(rows)))
        owners = np.repeat(rows, counts)
        return Pairs(owners, found, self.scores_of(owners, found))

    def _near(self, prices: IntArray, scale: int = 1) -> Shorts:
        """Return prices in 32 bits, if what any score leaves beside them fits there, too; else none."""
        highest = scale * int(np.iinfo(self.scores.dtype).max)
        fit = max(highest - int(prices.min(initial=0)), int(prices.max(initial=0))) < scans.NEAR
        return prices.astype(np.int32) if fit else np.zeros(0, np.int32)


def _listed(scores: Scores, rows: IntArray, columns: npt.NDArray[np.int32], counts: IntArray) -> Pairs:
    """Return the first few of each row's ``columns``, as many as its count says."""
    found = columns[np.arange(columns.shape[1]) < counts[:, None]].astype(np.int64)
    owners = np.repeat(rows, counts)
    return Pairs(owners, found, scores[owners, found].astype(np.int64))


def _words(keys: Keys | None) -> tuple[Words, Words]:
    none = np.zeros(0, np.uint64)
    return (none, none) if keys is None else (keys.rows, keys.columns)
