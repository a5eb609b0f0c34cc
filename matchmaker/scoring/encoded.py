"""Criteria and rules as their shapes: all that a score and a ban are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.criteria import Criterion
from matchmaker.errors import CriterionError
from matchmaker.rules import Rule
from matchmaker.shapes import FULL, UNKNOWN, Shape

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
        return kept(self.criterion, self.shape.block(start, stop), (stop - start, n_columns))


@dataclass(frozen=True, eq=False)
class EncodedRule:
    """A rule in force as its shape, 1 where it bans, and the shape that is 1 at the pairs it is waived for."""

    rule: Rule
    shape: Shape
    waived: Shape


def kept(criterion: Criterion, points: Points, shape: tuple[int, ...]) -> Points:
    """Return a criterion's points if it keeps its promise: whole numbers, UNKNOWN or 0…10 000, for every pair."""
    if points.shape != shape or points.dtype.kind not in "iu":
        came = f"{points.dtype} of shape {points.shape}"
        raise CriterionError(f"criterion {criterion.name}: integers of shape {shape} are needed, not {came}")
    if points.size and not (points.min() >= UNKNOWN and points.max() <= FULL):
        came = f"{points.min()} to {points.max()}"
        raise CriterionError(
            f"criterion {criterion.name}: points must be {UNKNOWN} (unknown) or 0 to {FULL}, not {came}"
        )
    return points
