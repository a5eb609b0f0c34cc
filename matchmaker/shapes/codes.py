"""People's answers as arrays: lists of codes, marks by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from matchmaker.shapes.protocol import UNKNOWN, IntArray


def padded(lists: Sequence[Sequence[int]]) -> IntArray:
    """Return lists of codes as the rows of one array, filled up with -1."""
    width = max(map(len, lists), default=0)
    return np.array([[*row, *[-1] * (width - len(row))] for row in lists], np.int32).reshape(len(lists), width)


def marks(answers: Sequence[Mapping[str, int]], names: Sequence[str]) -> IntArray:
    """Return marks by name as the rows of one array: a name left out counts 0; who gave none has ``UNKNOWN``."""
    rows = [[given.get(name, 0) if given else UNKNOWN for name in names] for given in answers]
    return np.array(rows, np.int32).reshape(len(rows), len(names))
