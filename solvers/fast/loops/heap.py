"""A heap of nodes by how far they are, in two arrays: the compiled searches' queue."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solvers.fast.loops.jit import compiled
from solvers.problem import IntArray


class Heap(NamedTuple):
    """Nodes by their lengths, the shortest on top; ``size`` says how many entries there are."""

    lengths: IntArray
    nodes: IntArray
    size: IntArray


@compiled
def empty_heap(most: int) -> Heap:
    """Return a heap that takes up to so many entries."""
    return Heap(np.empty(most, np.int64), np.empty(most, np.int64), np.zeros(1, np.int64))


@compiled
def push(heap: Heap, length: int, node: int) -> None:
    """Add an entry."""
    at = heap.size[0]
    heap.size[0] += 1
    while at > 0:
        parent = (at - 1) >> 1
        if heap.lengths[parent] <= length:
            break
        heap.lengths[at], heap.nodes[at] = heap.lengths[parent], heap.nodes[parent]
        at = parent
    heap.lengths[at], heap.nodes[at] = length, node


@compiled
def pop(heap: Heap) -> tuple[int, int]:
    """Take the shortest out, and return it with its node."""
    top = heap.lengths[0], heap.nodes[0]
    heap.size[0] -= 1
    size = heap.size[0]
    length, node = heap.lengths[size], heap.nodes[size]
    at, child = 0, 1
    while child < size:
        if child + 1 < size and heap.lengths[child + 1] < heap.lengths[child]:
            child += 1
        if heap.lengths[child] >= length:
            break
        heap.lengths[at], heap.nodes[at] = heap.lengths[child], heap.nodes[child]
        at, child = child, 2 * child + 1
    heap.lengths[at], heap.nodes[at] = length, node
    return top
