"""A matching beside all that could have been: what every measure reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matchmaker.metrics.measures import Share
from solvers.problem import AssignmentProblem, BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class Side:
    """Mentees or mentors: whose every possible pair is and what they think of it; everybody's places."""

    owners: IntArray
    view: IntArray
    places: IntArray
    got: IntArray
    """How many of the places are filled."""

    @cached_property
    def possible(self) -> BoolArray:
        """Who is in a possible pair."""
        return np.bincount(self.owners, minlength=len(self.places)) > 0


@dataclass(frozen=True, eq=False)
class Made:
    """The pairs that were made: ``at`` these places among the possible ones, which the problem lists."""

    problem: AssignmentProblem
    at: IntArray

    @cached_property
    def mentees(self) -> Side:
        """The side that asks."""
        problem = self.problem
        got = np.bincount(problem.rows[self.at], minlength=problem.n_rows)
        return Side(problem.rows, problem.row_view, problem.row_capacity, got)

    @cached_property
    def mentors(self) -> Side:
        """The side that offers."""
        problem = self.problem
        got = np.bincount(problem.columns[self.at], minlength=problem.n_columns)
        return Side(problem.columns, problem.column_view, problem.column_capacity, got)


def share_of(count: int, of: int) -> Share:
    """Return so many of a whole, as a share too."""
    return Share(count=count, of=of, share=10_000 * count // of if of else None)
