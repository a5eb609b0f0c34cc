"""First come, first served: rows in the order in which they came, each taking the best that is left.

What is mostly done by hand, and what every other strategy is to be measured against.
"""

from __future__ import annotations

import numpy as np

from solvers.answer import unproven
from solvers.canonical import lots_of, row_lots, tie_values
from solvers.pricing.chosen import unproven_of
from solvers.pricing.progress import Tell
from solvers.problem import AssignmentProblem, Objective
from solvers.remainder import Remainder
from solvers.result import Result
from solvers.source import ScoreSource
from solvers.stop import Stop
from solvers.ties import Keys
from solvers.turns.in_turn import fitting
from solvers.turns.short_lists import ShortLists

_AT_FIRST = 512
"""How many rows are given lists together, at first; then twice as many as the last lists were enough for."""


def first_come(problem: AssignmentProblem, _: Stop) -> Result:
    """Let each row take all its places at its turn: by priority, then ``row_order``; who came together draws lots.

    Of its pairs a row takes the best scores first, equals by their tie values. Floors are soft, and not sought.
    """
    remainder = Remainder.of(problem, Objective.BEST_SCORE)
    rows, ties = remainder.rows, next(tie_values(remainder))
    keys = (row_lots(remainder), problem.row_order, remainder.row_level)
    turns = np.lexsort((-ties, -remainder.scores, *(of_row[rows] for of_row in keys)))
    return unproven(problem, "first_come", remainder, fitting(remainder, turns))


def first_come_from(source: ScoreSource, problem: AssignmentProblem, _: Stop, __: Tell) -> Result:
    """Let rows take the same pairs of a source, without listing them all."""
    lists = ShortLists(source, problem, Keys.of(problem.row_keys, problem.column_keys))
    turns = np.lexsort((lots_of(problem.row_keys), problem.row_order, problem.row_level))
    turns = turns[np.array(lists.row_left, np.int64)[turns] > 0]
    done, many = 0, _AT_FIRST
    while done < len(turns):
        some = turns[done : done + many]
        lists.make(np.sort(some))
        served = _served(lists, some.tolist())
        done, many = done + served, max(1, 2 * served)
    return unproven_of(source, problem, "first_come", *lists.taken())


def _served(lists: ShortLists, rows: list[int]) -> int:
    """Let rows take their pairs until somebody's list is not enough; return how many had all that there is."""
    for at, row in enumerate(rows):
        while lists.row_left[row] and (found := lists.next(row)):
            lists.take(row, found[2])
        if lists.row_left[row] and lists.has_more(row):
            return at
    return len(rows)
