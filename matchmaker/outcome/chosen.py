"""The pairs that were chosen, as arrays, read from both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from matchmaker.packed import answers
from matchmaker.pool import Pool
from solvers.problem import BoolArray, IntArray

Side = Literal[0, 1]
"""0 for mentees (rows), 1 for mentors (columns)."""


@dataclass(frozen=True, eq=False)
class Chosen:
    """The chosen pairs with their scores, and the places that mentees ask for and mentors offer."""

    rows: IntArray
    columns: IntArray
    scores: IntArray
    places: tuple[IntArray, IntArray]

    @classmethod
    def of(cls, pool: Pool, rows: IntArray, columns: IntArray, scores: IntArray) -> Chosen:
        """Return pairs of a pool's people as chosen."""
        wanted = np.array([*answers(pool.mentees, "mentors_wanted")], np.int64)
        offered = np.array([*answers(pool.mentors, "capacity")], np.int64)
        return cls(rows, columns, scores, (wanted, offered))

    @classmethod
    def mapped(cls, pool: Pool, chosen: Mapping[tuple[int, int], int]) -> Chosen:
        """Return pairs, each mapped to its score, as chosen."""
        ends = np.array([*chosen], np.int64).reshape(-1, 2)
        return cls.of(pool, ends[:, 0], ends[:, 1], np.array([*chosen.values()], np.int64))

    @property
    def ends(self) -> tuple[IntArray, IntArray]:
        """The mentees and the mentors of the pairs."""
        return self.rows, self.columns

    @cached_property
    def filled(self) -> tuple[IntArray, IntArray]:
        """How many of the places everybody got, or filled."""
        rows, columns = (
            np.bincount(ends, minlength=len(places)) for ends, places in zip(self.ends, self.places, strict=True)
        )
        return rows, columns

    def empty(self, side: Side) -> BoolArray:
        """Return who has a place that nobody fills."""
        empty: BoolArray = self.filled[side] < self.places[side]
        return empty

    def got(self, side: Side, index: int) -> IntArray:
        """Return where somebody's pairs stand, best score first."""
        first, last = self._starts[side][index : index + 2]
        return self._order[side][first:last]

    def holds(self, rows: IntArray, columns: IntArray) -> BoolArray:
        """Return which of some pairs were chosen."""
        return np.isin(rows * self._width + columns, self.rows * self._width + self.columns)

    @property
    def _width(self) -> int:
        return len(self.places[1])

    @cached_property
    def _order(self) -> tuple[IntArray, IntArray]:
        rows, columns = self.ends
        return np.lexsort((columns, -self.scores, rows)), np.lexsort((rows, -self.scores, columns))

    @cached_property
    def _starts(self) -> tuple[IntArray, IntArray]:
        rows, columns = (np.concatenate([[0], np.cumsum(filled)]) for filled in self.filled)
        return rows, columns
