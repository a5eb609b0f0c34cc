"""Scans over a matrix of integer scores, compiled: one part of the rows at a time, nothing stored between."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from solvers.fast.loops.jit import compiled
from solvers.fast.loops.ties import tie_value
from solvers.problem import IntArray
from solvers.ties import Words

Scores = npt.NDArray[np.integer]
LOWEST = np.iinfo(np.int64).min + 1


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
def best_of_rows(
    scores: Scores,
    costs: IntArray,
    scale: int,
    rows: IntArray,
    above: IntArray,
    row_keys: Words,
    column_keys: Words,
    columns: npt.NDArray[np.int32],
    counts: IntArray,
    start: int,
    stop: int,
) -> None:
    """Write the columns of each row's best few pairs, ascending, into ``columns``, and how many there are.

    Where there are no keys equals go by column.
    """
    k, m = columns.shape[1], scores.shape[1]
    values, ranks, where = np.empty(k, np.int64), np.zeros(k, np.int64), np.empty(k, np.int64)
    for at in range(start, stop):
        row, least, count = rows[at], above[at], 0
        for column in range(m):
            score = np.int64(scores[row, column])
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
def best_of_columns(
    scores: Scores,
    prices: IntArray,
    row_keys: Words,
    column_keys: Words,
    values: IntArray,
    ranks: IntArray,
    at: IntArray,
    counts: IntArray,
    start: int,
    stop: int,
) -> None:
    """Keep each column's best few pairs of these rows, in heaps: columns × few."""
    k, m = values.shape[1], scores.shape[1]
    least = np.full(m, LOWEST)
    for row in range(start, stop):
        for column in range(m):
            score = np.int64(scores[row, column])
            value = score - prices[row]
            if score >= 0 and value >= least[column]:
                rank = tie_value(row_keys[row], column_keys[column]) if len(row_keys) else 0
                counts[column] = keep(values[column], ranks[column], at[column], counts[column], value, rank, row)
                if counts[column] == k:
                    least[column] = values[column, 0]


@compiled
def merge(values: IntArray, ranks: IntArray, at: IntArray, counts: IntArray, start: int, stop: int) -> None:
    """Put these columns' heaps of all parts into those of the first: parts × columns × few."""
    for part in range(1, len(values)):
        for column in range(start, stop):
            for entry in range(counts[part, column]):
                counts[0, column] = keep(
                    values[0, column],
                    ranks[0, column],
                    at[0, column],
                    counts[0, column],
                    values[part, column, entry],
                    ranks[part, column, entry],
                    at[part, column, entry],
                )


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
