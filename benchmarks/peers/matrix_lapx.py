"""lapx: three of its solvers of a matrix with a column per place; they minimise.

``lapjv`` is the one that its documentation shows first. ``lapjvs`` and ``lapjvr`` are its fast ones; they work in four
bytes a cost where they are given such, which whole scores to 10 000 fit.
"""

from __future__ import annotations

import lap
import numpy as np

from peers.matrix import Matrix, Seated
from peers.pool import Pairs


def seats(matrix: Matrix, kind: type[np.float64] | type[np.float32] = np.float64) -> Seated:
    """Make the cost of each row in each seat."""
    worth = matrix.by_seat(kind)
    np.subtract(worth.max(initial=0), worth, out=worth)
    return Seated.of(matrix, worth)


def short_seats(matrix: Matrix) -> Seated:
    """Make them in four bytes each."""
    return seats(matrix, np.float32)


def run(given: Seated) -> Pairs:
    """Minimise with ``lapjv``, which pads what is not square."""
    taken, _ = lap.lapjv(given.values, extend_cost=True, return_cost=False)
    rows = np.flatnonzero(taken >= 0)
    return given.pairs(rows, taken[rows].astype(np.int64))


def lapjvs(given: Seated) -> Pairs:
    """Minimise with ``lapjvs``."""
    return given.pairs(*lap.lapjvs(given.values, extend_cost=True, return_cost=False, jvx_like=True))


def lapjvr(given: Seated) -> Pairs:
    """Minimise with ``lapjvr``, which does not pad."""
    return given.pairs(*lap.lapjvr(given.values, extend_cost=True, return_cost=False))
