"""match(): people in, a proven and explained matching out. The only module that runs a solver for people."""

from __future__ import annotations

from matchmaker.assembly import assemble
from matchmaker.check import notices, unfit
from matchmaker.demand import assignment_problem, clashes, pinned_pairs
from matchmaker.errors import ClashError, InputError
from matchmaker.matching import Matching
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.scores import Scores
from matchmaker.strategies import strategy_of, unsupported
from solvers.registry import solve
from solvers.stop import Stop, never


def match(pool: Pool, programme: Programme | None = None, *, stop: Stop = never) -> Matching:
    """Match a pool under a programme (default: all default settings).

    Pure: it reads what ships with it, and touches no other file, no network, no clock and no global. ``stop``, such
    as ``TimeLimit(60)``, is asked now and then while solving; once it says so the best legal matching so far is the
    answer, with its true bounds.

    Raises
    ------
    InputError
        For answers that the programme's rules cannot work without, and what its strategy cannot do, each located.
    ClashError
        For a pin that meets a ban or a capacity, naming both and the records they came from.
    """
    programme = programme or Programme()
    scores = Scores(pool, programme)
    if problems := [*unfit(pool, programme), *unsupported(pool, programme)]:
        raise InputError(problems)
    if clashing := clashes(scores):
        raise ClashError(clashing)
    problem = assignment_problem(pool, programme, scores.legal(), pinned_pairs(scores))
    result = solve(problem, strategy_of(programme), programme.solver, stop=stop)
    return assemble(scores, problem, result, notices(pool, programme, scores.weights))
