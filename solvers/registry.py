"""The visible tables of strategies and engines, and ``solve``: check features → run → certify."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from solvers.answer import Author, nothing
from solvers.chance.capped_lottery import capped_lottery
from solvers.chance.unlisted import capped_lottery_from
from solvers.deferred_acceptance import stable, stable_columns
from solvers.engines.cp_sat import solve_cp_sat
from solvers.engines.flow import solve_flow
from solvers.engines.limited import within_limits
from solvers.errors import ProblemError, UnsupportedError
from solvers.fair.fairest import fairest
from solvers.fair.unlisted import fairest_from
from solvers.leximin.leximin import leximin
from solvers.pricing.listing import AT_ONCE, legal_of, with_pairs
from solvers.pricing.pricing import SOLVER, fits, priced
from solvers.pricing.progress import Tell, silent
from solvers.problem import FEATURES, AssignmentProblem, Objective
from solvers.proposals import stable_columns_from, stable_from
from solvers.proving import answered, proven
from solvers.remainder import pins_fit
from solvers.result import Result
from solvers.source import ScoreSource
from solvers.step import Engine, Run, Scanning
from solvers.stop import Stop, never
from solvers.turns.first_come import first_come, first_come_from
from solvers.turns.greedy import greedy, greedy_from
from solvers.turns.lottery import lottery, lottery_from


@dataclass(frozen=True)
class Strategy:
    """What is sought. ``objective`` is what it proves its answers best for; None proves nothing best.

    ``features`` are those of ``FEATURES`` that it supports. ``run`` answers; without it an exact engine does. ``scan``
    gives the same pairs without listing all; without it they have to be listed, as where a row wants more places than
    ``scan_places``.
    """

    name: str
    objective: Objective | None
    summary: str
    features: frozenset[str] = frozenset(FEATURES) - {"limits"}
    run: Run | None = None
    scan: Scanning | None = None
    scan_places: int | None = None

    def scans(self, most_places: int) -> bool:
        """Whether it can do without a list of all pairs where a row wants so many places at most."""
        return self.scan is not None and (self.scan_places is None or most_places <= self.scan_places)


@dataclass(frozen=True)
class Solver:
    """An exact engine, and the ``features``, of ``FEATURES``, of problems that it can solve."""

    name: str
    run: Engine
    features: frozenset[str] = frozenset(FEATURES)


_SOLVERS = (
    Solver("flow", solve_flow, frozenset(FEATURES) - {"limits"}),  # a sum over pairs breaks the shape of a flow
    Solver("cp_sat", solve_cp_sat),
)

SOLVERS: Mapping[str, Solver] = MappingProxyType({solver.name: solver for solver in _SOLVERS})
"""The engines, the one to be preferred first."""

_STRATEGIES = (
    Strategy(
        "most_people",
        Objective.MOST_PEOPLE,
        "as many rows as possible get a place, then as many places as possible are filled, then the best score",
        frozenset(FEATURES),
        scan=partial(priced, objective=Objective.MOST_PEOPLE),
    ),
    Strategy(
        "best_score",
        Objective.BEST_SCORE,
        "the best total score, even where that leaves places empty",
        frozenset(FEATURES),
        scan=partial(priced, objective=Objective.BEST_SCORE),
    ),
    Strategy(
        "greedy",
        None,
        "the best pair first, then the best that still fits; fast, not proven best",
        run=greedy,
        scan=greedy_from,
    ),
    Strategy(
        "first_come",
        None,
        "rows in the order in which they came, each taking the best that is left",
        run=first_come,
        scan=first_come_from,
    ),
    Strategy(
        "lottery",
        None,
        "legal pairs in random order, each taken if it still fits",
        run=lottery,
        scan=lottery_from,
    ),
    Strategy(
        "capped_lottery",
        None,
        "a draw in which no pair is likelier than a cap, with the best expected score under that",
        frozenset({"pins"}),
        run=capped_lottery,
        scan=capped_lottery_from,
    ),
    Strategy(
        "stable",
        None,
        "no row and column would both rather have each other; equals told apart by lot, the best such for every row",
        frozenset({"pins"}),
        run=stable,
        scan=stable_from,
    ),
    Strategy(
        "stable_columns",
        None,
        "as stable, but the best such choice for every column",
        frozenset({"pins"}),
        run=stable_columns,
        scan=stable_columns_from,
    ),
    Strategy(
        "fairest",
        Objective.FAIREST,
        "as many rows as possible get a place, then the worst off of them gets the most, then the best score",
        frozenset({"pins"}),
        run=fairest,
        scan=fairest_from,
        scan_places=1,
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
    solver: str | None = None,
    *,
    stop: Stop = never,
) -> Result:
    """Choose pairs by ``strategy`` and prove the choice.

    A strategy is one of the table, or one of your own: a callable that answers, or a ``Strategy`` that says what it
    supports. An exact strategy runs the engine named ``solver``, or else the first that can solve the problem; either
    engine gives the same pairs: of all best answers the one that the keys of rows and columns decide on. An answer is
    accepted only if the independent checker accepts its certificate. Within limits the certificate may prove less than
    the engine: ``Result.proof`` says whose word it is. ``stop`` is asked now and then; once it says why, the best legal
    choice so far is the answer, with the bounds that are proven by then; with several priorities the score of such an
    answer has none. Not asked is it inside one flow or one linear relaxation of ``fairest``, nor while one of several
    equally good answers is chosen. What takes a moment (``greedy``, ``first_come``, the lotteries, the stable ones)
    ends as COMPLETED whatever it says.

    Raises
    ------
    ProblemError
        If the problem says that there are more legal pairs than it lists.
    UnsupportedError
        For a strategy or solver that is not in the tables, or that lacks what the problem needs.
    EngineError
        If an engine or a strategy fails or its answer is refused: a bug, never silently a success.
    ValueError
        If ``stop`` says anything but a ``Termination`` or None.
    """
    if not problem.all_listed:
        raise ProblemError("whole: not all legal pairs are listed; solve_source needs no list of them")
    sought, engine = _lookup(problem, strategy), _engine(problem, solver)
    if not pins_fit(problem):
        return nothing(problem, sought.name, sought.name if sought.run else engine.name)
    if sought.run:
        return answered(problem, sought, sought.run(problem, stop))
    if sought.objective is None:
        raise UnsupportedError(f"strategy {sought.name!r} has neither an objective for an engine nor a run of its own")
    author = Author(sought.name, engine.name, sought.objective, proves=True)
    return (within_limits if problem.limits else proven)(problem, author, engine.run, stop)


def solve_source(
    source: ScoreSource,
    problem: AssignmentProblem,
    strategy: str | Strategy = "most_people",
    *,
    stop: Stop = never,
    tell: Tell = silent,
) -> Result:
    """Choose pairs that a source scores, and prove the choice, without ever listing them all.

    The strategy is one of the table that can ``scan``, with settings of your own perhaps. ``problem`` says all but the
    pairs: capacities, floors, priorities, keys; it lists the pinned pairs, and no others. The pairs are those that
    ``solve`` chooses where all are listed; counts and bounds are proven by scans, too. What the strategy does not prove
    best may be bounded otherwise. most_people, best_score and fairest ask ``stop`` between parts of a scan, and tell
    how far they are; when they are stopped they answer with the best choice so far and what its prices bound, which
    takes one more scan; the first candidates are looked for whatever it says. The others end as COMPLETED whatever it
    says. What of the table needs all pairs listed gets that list of 100 000 pairs at most, legal or not.

    Raises
    ------
    ProblemError
        If rows or columns are not as many as the source has, a pair is listed that is not pinned, or scores are too
        large to be added up.
    UnsupportedError
        If the strategy is not in the table, does not support what the problem needs, or needs a longer list.
    EngineError
        If the independent checker refuses the answer: a bug, never silently a success.
    """
    sought = _lookup(problem, strategy)
    fits(source, problem)
    most_places = int(problem.row_capacity.max(initial=0))
    if sought.scan and not any(plain_of(sought.scan) is plain_of(one.scan) for one in STRATEGIES.values() if one.scan):
        raise UnsupportedError(f"strategy {sought.name!r}: a scan of your own is not checked; leave it out")
    if sought.scan is None or problem.limits or not sought.scans(most_places):
        if sought in _STRATEGIES and not problem.limits and source.n_rows * source.n_columns <= AT_ONCE:
            return solve(with_pairs(problem, legal_of(source, None, None)), sought, stop=stop)
        able = ", ".join(name for name, one in STRATEGIES.items() if one.scans(most_places))
        raise UnsupportedError(
            f"strategy {sought.name!r} needs all pairs listed, and so do limits: list them, for solve; {able} need none"
        )
    if not pins_fit(problem):
        return nothing(problem, sought.name, sought.name if sought.run else SOLVER)
    return sought.scan(source, problem, stop, tell)


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
    _refuse("strategy", sought, STRATEGIES, problem)
    return sought


def _own(run: Run) -> Strategy:
    """Return a caller's strategy; one of the table with settings of its own supports what that one does."""
    plain = plain_of(run)
    known = next((one for one in STRATEGIES.values() if one.run is plain), None)
    return replace(known, run=run, scan=None) if known else Strategy(name_of(run), None, "your own", run=run)


def plain_of(run: Run | Scanning) -> object:
    """Return what is run, without settings of its own."""
    return getattr(run, "func", run)


def name_of(run: Run, otherwise: str = "own") -> str:
    """Return what a caller's strategy is called: its name, or that of its class; a partial one has neither."""
    unnamed = otherwise if isinstance(run, partial) else type(run).__name__
    return getattr(run, "__name__", unnamed)


def _engine(problem: AssignmentProblem, name: str | None) -> Solver:
    """Return an engine, or the first that can solve the problem."""
    if name is None:
        return next(one for one in SOLVERS.values() if problem.features <= one.features)
    if name not in SOLVERS:
        raise UnsupportedError(f"solver {name!r} is not known; there are {', '.join(SOLVERS)}")
    _refuse("solver", SOLVERS[name], SOLVERS, problem)
    return SOLVERS[name]


def _refuse(
    kind: str, one: Strategy | Solver, table: Mapping[str, Strategy] | Mapping[str, Solver], problem: AssignmentProblem
) -> None:
    """Refuse what does not support all that the problem needs, and name what does."""
    for feature in sorted(problem.features - one.features):
        able = [name for name, other in table.items() if feature in other.features]
        raise UnsupportedError(
            f"{kind} {one.name!r} does not support {feature}; {', '.join(able) or f'no {kind}'} does"
        )
