"""The compiled source of a matrix's scores: what the plain one answers, to the last digit."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt

from solvers.fast.loops import scans
from solvers.fast.loops.scans import Scores
from solvers.problem import IntArray
from solvers.source import Degrees, Pairs, joined
from solvers.threads import in_threads, spans
from solvers.ties import Keys, Words

_ENTRIES = 1 << 22
"""How many entries of lists of the best are made at once, at most (unless one row has more)."""


def best_per_row(
    scores: Scores,
    costs: IntArray,
    k: int,
    rows: IntArray | None,
    above: IntArray | None,
    scale: int,
    keys: Keys | None,
) -> Pairs:
    """Return what ``ScoreSource.best_per_row`` says, for a matrix that has pairs."""
    asked = np.arange(len(scores)) if rows is None else rows
    least = np.full(len(asked), scans.LOWEST) if above is None else above
    height = max(1, _ENTRIES // k)
    parts = [joined([], Pairs)]
    for first in range(0, len(asked), height):
        some = asked[first : first + height]
        columns, counts = np.empty((len(some), k), np.int32), np.empty(len(some), np.int64)
        asked_for = scores, costs, scale, some, least[first : first + height], *_words(keys), columns, counts
        in_threads(partial(scans.best_of_rows, *asked_for), spans(len(some)))
        parts.append(_listed(scores, some, columns, counts))
    return joined(parts, Pairs)


def best_per_column(scores: Scores, prices: IntArray, k: int, keys: Keys | None) -> Pairs:
    """Return what ``ScoreSource.best_per_column`` says, for a matrix that has pairs."""
    parts = spans(len(scores))
    shape = len(parts), scores.shape[1], k
    values, ranks, at = (np.empty(shape, np.int64) for _ in range(3))
    counts = np.zeros(shape[:2], np.int64)

    def keep(start: int, stop: int) -> None:
        part = parts.index((start, stop))
        heaps = values[part], ranks[part], at[part], counts[part]
        scans.best_of_columns(scores, prices, *_words(keys), *heaps, start, stop)

    in_threads(keep, parts)
    in_threads(partial(scans.merge, values, ranks, at, counts), spans(scores.shape[1]))
    rows = at[0][np.arange(k) < counts[0][:, None]]
    columns = np.repeat(np.arange(scores.shape[1]), counts[0])
    order = np.argsort(rows * scores.shape[1] + columns)
    rows, columns = rows[order], columns[order]
    return Pairs(rows, columns, scores[rows, columns].astype(np.int64))


def degrees(scores: Scores) -> Degrees:
    """Return how many legal pairs everybody is in."""
    parts = spans(len(scores))
    of_rows, of_columns = np.zeros(len(scores), np.int64), np.zeros((len(parts), scores.shape[1]), np.int64)
    in_threads(
        lambda start, stop: scans.degrees(scores, of_rows, of_columns[parts.index((start, stop))], start, stop), parts
    )
    return Degrees(of_rows, of_columns.sum(axis=0))


def improving(
    scores: Scores, row_prices: IntArray, column_prices: IntArray, rows: IntArray | None, columns: IntArray | None
) -> Pairs:
    """Return what ``ScoreSource.improving`` says."""
    rows = np.arange(len(scores)) if rows is None else rows
    columns = np.arange(scores.shape[1]) if columns is None else np.unique(columns)
    counts = np.zeros(len(rows), np.int64)
    asked = scores, rows, columns, row_prices, column_prices[columns]
    in_threads(partial(scans.improving_counts, *asked, counts), spans(len(rows)))
    starts = np.concatenate([[0], np.cumsum(counts)])
    found = np.empty(starts[-1], np.int64)
    in_threads(partial(scans.improving_pairs, *asked, starts, found), spans(len(rows)))
    owners = np.repeat(rows, counts)
    return Pairs(owners, found, scores[owners, found].astype(np.int64))


def _listed(scores: Scores, rows: IntArray, columns: npt.NDArray[np.int32], counts: IntArray) -> Pairs:
    """Return the first few of each row's ``columns``, as many as its count says."""
    found = columns[np.arange(columns.shape[1]) < counts[:, None]].astype(np.int64)
    owners = np.repeat(rows, counts)
    return Pairs(owners, found, scores[owners, found].astype(np.int64))


def _words(keys: Keys | None) -> tuple[Words, Words]:
    none = np.zeros(0, np.uint64)
    return (none, none) if keys is None else (keys.rows, keys.columns)
