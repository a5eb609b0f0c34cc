"""An auction, compiled: a quick start for the search of shortest paths, near the best prices and the best choice.

Ends bid for what leaves them most: what it leaves them above their second choice, and a little more (Bertsekas 1988;
with several places an end, Bertsekas & Castañón 1989). What the auction comes to need not be right anywhere: from it
the search for shortest paths finds the best choice.
"""

from __future__ import annotations

import numpy as np

from solvers.fast.loops.jit import compiled
from solvers.fast.loops.paths import FAR, Arcs, Side, next_of
from solvers.problem import BoolArray, IntArray


@compiled
def auction(arcs: Arcs, side: Side, other: Side, step: int, most: int) -> None:
    """Let ends bid, ``step`` above what they have to, until all have enough or ``most`` pairs were looked at."""
    starts, mine, others, gains, chosen, held_starts, counts, held, slots = arcs
    sizes, brought, load, _ = side
    far_sizes, far_brought, far_load, price = other
    _close(counts, far_sizes, far_brought, far_load, price)
    bids = np.empty(len(gains), np.int64)  # what each chosen pair was last bid for
    for far in range(len(price)):
        bids[held_starts[far] : held_starts[far] + counts[far]] = price[far]
    waiting, count = np.arange(len(load))[::-1].copy(), len(load)  # the last is the next to bid
    waits = np.ones(len(load), np.bool_)
    looked = 0
    while count and looked < most:
        end = waiting[count - 1]
        best, offer = _bid(starts, others, gains, chosen, price, end, -next_of(sizes, brought, end, load[end]))
        if best < 0:
            count -= 1
            waits[end] = False
            continue
        looked += starts[end + 1] - starts[end]
        far = others[best]
        first = held_starts[far]
        load[end] += 1
        if next_of(far_sizes, far_brought, far, far_load[far]) > -FAR:
            slot = first + counts[far]
            counts[far], far_load[far] = counts[far] + 1, far_load[far] + 1
        else:
            slot = _lowest(bids, first, first + counts[far])
            gone = held[slot]
            loser = mine[gone]
            chosen[gone] = False
            load[loser] -= 1
            if not waits[loser]:
                waiting[count], waits[loser] = loser, True
                count += 1
            looked += counts[far]
        chosen[best] = True
        held[slot], slots[best], bids[slot] = best, slot, price[far] + offer + step
        further = next_of(far_sizes, far_brought, far, far_load[far])
        asked = -further if further > -FAR else bids[_lowest(bids, first, first + counts[far])]
        price[far] = max(price[far], asked)


@compiled
def _close(counts: IntArray, sizes: IntArray, brought: IntArray, load: IntArray, price: IntArray) -> None:
    """Make those too dear that have nothing to sell."""
    for far in range(len(price)):
        if not counts[far] and next_of(sizes, brought, far, load[far]) == -FAR:
            price[far] = FAR >> 3


@compiled
def _bid(
    starts: IntArray, others: IntArray, gains: IntArray, chosen: BoolArray, price: IntArray, end: int, enough: int
) -> tuple[int, int]:
    """Return the pair that an end wants most, if one leaves it more than ``enough``, else −1; and how much more."""
    first, second, best = enough, enough, -1
    if enough == FAR:  # it has no room
        return best, 0
    for arc in range(starts[end], starts[end + 1]):
        left = gains[arc] - price[others[arc]]
        if left > second and not chosen[arc]:
            if left > first:
                first, second, best = left, first, arc
            else:
                second = left
    return best, first - second


@compiled
def _lowest(bids: IntArray, first: int, last: int) -> int:
    """Return where the lowest of some bids stands."""
    lowest = first
    for slot in range(first + 1, last):
        if bids[slot] < bids[lowest]:
            lowest = slot
    return lowest
