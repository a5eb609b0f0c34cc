"""The best k so far, the worst of them first; equals by tie, then by number."""

from __future__ import annotations

import numpy as np

from matchmaker.kernel.ops import Longs
from solvers.fast.loops.jit import compiled


@compiled
def _worse(value: int, tie: int, place: int, other: Longs) -> bool:
    """Say whether an entry goes after another one: value, tie, minus its number; the larger first."""
    if value != other[0]:
        return value < other[0]
    return tie < other[1] if tie != other[1] else place < other[2]


@compiled
def push(heap: Longs, size: int, value: int, tie: int, number: int, score: int) -> int:
    """Put an entry into a heap, if there is room or it is better than the worst; return how many it has."""
    place = -number
    if size < len(heap):
        at = size
        while at > 0 and _worse(value, tie, place, heap[(at - 1) >> 1]):
            heap[at] = heap[(at - 1) >> 1]
            at = (at - 1) >> 1
        size += 1
    elif _worse(value, tie, place, heap[0]):
        return size
    else:
        at = _sunk(heap, value, tie, place)
    heap[at, 0], heap[at, 1], heap[at, 2], heap[at, 3] = value, tie, place, score
    return size


@compiled
def _sunk(heap: Longs, value: int, tie: int, place: int) -> int:
    """Take the worst out of a full heap; return where there is room for a better one."""
    at, child = 0, 1
    while child < len(heap):
        if child + 1 < len(heap) and _worse(heap[child + 1, 0], heap[child + 1, 1], heap[child + 1, 2], heap[child]):
            child += 1
        if not _worse(heap[child, 0], heap[child, 1], heap[child, 2], np.array((value, tie, place))):
            break
        heap[at] = heap[child]
        at, child = child, 2 * child + 1
    return at
