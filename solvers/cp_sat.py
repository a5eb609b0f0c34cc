"""The other exact engine: OR-tools' CP-SAT, for limits that break the flow shape; here it confirms the flow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from solvers.errors import EngineError
from solvers.greedy import greedily
from solvers.problem import BoolArray, IntArray
from solvers.remainder import Remainder
from solvers.step import Step
from solvers.stop import Stop

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_ASK_EVERY = 0.05
"""Seconds between two questions whether to stop."""


def solve_cp_sat(remainder: Remainder, stop: Stop) -> Iterator[Step]:
    """Yield a greedy choice, then better ones; the last is optimal.

    One priority after the other, counts first, then score with the counts held: one sum with bonuses would overflow
    CP-SAT's numbers early.
    """
    from ortools.sat.python import cp_model

    yield Step(greedily(remainder))
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in remainder.pairs]
    row_sums = sums_of(remainder.rows, chosen, remainder.n_rows)
    column_sums = sums_of(remainder.columns, chosen, remainder.n_columns)
    for taken, capacity in zip(row_sums, remainder.row_capacity.tolist(), strict=True):
        model.add(taken <= capacity)
    for taken, capacity in zip(column_sums, remainder.column_capacity.tolist(), strict=True):
        model.add(taken <= capacity)

    for level in range(len(remainder.units)):
        here = np.flatnonzero(remainder.row_level[remainder.rows] == level).tolist()
        counted = [chosen[at] for at in here] if remainder.place_bonus else []
        counted += _first_places(model, remainder, row_sums, level)
        counted += _counted_places(model, remainder, column_sums) if level == 0 else []
        score = cp_model.LinearExpr.weighted_sum([chosen[at] for at in here], remainder.scores[here].tolist())
        for sought in ([cp_model.LinearExpr.sum(counted)] if counted else []) + [score]:
            model.maximize(sought)
            solver, proven = solved(model, stop)
            if solver is not None:
                yield Step(taken_by(solver, chosen))
            if solver is None or not proven:
                return
            model.add(sought == solver.value(sought))


def taken_by(solver: cp_model.CpSolver, chosen: Sequence[cp_model.IntVar]) -> BoolArray:
    """Return one truth value per pair: whether the solver's answer takes it."""
    return np.array([solver.boolean_value(variable) for variable in chosen], dtype=np.bool_)


def sums_of(owners: IntArray, chosen: Sequence[cp_model.IntVar], length: int) -> list[cp_model.LinearExprT]:
    """Return, for every row or column, the number of chosen pairs it is in."""
    from ortools.sat.python import cp_model

    members: list[list[cp_model.IntVar]] = [[] for _ in range(length)]
    for owner, variable in zip(owners.tolist(), chosen, strict=True):
        members[owner].append(variable)
    return [cp_model.LinearExpr.sum(variables) for variables in members]


def _first_places(
    model: cp_model.CpModel, remainder: Remainder, row_sums: Sequence[cp_model.LinearExprT], level: int
) -> list[cp_model.IntVar]:
    """Return, for the rows of a level that may have a first place that counts, whether they have one."""
    counted = []
    for row in np.flatnonzero((remainder.row_level == level) & (remainder.first * remainder.place_bonus > 0)).tolist():
        has_one = model.new_bool_var("")
        model.add(has_one <= row_sums[row])
        counted.append(has_one)
    return counted


def _counted_places(
    model: cp_model.CpModel, remainder: Remainder, column_sums: Sequence[cp_model.LinearExprT]
) -> list[cp_model.IntVar]:
    """Return, for every column with places that count extra, how many of them are filled, one variable a count."""
    counted = []
    for most in remainder.counted:
        for column in np.flatnonzero(most).tolist():
            filled = model.new_int_var(0, int(most[column]), "")
            model.add(filled <= column_sums[column])
            counted.append(filled)
    return counted


def solved(model: cp_model.CpModel, stop: Stop) -> tuple[cp_model.CpSolver | None, bool]:
    """Solve repeatably (one worker, one seed, no clock), asking now and then whether to stop.

    Returns the solver with an answer, or None if it was stopped before it had one; and whether it is proven best.
    """
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.linearization_level = 2  # at the default 9 of 10 assignment runs found no optimum in a minute
    solver.parameters.catch_sigint_signal = False  # a stop is the caller's to say
    stopped = False
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(solver.solve, model)
        try:
            while True:
                try:
                    status = answer.result(_ASK_EVERY)
                    break
                except TimeoutError:
                    if stop():
                        stopped = True
                        solver.stop_search()
        except BaseException:  # such as Ctrl-C where nobody listens for it: the thread must not go on alone
            solver.stop_search()
            raise
    if status == cp_model.OPTIMAL:
        return solver, True
    if stopped and status in (cp_model.FEASIBLE, cp_model.UNKNOWN):
        return solver if status == cp_model.FEASIBLE else None, False
    raise EngineError(f"cp_sat answered {solver.status_name(status)}, though there is always one")
