"""match(): people in, a proven and explained matching out. The only module that runs a solver for people."""

from __future__ import annotations

from matchmaker.assembly import assemble
from matchmaker.check import notices, unfit
from matchmaker.demand import assignment_problem, clashes, pinned_pairs
from matchmaker.errors import ClashError, InputError, Problem, StoppedError
from matchmaker.matching import Matching
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.quotas import quotas
from matchmaker.scores import Scores
from matchmaker.sentences import say
from matchmaker.strategies import strategy_of, unsupported
from solvers.errors import UnsupportedError
from solvers.problem import AssignmentProblem
from solvers.registry import solve
from solvers.result import Result, Status
from solvers.stop import Stop, never


def match(pool: Pool, programme: Programme | None = None, *, stop: Stop = never) -> Matching:
    """Match a pool under a programme (default: all default settings).

    Pure: it reads what ships with it, and touches no other file, no network, no clock and no global. ``stop``, such
    as ``TimeLimit(60)``, is asked now and then while solving; once it says so the best legal matching so far is the
    answer, with its true bounds.

    Raises
    ------
    InputError
        For answers that the programme's rules cannot work without, and what its strategy or solver cannot do, each
        located.
    ClashError
        For a pin that meets a ban or a capacity, naming both and the records they came from; and for limits that
        cannot be kept together.
    StoppedError
        If ``stop`` came before there was anything that keeps the limits.
    """
    programme = programme or Programme()
    scores = Scores(pool, programme)
    if problems := [*unfit(pool, programme), *unsupported(pool, programme)]:
        raise InputError(problems)
    if clashing := clashes(scores):
        raise ClashError(clashing)
    problem = assignment_problem(pool, programme, scores.legal(), pinned_pairs(scores))
    result = _solved(problem, programme, stop)
    if result.status is Status.INFEASIBLE:
        found = quotas(pool, programme, problem.rows, problem.columns)
        raise ClashError([say("limits_clash", limits=[found[at] for at in result.clashing_limits])])
    if result.status is Status.UNKNOWN:
        raise StoppedError("stopped before any matching was found that keeps all limits; give it more time")
    return assemble(scores, problem, result, notices(pool, programme, scores.weights))


def _solved(problem: AssignmentProblem, programme: Programme, stop: Stop) -> Result:
    try:
        return solve(problem, strategy_of(programme), programme.solver, stop=stop)
    except UnsupportedError as error:  # names the strategy or solver, what it lacks, and which has it
        raise InputError([Problem("programme.toml", 0, "", str(error))]) from error
