"""The visible tables of strategies and engines, and ``solve``: check features → run → certify."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from solvers.canonical import canonical
from solvers.certificate import check_certificate
from solvers.cp_sat import solve_cp_sat
from solvers.errors import EngineError, UnsupportedError
from solvers.floors import unmet_floors
from solvers.flow import solve_flow
from solvers.greedy import greedy
from solvers.prices import Prices, certificate_of, row_prices, searched_prices
from solvers.problem import AssignmentProblem, BoolArray, Objective
from solvers.remainder import Remainder, pins_fit
from solvers.result import Result, Status, Termination
from solvers.step import Engine, Step
from solvers.stop import Stop, never


@dataclass(frozen=True)
class Strategy:
    """What is sought. ``heuristic`` runs in place of an exact engine; then nothing is proven best."""

    objective: Objective
    summary: str
    features: frozenset[str]
    heuristic: Engine | None = None


FEATURES = frozenset({"floors", "pins", "priorities"})
"""What a problem may have beyond pairs and capacities."""

SOLVERS: Mapping[str, Engine] = MappingProxyType({"flow": solve_flow, "cp_sat": solve_cp_sat})

STRATEGIES: Mapping[str, Strategy] = MappingProxyType(
    {
        "most_people": Strategy(
            Objective.MOST_PEOPLE,
            "as many rows as possible get a place, then as many places as possible are filled, then the best score",
            FEATURES,
        ),
        "best_score": Strategy(
            Objective.BEST_SCORE,
            "the best total score, even where that leaves places empty",
            FEATURES,
        ),
        "greedy": Strategy(
            Objective.BEST_SCORE,
            "the best pair first, then the best that still fits; fast, not proven best",
            FEATURES,
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
    with the bounds that are proven by then.

    Raises
    ------
    UnsupportedError
        For a strategy or solver that is not in the tables, or a strategy that lacks what the problem needs.
    EngineError
        If an engine fails or its answer is refused: a bug, never silently a success.
    """
    sought, engine = _lookup(problem, strategy, solver)
    name = solver if sought.heuristic is None else strategy
    if not pins_fit(problem):
        return _nothing(problem, strategy, name)
    remainder = Remainder.of(problem, sought.objective)
    step, termination = _searched(name, engine, remainder, stop)
    found = step.prices or searched_prices(remainder, step.taken)
    taken = step.taken
    if sought.heuristic is None and termination is Termination.COMPLETED:
        if not found.proven:
            raise EngineError(f"{solver} stopped short of the best answer")
        taken = canonical(remainder, taken, found)
    return _proven(problem, sought, strategy, name, remainder, taken, found, termination)


def _searched(name: str, engine: Engine, remainder: Remainder, stop: Stop) -> tuple[Step, Termination]:
    """Run an engine to its end, or until it is to stop; return the best step it came to, and which of the two."""
    held: Step | None = None
    termination = Termination.COMPLETED
    for step in engine(remainder, stop):
        if held is None or remainder.worth(step.taken) >= remainder.worth(held.taken):
            held = step
        if why := stop():
            termination = why
            break
    if held is None:
        raise EngineError(f"{name} gave no answer at all")
    return held, stop() or termination


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


def _proven(
    problem: AssignmentProblem,
    sought: Strategy,
    strategy: str,
    solver: str,
    remainder: Remainder,
    taken: BoolArray,
    found: Prices,
    termination: Termination,
) -> Result:
    certificate = certificate_of(problem, sought.objective, remainder, taken, found)
    findings = check_certificate(problem, certificate)
    optimal = sought.heuristic is None and findings.gap(certificate.score) == 0
    finished = sought.heuristic is not None or termination is not Termination.COMPLETED
    if findings.breaches or not (optimal or finished):
        raise EngineError(f"{solver} gave an answer that is refused: {findings}")
    return Result(
        strategy=strategy,
        solver=solver,
        status=Status.OPTIMAL if optimal else Status.FEASIBLE,
        termination=termination,
        rows=certificate.rows,
        columns=certificate.columns,
        floor_places=certificate.floor_places,
        floor_bound=findings.floor_bound,
        rows_filled=certificate.rows_filled,
        rows_bound=findings.rows_bound,
        places_filled=certificate.places_filled,
        places_bound=findings.places_bound,
        score=certificate.score,
        score_bound=findings.score_bound,
        row_prices=row_prices(remainder, certificate.column_prices),
        column_prices=certificate.column_prices,
        unmet_floors=unmet_floors(problem, certificate.rows, certificate.columns),
        certificate=certificate,
    )


def _nothing(problem: AssignmentProblem, strategy: str, solver: str) -> Result:
    """Answer where the pins alone break a capacity."""
    none = np.zeros(0, np.int64)
    return Result(
        strategy=strategy,
        solver=solver,
        status=Status.INFEASIBLE,
        termination=Termination.COMPLETED,
        rows=none,
        columns=none,
        floor_places=0,
        floor_bound=0,
        rows_filled=0,
        rows_bound=0,
        places_filled=0,
        places_bound=0,
        score=0,
        score_bound=None,
        row_prices=np.zeros(problem.n_rows, np.int64),
        column_prices=np.zeros(problem.n_columns, np.int64),
        unmet_floors=(),
        certificate=None,
    )
