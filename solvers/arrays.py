"""Arithmetic on lists grouped by owner, exact whatever the size of the numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from solvers.problem import IntArray, Wholes


def ranked(owners: IntArray, values: Wholes) -> tuple[IntArray, IntArray]:
    """Return the order of entries by owner, then from the largest value down; and each one's rank, from 0, in it."""
    if values.dtype == object:  # Python's integers can be compared, but are no key to sort several lists by
        _, values = np.unique(values, return_inverse=True)
    order = np.lexsort((-values, owners))
    mine = owners[order]
    return order, np.arange(len(mine)) - np.searchsorted(mine, mine)


def whole_array(values: Sequence[int]) -> Wholes:
    """Return integers as an array: of 64 bits if they fit, of Python's own if not."""
    fit = all(-(2**62) <= value <= 2**62 for value in values)
    return np.array(values, np.int64 if fit else object)


def long_sum(values: Wholes) -> int:
    """Add up without wrapping round: the upper and lower halves of the numbers apart."""
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())
