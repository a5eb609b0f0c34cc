"""The least prices of a best choice, compiled: from any prices that prove it, by one search for shortest paths."""

from __future__ import annotations

import numpy as np

from solvers.fast.loops.heap import empty_heap, pop, push
from solvers.fast.loops.jit import compiled
from solvers.fast.loops.paths import FAR, Arcs
from solvers.problem import IntArray


@compiled
def lower(arcs: Arcs, mine: IntArray, other: IntArray, highest: IntArray, lowest: IntArray) -> None:
    """Lower the ``other`` side's prices as far as the choice allows; the searching side's rise with that.

    ``highest`` bounds ``mine``, ``lowest`` the others. Dijkstra's search from all bounds at once.
    """
    n, m = len(mine), len(other)
    slack = np.empty(n + m, np.int64)
    slack[:n] = np.minimum(highest - mine, FAR)
    slack[n:] = other - lowest
    heap = empty_heap(n + m + 2 * len(arcs.mine))
    for node in range(n + m):
        if slack[node] < FAR:
            push(heap, slack[node], node)
    while heap.size[0]:
        here, node = pop(heap)
        if here > slack[node]:  # an entry that a shorter way has overtaken
            continue
        if node < n:
            for arc in range(arcs.starts[node], arcs.starts[node + 1]):
                far = arcs.other[arc]
                there = here + mine[node] - arcs.gains[arc] + other[far]
                if there < slack[n + far] and not arcs.chosen[arc]:
                    slack[n + far] = there
                    push(heap, there, n + far)
            continue
        first = arcs.held_starts[node - n]
        for slot in range(first, first + arcs.counts[node - n]):
            arc = arcs.held[slot]
            end = arcs.mine[arc]
            there = here + arcs.gains[arc] - mine[end] - other[node - n]
            if there < slack[end]:
                slack[end] = there
                push(heap, there, end)
    mine += slack[:n]
    other -= slack[n:]
