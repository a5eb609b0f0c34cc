"""The visible tables of strategies and engines, and ``solve``: check features → run → certify."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from solvers.answer import Author, accepted, certified, nothing
from solvers.canonical import canonical
from solvers.capped_lottery import capped_lottery
from solvers.cp_sat import solve_cp_sat
from solvers.deferred_acceptance import stable, stable_columns
from solvers.errors import EngineError, UnsupportedError
from solvers.fairest import fairest
from solvers.first_come import first_come
from solvers.flow import solve_flow
from solvers.greedy import greedy
from solvers.leximin import leximin
from solvers.lottery import lottery
from solvers.odds import check_odds
from solvers.problem import FEATURES, AssignmentProblem, Objective
from solvers.remainder import Remainder, pins_fit
from solvers.result import Result, Status, Termination
from solvers.search import searched
from solvers.step import Engine, Run
from solvers.stop import Stop, never


@dataclass(frozen=True)
class Strategy:
    """What is sought. ``objective`` is what it proves its answers best for; None proves nothing best.

    ``features`` are those of ``FEATURES`` that it supports. ``run`` answers; without it an exact engine does.
    """

    name: str
    objective: Objective | None
    summary: str
    features: frozenset[str] = frozenset(FEATURES)
    run: Run | None = None


SOLVERS: Mapping[str, Engine] = MappingProxyType({"flow": solve_flow, "cp_sat": solve_cp_sat})

_STRATEGIES = (
    Strategy(
        "most_people",
        Objective.MOST_PEOPLE,
        "as many rows as possible get a place, then as many places as possible are filled, then the best score",
    ),
    Strategy("best_score", Objective.BEST_SCORE, "the best total score, even where that leaves places empty"),
    Strategy("greedy", None, "the best pair first, then the best that still fits; fast, not proven best", run=greedy),
    Strategy(
        "first_come", None, "rows in the order in which they came, each taking the best that is left", run=first_come
    ),
    Strategy("lottery", None, "legal pairs in random order, each taken if it still fits", run=lottery),
    Strategy(
        "capped_lottery",
        None,
        "a draw in which no pair is likelier than a cap, with the best expected score under that",
        frozenset({"pins"}),
        run=capped_lottery,
    ),
    Strategy(
        "stable",
        None,
        "no row and column would both rather have each other; of all such choices, the best for every row",
        frozenset({"pins"}),
        run=stable,
    ),
    Strategy(
        "stable_columns",
        None,
        "no row and column would both rather have each other; of all such choices, the best for every column",
        frozenset({"pins"}),
        run=stable_columns,
    ),
    Strategy(
        "fairest",
        Objective.FAIREST,
        "as many rows as possible get a place, then the worst off of them gets the most, then the best score",
        frozenset({"pins"}),
        run=fairest,
    ),
    Strategy(
        "leximin",
        Objective.LEXIMIN,
        "few empty-handed rows, then the worst-off row high, then the next worst, and so on",
        frozenset({"pins"}),
        run=leximin,
    ),
)

STRATEGIES: Mapping[str, Strategy] = MappingProxyType({strategy.name: strategy for strategy in _STRATEGIES})


def solve(
    problem: AssignmentProblem,
    strategy: str | Strategy | Run = "most_people",
    solver: str = "flow",
    *,
    stop: Stop = never,
) -> Result:
    """Choose pairs by ``strategy`` and prove the choice.

    A strategy is one of the table, or one of your own: a callable that answers, or a ``Strategy`` that says what it
    supports. An exact strategy runs the engine named ``solver``; either engine gives the same pairs: of all best
    answers the one that the keys of rows and columns decide on. An answer is accepted only if the independent checker
    accepts its certificate. ``stop`` is asked now and then; once it says why, the best legal choice so far is the
    answer, with the bounds that are proven by then; with several priorities the score of such an answer has none. Not
    asked is it inside one flow, nor while one of several equally good answers is chosen.

    Raises
    ------
    UnsupportedError
        For a strategy or solver that is not in the tables, or a strategy that lacks what the problem needs.
    EngineError
        If an engine or a strategy fails or its answer is refused: a bug, never silently a success.
    ValueError
        If ``stop`` says anything but a ``Termination`` or None.
    """
    sought, engine = _lookup(problem, strategy), _engine(solver)
    if not pins_fit(problem):
        return nothing(problem, sought.name, sought.name if sought.run else solver)
    if sought.run:
        return _answered(problem, sought.name, sought.run(problem, stop))
    if sought.objective is None:
        raise UnsupportedError(f"strategy {sought.name!r} has neither an objective for an engine nor a run of its own")
    return _proven(problem, Author(sought.name, solver, sought.objective, proves=True), engine, stop)


def _answered(problem: AssignmentProblem, name: str, result: object) -> Result:
    """Return the answer of a strategy that runs by itself, once the independent checkers accept it."""
    if not isinstance(result, Result) or result.certificate is None:
        raise EngineError(f"strategy {name!r} gave no Result with a certificate; solvers.answer makes one")
    proven = accepted(problem, name, result.certificate)
    odds = result.odds
    if odds and (wrong := check_odds(problem, odds, result.rows, result.columns, proven.score_bound)):
        raise EngineError(f"strategy {name!r} gave odds that are refused: {'; '.join(wrong)}")
    return result


def _proven(problem: AssignmentProblem, author: Author, engine: Engine, stop: Stop) -> Result:
    """Return an exact engine's answer, proven best unless it was stopped."""
    remainder = Remainder.of(problem, author.objective)
    taken, found, termination = searched(author.solver, engine, remainder, stop)
    completed = termination is Termination.COMPLETED
    if completed:
        if not found.proven:
            raise EngineError(f"{author.solver} stopped short of the best answer")
        taken = canonical(remainder, taken, found)
    result = certified(problem, author, remainder, taken, found, termination)
    if completed and result.status is not Status.OPTIMAL:
        raise EngineError(f"{author.solver} gave an answer that its certificate does not prove best: gap {result.gap}")
    return result


def _lookup(problem: AssignmentProblem, strategy: str | Strategy | Run) -> Strategy:
    """Return a strategy, if it supports all that the problem needs."""
    if isinstance(strategy, Strategy):
        sought = strategy
    elif not isinstance(strategy, str):
        sought = _own(strategy)
    elif strategy in STRATEGIES:
        sought = STRATEGIES[strategy]
    else:
        raise UnsupportedError(f"strategy {strategy!r} is not known; there are {', '.join(STRATEGIES)}")
    for feature in sorted(problem.features - sought.features):
        able = [name for name, one in STRATEGIES.items() if feature in one.features]
        raise UnsupportedError(
            f"strategy {sought.name!r} does not support {feature}; {', '.join(able) or 'no strategy'} does"
        )
    return sought


def _own(run: Run) -> Strategy:
    """Return a caller's strategy; one of the table with settings of its own supports what that one does."""
    plain = getattr(run, "func", run)
    known = next((one for one in STRATEGIES.values() if one.run is plain), None)
    return replace(known, run=run) if known else Strategy(getattr(run, "__name__", "own"), None, "your own", run=run)


def _engine(solver: str) -> Engine:
    if solver not in SOLVERS:
        raise UnsupportedError(f"solver {solver!r} is not known; there are {', '.join(SOLVERS)}")
    return SOLVERS[solver]
