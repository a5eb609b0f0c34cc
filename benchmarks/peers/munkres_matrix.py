"""munkres: ``Munkres().compute`` of a matrix with a column per place, made a matrix of costs by its own function."""

from __future__ import annotations

import numpy as np
from munkres import Munkres, make_cost_matrix

from peers.pool import Pairs, Pool


def run(pool: Pool) -> Pairs:
    """Minimise the cost over the whole matrix, then leave out what is banned."""
    rows, seats = np.array(Munkres().compute(make_cost_matrix(pool.matrix)), np.int64).T
    return pool.legal(rows, seats)
