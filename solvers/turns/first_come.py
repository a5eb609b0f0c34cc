"""First come, first served: rows in the order in which they came, each taking the best that is left.

What is mostly done by hand, and what every other strategy is to be measured against.
"""

from __future__ import annotations

import numpy as np

from solvers.answer import unproven
from solvers.canonical import row_lots, tie_values
from solvers.problem import AssignmentProblem, Objective
from solvers.remainder import Remainder
from solvers.result import Result
from solvers.stop import Stop
from solvers.turns.in_turn import fitting


def first_come(problem: AssignmentProblem, _: Stop) -> Result:
    """Let each row take all its places at its turn: by priority, then ``row_order``; who came together draws lots.

    Of its pairs a row takes the best scores first, equals by their tie values. Floors are soft, and not sought.
    """
    remainder = Remainder.of(problem, Objective.BEST_SCORE)
    rows, ties = remainder.rows, next(tie_values(remainder))
    keys = (row_lots(remainder), problem.row_order, remainder.row_level)
    turns = np.lexsort((-ties, -remainder.scores, *(of_row[rows] for of_row in keys)))
    return unproven(problem, "first_come", remainder, fitting(remainder, turns))
