"""Scans over a matrix of integer scores, compiled: one part of the rows at a time, nothing stored between."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from solvers.fast.loops.jit import compiled
from solvers.fast.loops.ties import tie_value
from solvers.problem import IntArray
from solvers.ties import Words

Scores = npt.NDArray[np.integer]
Shorts = npt.NDArray[np.int32]
LOWEST = -(1 << 62)
"""Below every value; what a score is above it still fits into 64 bits."""
_PART = 32
"""So many pairs are looked at together in one vector loop, and only where the best of them matters one by one."""
NEAR = 1 << 30
"""What is between this and its negative leaves room in 32 bits, of which a vector holds twice as many."""
_BLOCK = 256
"""So many columns are looked at at a time where each keeps its best rows: what is kept stays in a cache."""


@compiled
def _before(value: int, rank: int, at: int, than_value: int, than_rank: int, than_at: int) -> bool:
    """Whether an entry comes before another: by value, the larger first, then by tie, then by where it stands."""
    if value != than_value:
        return value > than_value
    if rank != than_rank:
        return rank > than_rank
    return at < than_at


@compiled
def keep(values: IntArray, ranks: IntArray, at: IntArray, count: int, value: int, rank: int, where: int) -> int:
    """Put an entry into a heap of the best so far, the worst of them on top; return how many it then has.

    A full heap loses its worst, which may be the entry itself.
    """
    if count == len(values):
        if not _before(value, rank, where, values[0], ranks[0], at[0]):
            return count
        hole = 0
        while True:
            child = 2 * hole + 1
            if child >= count:
                break
            other = child + 1
            if other < count and _before(
                values[child], ranks[child], at[child], values[other], ranks[other], at[other]
            ):
                child = other
            if not _before(value, rank, where, values[child], ranks[child], at[child]):
                break
            values[hole], ranks[hole], at[hole] = values[child], ranks[child], at[child]
            hole = child
        values[hole], ranks[hole], at[hole] = value, rank, where
        return count
    hole = count
    while hole > 0:
        parent = (hole - 1) // 2
        if not _before(values[parent], ranks[parent], at[parent], value, rank, where):
            break
        values[hole], ranks[hole], at[hole] = values[parent], ranks[parent], at[parent]
        hole = parent
    values[hole], ranks[hole], at[hole] = value, rank, where
    return count + 1


@compiled
def nth_best(values: IntArray, heap: IntArray, lowest: int) -> int:
    """Return the n-th of some values from the highest down, by a heap of n; ``lowest`` if fewer are above that."""
    n = len(heap)
    heap[:] = lowest
    for value in values:
        if value <= heap[0]:
            continue
        hole, child = 0, 1
        while child < n:
            if child + 1 < n and heap[child + 1] < heap[child]:
                child += 1
            if heap[child] >= value:
                break
            heap[hole] = heap[child]
            hole, child = child, 2 * child + 1
        heap[hole] = value
    return int(heap[0])


@compiled
def best_of_rows(
    scores: Scores,
    costs: IntArray,
    near: Shorts,
    scale: int,
    rows: IntArray,
    above: IntArray,
    row_keys: Words,
    column_keys: Words,
    columns: Shorts,
    counts: IntArray,
    start: int,
    stop: int,
) -> None:
    """Write the columns of each row's best few pairs, ascending, into ``columns``, and how many there are.

    Where there are no keys equals go by column. ``near`` are the costs, too, where all values are so. Of parts of the
    row the best are found first: the k-th of these bounds the k-th of all, and most parts need no second look.
    """
    k, m = columns.shape[1], scores.shape[1]
    values, ranks, where = np.empty(k, np.int64), np.zeros(k, np.int64), np.empty(k, np.int64)
    parts = -(-m // _PART)
    best, short, heap = np.empty(parts, np.int64), np.empty(parts, np.int32), np.empty(k, np.int64)
    for at in range(start, stop):
        row, count = rows[at], 0
        mine = scores[row]
        if len(near):
            _near_best_of_parts(mine, near, np.int32(scale), short)
            best[:] = short
        else:
            _best_of_parts(mine, costs, scale, best)
        least = nth_best(best, heap, above[at] + 1) - 1
        for part in range(parts):
            if best[part] <= least:
                continue
            for column in range(part, m, parts):
                score = np.int64(mine[column])
                value = scale * score - costs[column]
                if score >= 0 and value > least:
                    rank = tie_value(row_keys[row], column_keys[column]) if len(row_keys) else 0
                    count = keep(values, ranks, where, count, value, rank, column)
                    if count == k:
                        least = max(least, values[0] - 1)
        where[:count].sort()
        columns[at, :count] = where[:count]
        counts[at] = count


@compiled
def _best_of_parts(scores: Scores, costs: IntArray, scale: int, best: IntArray) -> None:
    """Write the best value of each part of a row's legal pairs: every so many-th column is of one part."""
    parts = len(best)
    best[:] = LOWEST
    for first in range(0, len(scores), parts):
        mine, less = scores[first : first + parts], costs[first : first + parts]
        for part in range(len(mine)):
            value = scale * mine[part] - less[part]
            best[part] = max(best[part], value if mine[part] >= 0 else LOWEST)


@compiled
def _near_best_of_parts(scores: Scores, costs: Shorts, scale: int, best: Shorts) -> None:
    """Write the same in 32 bits."""
    parts, lowest = len(best), np.int32(-NEAR)
    best[:] = lowest
    for first in range(0, len(scores), parts):
        mine, less = scores[first : first + parts], costs[first : first + parts]
        for part in range(len(mine)):
            value = np.int32(scale * mine[part] - less[part])
            best[part] = max(best[part], value if mine[part] >= 0 else lowest)


@compiled
def best_of_columns(
    scores: Scores,
    prices: IntArray,
    near: Shorts,
    row_keys: Words,
    column_keys: Words,
    rows: Shorts,
    counts: IntArray,
    start: int,
    stop: int,
) -> None:
    """Write the rows of each of these columns' best few pairs into ``rows``, in no order, and how many there are.

    Parts are rows that follow one another; else it is done as for rows, some columns at a time.
    """
    k, n = rows.shape[1], len(scores)
    shape = _BLOCK, k
    values, ranks, where = np.empty(shape, np.int64), np.zeros(shape, np.int64), np.empty(shape, np.int64)
    parts = -(-n // _PART)
    best, short = np.empty((parts, _BLOCK), np.int64), np.empty((parts, _BLOCK), np.int32)
    least, heap = np.empty(_BLOCK, np.int64), np.empty(k, np.int64)
    for first in range(start, stop, _BLOCK):
        last = min(first + _BLOCK, stop)
        best[:], short[:] = LOWEST, -NEAR
        for row in range(n):
            if len(near):
                _near_better(scores[row, first:last], near[row], short[row // _PART])
            else:
                _better(scores[row, first:last], prices[row], best[row // _PART])
        if len(near):
            best[:] = short
        for at in range(last - first):
            least[at] = nth_best(best[:, at], heap, LOWEST + 1)
        counts[first:last] = 0
        for part in range(parts):
            for at in range(last - first):
                if best[part, at] < least[at]:
                    continue
                column = first + at
                for row in range(part * _PART, min(n, (part + 1) * _PART)):
                    score = np.int64(scores[row, column])
                    value = score - prices[row]
                    if score >= 0 and value >= least[at]:
                        rank = tie_value(row_keys[row], column_keys[column]) if len(row_keys) else 0
                        counts[column] = keep(values[at], ranks[at], where[at], counts[column], value, rank, row)
                        if counts[column] == k:
                            least[at] = max(least[at], values[at, 0])
        for at in range(last - first):
            count = counts[first + at]
            rows[first + at, :count] = where[at, :count]


@compiled
def _better(scores: Scores, price: int, best: IntArray) -> None:
    """Raise each column's best value to that of a row's legal pair with it."""
    for at in range(len(scores)):
        best[at] = max(best[at], scores[at] - price if scores[at] >= 0 else LOWEST)


@compiled
def _near_better(scores: Scores, price: int, best: Shorts) -> None:
    """Do the same in 32 bits."""
    lowest = np.int32(-NEAR)
    for at in range(len(scores)):
        best[at] = max(best[at], np.int32(scores[at] - price) if scores[at] >= 0 else lowest)


@compiled
def degrees(scores: Scores, of_rows: IntArray, of_columns: IntArray, start: int, stop: int) -> None:
    """Count the legal pairs of each of these rows, and of each column with them."""
    for row in range(start, stop):
        legal = 0
        for column in range(scores.shape[1]):
            legal += scores[row, column] >= 0
            of_columns[column] += scores[row, column] >= 0
        of_rows[row] = legal


@compiled
def improving_counts(
    scores: Scores,
    rows: IntArray,
    columns: IntArray,
    row_prices: IntArray,
    column_prices: IntArray,
    counts: IntArray,
    start: int,
    stop: int,
) -> None:
    """Count each row's legal pairs with the given columns worth more than their two prices together."""
    for at in range(start, stop):
        row, found = rows[at], 0
        for entry in range(len(columns)):
            score = np.int64(scores[row, columns[entry]])
            found += (score >= 0) & (score - column_prices[entry] > row_prices[row])
        counts[at] = found


@compiled
def improving_pairs(
    scores: Scores,
    rows: IntArray,
    columns: IntArray,
    row_prices: IntArray,
    column_prices: IntArray,
    starts: IntArray,
    found: IntArray,
    start: int,
    stop: int,
) -> None:
    """Write the columns of those pairs, each row's from its entry in ``starts`` on."""
    for at in range(start, stop):
        row, free = rows[at], starts[at]
        if free == starts[at + 1]:
            continue
        for entry in range(len(columns)):
            score = np.int64(scores[row, columns[entry]])
            if score >= 0 and score - column_prices[entry] > row_prices[row]:
                found[free] = columns[entry]
                free += 1
