"""Whom people could have had: read off a list of all legal pairs, or asked of a source for all who need it at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np

from matchmaker.outcome.chosen import Chosen, Side
from matchmaker.scoring.scores import Scores
from matchmaker.scoring.survey import ViewedPairs
from solvers.pairs import Pairs, joined
from solvers.problem import BoolArray, IntArray
from solvers.source import ScoreSource

_AWAY = 1 << 20
"""More than any score: partners with this price come after all others."""

_FEW = (16, 1024)
"""How many times faster pairs are scored in walks than in lists, by the reference and by compiled code, at the most.

So a few columns, or rows, are looked at for themselves.
"""

_KEPT = 1 << 22
"""How many pairs a walk for the best of every column may hold."""


class Best(NamedTuple):
    """For everybody on a side the best partner left, -1 for nobody, and the score of the pair."""

    partner: IntArray
    score: IntArray


class Possible(Protocol):
    """Legal pairs, as questions after a matching ask for them."""

    def of(self, side: Side, index: int) -> tuple[IntArray, IntArray]:
        """Return everybody with whom somebody makes a legal pair, best score first, and the scores."""

    def seen(self, rows: IntArray, columns: IntArray) -> ViewedPairs:
        """Return the pairs that rows and columns list side by side; scores and views are -1 where one is not legal."""

    def best(self, side: Side, chosen: Chosen) -> Best:
        """Return, for all who have a place left, the best partner they did not get.

        Partners who have places go before those who have none, then the best score, then the order of ids.
        """

    def meet(self, rows: IntArray, columns: IntArray) -> tuple[BoolArray, BoolArray]:
        """Return which of these rows have a legal pair with one of these columns, and which of the columns with one."""


class Listing:
    """What a list of all legal pairs says."""

    def __init__(self, legal: ViewedPairs, n_columns: int) -> None:
        self._legal = legal
        self._n_columns = n_columns
        self._order = tuple(np.argsort(ends, kind="stable") for ends in (legal.rows, legal.columns))

    def of(self, side: Side, index: int) -> tuple[IntArray, IntArray]:
        """Return everybody with whom somebody makes a legal pair, best score first, and the scores."""
        ends = (self._legal.rows, self._legal.columns)
        first, last = np.searchsorted(ends[side], (index, index + 1), sorter=self._order[side])
        mine = self._order[side][first:last]
        return _best_first(ends[1 - side][mine], self._legal.scores[mine])

    def seen(self, rows: IntArray, columns: IntArray) -> ViewedPairs:
        """Return the pairs that rows and columns list side by side; scores and views are -1 where one is not legal."""
        keys, wanted = self._legal.rows * self._n_columns + self._legal.columns, rows * self._n_columns + columns
        at = np.searchsorted(keys, wanted)
        hit = at < len(keys)
        hit[hit] = keys[at[hit]] == wanted[hit]
        found = np.full((3, len(rows)), -1)
        listed = (self._legal.scores, self._legal.mentee_view, self._legal.mentor_view)
        found[:, hit] = [values[at[hit]] for values in listed]
        return ViewedPairs(rows, columns, *found)

    def best(self, side: Side, chosen: Chosen) -> Best:
        """Return, for all who have a place left, the best partner they did not get."""
        return _first(side, self._legal, chosen)

    def meet(self, rows: IntArray, columns: IntArray) -> tuple[BoolArray, BoolArray]:
        """Return which of these rows have a legal pair with one of these columns, and which of the columns with one."""
        both = np.isin(self._legal.rows, rows) & np.isin(self._legal.columns, columns)
        return np.isin(rows, self._legal.rows[both]), np.isin(columns, self._legal.columns[both])


class Scan:
    """What a source of scores answers, in bounded memory; ``source`` is any that equals the scores, such as faster."""

    def __init__(self, scores: Scores, source: ScoreSource | None = None) -> None:
        self._scores = scores
        self._source: ScoreSource = source or scores
        self._few = _FEW[source is not None]

    def of(self, side: Side, index: int) -> tuple[IntArray, IntArray]:
        """Return everybody with whom somebody makes a legal pair, best score first, and the scores."""
        scores = self._source.block(index, index + 1)[0] if side == 0 else self._column(index)
        legal = np.flatnonzero(scores >= 0)
        return _best_first(legal, scores[legal].astype(np.int64))

    def seen(self, rows: IntArray, columns: IntArray) -> ViewedPairs:
        """Return the pairs that rows and columns list side by side; scores and views are -1 where one is not legal."""
        return self._scores.seen(rows, columns)

    def best(self, side: Side, chosen: Chosen) -> Best:
        """Return, for all who have a place left, the best partner they did not get."""
        prices = np.where(chosen.places[1 - side] > 0, 0, _AWAY)
        found = self._best_of_rows(chosen, prices) if side == 0 else self._best_of_columns(chosen, prices)
        return _first(side, joined([*found], Pairs), chosen)

    def meet(self, rows: IntArray, columns: IntArray) -> tuple[BoolArray, BoolArray]:
        """Return which of these rows have a legal pair with one of these columns, and which of the columns with one."""
        if not len(rows) or not len(columns):
            return np.zeros(len(rows), np.bool_), np.zeros(len(columns), np.bool_)
        met = self._met(rows, columns)
        return met, self._met_by(rows[met], columns)

    def _best_of_rows(self, chosen: Chosen, prices: IntArray) -> Iterator[Pairs]:
        """Yield more pairs of each row with an empty place than it got, so that one at least is left, if there is."""
        filled = np.where(chosen.empty(0), chosen.filled[0], -1)
        for got in np.unique(filled[filled >= 0]).tolist():
            yield self._source.best_per_row(prices, got + 1, rows=np.flatnonzero(filled == got))

    def _best_of_columns(self, chosen: Chosen, prices: IntArray) -> Iterator[Pairs]:
        """Yield the same of each column: in one walk, or of single columns, where they are few or got too many."""
        filled = np.where(chosen.empty(1), chosen.filled[1], -1)
        alone = np.flatnonzero(filled >= 0)
        if len(alone) * self._few > len(filled):
            most = min(int(filled.max()) + 1, max(1, _KEPT // len(filled)))
            yield self._source.best_per_column(prices, most)
            alone = np.flatnonzero(filled >= most)
        for column in alone.tolist():
            scores = self._column(column)
            legal = np.flatnonzero(scores >= 0)
            first = np.argsort(prices[legal] - scores[legal], kind="stable")[: filled[column] + 1]
            rows = np.sort(legal[first])
            yield Pairs(rows, np.full_like(rows, column), scores[rows])

    def _met(self, rows: IntArray, columns: IntArray) -> BoolArray:
        """Return which rows have a legal pair with one of these columns."""
        if len(columns) * self._few > self._source.n_columns:
            prices = np.full(self._source.n_columns, _AWAY)
            prices[columns] = 0
            at_all = np.full(len(rows), -_AWAY // 2)
            return np.isin(rows, self._source.best_per_row(prices, 1, rows=rows, above=at_all).rows)
        met = np.zeros(len(rows), np.bool_)
        for column in columns.tolist():
            met[~met] = self.seen(rows[~met], np.full(np.count_nonzero(~met), column)).scores >= 0
        return met

    def _met_by(self, rows: IntArray, columns: IntArray) -> BoolArray:
        """Return which columns have a legal pair with one of these rows."""
        if len(rows) * self._few > self._source.n_rows:
            prices = np.full(self._source.n_rows, _AWAY)
            prices[rows] = 0
            best = self._source.best_per_column(prices, 1)
            return np.isin(columns, best.columns[prices[best.rows] == 0])
        found = np.zeros(len(columns), np.bool_)
        for start, stop in self._scores.blocks(rows):
            found |= (self._source.block(start, stop)[:, columns] >= 0).any(axis=0)
        return found

    def _column(self, column: int) -> IntArray:
        """Return the scores of a column with every row; -1 is not legal."""
        rows = np.arange(self._source.n_rows)
        return self.seen(rows, np.full_like(rows, column)).scores


def possible_of(scores: Scores, source: ScoreSource | None = None) -> Possible:
    """Return whom people could have had; where there are limits, which look at every pair, by a list of them all."""
    return Listing(scores.legal(), scores.n_columns) if scores.programme.limited else Scan(scores, source)


def _best_first(others: IntArray, scores: IntArray) -> tuple[IntArray, IntArray]:
    order = np.lexsort((others, -scores))
    return others[order], scores[order]


def _first(side: Side, pairs: Pairs, chosen: Chosen) -> Best:
    """Return, of pairs that hold enough of everybody, the first left of all who have an empty place."""
    ends = (pairs.rows, pairs.columns)
    left = chosen.empty(side)[ends[side]] & ~chosen.holds(*ends)
    owners, others, scores = ends[side][left], ends[1 - side][left], pairs.scores[left]
    order = np.lexsort((others, -scores, chosen.places[1 - side][others] == 0, owners))
    found, first = np.unique(owners[order], return_index=True)
    best = Best(np.full(len(chosen.places[side]), -1), np.full(len(chosen.places[side]), -1))
    best.partner[found], best.score[found] = others[order][first], scores[order][first]
    return best
