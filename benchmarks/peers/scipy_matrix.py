"""scipy: ``linear_sum_assignment`` of a matrix with a column per place."""

from __future__ import annotations

from scipy.optimize import linear_sum_assignment

from peers.pool import Pairs, Pool


def run(pool: Pool) -> Pairs:
    """Maximise the total over the whole matrix, then leave out what is banned."""
    rows, seats = linear_sum_assignment(pool.matrix, maximize=True)
    return pool.legal(rows, seats)
