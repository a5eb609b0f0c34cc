"""The least prices of a best choice, compiled: from any prices that prove it, by one search for shortest paths."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

import numpy as np
from numba import njit

from solvers.fast.paths import FAR, Arcs
from solvers.problem import IntArray


@njit(cache=True, nogil=True)
def lower(arcs: Arcs, mine: IntArray, other: IntArray, highest: IntArray, lowest: IntArray) -> None:
    """Lower the ``other`` side's prices as far as the choice allows; the searching side's rise with that.

    ``highest`` bounds ``mine``, ``lowest`` the others. Dijkstra's search from all bounds at once.
    """
    n, m = len(mine), len(other)
    slack = np.empty(n + m, np.int64)
    slack[:n] = np.minimum(highest - mine, FAR)
    slack[n:] = other - lowest
    heap = [(slack[node], node) for node in range(n + m) if slack[node] < FAR]
    heapify(heap)
    while len(heap):
        here, node = heappop(heap)
        if here > slack[node]:  # an entry that a shorter way has overtaken
            continue
        if node < n:
            for arc in range(arcs.starts[node], arcs.starts[node + 1]):
                far = arcs.other[arc]
                there = here + mine[node] - arcs.gains[arc] + other[far]
                if there < slack[n + far] and not arcs.chosen[arc]:
                    slack[n + far] = there
                    heappush(heap, (there, n + far))
            continue
        first = arcs.held_starts[node - n]
        for slot in range(first, first + arcs.counts[node - n]):
            arc = arcs.held[slot]
            end = arcs.mine[arc]
            there = here + arcs.gains[arc] - mine[end] - other[node - n]
            if there < slack[end]:
                slack[end] = there
                heappush(heap, (there, end))
    mine += slack[:n]
    other -= slack[n:]
