"""Strategies of one's own for tests: a good one, and some that do what they should not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solvers import AssignmentProblem, Result, Status, Stop, Strategy, answer, solve
from solvers.turns.greedy import greedy

__all__ = ["AWAY", "NO_FLOORS", "Greedy", "best", "boasts", "breaks", "cheats", "leaves", "like_greedy", "nonsense"]

AWAY = 7
"""No strategy at all."""


def like_greedy(problem: AssignmentProblem, stop: Stop) -> Result:
    """As good as greedy."""
    return greedy(problem, stop)


def best(problem: AssignmentProblem, stop: Stop) -> Result:
    """The best there is, proven as most_people is."""
    found = solve(problem)
    return answer(problem, found.rows, found.columns, "most_people")


def breaks(problem: AssignmentProblem, stop: Stop) -> Result:
    """Raise, with a secret in it."""
    raise KeyError("ann@example.org")


def nonsense(problem: AssignmentProblem, stop: Stop) -> Result:
    """Answer no Result."""
    return [(0, 0)]  # type: ignore[return-value]


def boasts(problem: AssignmentProblem, stop: Stop) -> Result:
    """Say of a plain answer that it is the best, of another total and of pairs that there are not."""
    nowhere = np.full(problem.n_rows, 7 + problem.n_columns)
    claims = {"rows": nowhere, "columns": nowhere, "score": 10**9, "score_bound": 10**9, "rows_filled": 999}
    return replace(greedy(problem, stop), status=Status.OPTIMAL, **claims)


def cheats(problem: AssignmentProblem, stop: Stop) -> Result:
    """Call another total one's own, in the certificate, too."""
    found = boasts(problem, stop)
    assert found.certificate is not None
    return replace(found, certificate=replace(found.certificate, score=found.certificate.score + 1))


def leaves(problem: AssignmentProblem, stop: Stop) -> Result:
    """End the whole program."""
    raise SystemExit(3)


class Greedy:
    """A strategy that is an object."""

    def __call__(self, problem: AssignmentProblem, stop: Stop) -> Result:
        """As good as greedy."""
        return greedy(problem, stop)


NO_FLOORS = Strategy("no_floors", None, "greedy, but it refuses floors", frozenset({"pins"}), run=like_greedy)
