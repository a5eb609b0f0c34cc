"""Drawing whole pairs from fractional ones: every pair as likely as its share, every load its expectation, rounded.

Dependent rounding (Gandhi, Khuller, Parthasarathy & Srinivasan 2006), bit by bit. That any such shares can be drawn:
Budish, Che, Kojima & Milgrom 2013.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from solvers.problem import BoolArray, IntArray


def drawn(rows: IntArray, columns: IntArray, parts: IntArray, bits: int, coins: Iterator[BoolArray]) -> BoolArray:
    """Return which pairs are drawn, each with probability parts / 2^bits, exactly, if the coins are fair.

    ``coins`` yields, for one bit after another, a coin for each pair. The order of the pairs says how they are
    joined to trails, and which of a trail tosses for it.

    1. Take the pairs whose parts are odd in the lowest bit that any has, and let each row and each column join them two
       by two: an even number leaves none over, an odd one leaves one, at which a trail ends.
    2. Along each trail add and take that bit by turns, beginning as the coin says. As often up as down, so no pair's
       expectation changes; where a trail goes through, what one pair gains the next loses, so loads change at its ends
       alone, by what they were odd by.
    """
    left = parts
    for bit, coin in zip(range(bits), coins, strict=False):
        left = rounded(rows, columns, left, bit, coin)
    return left > 0


def rounded(rows: IntArray, columns: IntArray, parts: IntArray, bit: int, coin: BoolArray) -> IntArray:
    """Return parts of which none has that bit, having had none below."""
    left, odd = parts.copy(), np.flatnonzero(parts >> bit & 1)
    first, turned = _trails(rows[odd], columns[odd])
    left[odd] += np.where(coin[odd[first]] ^ turned, 1 << bit, -(1 << bit))
    return left


def _trails(rows: IntArray, columns: IntArray) -> tuple[IntArray, BoolArray]:
    """Return each pair's trail, by the first pair in it, and whether it is an odd number of steps from that one.

    Every pair stands twice, as it is and turned, and each step turns. A closed trail has as many steps at rows as at
    columns, so it never meets itself turned.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    pairs = len(rows)
    if not pairs:
        return np.zeros(0, np.int64), np.zeros(0, np.bool_)
    one, other = np.hstack([_joined(rows), _joined(columns)])
    ends = np.concatenate([one, one + pairs]), np.concatenate([other + pairs, other])
    graph = coo_array((np.ones(len(ends[0]), np.int8), ends), (2 * pairs, 2 * pairs))
    _, found = connected_components(graph, directed=False)
    straight, turned = found.reshape(2, pairs)
    _, at, trail = np.unique(np.minimum(straight, turned), return_index=True, return_inverse=True)
    first = at[trail]
    return first, straight != straight[first]


def _joined(owners: IntArray) -> IntArray:
    """Join everybody's pairs two by two, in their order: two lists, of the one and of the other."""
    order = np.argsort(owners, kind="stable")
    mine = owners[order]
    rank = np.arange(len(mine)) - np.searchsorted(mine, mine)
    second = np.flatnonzero(rank % 2 == 1)
    return order[np.stack([second - 1, second])]
