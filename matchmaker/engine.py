"""match(): people in, a proven and explained matching out. The only module that runs a solver for people."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import NamedTuple

from matchmaker.check import notices, unfit
from matchmaker.errors import ClashError, InputError, Problem, StoppedError
from matchmaker.kernel import slow_without
from matchmaker.matching import Matching
from matchmaker.outcome.assembly import assemble
from matchmaker.pool import Pool
from matchmaker.problem.demand import assignment_problem, clashes, most_places, pinned_pairs
from matchmaker.problem.list_bounds import refuse_many
from matchmaker.problem.own_strategies import own
from matchmaker.problem.quotas import quotas
from matchmaker.problem.strategies import seeking, strategy_of, unable, unsupported
from matchmaker.programme import Programme
from matchmaker.scoring.scores import Scores
from matchmaker.scoring.survey import ViewedPairs
from matchmaker.sentences import say
from solvers.pairs import joined
from solvers.pricing.progress import Tell, silent
from solvers.problem import AssignmentProblem
from solvers.registry import Strategy, solve, solve_source
from solvers.result import Result, Status
from solvers.step import Run
from solvers.stop import Stop, never

_LOG = logging.getLogger(__name__)


def match(
    pool: Pool,
    programme: Programme | None = None,
    *,
    strategy: str | Strategy | Run | None = None,
    stop: Stop = never,
    tell: Tell = silent,
) -> Matching:
    """Match a pool under a programme (default: all default settings), or by another ``strategy``.

    It is named, or one's own. What one's own answers is called ``own:name`` and never the best:
    ``matchmaker.problem.own_strategies.own`` says what is kept. Pure: it reads what ships with it, and touches no other
    file, no network, no clock and no global. ``stop``, such as ``TimeLimit(60)``, is asked now and then while solving;
    once it says so the best legal matching so far is the answer, with its true bounds. ``tell`` hears how far a search
    for most_people, best_score, fairest or the chances of capped_lottery is: its ``Progress``, from the thread that
    called.

    Raises
    ------
    InputError
        For answers that the programme's rules cannot work without, and what its strategy or solver cannot do, each
        located; for more legal pairs than can be listed, where they have to be; or a name that no strategy has.
    ClashError
        For a pin that meets a ban or a capacity, naming both and the records they came from; and for limits that
        cannot be kept together.
    StoppedError
        If ``stop`` came before there was anything that keeps the limits.
    UnsupportedError, EngineError
        If a strategy of one's own does not support what the pool needs, or gives an answer that is refused.
    """
    found = solved(pool, programme, strategy=strategy, stop=stop, tell=tell)
    return assemble(found.scores, found.problem, found.result, found.notices, found.scores.compiled)


class Solved(NamedTuple):
    """A scored pool, the problem made of it, its result, and what is to be noticed: all that an answer is made of."""

    scores: Scores
    problem: AssignmentProblem
    result: Result
    notices: tuple[str, ...]


def solved(
    pool: Pool,
    programme: Programme | None = None,
    *,
    strategy: str | Strategy | Run | None = None,
    stop: Stop = never,
    tell: Tell = silent,
) -> Solved:
    """Do what ``match`` does, but for making people of the result: ``streaming.write_large`` writes it piece by piece.

    Raises
    ------
    As ``match`` does.
    """
    programme = programme or Programme()
    if isinstance(strategy, str):
        programme, strategy = seeking(programme, strategy), None
    scores = Scores(pool, programme)
    sought = own(strategy) if strategy else strategy_of(programme)
    unable_to = [] if strategy else unsupported(pool, programme)
    if found_by_scans(pool, programme, sought):
        if advice := slow_without(scores.n_rows, scores.n_columns):
            _LOG.info(advice)
        problem = demanded(scores, unable_to)
        result = solve_source(scores.compiled or scores.walked(), problem, sought, stop=stop, tell=tell)
    else:
        problem = demanded(scores, unable_to, lister=sought.name)
        result = assigned(problem, programme, sought, stop)
    refuse_none(pool, programme, problem, result)
    return Solved(scores, problem, result, notices(pool, programme, scores.weights))


def found_by_scans(pool: Pool, programme: Programme, strategy: Strategy) -> bool:
    """Whether scans find what a strategy seeks, so that legal pairs need not all be listed."""
    flows = strategy.run is not None or programme.solver != "cp_sat"  # a strategy that runs by itself asks no solver
    return strategy.scans(most_places(pool)) and not programme.limited and flows


def demanded(scores: Scores, unsupported: Sequence[Problem] = (), *, lister: str = "") -> AssignmentProblem:
    """Return the problem that a scored pool is, for a solver, unless its strategy cannot do what is asked of it.

    All its legal pairs are listed for a ``lister``, a strategy or what else needs that; for none only the pinned ones.

    Raises
    ------
    InputError, ClashError
        As ``match`` does.
    """
    pool, programme = scores.pool, scores.programme
    if problems := [*unfit(pool, programme), *unable(programme), *unsupported]:
        raise InputError(problems)
    if clashing := clashes(scores):
        raise ClashError(clashing)
    if lister:
        refuse_many(scores, lister)
    legal = scores.legal() if lister else joined([], ViewedPairs)
    return assignment_problem(pool, programme, legal, pinned_pairs(scores))


def assigned(problem: AssignmentProblem, programme: Programme, strategy: Strategy, stop: Stop = never) -> Result:
    """Return what a strategy makes of a problem; where it leaves that to an engine, to the programme's.

    Raises
    ------
    UnsupportedError
        If the strategy does not support what the problem needs.
    EngineError
        If its answer is refused.
    """
    return solve(problem, strategy, programme.solver, stop=stop)


def refuse_none(pool: Pool, programme: Programme, problem: AssignmentProblem, result: Result) -> None:
    """Refuse a result without an answer.

    Raises
    ------
    ClashError, StoppedError
        As ``match`` does.
    """
    if result.status is Status.INFEASIBLE:
        found = quotas(pool, programme, problem.rows, problem.columns)
        raise ClashError([say("limits_clash", limits=[found[at] for at in result.clashing_limits])])
    if result.status is Status.UNKNOWN:
        raise StoppedError("stopped before any matching was found that keeps all limits; give it more time")
