"""The greedy strategy: the best pair first, then the best that still fits. Fast, legal, not proven best."""

from __future__ import annotations

import numpy as np

from solvers.answer import unproven
from solvers.canonical import tie_values
from solvers.problem import AssignmentProblem, BoolArray, Objective
from solvers.remainder import Remainder
from solvers.result import Result
from solvers.stop import Stop
from solvers.turns.in_turn import fitting


def greedy(problem: AssignmentProblem, _: Stop) -> Result:
    """Take pairs in order of the row's priority, then of score, equals by their tie values.

    Floors are soft, and greedy does not seek them.
    """
    remainder = Remainder.of(problem, Objective.BEST_SCORE)
    return unproven(problem, "greedy", remainder, greedily(remainder))


def greedily(remainder: Remainder) -> BoolArray:
    """Return what the greedy strategy takes of what the pins leave."""
    ties = next(tie_values(remainder))
    return fitting(remainder, np.lexsort((-ties, -remainder.scores, remainder.row_level[remainder.rows])))
