"""munkres: its ``linear_sum_assignment``, the fastest way it documents, of a matrix with a column per place."""

from __future__ import annotations

import numpy as np
from munkres import linear_sum_assignment

from peers.pool import Pairs, Pool


def run(pool: Pool) -> Pairs:
    """Maximise the total over the whole matrix, then leave out what is banned."""
    rows, seats = linear_sum_assignment(pool.matrix, maximize=True)
    return pool.legal(np.array(rows, np.int64), np.array(seats, np.int64))
