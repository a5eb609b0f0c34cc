"""OR-tools: ``SimpleLinearSumAssignment``, which wants as many left as right nodes and a partner for all.

So every place gets a left node and every row a right one: a place and a row that stay alone are each other's.
"""

from __future__ import annotations

import numpy as np
from ortools.graph.python import linear_sum_assignment

from peers.pool import Pairs, Pool


def run(pool: Pool) -> Pairs:
    """Add an arc per legal pair and seat, one from every node to its own shadow, and the pairs' shadows."""
    n, seats = pool.n_rows, len(pool.seats)
    first = np.cumsum(pool.places) - pool.places
    repeated = np.repeat(np.arange(len(pool.rows)), pool.places[pool.columns])
    start = np.cumsum(pool.places[pool.columns]) - pool.places[pool.columns]
    rows = pool.rows[repeated]
    places = first[pool.columns[repeated]] + np.arange(len(repeated)) - start[repeated]
    nothing = np.zeros(n + seats + len(rows), np.int64)
    left = np.concatenate([rows, np.arange(n), n + np.arange(seats), n + places])
    right = np.concatenate([places, seats + np.arange(n), np.arange(seats), seats + rows])
    assignment = linear_sum_assignment.SimpleLinearSumAssignment()
    assignment.add_arcs_with_cost(left, right, np.concatenate([-pool.scores[repeated], nothing]))
    if assignment.solve() != assignment.OPTIMAL:
        raise RuntimeError("it found no best assignment")
    seat_of = np.array([assignment.right_mate(row) for row in range(n)], np.int64)
    placed = np.flatnonzero(seat_of < seats)
    return Pairs(placed, pool.seats[seat_of[placed]])
