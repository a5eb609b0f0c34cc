"""SameGroup: a group in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from matchmaker.shapes.protocol import Blockwise, IntArray


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
        for one in self.left[start:stop].T:
            for other in self.right.T:
                same |= (one[:, None] == other) & (one[:, None] >= 0)
        return same.astype(np.int32)
