"""The verify scan: which pairs that are not listed would leave their row more than its worst place, at given prices.

Each row keeps the most that such a pair left it when it was last scanned. Prices that have fallen since can have
raised that by the largest fall, no more; only rows in which it could then be above what the row has are scanned again.
(To scan just where a price or a row's value fell would be wrong: of a row's improving pairs only the best few are
listed.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from solvers.arrays import least, ranked, runs
from solvers.pairs import Pairs, joined
from solvers.prices import Prices
from solvers.pricing.sight import Sight
from solvers.problem import AssignmentProblem, BoolArray, IntArray, Wholes
from solvers.remainder import Remainder
from solvers.source import ScoreSource, rows_at_once
from solvers.ties import Keys

MORE = 8
"""How many of a row's improving pairs are listed each round, or as many as it has places, if that is more."""
_LISTED_AT_ONCE = 1 << 22
"""How many pairs are looked at together where they may all have to be listed."""

Pause = Callable[[float], bool]
"""Told which share of a scan is done; whether to stop."""


class Scan:
    """What the pairs of a source that are not listed can bring, round after round."""

    def __init__(self, source: ScoreSource, problem: AssignmentProblem) -> None:
        self._source = source
        self._keys = Keys.of(problem.row_keys, problem.column_keys)
        self._pinned = problem.row_pins
        self._left: Wholes | None = None
        """Per row the most that a pair not listed can leave it; None before the first scan."""
        self._prices: Wholes = np.zeros(0, np.int64)

    def improving(self, part: AssignmentProblem, remainder: Remainder, found: Prices, pause: Pause) -> Pairs | None:
        """Return each row's best few improving pairs, none of them listed; None if it is to stop.

        With those listed, too, the listed pairs bound what all legal pairs can bring at these prices.
        """
        left = self._fall(remainder, found)
        rows = np.flatnonzero((left > found.row_duals) & (remainder.row_capacity > 0))
        parts, done = [joined([], Pairs)], 0
        for sight, some in self._chunks(part, remainder, found, rows, rows_at_once(remainder.n_columns)):
            if done and pause(done / len(rows)):
                return None
            best, value, k = self._best(sight, remainder, some)
            unlisted = part.positions(best.rows, best.columns) < 0
            added = _best_few(remainder, best, value, unlisted & (value > found.row_duals[best.rows]))
            left[some] = _left(some, best, value, unlisted & ~added, k, remainder.beyond)
            parts.append(best.only(added))
            done += len(some)
        return joined(parts, Pairs)

    def tight(self, part: AssignmentProblem, remainder: Remainder, found: Prices) -> Iterator[Pairs]:
        """Go through every pair, not listed, that leaves its row just what its worst place does, once none improves."""
        left = self._fall(remainder, found)
        rows = np.flatnonzero((left >= found.row_duals) & (remainder.row_capacity > 0))
        height = max(1, _LISTED_AT_ONCE // max(1, remainder.n_columns))
        for sight, some in self._chunks(part, remainder, found, rows, height):
            close = self._source.improving(*sight.prices_below(found.row_duals), some)
            kept = (sight.value(close) >= found.row_duals[close.rows]) & (part.positions(close.rows, close.columns) < 0)
            yield close.only(kept)

    def _fall(self, remainder: Remainder, found: Prices) -> Wholes:
        """Take note of new prices: what a pair not listed can leave its row has risen by the largest fall at most."""
        if self._left is None:
            self._left = np.full(remainder.n_rows, remainder.beyond, found.column_prices.dtype)
        else:
            fall = max(0, (self._prices - found.column_prices).max(initial=0))
            self._left = np.where(self._left == remainder.beyond, self._left, self._left + fall)
        self._prices = found.column_prices
        return self._left

    def _chunks(
        self, part: AssignmentProblem, remainder: Remainder, found: Prices, rows: IntArray, height: int
    ) -> Iterator[tuple[Sight, IntArray]]:
        """Go through ``height`` rows at a time, of one priority, that want about as many places."""
        assert part.whole is not None
        about = np.ceil(np.log2(np.maximum(remainder.row_capacity[rows], MORE))).astype(np.int64)
        for level in np.unique(remainder.row_level[rows]).tolist():
            sight = Sight.of(remainder, found.column_prices, level, part.whole.highest)
            here = remainder.row_level[rows] == level
            for size in np.unique(about[here]).tolist():
                alike = rows[here & (about == size)]
                for first in range(0, len(alike), height):
                    yield sight, alike[first : first + height]

    def _best(self, sight: Sight, remainder: Remainder, rows: IntArray) -> tuple[Pairs, Wholes, int]:
        """Return the best pairs of some rows, listed or not, what they leave them, and how many of each there may be.

        So many that they cannot all be listed if ``MORE`` improve: fewer than its places are worth more than the worst.
        """
        most = int(remainder.row_capacity[rows].max())
        k = max(MORE, most) + most + int(self._pinned[rows].max())
        first, last = (np.searchsorted(remainder.rows, rows, side) for side in ("left", "right"))
        listed, owners = runs(first, last - first), np.repeat(np.arange(len(rows)), last - first)
        worth = sight.scale * remainder.scores[listed] - sight.costs[remainder.columns[listed]]
        order, rank = ranked(owners, worth)
        above = np.full(len(rows), -(1 << 62))  # so that nothing is missed where fewer than k are listed
        kth = order[rank == k - 1]
        above[owners[kth]] = worth[kth] - 1
        best = self._source.best_per_row(sight.costs, k, rows=rows, above=above, scale=sight.scale, keys=self._keys)
        return best, sight.value(best), k


def _best_few(remainder: Remainder, best: Pairs, value: Wholes, improving: BoolArray) -> BoolArray:
    """Mark the first few of each row's improving pairs, at least as many as could come into its places."""
    at = np.flatnonzero(improving)
    order, rank = ranked(best.rows[at], value[at])
    few = np.maximum(MORE, remainder.row_capacity)[best.rows[at[order]]]
    chosen = np.zeros(len(improving), np.bool_)
    chosen[at[order[rank < few]]] = True
    return chosen


def _left(rows: IntArray, best: Pairs, value: Wholes, others: BoolArray, k: int, beyond: int) -> Wholes:
    """Return the most that a pair that is still not listed can leave each of these rows.

    Where the list of the best is full, what did not come into it is worth no more than its last.
    """
    owners = np.searchsorted(rows, best.rows)
    listed = -least(len(rows), owners[others], -value[others], beyond)
    full = np.bincount(owners, minlength=len(rows)) >= k
    return np.where(full, np.maximum(listed, least(len(rows), owners, value, beyond)), listed)
