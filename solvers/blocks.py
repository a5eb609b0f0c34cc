"""BlockSource: the plain way to be a ScoreSource, block by block."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator

import numpy as np

from solvers import arrays
from solvers.errors import ProblemError
from solvers.pairs import LOWEST, Pairs, first_few, joined
from solvers.problem import BoolArray, IntArray
from solvers.source import Degrees, Done, ScoreSource, rows_at_once
from solvers.ties import Keys

_CELLS = 1 << 18
"""How many pairs a block holds at most (unless one row has more): bounds the memory of every scan.

Two MiB of 64-bit numbers stay in a cache, and are not asked of the system anew for each step: a third less time.
"""
_NEAR = 8
"""Rows that are no farther apart are asked for together, with those between them: a block has a price of its own."""


class BlockSource(ABC):
    """A ScoreSource over blocks of rows: one method to write, bounded memory, plain numpy."""

    n_rows: int
    n_columns: int

    @abstractmethod
    def block(self, start: int, stop: int) -> IntArray:
        """Return the scores of rows ``start`` to ``stop`` (not included) with every column; -1 is not legal."""

    def _read(self, start: int, stop: int) -> IntArray:
        """Return a block, once it is what a block has to be.

        Raises
        ------
        ProblemError
            If it is no matrix of integers, or not of these rows with every column.
        """
        scores: object = self.block(start, stop)
        shape = stop - start, self.n_columns
        if not isinstance(scores, np.ndarray) or scores.dtype.kind not in "iu" or scores.shape != shape:
            raise ProblemError(f"block({start}, {stop}): a matrix of integers is needed, {shape[0]} by {shape[1]}")
        return scores

    def blocks(self, rows: IntArray | None = None) -> Iterator[tuple[int, int]]:
        """Return the start and stop of every block of rows, in order; of the given ``rows`` if not of all."""
        height = max(1, _CELLS // max(1, self.n_columns))
        for start, stop in [(0, self.n_rows)] if rows is None else _runs(rows):
            for first in range(start, stop, height):
                yield first, min(first + height, stop)

    def rows_block(self, rows: IntArray) -> IntArray:
        """Return the scores of some rows, ascending, with every column; -1 is not legal."""
        runs = [self._read(*run) for run in _runs(rows)]
        return runs[0] if len(runs) == 1 else np.concatenate(runs)

    def view_block(self, start: int, stop: int) -> tuple[IntArray, IntArray]:
        """Return what rows, and what columns, think of the pairs of a block: the scores, unless said otherwise."""
        scores = self._read(start, stop)
        return scores, scores

    def views_of(self, rows: IntArray, columns: IntArray) -> tuple[IntArray, IntArray]:
        """Return what rows, and what columns, think of the given pairs: the scores, unless said otherwise."""
        scores = self.scores_of(rows, columns)
        return scores, scores

    def at_least(self, score: int) -> ScoreSource:
        """Return the same source with only the pairs of that score or more."""
        return self if score <= 0 else _AtLeast(self, score)

    def degrees(self) -> Degrees:
        """Return how many legal pairs everybody is in."""
        found = Degrees(np.zeros(self.n_rows, np.int64), np.zeros(self.n_columns, np.int64))
        for start, stop in self.blocks():
            legal = self._read(start, stop) >= 0
            found.rows[start:stop] = legal.sum(axis=1)
            found.columns[:] += legal.sum(axis=0)
        return found

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
        if not k:
            return joined([], Pairs)
        least = np.full(self.n_rows, LOWEST)
        if above is not None:
            least[slice(None) if rows is None else rows] = above

        def few(some: IntArray, scores: IntArray) -> BoolArray:
            value = np.where(scores >= 0, scale * scores - column_prices, LOWEST)
            below = least[some, None]
            return value > (np.maximum(below, _about_last(value, k) - 1) if k < self.n_columns else below)

        def best(found: Pairs) -> Pairs:  # cut piece by piece: of equals there may be any number
            return first_few(found, found.rows, scale * found.scores - column_prices[found.columns], k, keys)

        return joined([best(found) for found in self._select(few, rows)], Pairs)

    def best_per_column(self, row_prices: IntArray, k: int, *, keys: Keys | None = None) -> Pairs:
        """Return each column's ``k`` legal pairs of most score − row price; equals by tie, or by row."""
        parts, waiting = [joined([], Pairs)], 0
        least = np.full(self.n_columns, LOWEST)  # what the last of a full list is worth: no less can come into it
        for start, stop in self.blocks() if k else ():
            scores = self._read(start, stop)
            value = scores - row_prices[start:stop, None]
            parts.append(_listed(np.arange(start, stop), scores, (scores >= 0) & (value >= least)))
            waiting += len(parts[-1].rows)
            if waiting > max(_CELLS, k * self.n_columns) or stop == self.n_rows:  # to rank after each block takes long
                found = joined(parts, Pairs)
                kept = first_few(found, found.columns, found.scores - row_prices[found.rows], k, keys)
                full = np.bincount(kept.columns, minlength=self.n_columns) >= k
                worst = arrays.least(self.n_columns, kept.columns, kept.scores - row_prices[kept.rows], -LOWEST)
                parts, waiting, least = [kept], 0, np.where(full, worst, LOWEST)
        return joined(parts, Pairs)

    def best_of_both(
        self, of_row: int, of_column: int, *, keys: Keys | None = None, done: Done | None = None
    ) -> tuple[Pairs, Pairs]:
        """Return each row's ``of_row`` legal pairs of most score, and each column's ``of_column``; equals as above."""
        nothing, height, of_rows = np.zeros(self.n_columns, np.int64), rows_at_once(self.n_columns), [joined([], Pairs)]
        for first in range(0, self.n_rows, height):
            last = min(first + height, self.n_rows)
            of_rows.append(self.best_per_row(nothing, of_row, rows=np.arange(first, last), keys=keys))
            if done:
                done(last / self.n_rows / 2)  # the columns' lists are the other half
        of_columns = self.best_per_column(np.zeros(self.n_rows, np.int64), of_column, keys=keys)
        if done:
            done(1.0)
        return joined(of_rows, Pairs), of_columns

    def improving(
        self,
        row_prices: IntArray,
        column_prices: IntArray,
        rows: IntArray | None = None,
        columns: IntArray | None = None,
    ) -> Pairs:
        """Return the legal pairs, of the given rows and columns, worth more than their two prices together."""
        column_wanted = _mask(self.n_columns, columns)

        def better(some: IntArray, scores: IntArray) -> BoolArray:
            worth = scores > row_prices[some, None] + column_prices
            return (scores >= 0) & worth & column_wanted

        return joined([*self._select(better, rows)], Pairs)

    def scores_of(self, rows: IntArray, columns: IntArray) -> IntArray:
        """Return the scores of the given pairs, in whatever order; -1 is not legal."""
        found = np.zeros(len(rows), np.int64)
        order = np.argsort(rows, kind="stable")
        close = [np.arange(*run) for run in _runs(np.unique(rows), _NEAR)]
        for start, stop in self.blocks(np.concatenate([np.zeros(0, np.int64), *close])):
            first, last = np.searchsorted(rows, (start, stop), sorter=order)
            mine = order[first:last]
            found[mine] = self._read(start, stop)[rows[mine] - start, columns[mine]]
        return found

    def _select(self, choose: Callable[[IntArray, IntArray], BoolArray], rows: IntArray | None) -> Iterator[Pairs]:
        """Go through the pairs that are chosen by some rows and their scores: of the given ``rows``, or of all."""
        height = max(1, _CELLS // max(1, self.n_columns))
        asked = np.arange(self.n_rows) if rows is None else rows
        for some in (asked[first : first + height] for first in range(0, len(asked), height)):
            scores = self.rows_block(some)
            yield _listed(some, scores, choose(some, scores))


class _AtLeast(BlockSource):
    """Of another source the pairs of some score or more."""

    def __init__(self, source: BlockSource, score: int) -> None:
        self._source, self._score = source, score
        self.n_rows, self.n_columns = source.n_rows, source.n_columns

    def block(self, start: int, stop: int) -> IntArray:
        """Return the scores of rows ``start`` to ``stop`` (not included) with every column; -1 is not legal."""
        scores = self._source.block(start, stop)
        return np.where(scores >= self._score, scores, -1)

    def rows_block(self, rows: IntArray) -> IntArray:
        """Return the scores of some rows, ascending, with every column; -1 is not legal."""
        scores = self._source.rows_block(rows)
        return np.where(scores >= self._score, scores, -1)

    def scores_of(self, rows: IntArray, columns: IntArray) -> IntArray:
        """Return the scores of the given pairs, in whatever order; -1 is not legal."""
        scores = self._source.scores_of(rows, columns)
        return np.where(scores >= self._score, scores, -1)

    def view_block(self, start: int, stop: int) -> tuple[IntArray, IntArray]:
        """Return what rows, and what columns, think of the pairs of a block; -1 is not legal."""
        legal, views = self.block(start, stop) >= 0, self._source.view_block(start, stop)
        return np.where(legal, views[0], -1), np.where(legal, views[1], -1)

    def views_of(self, rows: IntArray, columns: IntArray) -> tuple[IntArray, IntArray]:
        """Return what rows, and what columns, think of the given pairs, in whatever order; -1 is not legal."""
        legal, views = self.scores_of(rows, columns) >= 0, self._source.views_of(rows, columns)
        return np.where(legal, views[0], -1), np.where(legal, views[1], -1)


def _listed(some: IntArray, scores: IntArray, chosen: BoolArray) -> Pairs:
    rows, columns = np.nonzero(chosen)
    return Pairs(some[rows], columns, scores[rows, columns].astype(np.int64))


def _about_last(value: IntArray, k: int) -> IntArray:
    """Return for each row a value that ``k`` of it reach, and few more: of the most in each of many groups, the kth.

    A whole row would have to be sorted for the value that just ``k`` reach, which takes several times as long.
    """
    groups = min(value.shape[1], 8 * k)
    even = value[:, : value.shape[1] // groups * groups]
    most = even.reshape(len(value), -1, groups).max(axis=1)
    return np.partition(most, groups - k, axis=1)[:, groups - k, None]


def _runs(rows: IntArray, apart: int = 1) -> Iterator[tuple[int, int]]:
    """Return the start and stop of each run of rows, ascending, that are so far ``apart`` at most."""
    breaks = np.flatnonzero(np.diff(rows) > apart) + 1
    for run in np.split(rows, breaks):
        if len(run):
            yield int(run[0]), int(run[-1]) + 1


def _mask(length: int, chosen: IntArray | None) -> BoolArray:
    mask = np.full(length, chosen is None)
    if chosen is not None:
        mask[chosen] = True
    return mask
