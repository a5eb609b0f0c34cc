"""Criteria and rules as their shapes: all that a score and a ban are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.criteria import Criterion
from matchmaker.errors import CriterionError
from matchmaker.rules import Rule
from matchmaker.shapes import FULL, UNKNOWN, Listed, Places, Shape, points_of
from solvers.problem import BoolArray, IntArray

Points = npt.NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Encoded:
    """A criterion as its shape, with its weight and the points of an unknown answer; all that a score is made of."""

    criterion: Criterion
    shape: Shape
    weight: int
    unknown: int

    def block(self, start: int, stop: int, n_columns: int) -> Points:
        """Return the points of a block of mentees with every mentor.

        Raises
        ------
        CriterionError
            Where the criterion does not keep its promise.
        """
        return self._kept(self.shape.block(start, stop), (stop - start, n_columns))

    def pairs(self, rows: Places, columns: Places) -> Points:
        """Return the points of pairs that rows and columns list side by side.

        Raises
        ------
        CriterionError
            As ``block`` does.
        """
        return self._kept(points_of(self.shape, rows, columns), (len(rows),))

    def pair(self, row: int, column: int) -> int:
        """Return the points of one pair.

        Raises
        ------
        CriterionError
            As ``block`` does.
        """
        return int(self._kept(np.array([[self.shape.pair(row, column)]]), (1, 1))[0, 0])

    def weighed(self, points: Points) -> IntArray:
        """Return what points bring to the criterion's view, in hundredths."""
        return np.where(points == UNKNOWN, self.unknown, points).astype(np.int64) * self.weight

    def _kept(self, points: Points, shape: tuple[int, ...]) -> Points:
        """Return points if the criterion keeps its promise: whole numbers, UNKNOWN or 0…10 000, for every pair."""
        name = self.criterion.name
        if points.shape != shape or points.dtype.kind not in "iu":
            came = f"{points.dtype} of shape {points.shape}"
            raise CriterionError(f"criterion {name}: integers of shape {shape} are needed, not {came}")
        if points.size and not (points.min() >= UNKNOWN and points.max() <= FULL):
            came = f"{points.min()} to {points.max()}"
            raise CriterionError(f"criterion {name}: points must be {UNKNOWN} (unknown) or 0 to {FULL}, not {came}")
        return points


@dataclass(frozen=True, eq=False)
class EncodedRule:
    """A rule in force as its shape, 1 where it bans, and the shape that is 1 at the pairs it is waived for."""

    rule: Rule
    shape: Shape
    waived: Listed

    def block(self, start: int, stop: int) -> BoolArray:
        """Return which pairs of a block of mentees with every mentor it bans."""
        banned: BoolArray = self.shape.block(start, stop) == 1
        rows, columns, _ = self.waived.among(np.arange(start, stop))
        banned[rows - start, columns] = False
        return banned

    def pairs(self, rows: Places, columns: Places) -> BoolArray:
        """Return which of the pairs that rows and columns list side by side it bans."""
        banned: BoolArray = (points_of(self.shape, rows, columns) == 1) & (self.waived.pairs(rows, columns) == 0)
        return banned

    def waives(self, rows: Places, columns: Places) -> BoolArray:
        """Return which of the pairs that rows and columns list side by side it would ban, and is waived for."""
        found = np.zeros(len(rows), np.bool_)
        mine = np.flatnonzero(self.waived.pairs(rows, columns) == 1)
        found[mine] = points_of(self.shape, rows[mine], columns[mine]) == 1
        return found
