"""From an engine's choices within limits to a result: the best of them, what is proven, and whose word it is."""

from __future__ import annotations

from solvers.answer import Author, certified, nothing
from solvers.engines.clash import clashing_limits
from solvers.errors import EngineError
from solvers.prices import Prices, searched_prices
from solvers.problem import AssignmentProblem, BoolArray
from solvers.remainder import Remainder
from solvers.result import Result, Status, Termination
from solvers.step import Engine
from solvers.stop import Stop


def within_limits(problem: AssignmentProblem, author: Author, engine: Engine, stop: Stop) -> Result:
    """Return an exact engine's answer to a problem with limits.

    Its certificate bounds it by prices, which need not meet it: then that it is best is the engine's own word. That
    nothing keeps all limits is, too.
    """
    remainder = Remainder.of(problem, author.objective)
    held: BoolArray | None = None
    prices: Prices | None = None
    bound: int | None = None
    for step in engine(remainder, stop):
        if held is None or remainder.reached(step.taken) >= remainder.reached(held):
            held = step.taken
        prices, bound = step.prices or prices, bound if step.bound is None else step.bound
        if stop():
            break
    termination = Termination(stop() or Termination.COMPLETED)
    if held is None:
        clash = clashing_limits(problem) if termination is Termination.COMPLETED else ()
        return nothing(problem, author.strategy, author.solver, termination, clash)
    if bound is not None:
        bound += int(problem.scores[problem.pinned].sum())
    found = searched_prices(remainder, held)
    result = certified(problem, author, remainder, held, found if found.proven else prices or found, termination, bound)
    if termination is Termination.COMPLETED and result.status is not Status.OPTIMAL:
        raise EngineError(f"{author.solver} stopped short of the best answer")
    return result
