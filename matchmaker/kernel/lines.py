"""Lines: what each different answer of a row makes of every column."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.kernel.ops import Halves, Longs
from matchmaker.shapes import UNKNOWN, Distance, IntArray

_MOST_TOGETHER = 256
"""How many different answers the marks of one group may have."""
_LARGEST = np.iinfo(np.int16).max


def representative(answers: npt.NDArray[Any]) -> tuple[Longs, Longs]:
    """Return one row for each different answer, and which of these each row is alike to. Rows may be arrays."""
    flat = np.ascontiguousarray(answers).reshape(len(answers), -1)
    if not flat.size:
        return np.arange(min(1, len(flat))), np.zeros(len(flat), np.int64)
    keys = flat[:, 0] if flat.shape[1] == 1 else flat.view([("", flat.dtype)] * flat.shape[1])[:, 0]
    _, rows, which = np.unique(keys, return_index=True, return_inverse=True)
    return rows, which.ravel()


def best_of(table: IntArray, offers: IntArray, out: Halves) -> None:
    """Fill in the best offer of every column for every need; -1 where a column offers nothing."""
    from matchmaker.kernel.loops.lines import best_offers

    best_offers(np.ascontiguousarray(table, np.int32), np.ascontiguousarray(offers, np.int32), out)


def distance_lines(shape: Distance) -> list[tuple[Halves, Longs]] | None:
    """Return the lines of every group of items, with the line of each row; None if they would not fit the loops.

    A line holds ``answered * width + apart``, so that the sum over the groups is a place in the curve laid flat.
    """
    height, width = shape.curve.shape
    widest = sum(_widest(*sides) for sides in zip(shape.left.T, shape.right.T, strict=True))
    if widest >= width or shape.left.shape[1] >= height or shape.curve.size > _LARGEST or not shape.left.shape[1]:
        return None
    return [_group(shape.left[:, items], shape.right[:, items], width) for items in _groups(shape.left)]


def _widest(left: IntArray, right: IntArray) -> int:
    mine, theirs = left[left != UNKNOWN], right[right != UNKNOWN]
    if not len(mine) or not len(theirs):
        return 0
    return max(int(mine.max()) - int(theirs.min()), int(theirs.max()) - int(mine.min()))


def _groups(left: IntArray) -> list[list[int]]:
    """Put items that follow each other together, as long as their answers are few."""
    groups: list[list[int]] = [[0]]
    product = len(np.unique(left[:, 0]))
    for item in range(1, left.shape[1]):
        different = len(np.unique(left[:, item]))
        if product * different > _MOST_TOGETHER:
            groups.append([])
            product = 1
        product *= different
        groups[-1].append(item)
    return groups


def _group(left: IntArray, right: IntArray, width: int) -> tuple[Halves, Longs]:
    rows, which = representative(left)
    lines = np.zeros((len(rows), len(right)), np.int16)
    for one, other in zip(left[rows].T, right.T, strict=True):
        both = (one[:, None] != UNKNOWN) & (other != UNKNOWN)
        lines += np.where(both, width + np.abs(one[:, None] - other), 0).astype(np.int16)
    return lines, which
