"""The lottery: legal pairs in random order, each taken if it still fits. What chance alone would do."""

from __future__ import annotations

import numpy as np

from solvers.answer import unproven
from solvers.blocks import BlockSource
from solvers.canonical import tie_values
from solvers.pricing.chosen import unproven_of
from solvers.pricing.progress import Tell
from solvers.problem import AssignmentProblem, IntArray, Objective
from solvers.remainder import Remainder
from solvers.result import Result
from solvers.source import ScoreSource
from solvers.stop import Stop
from solvers.ties import MOST, Keys
from solvers.turns.best_first import best_first
from solvers.turns.in_turn import fitting
from solvers.turns.short_lists import ShortLists


def lottery(problem: AssignmentProblem, _: Stop, *, seed: int = 0) -> Result:
    """Draw pairs by the row's priority, then by lot; scores count nothing, and neither do floors.

    The lots are the pairs' tie values under ``seed``, 0 at least: a pair draws the same whoever else is there.
    """
    remainder = Remainder.of(problem, Objective.BEST_SCORE)
    turns = np.lexsort((next(tie_values(remainder, seed)), remainder.row_level[remainder.rows]))
    return unproven(problem, "lottery", remainder, fitting(remainder, turns))


def lottery_from(source: ScoreSource, problem: AssignmentProblem, _: Stop, __: Tell, *, seed: int = 0) -> Result:
    """Draw the same pairs of a source, without listing them all."""
    lots = Lots(source, Keys.of(problem.row_keys, problem.column_keys, seed))
    lists = ShortLists(lots, problem, None)
    best_first(lists, problem.row_level)
    return unproven_of(source, problem, "lottery", *lists.taken())


class Lots(BlockSource):
    """The lots of a source's pairs instead of their scores: who is drawn first has the highest."""

    def __init__(self, source: ScoreSource, keys: Keys) -> None:
        self._source, self._keys = source, keys
        self.n_rows, self.n_columns = source.n_rows, source.n_columns

    def block(self, start: int, stop: int) -> IntArray:
        """Return the lots of rows ``start`` to ``stop`` (not included) with every column; -1 is not legal."""
        ties = self._keys.ties(np.arange(start, stop)[:, None], np.arange(self.n_columns))
        return np.where(self._source.block(start, stop) >= 0, MOST - ties, -1)
