"""The pool that every peer gets: plain arrays, written once and read by each in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from solvers import AssignmentProblem

Ints = npt.NDArray[np.int64]


class Pairs(NamedTuple):
    """What a peer chose."""

    rows: Ints
    columns: Ints


class Pool(NamedTuple):
    """Legal pairs with the score and both views, and how many places each column has; every row wants one."""

    rows: Ints
    columns: Ints
    scores: Ints
    row_view: Ints
    column_view: Ints
    places: Ints
    n_rows: int

    @classmethod
    def of(cls, problem: AssignmentProblem) -> Pool:
        """Return a problem's pool; peers are asked for nothing but capacities and bans."""
        if problem.features or (problem.row_capacity != 1).any():
            raise ValueError("peers are asked for pools of rows that want one place, and nothing else")
        lists = (problem.rows, problem.columns, problem.scores, problem.row_view, problem.column_view)
        return cls(*lists, problem.column_capacity, problem.n_rows)

    @property
    def problem(self) -> AssignmentProblem:
        """The pool as our own problem."""
        views = {"row_view": self.row_view, "column_view": self.column_view}
        wanted = np.ones(self.n_rows, np.int64)
        return AssignmentProblem(self.rows, self.columns, self.scores, wanted, self.places, **views)

    @property
    def seats(self) -> Ints:
        """Every place by its column, for whoever knows no capacities."""
        return np.repeat(np.arange(len(self.places)), self.places)

    @property
    def matrix(self) -> npt.NDArray[np.float64]:
        """The score of each row in each seat; 0 where the pair is banned, as matrices know no bans that may be left."""
        scores = np.zeros((self.n_rows, len(self.places)))
        scores[self.rows, self.columns] = self.scores
        return scores[:, self.seats]

    def scored(self, chosen: Pairs) -> Ints:
        """Return the score of each of these pairs; -1 where it is not legal."""
        at = self.problem.positions(*chosen)
        return np.where(at < 0, -1, self.scores[at])

    def legal(self, rows: Ints, seats: Ints) -> Pairs:
        """Return the pairs of rows and seats without those that are banned, and only filled up the matrix."""
        columns = self.seats[seats]
        width = len(self.places)
        listed = np.isin(rows * width + columns, self.rows * width + self.columns)
        return Pairs(rows[listed], columns[listed])

    def write(self, path: Path) -> None:
        """Write it to a file."""
        np.savez(path, **self._asdict())

    @classmethod
    def read(cls, path: Path) -> Pool:
        """Read what was written."""
        with np.load(path) as file:
            return cls(**{name: file[name] for name in cls._fields if name != "n_rows"}, n_rows=int(file["n_rows"]))
