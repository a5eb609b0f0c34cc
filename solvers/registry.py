"""The visible tables of strategies and engines, and ``solve``: check features → run → certify."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from solvers.answer import Author, certified, nothing
from solvers.bounds import most_worth
from solvers.canonical import canonical
from solvers.cp_sat import solve_cp_sat
from solvers.errors import EngineError, UnsupportedError
from solvers.flow import solve_flow
from solvers.greedy import greedy
from solvers.prices import Prices, searched_prices
from solvers.problem import FEATURES, AssignmentProblem, BoolArray, Objective
from solvers.remainder import Remainder, pins_fit
from solvers.result import Result, Status, Termination
from solvers.step import Engine
from solvers.stop import Stop, never


@dataclass(frozen=True)
class Strategy:
    """What is sought. ``heuristic`` runs in place of an exact engine; then nothing is proven best."""

    objective: Objective
    summary: str
    features: frozenset[str]
    heuristic: Engine | None = None


SOLVERS: Mapping[str, Engine] = MappingProxyType({"flow": solve_flow, "cp_sat": solve_cp_sat})

STRATEGIES: Mapping[str, Strategy] = MappingProxyType(
    {
        "most_people": Strategy(
            Objective.MOST_PEOPLE,
            "as many rows as possible get a place, then as many places as possible are filled, then the best score",
            frozenset(FEATURES),
        ),
        "best_score": Strategy(
            Objective.BEST_SCORE,
            "the best total score, even where that leaves places empty",
            frozenset(FEATURES),
        ),
        "greedy": Strategy(
            Objective.BEST_SCORE,
            "the best pair first, then the best that still fits; fast, not proven best",
            frozenset(FEATURES),
            heuristic=greedy,
        ),
    }
)


def solve(
    problem: AssignmentProblem, strategy: str = "most_people", solver: str = "flow", *, stop: Stop = never
) -> Result:
    """Choose pairs by ``strategy`` and prove the choice.

    An exact strategy runs the engine named ``solver``; either engine gives the same pairs: of all best answers the
    one that the keys of rows and columns decide on. The answer is accepted only if the independent checker accepts
    its certificate. ``stop`` is asked now and then; once it says why, the best legal choice so far is the answer,
    with the bounds that are proven by then; with several priorities the score of such an answer has none. Not asked
    is it inside one flow, nor while one of several equally good answers is chosen.

    Raises
    ------
    UnsupportedError
        For a strategy or solver that is not in the tables, or a strategy that lacks what the problem needs.
    EngineError
        If an engine fails or its answer is refused: a bug, never silently a success.
    ValueError
        If ``stop`` says anything but a ``Termination`` or None.
    """
    sought, engine = _lookup(problem, strategy, solver)
    exact = sought.heuristic is None
    author = Author(strategy, solver if exact else strategy, sought.objective, proves=exact)
    if not pins_fit(problem):
        return nothing(problem, author)
    remainder = Remainder.of(problem, sought.objective)
    taken, found, termination = _searched(author.solver, engine, remainder, stop)
    if not exact:
        termination = Termination.COMPLETED  # it has one step, and came to its end
    elif termination is Termination.COMPLETED:
        if not found.proven:
            raise EngineError(f"{solver} stopped short of the best answer")
        taken = canonical(remainder, taken, found)
    result = certified(problem, author, remainder, taken, found, termination)
    if exact and termination is Termination.COMPLETED and result.status is not Status.OPTIMAL:
        raise EngineError(f"{solver} gave an answer that its certificate does not prove best: gap {result.gap}")
    return result


def _searched(name: str, engine: Engine, remainder: Remainder, stop: Stop) -> tuple[BoolArray, Prices, Termination]:
    """Run an engine to its end, or until it is to stop.

    Return the best choice it came to, the prices that bound best (neither need be the last) and which of the two.
    """
    held: BoolArray | None = None
    proof: Prices | None = None
    termination = Termination.COMPLETED
    for step in engine(remainder, stop):
        if held is None or remainder.worth(step.taken) >= remainder.worth(held):
            held = step.taken
        if step.prices and (proof is None or _bounds(remainder, step.prices) <= _bounds(remainder, proof)):
            proof = step.prices
        if (why := stop()) is not None:
            termination = Termination(why)
            break
    if held is None:
        raise EngineError(f"{name} gave no answer at all")
    return held, proof or searched_prices(remainder, held), stop() or termination


def _bounds(remainder: Remainder, found: Prices) -> int:
    return most_worth(remainder, found.column_prices)


def _lookup(problem: AssignmentProblem, strategy: str, solver: str) -> tuple[Strategy, Engine]:
    if strategy not in STRATEGIES:
        raise UnsupportedError(f"strategy {strategy!r} is not known; there are {', '.join(STRATEGIES)}")
    if solver not in SOLVERS:
        raise UnsupportedError(f"solver {solver!r} is not known; there are {', '.join(SOLVERS)}")
    sought = STRATEGIES[strategy]
    for feature in sorted(problem.features - sought.features):
        able = [name for name, other in STRATEGIES.items() if feature in other.features]
        raise UnsupportedError(
            f"strategy {strategy!r} does not support {feature}; {', '.join(able) or 'no strategy'} does"
        )
    return sought, sought.heuristic or SOLVERS[solver]
