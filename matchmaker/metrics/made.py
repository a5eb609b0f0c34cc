"""A matching beside all that could have been: what every measure reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
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


def possible(problem: AssignmentProblem) -> AssignmentProblem:
    """Return the problem that lists the possible pairs: without those who ask for no place or offer none.

    Limits do not count: two people who would rather have each other are told of, even where a quota keeps them apart.
    """
    kept = (problem.row_capacity[problem.rows] > 0) & (problem.column_capacity[problem.columns] > 0)
    per_pair = ("rows", "columns", "scores", "pinned", "row_view", "column_view")
    return replace(problem, **{name: getattr(problem, name)[kept] for name in per_pair}, limits=())


def share_of(count: int, of: int) -> Share:
    """Return so many of a whole, as a share too."""
    return Share(count=count, of=of, share=10_000 * count // of if of else None)
