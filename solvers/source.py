"""ScoreSource: what pricing needs to know of anybody's scores."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeAlias

from solvers.pairs import Pairs
from solvers.problem import IntArray
from solvers.ties import Keys

AT_ONCE, ROWS = 1 << 24, 1 << 8
"""About how many pairs, and how many rows at least, are scanned at once: fewer rows do not keep threads busy."""

Done: TypeAlias = Callable[[float], None]
"""Called now and then, from the thread that asked, with the share that is done: above 0, and 1 in the end."""


def rows_at_once(n_columns: int) -> int:
    """Return how many rows are scanned before it is told how far that is, or asked whether to stop."""
    return max(ROWS, AT_ONCE // max(1, n_columns))


class Degrees(NamedTuple):
    """How many legal pairs each row, and each column, is in."""

    rows: IntArray
    columns: IntArray


class ScoreSource(Protocol):
    """Scored pairs that need not be listed. Rows and columns count from 0; a pair that is not legal never appears.

    Every answer depends on nothing but what is asked, so sources may be asked again, and by several threads.
    """

    n_rows: int
    n_columns: int

    def degrees(self) -> Degrees:
        """Return how many legal pairs everybody is in."""

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
        """Return each row's ``k`` legal pairs of most ``scale`` · score − column price; equals by tie, or by column.

        Of the given ``rows`` only, ascending, each once; and only those worth more than ``above``, which has an entry
        for each of them.
        """

    def best_per_column(self, row_prices: IntArray, k: int, *, keys: Keys | None = None) -> Pairs:
        """Return each column's ``k`` legal pairs of most score − row price; equals by tie, or by row."""

    def best_of_both(
        self, of_row: int, of_column: int, *, keys: Keys | None = None, done: Done | None = None
    ) -> tuple[Pairs, Pairs]:
        """Return each row's ``of_row`` legal pairs of most score, and each column's ``of_column``; equals as above."""

    def improving(
        self,
        row_prices: IntArray,
        column_prices: IntArray,
        rows: IntArray | None = None,
        columns: IntArray | None = None,
    ) -> Pairs:
        """Return the legal pairs, of the given rows and columns, worth more than their two prices together."""

    def scores_of(self, rows: IntArray, columns: IntArray) -> IntArray:
        """Return the scores of the given pairs, in whatever order; -1 is not legal."""

    def block(self, start: int, stop: int) -> IntArray:
        """Return the scores of rows ``start`` to ``stop`` (not included) with every column; -1 is not legal."""

    def view_block(self, start: int, stop: int) -> tuple[IntArray, IntArray]:
        """Return what rows, and what columns, think of the pairs of a block; -1 is not legal."""

    def views_of(self, rows: IntArray, columns: IntArray) -> tuple[IntArray, IntArray]:
        """Return what rows, and what columns, think of the given pairs, in whatever order; -1 is not legal."""

    def at_least(self, score: int) -> ScoreSource:
        """Return the same source with only the pairs of that score or more."""
