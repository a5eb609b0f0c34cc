"""Tie values, compiled."""

from __future__ import annotations

import numpy as np

from solvers.fast.loops.jit import compiled


@compiled
def tie_value(row_key: np.uint64, column_key: np.uint64) -> int:
    """Return the tie value of a pair, as ``Keys.ties`` does: the upper half of splitmix64's finaliser."""
    bits = row_key ^ column_key
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.int64((bits ^ (bits >> np.uint64(31))) >> np.uint64(32))
