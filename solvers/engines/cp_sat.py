"""The other exact engine: OR-tools' CP-SAT, for limits, which break the flow shape; without them it confirms the flow.

One priority after the other, counts first, then score with the counts held: one sum with bonuses would overflow
CP-SAT's numbers early.
"""

from __future__ import annotations

from collections.abc import Iterator

from solvers.engines.cp_sat_model import Model
from solvers.engines.cp_sat_within import solve_within
from solvers.errors import EngineError
from solvers.remainder import Remainder
from solvers.step import Step
from solvers.stop import Stop
from solvers.turns.greedy import greedily


def solve_cp_sat(remainder: Remainder, stop: Stop) -> Iterator[Step]:
    """Yield a greedy choice, then better ones; the last is optimal. Within limits there may be none at all."""
    from ortools.sat.python import cp_model

    if len(remainder.limits):
        yield from solve_within(remainder, stop)
        return
    yield Step(greedily(remainder))
    model = Model(remainder)
    for level in range(len(remainder.units)):
        counted = [variable for one in model.counts(level) for variable in one]  # they can be at their most together
        for sought in ([cp_model.LinearExpr.sum(counted)] if counted else []) + [model.score(level)]:
            solved = model.best(sought, stop)
            if solved.taken is not None:
                yield Step(solved.taken)
            elif solved.ended:
                raise EngineError("cp_sat found nothing, though an empty matching is always possible")
            if not solved.ended:
                return
