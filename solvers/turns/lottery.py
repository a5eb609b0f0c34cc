"""The lottery: legal pairs in random order, each taken if it still fits. What chance alone would do."""

from __future__ import annotations

import numpy as np

from solvers.answer import unproven
from solvers.canonical import tie_values
from solvers.problem import AssignmentProblem, Objective
from solvers.remainder import Remainder
from solvers.result import Result
from solvers.stop import Stop
from solvers.turns.in_turn import fitting


def lottery(problem: AssignmentProblem, _: Stop, *, seed: int = 0) -> Result:
    """Draw pairs by the row's priority, then by lot; scores count nothing, and neither do floors.

    The lots are the pairs' tie values under ``seed``, 0 at least: a pair draws the same whoever else is there.
    """
    remainder = Remainder.of(problem, Objective.BEST_SCORE)
    turns = np.lexsort((next(tie_values(remainder, seed)), remainder.row_level[remainder.rows]))
    return unproven(problem, "lottery", remainder, fitting(remainder, turns))
