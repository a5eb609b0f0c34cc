"""Strategies of one's own, as people are matched by them: whatever they claim, their records claim nothing best."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from matchmaker.programme import OWN_STRATEGY
from solvers.answer import answer
from solvers.problem import AssignmentProblem, Objective
from solvers.registry import Strategy
from solvers.result import Result, Status
from solvers.step import Run
from solvers.stop import Stop


def own(strategy: Strategy | Run) -> Strategy:
    """Return a strategy of one's own as it may stand in a record: as ``own:name``, its answers never called the best.

    Of what it says only the pairs, and why it stopped, are taken; bounds are those of the best score. A function says
    of nothing but limits that it does not support it.
    """
    if not isinstance(strategy, Strategy):
        strategy = Strategy(getattr(strategy, "__name__", "strategy"), None, "one of your own", run=strategy)
    name = OWN_STRATEGY + strategy.name.removeprefix(OWN_STRATEGY)
    run = partial(_modestly, strategy.run, name) if strategy.run else None
    return replace(strategy, name=name, objective=None, run=run)


def _modestly(run: Run, name: str, problem: AssignmentProblem, stop: Stop) -> Result:
    """Return what a strategy of one's own answers, under its name, with the proof that any heuristic's answer has."""
    found = run(problem, stop)
    if not isinstance(found, Result) or found.certificate is None:
        return found  # refused by whoever asked
    if found.certificate.objective is Objective.BEST_SCORE:
        return replace(found, strategy=name, solver=name, status=Status.FEASIBLE, proof=None, odds=None)
    again = answer(problem, found.rows, found.columns, Objective.BEST_SCORE, strategy=name, proves=False)
    return replace(again, termination=found.termination)
