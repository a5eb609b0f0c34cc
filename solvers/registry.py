"""The visible tables of strategies and engines, and ``solve``: check features → run → certify."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from solvers.certificate import check_certificate
from solvers.cp_sat import solve_cp_sat
from solvers.errors import EngineError, UnsupportedError
from solvers.flow import solve_flow
from solvers.greedy import greedy
from solvers.prices import certify, row_prices
from solvers.problem import AssignmentProblem, IntArray, Objective
from solvers.remainder import Remainder, pins_fit
from solvers.result import Result, Status, Termination

Engine = Callable[[Remainder], IntArray]
"""Chooses pairs: takes what the pins leave, returns positions within it."""


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
            frozenset({"floors", "pins"}),
        ),
        "best_score": Strategy(
            Objective.BEST_SCORE,
            "the best total score, even where that leaves places empty",
            frozenset({"floors", "pins"}),
        ),
        "greedy": Strategy(
            Objective.BEST_SCORE,
            "the best pair first, then the best that still fits; fast, not proven best",
            frozenset({"floors", "pins"}),
            heuristic=greedy,
        ),
    }
)


def solve(problem: AssignmentProblem, strategy: str = "most_people", solver: str = "flow") -> Result:
    """Choose pairs by ``strategy`` and prove the choice.

    An exact strategy runs the engine named ``solver``; either engine reaches the same objective. The answer is
    accepted only if the independent checker accepts its certificate.

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
    taken = remainder.pairs[engine(remainder)]
    chosen = np.sort(np.concatenate([np.flatnonzero(problem.pinned), taken]))
    return _proven(problem, sought, strategy, name, problem.rows[chosen], problem.columns[chosen])


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
    problem: AssignmentProblem, sought: Strategy, strategy: str, solver: str, rows: IntArray, columns: IntArray
) -> Result:
    certificate = certify(problem, rows, columns, sought.objective)
    findings = check_certificate(problem, certificate)
    optimal = not findings.breaches and findings.gap(certificate.score) == 0
    if findings.breaches or (sought.heuristic is None and not optimal):
        raise EngineError(f"{solver} gave an answer that is refused: {findings}")
    return Result(
        strategy=strategy,
        solver=solver,
        status=Status.OPTIMAL if sought.heuristic is None else Status.FEASIBLE,
        termination=Termination.COMPLETED,
        rows=rows,
        columns=columns,
        floor_places=certificate.floor_places,
        floor_bound=findings.floor_bound,
        rows_filled=certificate.rows_filled,
        rows_bound=findings.rows_bound,
        places_filled=certificate.places_filled,
        places_bound=findings.places_bound,
        score=certificate.score,
        score_bound=findings.score_bound,
        row_prices=row_prices(Remainder.of(problem, sought.objective), certificate.column_prices),
        column_prices=certificate.column_prices,
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
        certificate=None,
    )
