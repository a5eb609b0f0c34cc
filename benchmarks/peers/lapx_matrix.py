"""lapx: ``lapjv`` of a matrix with a column per place; it minimises, and pads what is not square."""

from __future__ import annotations

import lap
import numpy as np

from peers.pool import Pairs, Pool


def run(pool: Pool) -> Pairs:
    """Minimise the cost over the whole matrix, then leave out what is banned."""
    scores = pool.matrix
    seat_of, _ = lap.lapjv(scores.max(initial=0) - scores, extend_cost=True, return_cost=False)
    rows = np.flatnonzero(seat_of >= 0)
    return pool.legal(rows, seat_of[rows].astype(np.int64))
