"""scipy: ``linear_sum_assignment`` of a matrix with a column per place."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment

from peers.matrix import Matrix, Seated
from peers.pool import Pairs


def seats(matrix: Matrix) -> Seated:
    """Make the scores of each row in each seat."""
    return Seated.of(matrix, matrix.by_seat())


def run(given: Seated) -> Pairs:
    """Maximise the total over the whole matrix, as its documentation shows."""
    rows, taken = linear_sum_assignment(given.values, maximize=True)
    return given.pairs(rows, taken)


def costs(matrix: Matrix) -> Seated:
    """Make costs instead, the shorter side first: so it copies nothing."""
    worth = matrix.by_seat()
    np.subtract(worth.max(initial=0), worth, out=worth)
    tall = worth.shape[0] > worth.shape[1]
    return Seated.of(matrix, np.ascontiguousarray(worth.T) if tall else worth, tall)


def cheapest(given: Seated) -> Pairs:
    """Minimise them."""
    first, second = linear_sum_assignment(given.values)
    return given.pairs(second, first) if given.turned else given.pairs(first, second)
