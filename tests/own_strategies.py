"""Strategies of one's own for tests: a good one, and some that do what they should not."""

from __future__ import annotations

from dataclasses import replace

from solvers import AssignmentProblem, Result, Stop, Strategy, answer, solve
from solvers.greedy import greedy

__all__ = ["AWAY", "NO_FLOORS", "best", "breaks", "cheats", "like_greedy", "nonsense"]

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


def cheats(problem: AssignmentProblem, stop: Stop) -> Result:
    """Call another total one's own."""
    found = greedy(problem, stop)
    assert found.certificate is not None
    return replace(found, certificate=replace(found.certificate, score=found.score + 1))


NO_FLOORS = Strategy("no_floors", None, "greedy, but it refuses floors", frozenset({"pins"}), run=like_greedy)
