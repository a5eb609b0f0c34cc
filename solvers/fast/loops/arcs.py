"""Pairs in the order in which the compiled search goes through them."""

from __future__ import annotations

import numpy as np

from solvers.fast.loops.jit import compiled
from solvers.fast.loops.paths import Arcs
from solvers.problem import BoolArray, IntArray


@compiled
def order_by(owners: IntArray, count: int) -> IntArray:
    """Return the order of entries by owner, and as they stand: a counting sort."""
    at = _starts(owners, count)
    order = np.empty(len(owners), np.int64)
    for entry in range(len(owners)):
        order[at[owners[entry]]] = entry
        at[owners[entry]] += 1
    return order


@compiled
def arcs_of(mine: IntArray, other: IntArray, gains: IntArray, chosen: BoolArray, n: int, m: int) -> Arcs:
    """Return pairs that are sorted by ``mine``, of ``n`` searching and ``m`` other ends; ``chosen`` is not copied."""
    held_starts, counts = _starts(other, m), np.zeros(m, np.int64)
    held, slots = np.zeros(len(mine), np.int64), np.zeros(len(mine), np.int64)
    for arc in range(len(mine)):
        if chosen[arc]:
            slots[arc] = held_starts[other[arc]] + counts[other[arc]]
            held[slots[arc]] = arc
            counts[other[arc]] += 1
    return Arcs(_starts(mine, n), mine, other, gains, chosen, held_starts, counts, held, slots)


@compiled
def _starts(owners: IntArray, count: int) -> IntArray:
    """Return where the entries of each owner start once they are in order, and where all end."""
    starts = np.zeros(count + 1, np.int64)
    for owner in owners:
        starts[owner + 1] += 1
    return np.cumsum(starts)
