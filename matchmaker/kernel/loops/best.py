"""Lists of the best: of each row over its columns, of each column over the rows of each thread."""

from __future__ import annotations

import numpy as np

from matchmaker.kernel.loops.heap import push
from matchmaker.kernel.loops.jit import lent
from matchmaker.kernel.loops.rules import ban_columns, given_of
from matchmaker.kernel.loops.tile import tile
from matchmaker.kernel.ops import BATCH, NOTHING, TILE, Halves, Longs, Plan, Room, Words
from solvers.fast.loops.jit import compiled
from solvers.fast.loops.ties import tie_value

FIRST = 512
"""How many columns a batch begins with in which a row has no threshold: the best of them are the first one."""
LOW = np.int64(-(1 << 40))
"""What is below this is no threshold."""
NEVER = np.int64(-NOTHING)
"""Above which no pair is: what is enough where a column's least alone decides."""


@compiled
def best_of_rows(
    plan: Plan,
    room: Room,
    rows: Longs,
    given: Halves,
    first: int,
    prices: Longs,
    floors: Longs,
    above: Longs,
    scale: int,
    k: int,
    row_keys: Words,
    column_keys: Words,
) -> Longs:
    """Return the best ``k`` of every row: (pairs, 3) of row, column, score, in no order within a row.

    ``floors`` are the prices in points, rounded down: divided by ``scale``.
    """
    plan, room, given, heaps = lent(plan), lent(room), lent(given), np.empty((BATCH, k, 4), np.int64)
    found, count, columns = np.empty((len(rows) * k, 3), np.int64), 0, plan.settings[2]
    sizes = np.zeros(BATCH, np.int64)
    for begin in range(0, len(rows), BATCH):
        batch, lowest = rows[begin : begin + BATCH], above[begin : begin + BATCH].copy()
        ban_columns(plan, room, batch, given, first)
        sizes[:] = 0
        start, width = 0, FIRST if lowest.min() < LOW else TILE
        while start < columns:
            for at in range(len(batch)):
                row, size = batch[at], min(width, columns - start)
                mine, base = given_of(given, row, first), lowest[at] // scale
                # Rounded down both, base and floors let in one too many, never one too few.
                many = tile(plan, room, row, room.banned[at], mine, start, size, base, floors, NEVER)
                if many:
                    sizes[at], lowest[at] = _take(
                        room, many, row, prices, scale, lowest[at], heaps[at], sizes[at], row_keys, column_keys
                    )
            start, width = start + width, min(2 * width, TILE)
        count = _listed(batch, heaps, sizes, found, count)
    return found[:count]


@compiled
def _listed(batch: Longs, heaps: Longs, sizes: Longs, found: Longs, count: int) -> int:
    """Put the lists of a batch behind the pairs found so far; return how many there are then."""
    for at in range(len(batch)):
        for one in range(sizes[at]):
            found[count, 0], found[count, 1], found[count, 2] = batch[at], -heaps[at, one, 2], heaps[at, one, 3]
            count += 1
    return count


@compiled
def _take(
    room: Room,
    many: int,
    row: int,
    prices: Longs,
    scale: int,
    lowest: int,
    heap: Longs,
    size: int,
    row_keys: Words,
    column_keys: Words,
) -> tuple[int, int]:
    """Bring the listed columns into a row's list; return its length, and what an entry must be worth more than."""
    keyed = len(row_keys) > 0
    for one in range(many):
        column, score = np.int64(room.listed[one]), np.int64(room.scores[one])
        value = scale * score - prices[column]
        if value > lowest:
            tie = tie_value(row_keys[row], column_keys[column]) if keyed else np.int64(0)
            size = push(heap, size, value, tie, column, score)
            if size == len(heap):
                lowest = max(lowest, heap[0, 0] - keyed)
    return size, lowest


@compiled
def best_of_both(
    plan: Plan,
    room: Room,
    rows: Longs,
    given: Halves,
    first: int,
    prices: Longs,
    k: int,
    row_keys: Words,
    column_keys: Words,
    heaps: Longs,
    sizes: Longs,
    least: Longs,
) -> Longs:
    """Bring rows, ascending, into the lists of all columns, by score − row price, and return each row's ``k`` by score.

    The rows' lists are (pairs, 3), as above. ``heaps``, ``sizes`` and ``least``, which is what a new entry of each
    column must be worth more than, are the caller's, for call after call; no other thread may have them.
    """
    plan, room, given, of_rows = lent(plan), lent(room), lent(given), np.empty((BATCH, k, 4), np.int64)
    found, count, columns = np.empty((len(rows) * k, 3), np.int64), 0, plan.settings[2]
    free, counts, lowest = np.zeros(columns, np.int64), np.zeros(BATCH, np.int64), np.empty(BATCH, np.int64)
    for begin in range(0, len(rows), BATCH):
        batch = rows[begin : begin + BATCH]
        ban_columns(plan, room, batch, given, first)
        counts[:], lowest[:] = 0, -NEVER if k else NEVER
        start, width = 0, FIRST if k else TILE
        while start < columns:
            for at in range(len(batch)):
                row, size = batch[at], min(width, columns - start)
                mine, enough = given_of(given, row, first), lowest[at]
                many = tile(plan, room, row, room.banned[at], mine, start, size, prices[row], least, enough)
                if k:
                    counts[at], lowest[at] = _take(
                        room, many, row, free, 1, enough, of_rows[at], counts[at], row_keys, column_keys
                    )
                _hand_out(room, many, row, prices[row], row_keys, column_keys, heaps, sizes, least)
            start, width = start + width, min(2 * width, TILE)
        count = _listed(batch, of_rows, counts, found, count)
    return found[:count]


@compiled
def _hand_out(
    room: Room,
    many: int,
    row: int,
    price: int,
    row_keys: Words,
    column_keys: Words,
    heaps: Longs,
    sizes: Longs,
    least: Longs,
) -> None:
    """Bring a row into the lists of the listed columns."""
    keyed = len(row_keys) > 0
    for one in range(many):
        column, value = np.int64(room.listed[one]), np.int64(room.scores[one]) - price
        if value > least[column]:
            tie = tie_value(row_keys[row], column_keys[column]) if keyed else np.int64(0)
            heap = heaps[column]
            sizes[column] = push(heap, sizes[column], value, tie, row, value + price)
            if sizes[column] == len(heap):
                least[column] = heap[0, 0] - keyed


@compiled
def joined_lists(heaps: Longs, sizes: Longs, first: int, last: int) -> Longs:
    """Return the best of what each of several lists holds of some columns: (pairs, 3) of row, column, score.

    ``heaps`` is (lists, columns, k, 4), and ``sizes`` (lists, columns).
    """
    found, count = np.empty((np.minimum(sizes[:, first:last].sum(axis=0), heaps.shape[2]).sum(), 3), np.int64), 0
    for column in range(first, last):
        heap, size = heaps[0, column], sizes[0, column]
        for other in range(1, len(heaps)):
            for at in range(sizes[other, column]):
                one = heaps[other, column, at]
                size = push(heap, size, one[0], one[1], -one[2], one[3])
        for at in range(size):
            found[count, 0], found[count, 1], found[count, 2] = -heap[at, 2], column, heap[at, 3]
            count += 1
    return found


@compiled
def pairs_above(plan: Plan, room: Room, rows: Longs, given: Halves, first: int, bases: Longs, least: Longs) -> Longs:
    """Return the pairs that score above bases[row] + least[column]: (pairs, 3) of row, column, score."""
    plan, room, given, columns, count = lent(plan), lent(room), lent(given), plan.settings[2], 0
    found = np.empty((TILE + 1024, 3), np.int64)
    for begin in range(0, len(rows), BATCH):
        batch = rows[begin : begin + BATCH]
        ban_columns(plan, room, batch, given, first)
        for start in range(0, columns, TILE):
            for at in range(len(batch)):
                if count + TILE > len(found):
                    more = np.empty((2 * len(found), 3), np.int64)
                    more[:count] = found[:count]
                    found = more
                row, size = batch[at], min(TILE, columns - start)
                mine = given_of(given, row, first)
                many = tile(plan, room, row, room.banned[at], mine, start, size, bases[row], least, NEVER)
                for one in range(many):
                    found[count, 0], found[count, 1], found[count, 2] = row, room.listed[one], room.scores[one]
                    count += 1
    return found[:count]


@compiled
def fill_rows(
    plan: Plan, room: Room, rows: Longs, given: Halves, first: int, least: Longs, start: int, out: Longs
) -> None:
    """Fill in what legal pairs above ``least`` score, or both their views: ``out`` is of the rows from ``start`` on.

    (planes, rows, columns): one plane for scores, two for views.
    """
    plan, room, given, columns = lent(plan), lent(room), lent(given), plan.settings[2]
    for at in range(len(rows)):
        row = rows[at]
        mine = given_of(given, row, first)
        ban_columns(plan, room, rows[at : at + 1], given, first)
        for begin in range(0, columns, TILE):
            size = min(TILE, columns - begin)
            many = tile(plan, room, row, room.banned[0], mine, begin, size, 0, least, NEVER)
            for one in range(many):
                column = room.listed[one]
                if len(out) == 1:
                    out[0, row - start, column] = room.scores[one]
                else:
                    out[0, row - start, column], out[1, row - start, column] = room.views[0, one], room.views[1, one]
