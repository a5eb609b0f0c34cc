"""Compiled: the ScoreSource that answers as the reference does, to the last digit, by compiled loops."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from matchmaker.kernel.ops import BATCH, NOTHING, Longs, Words, words_for
from matchmaker.kernel.plan import Built
from matchmaker.kernel.planes import unpacked
from matchmaker.kernel.team import CELLS, Team, in_parts
from matchmaker.scoring.survey import Tally
from matchmaker.shapes import FULL
from solvers.blocks import BlockSource
from solvers.pairs import Pairs
from solvers.source import Degrees, Done, rows_at_once

if TYPE_CHECKING:
    from matchmaker.scoring.scores import Scores
    from solvers.problem import IntArray
    from solvers.ties import Keys

LARGEST = 1 << 60
"""Prices beyond this, either way, are left to the reference: no sum of two may overflow."""


class Compiled(BlockSource):
    """The scores of a pool, scanned by compiled loops over several threads; the same whatever their number."""

    def __init__(self, scores: Scores, built: Built, threads: int | None = None, least: int = 0) -> None:
        """Take a plan that bans what scores less than ``least``, whatever the programme says."""
        self.scores, self._built, self._team = scores, built, Team(built, threads)
        self.n_rows, self.n_columns = scores.n_rows, scores.n_columns
        self._reference = scores.at_least(least)

    def block(self, start: int, stop: int) -> IntArray:
        """Return the scores of rows ``start`` to ``stop`` (not included) with every column; -1 is not legal."""
        (scores,) = self._filled(start, stop, 1)
        return np.asarray(scores)

    def at_least(self, score: int) -> Compiled:
        """Return the same source with only the pairs of that score or more."""
        if score <= self._minimum:
            return self
        return Compiled(self.scores, self._built.at_least(score), self._team.threads, score)

    def legal(self) -> Pairs:
        """Return every legal pair."""
        return _pairs(self._every(self._asked(None)))

    def degrees(self) -> Degrees:
        """Return how many legal pairs everybody is in."""
        return self._degrees

    @cached_property
    def _degrees(self) -> Degrees:
        if not self._minimum:
            return Degrees(*(counts[-1] for counts in self._counts))
        by_row = np.zeros(self.n_rows, np.int64)

        def count(part: Longs) -> Longs:
            by_column = np.zeros(self.n_columns, np.int64)
            for rows in in_parts(part, CELLS // max(1, self.n_columns)):
                for some in self._scan(rows, no_bases, no_least):
                    by_row[rows] += np.bincount(some[:, 0] - rows[0], minlength=len(rows))
                    by_column += np.bincount(some[:, 1], minlength=self.n_columns)
            return by_column

        no_bases, no_least = np.zeros(self.n_rows, np.int64), np.full(self.n_columns, NOTHING)
        parts = np.array_split(self._asked(None), self._team.threads)
        return Degrees(by_row, sum(self._team.each(count, parts), np.zeros(self.n_columns, np.int64)))

    def tally(self) -> Tally:
        """Return how many pairs each rule bans, how many score too low, how many are legal, for everybody."""
        counts, legal, names = [*zip(*self._counts, strict=True)], self.degrees(), self.scores.rule_names
        return Tally(
            banned=dict(zip(names, counts, strict=False)),
            only=dict(zip(names, counts[len(names) :], strict=False)),
            below_minimum=(counts[-1][0] - legal.rows, counts[-1][1] - legal.columns),
            legal=(legal.rows, legal.columns),
        )

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
        from matchmaker.kernel.loops.best import best_of_rows

        if scale == 0 and keys is None:
            return self._cheapest_per_row(column_prices, k, rows, above)
        if not (_moderate(column_prices) and 0 < scale < LARGEST >> 14):
            return self._reference.best_per_row(column_prices, k, rows=rows, above=above, scale=scale, keys=keys)
        asked, most, prices = self._asked(rows), min(k, self.n_columns), _longs(column_prices)
        floors, least = prices // scale, np.empty(self.n_rows, np.int64)
        least[asked] = NOTHING if above is None else np.clip(above, NOTHING, -NOTHING)

        def best(part: Longs) -> list[Longs]:
            pieces = self._team.pieces(part)
            return [best_of_rows(*one, prices, floors, least[one.rows], scale, most, *_words(keys)) for one in pieces]

        parts = self._team.shares(asked) if most else []
        return _pairs([some for found in self._team.each(best, parts) for some in found])

    def _cheapest_per_row(
        self, column_prices: IntArray, k: int, rows: IntArray | None, above: IntArray | None
    ) -> Pairs:
        """Return each row's ``k`` legal pairs of the least column price, whatever they score; equals by column."""
        places = np.empty(self.n_columns, np.int64)
        places[np.argsort(column_prices, kind="stable")] = np.arange(self.n_columns) * (FULL + 1)
        found = self.best_per_row(places, k, rows=rows)
        if above is None:
            return found
        least = np.zeros(self.n_rows, np.int64)
        least[self._asked(rows)] = above
        return found.only(-column_prices[found.columns] > least[found.rows])

    def best_per_column(self, row_prices: IntArray, k: int, *, keys: Keys | None = None) -> Pairs:
        """Return each column's ``k`` legal pairs of most score − row price; equals by tie, or by row."""
        if not _moderate(row_prices):
            return self._reference.best_per_column(row_prices, k, keys=keys)
        _, found = self._both(_longs(row_prices), 0, k, keys, None)
        return found

    def best_of_both(
        self, of_row: int, of_column: int, *, keys: Keys | None = None, done: Done | None = None
    ) -> tuple[Pairs, Pairs]:
        """Return each row's ``of_row`` legal pairs of most score, and each column's ``of_column``: in one walk."""
        return self._both(np.zeros(self.n_rows, np.int64), of_row, of_column, keys, done)

    def _both(
        self, prices: Longs, of_row: int, of_column: int, keys: Keys | None, done: Done | None
    ) -> tuple[Pairs, Pairs]:
        """Return lists of rows, by score alone, and of columns; each thread has its own lists of all columns."""
        from matchmaker.kernel.loops.best import best_of_both, joined_lists

        threads, most, k = self._team.threads, min(of_row, self.n_columns), min(of_column, self.n_rows)
        if not (most or k):
            return _pairs([]), _pairs([])
        heaps = np.zeros((threads, self.n_columns, k, 4), np.int64)
        sizes, least = np.zeros(heaps.shape[:2], np.int64), np.full(heaps.shape[:2], NOTHING if k else -NOTHING)

        def best(turn: tuple[int, Longs]) -> list[Longs]:
            thread, part = turn
            lists = heaps[thread], sizes[thread], least[thread]
            return [best_of_both(*one, prices, most, *_words(keys), *lists) for one in self._team.pieces(part)]

        steps = -(-self.n_rows // max(rows_at_once(self.n_columns), threads * BATCH)) if done else 1
        parts = [np.array_split(part, steps) for part in np.array_split(self._asked(None), threads)]
        of_rows: list[Longs] = []
        for step, turns in enumerate(zip(*parts, strict=True), start=1):
            for found in self._team.each(best, enumerate(turns)):
                of_rows += found
            if done:
                done(step / steps)
        bounds = pairwise(np.linspace(0, self.n_columns, threads + 1).astype(np.int64))
        of_columns = self._team.each(lambda between: joined_lists(heaps, sizes, *between), bounds)
        return _pairs(of_rows), _pairs(of_columns)

    def improving(
        self,
        row_prices: IntArray,
        column_prices: IntArray,
        rows: IntArray | None = None,
        columns: IntArray | None = None,
    ) -> Pairs:
        """Return the legal pairs, of the given rows and columns, worth more than their two prices together."""
        if not (_moderate(row_prices) and _moderate(column_prices)):
            return self._reference.improving(row_prices, column_prices, rows, columns)
        least = _longs(column_prices)
        if columns is not None:
            least = np.full(self.n_columns, -NOTHING)
            least[columns] = column_prices[columns]
        return _pairs(self._above(np.unique(self._asked(rows)), _longs(row_prices), least))

    def scores_of(self, rows: IntArray, columns: IntArray) -> IntArray:
        """Return the scores of the given pairs, in whatever order; -1 is not legal."""
        return self._reference.scores_of(rows, columns)

    def view_block(self, start: int, stop: int) -> tuple[IntArray, IntArray]:
        """Return both views of rows ``start`` to ``stop`` with every column, the rows' first; -1 is not legal."""
        rows, columns = self._filled(start, stop, 2)
        return rows, columns

    def views_of(self, rows: IntArray, columns: IntArray) -> tuple[IntArray, IntArray]:
        """Return both views of the given pairs, in whatever order, the rows' first; -1 is not legal."""
        return self._reference.views_of(rows, columns)

    @property
    def _minimum(self) -> int:
        """The least score of a legal pair."""
        return int(self._built.plan.settings[1])

    def _filled(self, start: int, stop: int, planes: int) -> Longs:
        """Return the scores of a block, one plane, or both its views, two; -1 is not legal."""
        from matchmaker.kernel.loops.best import fill_rows

        least, out = np.full(self.n_columns, NOTHING), np.full((planes, stop - start, self.n_columns), -1, np.int64)

        def fill(part: Longs) -> None:
            for one in self._team.pieces(part):
                fill_rows(*one, least, start, out)

        self._team.each(fill, np.array_split(np.arange(start, stop), max(1, min(self._team.threads, stop - start))))
        return out

    def _every(self, rows: Longs) -> list[Longs]:
        return self._above(rows, np.zeros(self.n_rows, np.int64), np.full(self.n_columns, NOTHING))

    def _above(self, rows: Longs, bases: Longs, least: Longs) -> list[Longs]:
        """Return the pairs of the rows that score above the base of the row and the least of the column together."""
        found = self._team.each(lambda part: self._scan(part, bases, least), self._team.shares(rows))
        return [some for part in found for some in part]

    def _scan(self, rows: Longs, bases: Longs, least: Longs) -> list[Longs]:
        from matchmaker.kernel.loops.best import pairs_above

        return [pairs_above(*one, bases, least) for one in self._team.pieces(rows)]

    @cached_property
    def _counts(self) -> tuple[Longs, Longs]:
        """Return the pairs of every row, and of every column, that each rule bans, bans alone, and that none bans."""
        from matchmaker.kernel.loops.bans import count_bans

        rules, words = len(self.scores.rule_names), words_for(self.n_columns)
        by_row = np.zeros((2 * rules + 1, self.n_rows), np.int64)

        def count(part: Longs) -> Longs:
            by_column = np.zeros((2 * rules + 1, len(part).bit_length(), words), np.uint64)
            for one in self._team.pieces(part, scored=False):
                count_bans(*one, by_row, by_column, np.zeros((rules + 2, words), np.uint64))
            bits = enumerate(np.moveaxis(by_column, 1, 0))
            return sum((unpacked(some).astype(np.int64) << bit for bit, some in bits), np.zeros(1, np.int64))

        parts = np.array_split(self._asked(None), self._team.threads)
        by_column = sum(self._team.each(count, parts), np.zeros((1, 1), np.int64))
        return by_row, by_column[:, : self.n_columns]

    def _asked(self, rows: IntArray | None) -> Longs:
        return np.arange(self.n_rows) if rows is None else _longs(rows)


def _longs(values: IntArray) -> Longs:
    return np.ascontiguousarray(values, np.int64)


def _moderate(prices: IntArray) -> bool:
    return bool(prices.max(initial=0) <= LARGEST and prices.min(initial=0) >= -LARGEST)


def _words(keys: Keys | None) -> tuple[Words, Words]:
    """Return the keys of rows and columns; none of either where equals go by their numbers."""
    none = np.zeros(0, np.uint64)
    return (np.ascontiguousarray(keys.rows), np.ascontiguousarray(keys.columns)) if keys else (none, none)


def _pairs(parts: list[Longs]) -> Pairs:
    """Return pairs, (pairs, 3) each part and none twice, as one list by row, then column."""
    found = np.concatenate([np.zeros((0, 3), np.int64), *parts])
    places = found[:, 0] * (found[:, 1].max(initial=0) + 1) + found[:, 1]  # one key is sorted sooner than two
    rows, columns, scores = found[np.argsort(places)].T
    return Pairs(rows, columns, scores)
