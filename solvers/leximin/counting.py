"""Leximin where rows may have several choices, which is NP-hard: by counting with CP-SAT, or one place at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solvers.canonical import tie_values
from solvers.engines.cp_sat_model import Model, sums_of
from solvers.errors import EngineError
from solvers.leximin.levels import level_by_level
from solvers.problem import AssignmentProblem, BoolArray, Objective
from solvers.proof.fairness import Left
from solvers.proof.leximin import EMPTY
from solvers.remainder import Remainder
from solvers.result import Termination
from solvers.stop import Stop

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

COUNTED = 120
"""Up to so many pairs the levels are counted out; beyond, rows get one place after another."""
COUNTED_SCORE = 1 << 24
"""And so they do where a score is no less than this: among larger numbers CP-SAT goes astray."""


def by_counting(problem: AssignmentProblem, remainder: Remainder, stop: Stop) -> tuple[BoolArray, Termination]:
    """Return a choice of pairs that is leximin up to ``COUNTED`` open pairs, and just a fair one beyond; unproven.

    So it is, too, where scores are not below ``COUNTED_SCORE``.
    """
    taken, termination = _one_by_one(problem, remainder, stop)
    few = len(Left.of(problem).rows) <= COUNTED and problem.scores.max(initial=0) < COUNTED_SCORE
    if few and termination is Termination.COMPLETED:
        taken = _counted(problem, remainder, taken, stop)
        termination = Termination(stop() or termination)
    return taken, termination


def _one_by_one(problem: AssignmentProblem, remainder: Remainder, stop: Stop) -> tuple[BoolArray, Termination]:
    """Give every row a place, as leximin does it, then another to each that wants one, until nobody can get more."""
    held = problem
    while True:
        load = held.row_pins
        once = replace(held, row_capacity=np.minimum(problem.row_capacity, load + 1))
        part = Remainder.of(once, Objective.BEST_SCORE)
        taken, termination = level_by_level(once, part, stop)
        pinned = held.pinned.copy()
        pinned[part.pairs[taken]] = True
        held = replace(problem, pinned=pinned)
        if not taken.any() or termination is not Termination.COMPLETED:
            return pinned[remainder.pairs], termination


class _Counting:
    """A model of all choices of pairs, in which one goal after the other is reached and held."""

    def __init__(self, problem: AssignmentProblem, remainder: Remainder, taken: BoolArray) -> None:
        from ortools.sat.python import cp_model

        self.taken, self._choice = taken, Model(remainder)
        self.chosen, self._model = self._choice.chosen, self._choice.model
        worth = [score * one for score, one in zip(remainder.scores.tolist(), self.chosen, strict=True)]
        left = Left.of(problem)
        have, scored = left.have.tolist(), sums_of(remainder.rows, worth, remainder.n_rows)
        self.values = [
            cp_model.LinearExpr.sum(
                [scored[row], have[row]] + ([] if left.begun[row] else [EMPTY, self._any(self._choice.row_sums[row])])
            )
            for row in np.flatnonzero(left.wanted > 0).tolist()
        ]

    def _any(self, load: cp_model.LinearExprT) -> cp_model.IntVar:
        """Return what may be 1 where there is a load, and is 0 where there is none."""
        filled = self._model.new_bool_var("")
        self._model.add(filled <= load)
        return filled

    def most(self, sought: cp_model.LinearExprT, stop: Stop) -> int | None:
        """Reach as much of a goal as there can be, and hold it; None if it was stopped before that was sure."""
        self._choice.hint(self.taken)
        solved = self._choice.best(sought, stop)
        if not solved.ended:
            return None
        if solved.taken is None:
            raise EngineError("cp_sat found nothing, though what is held is always an answer")
        self.taken = solved.taken
        return solved.value

    def everybody(self) -> list[cp_model.IntVar]:
        """Return 1 for every row: all are above the levels before the first."""
        return [self._model.new_constant(1) for _ in self.values]

    def lowest(self, above: Sequence[cp_model.IntVar], top: int) -> cp_model.IntVar:
        """Return a level below which no row is, of those ``above`` the levels before."""
        level = self._model.new_int_var(EMPTY, top, "")
        for value, counts in zip(self.values, above, strict=True):
            self._model.add(value >= level).only_enforce_if(counts)
        return level

    def above(self, level: int, before: Sequence[cp_model.IntVar]) -> list[cp_model.IntVar]:
        """Return, for every row, what may be 1 where it was above the levels before, and is above this one, too."""
        above = [self._model.new_bool_var("") for _ in before]
        for value, counts, counted in zip(self.values, above, before, strict=True):
            self._model.add_implication(counts, counted)
            self._model.add(value > level).only_enforce_if(counts)
        return above


def _counted(problem: AssignmentProblem, remainder: Remainder, taken: BoolArray, stop: Stop) -> BoolArray:
    """Return a leximin choice, starting from one; or what is held when stopped.

    The lowest level as high as can be, then as few rows there as can be, and on with the others: *that* so many are at
    a level is held, *which* stays open, and so does that none of them is lower. The tie values decide last.
    """
    from ortools.sat.python import cp_model

    counting, top = _Counting(problem, remainder, taken), int(problem.scores.sum())
    above = counting.everybody()
    left: int | None = len(above)
    while left:
        level = counting.most(counting.lowest(above, top), stop)
        if level is None:
            return counting.taken
        above = counting.above(level, above)
        left = counting.most(cp_model.LinearExpr.sum(above), stop)
    if left is not None:
        ties = next(tie_values(remainder)).tolist()
        counting.most(cp_model.LinearExpr.weighted_sum(counting.chosen, ties), stop)
    return counting.taken
