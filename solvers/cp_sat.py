"""The other exact engine: OR-tools' CP-SAT, for limits that break the flow shape; here it confirms the flow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from solvers.errors import EngineError
from solvers.problem import IntArray
from solvers.remainder import Remainder

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


def solve_cp_sat(remainder: Remainder) -> IntArray:
    """Return the positions, within the remainder, of an optimal choice of pairs.

    Counts first, then score with the counts held: one sum with bonuses would overflow CP-SAT's numbers early.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in remainder.pairs]
    row_sums = _sums(remainder.rows, chosen, remainder.n_rows)
    column_sums = _sums(remainder.columns, chosen, remainder.n_columns)
    for taken, capacity in zip(row_sums, remainder.row_capacity.tolist(), strict=True):
        model.add(taken <= capacity)
    for taken, capacity in zip(column_sums, remainder.column_capacity.tolist(), strict=True):
        model.add(taken <= capacity)

    counted = _counted(model, remainder, chosen, row_sums, column_sums)
    if counted:
        count = cp_model.LinearExpr.sum(counted)
        model.maximize(count)
        best = _solve(model).value(count)
        model.add(count == best)
    model.maximize(cp_model.LinearExpr.weighted_sum(chosen, remainder.scores.tolist()))
    solver = _solve(model)
    return np.flatnonzero(np.array([solver.boolean_value(variable) for variable in chosen], dtype=np.bool_))


def _sums(owners: IntArray, chosen: Sequence[cp_model.IntVar], length: int) -> list[cp_model.LinearExprT]:
    """Return, for every row or column, the number of chosen pairs it is in."""
    from ortools.sat.python import cp_model

    members: list[list[cp_model.IntVar]] = [[] for _ in range(length)]
    for owner, variable in zip(owners.tolist(), chosen, strict=True):
        members[owner].append(variable)
    return [cp_model.LinearExpr.sum(variables) for variables in members]


def _counted(
    model: cp_model.CpModel,
    remainder: Remainder,
    chosen: Sequence[cp_model.IntVar],
    row_sums: Sequence[cp_model.LinearExprT],
    column_sums: Sequence[cp_model.LinearExprT],
) -> list[cp_model.IntVar]:
    """Return the variables whose number comes before the score: places, rows with a place, floor places."""
    counted = list(chosen) if remainder.place_bonus else []
    for row in np.flatnonzero(remainder.first_bonus).tolist():
        has_one = model.new_bool_var("")
        model.add(has_one <= row_sums[row])
        counted.append(has_one)
    for column in np.flatnonzero(remainder.column_floor).tolist():
        filled = model.new_int_var(0, int(remainder.column_floor[column]), "")
        model.add(filled <= column_sums[column])
        counted.append(filled)
    return counted


def _solve(model: cp_model.CpModel) -> cp_model.CpSolver:
    """Solve to the end, repeatably: one worker, one seed, no clock."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.linearization_level = 2  # at the default 9 of 10 assignment runs found no optimum in a minute
    status = solver.solve(model)
    if status != cp_model.OPTIMAL:
        raise EngineError(f"cp_sat answered {solver.status_name(status)}, though an empty matching is always possible")
    return solver
