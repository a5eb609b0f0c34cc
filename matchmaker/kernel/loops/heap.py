"""The best k so far, the worst of them first; equals by tie, then by number."""

from __future__ import annotations

from matchmaker.kernel.ops import Longs
from solvers.fast.loops.jit import compiled


@compiled
def _worse(value: int, tie: int, place: int, other_value: int, other_tie: int, other_place: int) -> bool:
    """Say whether an entry goes after another one: value, tie, minus its number; the larger first."""
    if value != other_value:
        return value < other_value
    return tie < other_tie if tie != other_tie else place < other_place


@compiled
def push(heap: Longs, size: int, value: int, tie: int, number: int, score: int) -> int:
    """Put an entry into a heap, if there is room or it is better than the worst; return how many it has."""
    place = -number
    if size < len(heap):
        at = size
        while at > 0:
            above = (at - 1) >> 1
            if not _worse(value, tie, place, heap[above, 0], heap[above, 1], heap[above, 2]):
                break
            heap[at] = heap[above]
            at = above
        size += 1
    elif _worse(value, tie, place, heap[0, 0], heap[0, 1], heap[0, 2]):
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
        one, two = heap[child], heap[min(child + 1, len(heap) - 1)]
        if _worse(two[0], two[1], two[2], one[0], one[1], one[2]):
            child, one = child + 1, two
        if not _worse(one[0], one[1], one[2], value, tie, place):
            break
        heap[at] = heap[child]
        at, child = child, 2 * child + 1
    return at
