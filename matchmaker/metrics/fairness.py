"""What each mentee gets: how unevenly that falls, and how much they lack to the best they could have."""

from __future__ import annotations

import numpy as np

from matchmaker.metrics.distribution import percentile
from matchmaker.metrics.made import Made
from matchmaker.metrics.measures import Regret
from solvers.arrays import ranked, summed
from solvers.problem import IntArray


def gini(made: Made) -> int | None:
    """Return how unevenly the scores fall to the possible mentees, in basis points; None where all have 0."""
    gets = np.sort(_gets(made)[made.mentees.possible]).tolist()
    total = len(gets) * sum(gets)
    # In order of size, Σ|xᵢ − xⱼ| counts the i-th of n up i − 1 times and down n − i times, and all that twice.
    apart = sum((2 * place - len(gets) + 1) * one for place, one in enumerate(gets))
    return 10_000 * apart // total if total else None


def worst_off(made: Made) -> int | None:
    """Return the least that anybody with a partner gets; None where nobody has one."""
    gets = _gets(made)[made.mentees.got > 0].tolist()
    return min(gets, default=None)


def regret(made: Made) -> Regret | None:
    """Return what the possible mentees lack; None if there are none."""
    lacks = np.sort((_could(made) - _gets(made))[made.mentees.possible]).tolist()
    if not lacks:
        return None
    return Regret(mean=sum(lacks) // len(lacks), p90=percentile(lacks, 90), most=lacks[-1])


def _gets(made: Made) -> IntArray:
    """Return the sum of the scores of everybody's pairs, mentee by mentee."""
    return _sums(made, made.at)


def _could(made: Made) -> IntArray:
    """Return the sum of everybody's best possible scores, as many as they want places."""
    problem = made.problem
    order, rank = ranked(problem.rows, problem.scores)
    return _sums(made, order[rank < problem.row_capacity[problem.rows[order]]])


def _sums(made: Made, pairs: IntArray) -> IntArray:
    problem = made.problem
    return summed(problem.n_rows, problem.rows[pairs], problem.scores[pairs])
