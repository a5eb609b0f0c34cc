"""Which limits cannot be kept together: few of them, and any but one could."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solvers.engines.cp_sat_model import Model, solve
from solvers.problem import AssignmentProblem, IntArray, Objective
from solvers.remainder import Remainder
from solvers.stop import never


def clashing_limits(problem: AssignmentProblem) -> tuple[int, ...]:
    """Return limits that nothing keeps together, where nothing keeps all; without any one of them something would."""
    remainder = Remainder.of(problem, Objective.BEST_SCORE, ~problem.pinned)  # no limit may hide behind another
    found = _core(remainder)
    for one in found.tolist():
        fewer = found[found != one]
        if len(fewer) and not limits_fit(replace(remainder, limits=remainder.limits.only(fewer))):
            found = fewer
    return tuple(found.tolist())


def _core(remainder: Remainder) -> IntArray:
    """Return limits that the engine names as enough to clash."""
    model = Model(remainder)
    asked = [model.model.new_bool_var("") for _ in remainder.limits.at_most]
    model.keep_limits(asked)
    model.model.add_assumptions(asked)
    solver, _, _ = solve(model.model, never)
    named = set(solver.sufficient_assumptions_for_infeasibility())
    return np.array([at for at, one in enumerate(asked) if not named or one.index in named], np.int64)


def limits_fit(remainder: Remainder) -> bool:
    """Whether all limits can be kept together, by the engine's word."""
    model = Model(remainder)
    model.keep_limits()
    return solve(model.model, never)[1]
