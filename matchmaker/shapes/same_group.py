"""SameGroup: a group in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from matchmaker.shapes.protocol import Blockwise, IntArray, Places


@dataclass(frozen=True, eq=False)
class SameGroup(Blockwise):
    """1 where row and column have a group in common. ``left`` is (rows, most groups), ``right`` likewise; -1 pads.

    ``with_all_left`` and ``with_all_right`` mark who counts as sharing a group with everybody.
    """

    left: IntArray
    right: IntArray
    with_all_left: npt.NDArray[np.bool_]
    with_all_right: npt.NDArray[np.bool_]

    def _only(self, column: int) -> Self:
        return replace(self, right=self.right[[column]], with_all_right=self.with_all_right[[column]])

    def block(self, start: int, stop: int) -> IntArray:
        """Return 1 where a group is shared."""
        same = self.with_all_left[start:stop, None] | self.with_all_right
        return _shared(self.left[start:stop, None], self.right, same)

    def pairs(self, rows: Places, columns: Places) -> IntArray:
        """Return 1 for each pair that shares a group."""
        same = self.with_all_left[rows] | self.with_all_right[columns]
        return _shared(self.left[rows], self.right[columns], same)


def _shared(left: IntArray, right: IntArray, same: npt.NDArray[np.bool_]) -> IntArray:
    """Return 1 where it is so already, or a group is shared."""
    for one in range(left.shape[-1]):
        for other in range(right.shape[-1]):
            same |= (left[..., one] == right[..., other]) & (left[..., one] >= 0)
    return same.astype(np.int32)
