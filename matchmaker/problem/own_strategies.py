"""Strategies of one's own, as people are matched by them: whatever they claim, their records claim nothing best."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from matchmaker.programme import OWN_STRATEGY
from solvers.answer import accepted, answer
from solvers.problem import AssignmentProblem, Objective
from solvers.proof.certificate import Certificate
from solvers.registry import Strategy, name_of
from solvers.result import Result, Status
from solvers.step import Run
from solvers.stop import Stop


def own(strategy: Strategy | Run) -> Strategy:
    """Return a strategy of one's own as it may stand in a record: as ``own:name``, its answers never called the best.

    Of what it says only the pairs, and why it stopped, are taken; bounds are those of the best score. A function says
    of nothing but limits that it does not support it.
    """
    if not isinstance(strategy, Strategy):
        strategy = Strategy(name_of(strategy, "strategy"), None, "one of your own", run=strategy)
    name = OWN_STRATEGY + strategy.name.removeprefix(OWN_STRATEGY)
    run = partial(_modestly, strategy.run, name) if strategy.run else None
    return replace(strategy, name=name, objective=None, run=run, scan=None)


def _modestly(run: Run, name: str, problem: AssignmentProblem, stop: Stop) -> Result:
    """Return what a strategy of one's own answers, under its name, with the proof that any heuristic's answer has."""
    found = run(problem, stop)
    if not isinstance(found, Result) or not isinstance(found.certificate, Certificate):
        return found  # refused by whoever asked
    termination, proof = found.termination, found.certificate
    if proof.objective != Objective.BEST_SCORE:
        accepted(problem, name, proof)
        found = answer(problem, proof.rows, proof.columns, Objective.BEST_SCORE, proves=False)
    return replace(found, strategy=name, solver=name, status=Status.FEASIBLE, termination=termination, odds=None)
