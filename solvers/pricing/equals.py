"""One answer among equals where not all pairs are listed: price and verify once more, with tie values for scores.

Equally good choices differ only in pairs that leave their row just what its worst place does. Mostly these are few, and
all are listed. Where scores are coarse they may be nearly all there are: then only those are listed that can be in the
choice with the most tie values, by prices in tie values of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from solvers.arrays import best_few
from solvers.canonical import tie_prices
from solvers.pairs import Pairs, joined
from solvers.pricing.held import Held
from solvers.pricing.listing import with_pairs
from solvers.pricing.scan import MORE, Scan
from solvers.ties import Keys

_FEW = 4_000_000
"""Up to so many pairs are all listed."""


def settled(scan: Scan, held: Held) -> Held:
    """Return, of all choices as good as one proven best, the one that the keys decide on."""
    few = _all_of(scan.tight(held.part, held.remainder, held.prices), _FEW)
    if few is not None:
        return held.among(with_pairs(held.part, few)).canonical()
    keys = Keys.of(held.part.row_keys, held.part.column_keys)
    while True:
        kept = _matters(keys, *tie_prices(held.remainder, held.taken, held.prices))
        more = joined([kept(some) for some in scan.tight(held.part, held.remainder, held.prices)], Pairs)
        if not len(more.rows):
            return held.canonical()
        held = held.among(with_pairs(held.part, more))


def _all_of(pieces: Iterator[Pairs], most: int) -> Pairs | None:
    """Return all pairs, unless there are more than ``most``."""
    found, count = [joined([], Pairs)], 0
    for some in pieces:
        found.append(some)
        count += len(some.rows)
        if count > most:
            return None
    return joined(found, Pairs)


def _matters(keys: Keys, rows: np.ndarray, columns: np.ndarray) -> Callable[[Pairs], Pairs]:
    """Return what keeps, of some pairs, each row's first few of those whose tie value is no less than their prices."""

    def kept(some: Pairs) -> Pairs:
        above = keys.ties(some.rows, some.columns) - rows[some.rows] - columns[some.columns]
        at = np.flatnonzero(above >= 0)
        return some.only(at[best_few(some.rows[at], above[at], MORE)])

    return kept
