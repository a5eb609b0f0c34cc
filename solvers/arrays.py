"""Arithmetic on lists grouped by owner, exact whatever the size of the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from solvers.problem import IntArray, Wholes


def ranked(owners: IntArray, values: Wholes, ties: IntArray | None = None) -> tuple[IntArray, IntArray]:
    """Return the order of entries by owner, then from the largest value down; and each one's rank, from 0, in it.

    Of equal values the one with the larger tie goes first; without ties the one that stands first.
    """
    if values.dtype == object:  # Python's integers can be compared, but are no key to sort several lists by
        _, values = np.unique(values, return_inverse=True)
    order = _grouped(owners, values) if ties is None else np.lexsort((-ties, -values, owners))
    mine = owners[order]
    return order, np.arange(len(mine)) - np.searchsorted(mine, mine)


def best_few(owners: IntArray, values: Wholes, most: int, ties: IntArray | None = None) -> IntArray:
    """Return where each owner's first ``most`` entries stand, from the largest value down, as ``ranked`` has it."""
    order, rank = ranked(owners, values, ties)
    return np.sort(order[rank < most])


def ranked_few(owners: IntArray, values: Wholes, most: IntArray) -> tuple[IntArray, IntArray]:
    """Return the same of each owner's largest, so many of them at least as ``most`` says; none need be for more.

    Whose most is one needs no sorting.
    """
    best = np.full(len(most), values.min(initial=0), values.dtype)
    np.maximum.at(best, owners, values)
    kept = np.flatnonzero((most[owners] > 1) | (values == best[owners]))
    order, rank = ranked(owners[kept], values[kept])
    return kept[order], rank


def _grouped(owners: IntArray, values: IntArray) -> IntArray:
    """Return the order by owner, then from the largest value down; by one key for both, where it fits 62 bits."""
    highest = int(values.max(initial=0))
    span = highest - int(values.min(initial=0)) + 1
    if (int(owners.max(initial=0)) + 1) * span < 1 << 62:
        return np.argsort(owners * span + (highest - values), kind="stable")
    return np.lexsort((-values, owners))


def whole_array(values: Sequence[int]) -> Wholes:
    """Return integers as an array: of 64 bits if they fit, of Python's own if not."""
    fit = all(-(2**62) <= value <= 2**62 for value in values)
    return np.array(values, np.int64 if fit else object)


def long_sum(values: Wholes) -> int:
    """Add up without wrapping round: the upper and lower halves of the numbers apart."""
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())


def least(length: int, owners: IntArray, values: Wholes, otherwise: int) -> Wholes:
    """Return the least value of each of ``length`` owners, and ``otherwise`` for one that has none or none below it."""
    found = np.full(length, otherwise, values.dtype)
    np.minimum.at(found, owners, values)
    return found


def summed(length: int, owners: IntArray, values: Wholes) -> Wholes:
    """Add up the values of each of ``length`` owners."""
    sums = np.zeros(length, values.dtype)
    np.add.at(sums, owners, values)
    return sums


def runs(starts: IntArray, lengths: IntArray) -> IntArray:
    """Return each of ``starts`` with the numbers that follow it, so many in all as its length says."""
    ends = np.cumsum(lengths)
    return np.arange(lengths.sum()) + np.repeat(starts - ends + lengths, lengths)


def order_fits(count: int, highest: int) -> bool:
    """Whether ``costs_in_order`` stays within 64 bits for so many prices, and scores up to twice the highest."""
    return (count + 2) ** 2 * 2 * (highest + 1) < 1 << 62


def costs_in_order(prices: Wholes, unit: int, highest: int) -> tuple[IntArray, int]:
    """Return 64-bit costs, and a scale, that put whoever counts ``unit`` times each point in the order of ``prices``.

    For scores from 0 to ``highest``, ``scale`` · score − cost is in the order of ``unit`` · score − price, equals
    included. Where prices are so far apart that no score outweighs it, they are moved together. ``order_fits`` has to
    be so.
    """
    if unit >> 62:
        prices = prices.astype(object)  # all may be small where a point counts more than 64 bits hold
    whole, rest = prices // unit, prices % unit
    _, fine = np.unique(rest, return_inverse=True)
    apart, coarse = np.unique(whole, return_inverse=True)
    steps = np.minimum(np.diff(apart, prepend=apart[:1]), highest + 1).astype(np.int64)
    scale = int(fine.max(initial=0)) + 1
    return np.cumsum(steps)[coarse] * scale + fine, scale
