"""The strategies as a programme sets them: those of ``solvers``, with the programme's seed; and those of one's own."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import get_args

from matchmaker.programme import OWN_STRATEGY, Programme, StrategyName
from solvers.answer import answer
from solvers.lottery import lottery
from solvers.problem import AssignmentProblem, Objective
from solvers.registry import STRATEGIES, Strategy
from solvers.result import Result, Status
from solvers.step import Run
from solvers.stop import Stop

NAMES: tuple[str, ...] = get_args(StrategyName)
"""The strategies that a programme may name."""


def strategy_of(programme: Programme) -> Strategy:
    """Return the programme's strategy, with its settings."""
    set_up = {"lottery": partial(lottery, seed=programme.seed)}
    sought = STRATEGIES[programme.strategy]
    return replace(sought, run=set_up.get(sought.name, sought.run))


def own(strategy: Strategy | Run) -> Strategy:
    """Return a strategy of one's own as it may stand in a record: as ``own:name``, its answers never called the best.

    Of what it says only the pairs, and why it stopped, are taken; bounds are those of the best score. One of the table
    is what it is.
    """
    named = strategy if isinstance(strategy, Strategy) else _unnamed(strategy)
    if named in STRATEGIES.values():
        return named
    name = OWN_STRATEGY + named.name.removeprefix(OWN_STRATEGY)
    return replace(named, name=name, objective=None, run=partial(_modestly, named.run, name) if named.run else None)


def _unnamed(run: Run) -> Strategy:
    """Return a function as a strategy of its name, which says of nothing that it does not support it."""
    return Strategy(getattr(run, "__name__", "strategy"), None, "one of your own", run=run)


def _modestly(run: Run, name: str, problem: AssignmentProblem, stop: Stop) -> Result:
    """Return what a strategy of one's own answers, under its name, with the proof that any heuristic's answer has."""
    found = run(problem, stop)
    if not isinstance(found, Result) or found.certificate is None:
        return found  # refused by whoever asked
    if found.certificate.objective is Objective.BEST_SCORE:
        return replace(found, strategy=name, solver=name, status=Status.FEASIBLE)
    again = answer(problem, found.rows, found.columns, Objective.BEST_SCORE, strategy=name, proves=False)
    return replace(again, termination=found.termination)
