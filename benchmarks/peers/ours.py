"""Ours, beside the peers: ``solve`` as it comes, for the best total as they seek it, and deferred acceptance.

Each answer is whole: certificate made and checked. Engines are imported with this file, as every peer's package is.
"""

from __future__ import annotations

from peers.pool import Pairs, Pool
from solvers import AssignmentProblem, solve


def most_people(pool: Pool) -> Pairs:
    """As many rows as possible, then the best total: ``solve(problem)``."""
    return _solved(pool, "most_people")


def best_score(pool: Pool) -> Pairs:
    """The best total, as the peers seek it."""
    return _solved(pool, "best_score")


def stable(pool: Pool) -> Pairs:
    """Deferred acceptance, mentees proposing."""
    return _solved(pool, "stable")


def _solved(pool: Pool, strategy: str) -> Pairs:
    result = solve(pool.problem, strategy)
    return Pairs(result.rows, result.columns)


solve(AssignmentProblem([0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 1, 1], [1, 1], [1, 1]))
