"""The greedy strategy: the best pair first, then the best that still fits. Fast, legal, not proven best."""

from __future__ import annotations

import numpy as np

from solvers.answer import unproven
from solvers.canonical import tie_values
from solvers.pricing.chosen import unproven_of
from solvers.pricing.progress import Tell
from solvers.problem import AssignmentProblem, BoolArray, Objective
from solvers.remainder import Remainder
from solvers.result import Result
from solvers.source import ScoreSource
from solvers.stop import Stop
from solvers.ties import Keys
from solvers.turns.best_first import best_first
from solvers.turns.in_turn import fitting
from solvers.turns.short_lists import ShortLists


def greedy(problem: AssignmentProblem, _: Stop) -> Result:
    """Take pairs in order of the row's priority, then of score, equals by their tie values.

    Floors are soft, and greedy does not seek them.
    """
    remainder = Remainder.of(problem, Objective.BEST_SCORE)
    return unproven(problem, "greedy", remainder, greedily(remainder))


def greedy_from(source: ScoreSource, problem: AssignmentProblem, _: Stop, __: Tell) -> Result:
    """Take the same pairs of a source, without listing them all."""
    lists = ShortLists(source, problem, Keys.of(problem.row_keys, problem.column_keys))
    best_first(lists, problem.row_level)
    return unproven_of(source, problem, "greedy", *lists.taken())


def greedily(remainder: Remainder) -> BoolArray:
    """Return what the greedy strategy takes of what the pins leave."""
    ties = next(tie_values(remainder))
    return fitting(remainder, np.lexsort((-ties, -remainder.scores, remainder.row_level[remainder.rows])))
