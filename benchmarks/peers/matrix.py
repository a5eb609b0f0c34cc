"""The matrix that every peer of matrices gets: written once, and read by each in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from peers.pool import Ints, Pairs

Scores = npt.NDArray[np.int16]
Floats = npt.NDArray[np.float64] | npt.NDArray[np.float32]


class Matrix(NamedTuple):
    """The score of each row and column, -1 where the pair is banned, and the places of each column.

    Every row wants one place. Scores reach 10 000, so two bytes hold one.
    """

    scores: Scores
    places: Ints

    @property
    def n_rows(self) -> int:
        """How many rows there are."""
        return len(self.scores)

    @property
    def seats(self) -> Ints:
        """Every place by its column, for whoever knows no capacities."""
        return np.repeat(np.arange(len(self.places)), self.places)

    def by_seat(self, kind: type[np.float64] | type[np.float32] = np.float64) -> Floats:
        """Return the score of each row in each seat; 0 where the pair is banned, as such a pair can be left out."""
        worth: Floats = np.maximum(self.scores, 0)[:, self.seats].astype(kind)
        return worth

    def scored(self, chosen: Pairs) -> Ints:
        """Return the score of each of these pairs; -1 where it is not legal."""
        return self.scores[chosen.rows, chosen.columns].astype(np.int64)

    def write(self, path: Path) -> None:
        """Write it to a file."""
        np.savez(path, scores=self.scores, places=self.places)

    @classmethod
    def read(cls, path: Path) -> Matrix:
        """Read what was written."""
        with np.load(path) as file:
            return cls(file["scores"], file["places"])


class Seated(NamedTuple):
    """Scores, or costs, by row and seat; which column each seat is of; and which pairs are legal."""

    values: Floats
    seats: Ints
    legal: npt.NDArray[np.uint8]
    """A bit a pair, packed by rows."""
    turned: bool = False
    """Whether the values stand by seat and row instead."""

    @classmethod
    def of(cls, matrix: Matrix, values: Floats, turned: bool = False) -> Seated:
        """Return a matrix's seats with these values."""
        return cls(values, matrix.seats, np.packbits(matrix.scores >= 0, axis=1), turned)

    def pairs(self, rows: Ints, seats: Ints) -> Pairs:
        """Return the pairs of rows and seats without those that are banned."""
        columns = self.seats[seats]
        bits = self.legal[rows, columns >> 3] >> (7 - (columns & 7)) & 1
        kept = np.flatnonzero(bits)
        return Pairs(rows[kept], columns[kept])
