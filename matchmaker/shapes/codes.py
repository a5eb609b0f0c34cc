"""Lists of people's answers as arrays of codes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matchmaker.shapes.protocol import IntArray


def padded(lists: Sequence[Sequence[int]]) -> IntArray:
    """Return lists of codes as the rows of one array, filled up with -1."""
    width = max(map(len, lists), default=0)
    return np.array([[*row, *[-1] * (width - len(row))] for row in lists], np.int32).reshape(len(lists), width)
