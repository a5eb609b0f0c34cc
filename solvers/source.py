"""ScoreSource: what pricing needs to know of anybody's scores; and the plain way to give it, block by block."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Protocol, TypeVar

import numpy as np

from solvers.problem import BoolArray, IntArray

_CELLS = 1 << 20
"""How many pairs a block holds at most (unless one row has more): bounds the memory of every scan."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Legal pairs with their scores, sorted by row, then column."""

    rows: IntArray
    columns: IntArray
    scores: IntArray


class ScoreSource(Protocol):
    """Scored pairs that need not be listed. Rows and columns count from 0; a pair that is not legal never appears."""

    n_rows: int
    n_columns: int

    def best_per_row(self, column_prices: IntArray, k: int) -> Pairs:
        """Return each row's ``k`` legal pairs of most score − column price; equals by column."""

    def best_per_column(self, row_prices: IntArray, k: int) -> Pairs:
        """Return each column's ``k`` legal pairs of most score − row price; equals by row."""

    def improving(
        self,
        row_prices: IntArray,
        column_prices: IntArray,
        rows: IntArray | None = None,
        columns: IntArray | None = None,
    ) -> Pairs:
        """Return the legal pairs, of the given rows and columns, worth more than their two prices together."""


class BlockSource(ABC):
    """A ScoreSource over blocks of rows: one method to write, bounded memory, plain numpy."""

    n_rows: int
    n_columns: int

    @abstractmethod
    def block(self, start: int, stop: int) -> IntArray:
        """Return the scores of rows ``start`` to ``stop`` (not included) with every column; -1 is not legal."""

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Return the start and stop of every block of rows, in order."""
        height = max(1, _CELLS // max(1, self.n_columns))
        for start in range(0, self.n_rows, height):
            yield start, min(start + height, self.n_rows)

    def legal(self) -> Pairs:
        """Return every legal pair."""
        return self._select(lambda start, scores: scores >= 0)

    def best_per_row(self, column_prices: IntArray, k: int) -> Pairs:
        """Return each row's ``k`` legal pairs of most score − column price; equals by column."""
        return self._select(lambda start, scores: _among_best(scores, scores - column_prices, k))

    def best_per_column(self, row_prices: IntArray, k: int) -> Pairs:
        """Return each column's ``k`` legal pairs of most score − row price; equals by row."""
        kept = Pairs(*(np.zeros(0, np.int64) for _ in range(3)))
        for start, stop in self.blocks():
            found = self._listed(start, self.block(start, stop), lambda _, scores: scores >= 0)
            both = joined([kept, found], Pairs)
            value = both.scores - row_prices[both.rows]
            order = np.lexsort((both.rows, -value, both.columns))
            owners = both.columns[order]
            rank = np.arange(len(owners)) - np.searchsorted(owners, owners)
            chosen = np.sort(order[rank < k])
            kept = Pairs(both.rows[chosen], both.columns[chosen], both.scores[chosen])
        return kept

    def improving(
        self,
        row_prices: IntArray,
        column_prices: IntArray,
        rows: IntArray | None = None,
        columns: IntArray | None = None,
    ) -> Pairs:
        """Return the legal pairs, of the given rows and columns, worth more than their two prices together."""
        row_wanted, column_wanted = _mask(self.n_rows, rows), _mask(self.n_columns, columns)

        def better(start: int, scores: IntArray) -> BoolArray:
            stop = start + len(scores)
            worth = scores > row_prices[start:stop, None] + column_prices
            return (scores >= 0) & worth & row_wanted[start:stop, None] & column_wanted

        return self._select(better)

    def _select(self, choose: Callable[[int, IntArray], BoolArray]) -> Pairs:
        return joined([self._listed(start, self.block(start, stop), choose) for start, stop in self.blocks()], Pairs)

    def _listed(self, start: int, scores: IntArray, choose: Callable[[int, IntArray], BoolArray]) -> Pairs:
        rows, columns = np.nonzero(choose(start, scores))
        return Pairs(rows + start, columns, scores[rows, columns].astype(np.int64))


Listed = TypeVar("Listed", bound=Pairs)


def joined(parts: Sequence[Listed], kind: type[Listed]) -> Listed:
    """Return one list of several of a kind, in the order given."""
    none = np.zeros(0, np.int64)
    return kind(*(np.concatenate([none, *(getattr(part, one.name) for part in parts)]) for one in fields(kind)))


def _among_best(scores: IntArray, value: IntArray, k: int) -> BoolArray:
    """Mark each row's ``k`` best legal entries; a stable sort keeps equals in order of column."""
    lowest = np.iinfo(np.int64).min
    order = np.argsort(-np.where(scores >= 0, value, lowest + 1), axis=1, kind="stable")[:, :k]
    best = np.zeros(scores.shape, np.bool_)
    np.put_along_axis(best, order, True, axis=1)
    return best & (scores >= 0)


def _mask(length: int, chosen: IntArray | None) -> BoolArray:
    mask = np.full(length, chosen is None)
    if chosen is not None:
        mask[chosen] = True
    return mask
