"""Filling in lines."""

from __future__ import annotations

from matchmaker.kernel.ops import Codes, Halves
from solvers.fast.loops.jit import compiled


@compiled
def best_offers(table: Codes, offers: Codes, out: Halves) -> None:
    """Fill in the best offer of every column for every need; -1 where a column offers nothing."""
    for need in range(len(table)):
        worth, line = table[need], out[need]
        for column in range(len(offers)):
            best = -1
            for at in range(offers.shape[1]):
                offer = offers[column, at]
                if offer >= 0:
                    best = max(best, worth[offer], 0)
            line[column] = best
