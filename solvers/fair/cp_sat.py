"""The fairest answer by CP-SAT, where the relaxation does not take whole pairs."""

from __future__ import annotations

from solvers.engines.cp_sat_model import solved, sums_of, taken_by
from solvers.problem import BoolArray
from solvers.proof.fairness import Left
from solvers.stop import Stop


def best_by_cp_sat(left: Left, to_fill: int, highest: int, stop: Stop) -> BoolArray | None:
    """Lift the worst off as high as can be, but not above ``highest``; then take the best score that keeps it.

    Returns None if it was stopped before there was any answer.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in left.pairs]
    worth = [score * one for score, one in zip(left.scores.tolist(), chosen, strict=True)]
    places, sums = sums_of(left.rows, chosen, len(left.wanted)), sums_of(left.rows, worth, len(left.wanted))
    for given, most in zip(sums_of(left.columns, chosen, len(left.offered)), left.offered.tolist(), strict=True):
        model.add(given <= most)
    lowest, filled = model.new_int_var(0, highest, ""), []
    for row, (most, have) in enumerate(zip(left.wanted.tolist(), left.have.tolist(), strict=True)):
        here = model.new_constant(1) if left.begun[row] else model.new_bool_var("")
        model.add(places[row] <= most * here)
        model.add(have + sums[row] >= lowest).only_enforce_if(here)
        if left.may[row]:
            model.add(here <= places[row])
            filled.append(here)
    model.add(cp_model.LinearExpr.sum(filled) == to_fill)
    best: BoolArray | None = None
    for sought in (lowest, cp_model.LinearExpr.sum(worth)):
        model.maximize(sought)
        solver, proven = solved(model, stop)
        best = taken_by(solver, chosen) if solver is not None else best
        if solver is None or not proven:
            break
        model.add(sought >= solver.value(sought))
    return best
