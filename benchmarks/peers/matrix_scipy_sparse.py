"""scipy: ``min_weight_full_bipartite_matching`` of a sparse matrix with a column per place.

It wants a partner for every row, and knows no entry of 0: so every row has a column of its own that is worth 1, and
every legal pair 1 more than its score.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from peers.matrix import Matrix
from peers.pool import Ints, Pairs


class Graph(NamedTuple):
    """The sparse matrix, and which column each seat is of."""

    biadjacency: csr_array
    seats: Ints


def graph(matrix: Matrix) -> Graph:
    """Make the sparse matrix, row by row in order: legal seats, then the row's own column."""
    n, seats = matrix.n_rows, matrix.seats
    taken, values = [], []
    for row, scores in enumerate(matrix.scores[:, seats]):  # one by one: a list of all pairs would be larger than these
        legal = np.flatnonzero(scores >= 0)
        taken.append(np.append(legal, len(seats) + row).astype(np.int32))
        values.append(np.append(scores[legal] + 1.0, 1.0))
    starts = np.cumsum([0, *map(len, taken)]).astype(np.int32)
    parts = (np.concatenate(values), np.concatenate(taken), starts)
    return Graph(csr_array(parts, shape=(n, len(seats) + n)), seats)


def run(given: Graph) -> Pairs:
    """Maximise the total over all full matchings, then leave out who has but their own column."""
    rows, taken = min_weight_full_bipartite_matching(given.biadjacency, maximize=True)
    placed = np.flatnonzero(taken < len(given.seats))
    return Pairs(rows[placed].astype(np.int64), given.seats[taken[placed]])
