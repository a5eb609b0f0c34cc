"""Pairs: some of all that a source scores, in flat lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self, TypeVar

import numpy as np

from solvers import arrays
from solvers.problem import BoolArray, IntArray
from solvers.ties import Keys

AWAY = 1 << 59
"""The price of who is not asked for: no score outweighs it."""
LOWEST = np.iinfo(np.int64).min + 1
"""Less than any pair is worth; it can be negated."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Legal pairs with their scores. What a source hands out is sorted by row, then column."""

    rows: IntArray
    columns: IntArray
    scores: IntArray

    def only(self, some: BoolArray | IntArray) -> Self:
        """Return some of the pairs, or all in that order."""
        return type(self)(*(getattr(self, one.name)[some] for one in fields(self)))


Listed = TypeVar("Listed", bound=Pairs)


def joined(parts: Sequence[Listed], kind: type[Listed]) -> Listed:
    """Return one list of several of a kind, in the order given."""
    none = np.zeros(0, np.int64)
    return kind(*(np.concatenate([none, *(getattr(part, one.name) for part in parts)]) for one in fields(kind)))


def first_few(found: Pairs, owners: IntArray, value: IntArray, k: int, keys: Keys | None) -> Pairs:
    """Return the first ``k`` pairs of each owner by value; equals by tie, or as they stand."""
    length = int(owners.max(initial=-1)) + 1
    if (np.bincount(owners, minlength=1) <= k).all():
        return found
    order, rank = arrays.ranked(owners, value)
    if keys is None:
        chosen = order[rank < k]
    else:  # ties are asked only of those that are worth as much as the last that comes in
        last, kth = np.full(length, LOWEST), order[rank == k - 1]
        last[owners[kth]] = value[kth]
        above, equal = np.flatnonzero(value > last[owners]), np.flatnonzero(value == last[owners])
        room = k - np.bincount(owners[above], minlength=length)
        order, rank = arrays.ranked(owners[equal], keys.ties(found.rows[equal], found.columns[equal]))
        chosen = np.concatenate([above, equal[order[rank < room[owners[equal[order]]]]]])
    chosen = np.sort(chosen)
    return found.only(chosen)
