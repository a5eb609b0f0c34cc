"""Shortest augmenting paths between two sides, compiled: exact min-cost flow from wherever prices stand.

Successive shortest paths on reduced costs (Edmonds & Karp 1972), each search ending at the nearest place found and
changing only the prices it passed, as Jonker & Volgenant (1987) do for assignments. Here ends take several places, and
each place can bring something of its own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solvers.fast.loops.heap import Heap, empty_heap, pop, push
from solvers.fast.loops.jit import compiled
from solvers.problem import BoolArray, IntArray

FAR = 1 << 60
"""Longer than any path."""


class Side(NamedTuple):
    """The ends of one side. What an end's places bring falls from part to part."""

    sizes: IntArray
    """How many places each part has, parts × ends."""
    gains: IntArray
    """What each place of a part brings, parts × ends."""
    load: IntArray
    """How many places are taken."""
    price: IntArray
    """An end wants a further pair where its price is above −(what its next place brings)."""


class Arcs(NamedTuple):
    """The pairs, sorted by the end that searches; and for each other end, its chosen pairs."""

    starts: IntArray
    """Where the pairs of each searching end start, and where all end."""
    mine: IntArray
    other: IntArray
    gains: IntArray
    chosen: BoolArray
    held_starts: IntArray
    counts: IntArray
    held: IntArray
    """The chosen pairs of each other end: as many as ``counts`` says, from ``held_starts`` on."""
    slots: IntArray
    """Where each chosen pair stands in ``held``."""


class Trail(NamedTuple):
    """What a search leaves: how far each end is (searching ends first), by which pair, and which ends it came to."""

    lengths: IntArray
    via: IntArray
    touched: IntArray


@compiled
def next_of(sizes: IntArray, gains: IntArray, end: int, load: int) -> int:
    """Return what the place after ``load`` others brings an end; −FAR if there is none."""
    for part in range(len(sizes)):
        if load < sizes[part, end]:
            return gains[part, end]
        load -= sizes[part, end]
    return -FAR


@compiled
def next_gain(side: Side, end: int, load: int) -> int:
    """Return the same of an end of a side."""
    return next_of(side.sizes, side.gains, end, load)


@compiled
def settle(arcs: Arcs, side: Side, other: Side) -> None:
    """Give every searching end its price at the other side's: the most a pair that it has not got leaves it.

    Chosen pairs that leave it less are dropped. The other side's prices are raised first where no end would take what
    it has at less.
    """
    for far in range(len(other.load)):
        if other.load[far] > 0:
            other.price[far] = max(other.price[far], -next_gain(other, far, other.load[far] - 1))
    for end in range(len(side.load)):
        while _dropped_one(arcs, side, other, end):
            pass


@compiled
def _dropped_one(arcs: Arcs, side: Side, other: Side, end: int) -> bool:
    """Set an end's price; drop its worst chosen pair if that leaves it less."""
    price, least, worst = -FAR, FAR, -1
    for arc in range(arcs.starts[end], arcs.starts[end + 1]):
        left = arcs.gains[arc] - other.price[arcs.other[arc]]
        if not arcs.chosen[arc]:
            price = max(price, left)
        elif left < least:
            least, worst = left, arc
    if side.load[end] > 0:
        price = max(price, -next_gain(side, end, side.load[end] - 1))
    if price == -FAR:  # nothing asks for more of it than to want no further place
        price = min(least, -next_gain(side, end, side.load[end]))
        price = 0 if price == FAR else price
    side.price[end] = price
    if worst < 0 or least >= price:
        return False
    drop(arcs, side, other, worst)
    return True


@compiled
def drop(arcs: Arcs, side: Side, other: Side, arc: int) -> None:
    """Take a chosen pair out."""
    far = arcs.other[arc]
    arcs.counts[far] -= 1
    last = arcs.held[arcs.held_starts[far] + arcs.counts[far]]
    arcs.held[arcs.slots[arc]] = last
    arcs.slots[last] = arcs.slots[arc]
    arcs.chosen[arc] = False
    side.load[arcs.mine[arc]] -= 1
    other.load[far] -= 1


@compiled
def fill(arcs: Arcs, side: Side, other: Side, most: int) -> int:
    """Give every searching end the places that it wants, by shortest paths; return how many pairs were looked at.

    It ends early once these are more than ``most``.
    """
    n, m = len(side.load), len(other.load)
    trail = Trail(np.full(n + m, FAR), np.zeros(n + m, np.int64), np.zeros(n + m, np.int64))
    heap = empty_heap(2 * len(arcs.mine) + 1)
    looked = 0
    for source in range(n):
        while looked <= most and side.price[source] + next_gain(side, source, side.load[source]) > 0:
            end, length, touched, more = _search(arcs, side, other, source, trail, heap)
            looked += more
            for at in range(touched):
                node = trail.touched[at]
                rise = length - trail.lengths[node]
                if rise > 0 and node < n:
                    side.price[node] -= rise
                elif rise > 0:
                    other.price[node - n] += rise
                trail.lengths[node] = FAR
            _change(arcs, side, other, source, end, trail.via)
    return looked


@compiled
def _search(arcs: Arcs, side: Side, other: Side, source: int, trail: Trail, heap: Heap) -> tuple[int, int, int, int]:
    """Return where the shortest way to content ``source`` ends, its length, and how many ends and pairs it passed."""
    starts, mine, others, gains, chosen, held_starts, counts, held, _ = arcs
    sizes, brought, load, price = side
    far_sizes, far_brought, far_load, far_price = other
    n, (lengths, via, reached) = len(load), trail
    end, shortest = source, price[source] + next_of(sizes, brought, source, load[source])
    touched, looked = _reach(lengths, via, reached, 0, source, 0, -1), 0
    push(heap, 0, source)
    while heap.size[0]:
        length, node = pop(heap)
        if length >= shortest:
            break
        if length > lengths[node]:  # an entry that a shorter way has overtaken
            continue
        if node >= n:
            far = node - n
            for slot in range(held_starts[far], held_starts[far] + counts[far]):
                arc = held[slot]
                there = length + gains[arc] - price[mine[arc]] - far_price[far]
                if there < shortest and there < lengths[mine[arc]]:
                    touched = _reach(lengths, via, reached, touched, mine[arc], there, arc)
                    push(heap, there, mine[arc])
            continue
        if node != source:  # it could go without one of its places
            ending = length + max(0, price[node] + next_of(sizes, brought, node, load[node] - 1))
            end, shortest = (node, ending) if ending < shortest else (end, shortest)
        for arc in range(starts[node], starts[node + 1]):
            far = others[arc]
            there = length + price[node] - gains[arc] + far_price[far]
            if there < shortest and there < lengths[n + far] and not chosen[arc]:
                touched = _reach(lengths, via, reached, touched, n + far, there, arc)
                ending = there + max(0, -next_of(far_sizes, far_brought, far, far_load[far]) - far_price[far])
                end, shortest = (n + far, ending) if ending < shortest else (end, shortest)
                push(heap, there, n + far)
        looked += starts[node + 1] - starts[node]
    heap.size[0] = 0
    return end, shortest, touched, looked


@compiled
def _reach(lengths: IntArray, via: IntArray, reached: IntArray, touched: int, node: int, length: int, arc: int) -> int:
    """Take note of a way to an end; return how many ends have been touched."""
    if lengths[node] == FAR:
        reached[touched] = node
        touched += 1
    lengths[node], via[node] = length, arc
    return touched


@compiled
def _change(arcs: Arcs, side: Side, other: Side, source: int, end: int, via: IntArray) -> None:
    """Go a way back from its end, and change what is chosen along it."""
    n = len(side.load)
    if end == source:
        return
    side.load[source] += 1
    node = end
    if end >= n:
        far = end - n
        slot = arcs.held_starts[far] + arcs.counts[far]
        arcs.counts[far] += 1
        other.load[far] += 1
        node = choose(arcs, via[end], slot)
    else:
        side.load[end] -= 1
    while node != source:
        gone = via[node]
        arcs.chosen[gone] = False
        node = choose(arcs, via[n + arcs.other[gone]], arcs.slots[gone])


@compiled
def choose(arcs: Arcs, arc: int, slot: int) -> int:
    """Choose a pair, kept at ``slot`` of its other end; return its searching end."""
    arcs.chosen[arc] = True
    arcs.held[slot], arcs.slots[arc] = arc, slot
    return int(arcs.mine[arc])
