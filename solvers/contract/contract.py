"""check_solver(): what every solver has to keep, tried on odd and random problems. For outsiders' solvers, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from solvers.contract.checks import CHECKS, Case, Solve, legal
from solvers.contract.samples import odd_problems, random_problems
from solvers.engines.clash import limits_fit
from solvers.errors import ContractError, UnsupportedError
from solvers.problem import FEATURES, AssignmentProblem, Objective
from solvers.remainder import Remainder, pins_fit
from solvers.result import Result, Status


def check_solver(
    solve: Solve,
    objective: Objective | str | None,
    *,
    features: Iterable[str] = FEATURES,
    problems: Iterable[tuple[str, AssignmentProblem]] | None = None,
) -> int:
    """Try a solver on many problems and return how many checks it passed.

    ``solvers.answer(…, settle=True)`` makes a whole result of chosen pairs, with everything these checks ask for:

    - ``answers``: it raises nothing, and
    - ``refuses``: but for ``UnsupportedError`` where a problem needs a feature that it does not support;
    - ``legal``: pairs are legal, each once, sorted; capacities, pins and limits are kept;
    - ``totals``, ``floors``: they are what the pairs add up to, and what the problem's floors lack;
    - ``certificate``: ``check_certificate`` accepts it (a heuristic's, too), and the bounds are those it proves;
    - ``status``: OPTIMAL with gap 0 from a solver that claims an objective, FEASIBLE from a heuristic, INFEASIBLE just
      where the pins break a capacity or nothing keeps the limits; always COMPLETED, and ``proof`` is whose word it is;
    - ``least_prices``: an optimal answer's prices are those of ``prices``; row prices follow from column prices;
    - ``repeatable``, ``order``, ``bystanders``: asked again, with rows and columns reordered, or with a column more
      that has no place, it chooses the same pairs;
    - ``equals``: of several best answers it gives the one that the keys decide on, as ``solve`` does.

    Parameters
    ----------
    solve
        Answers a problem, without a time limit.
    objective
        What it finds the best of, provably; None for a heuristic, which proves nothing.
    features
        What it supports, of ``floors``, ``pins``, ``priorities``, ``spread`` and ``limits``.
    problems
        Named problems (default: all odd ones and 150 random ones).

    Raises
    ------
    ContractError
        Naming every check that failed, with the problem and what is not so; or if there was no problem to try.
    ValueError
        For an objective or a feature that there is not.
    """
    sought, supported = None if objective is None else Objective(objective), frozenset(features)
    if unknown := sorted(supported.difference(FEATURES)):
        raise ValueError(f"features: {unknown[0]!r} is none; allowed is a list of {', '.join(FEATURES)}")
    faults: list[str] = []
    passed = 0
    for name, problem in chain(odd_problems(), random_problems(150)) if problems is None else problems:
        try:
            found = dict(_tried(solve, sought, problem, supported))
        except Exception as error:
            found = {"answers": f"raises {type(error).__name__}: {error}"}
        passed += len(found) - sum(map(bool, found.values()))
        faults += [f"{check}: {name}: {fault}" for check, fault in found.items() if fault]
    if not passed and not faults:
        faults = ["answers: there was no problem to try"]
    if faults:
        raise ContractError(faults)
    return passed


def _tried(
    solve: Solve, objective: Objective | None, problem: AssignmentProblem, features: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Yield every check's name with what is not so, empty if all is well."""
    if lacking := problem.features - features:
        yield "refuses", _refuses(solve, problem, lacking)
        return
    result = solve(problem)
    if not isinstance(result, Result):
        yield "answers", f"gives {type(result).__name__}, not a Result"
        return
    if not pins_fit(problem) or result.status in (Status.INFEASIBLE, Status.UNKNOWN):
        yield "status", _infeasible(problem, result)
        return
    case = Case(solve, problem, result, objective)
    fault = legal(case)
    yield "legal", fault
    if not fault:  # else nothing more can be said of pairs that are not
        yield from ((name, check(case)) for name, check in CHECKS.items() if check is not legal)


def _refuses(solve: Solve, problem: AssignmentProblem, lacking: frozenset[str]) -> str:
    try:
        solve(problem)
    except UnsupportedError:
        return ""
    return f"takes on {', '.join(sorted(lacking))}, which it does not support"


def _infeasible(problem: AssignmentProblem, result: Result) -> str:
    fits = pins_fit(problem)
    if fits and (not problem.limits or limits_fit(Remainder.of(problem, Objective.BEST_SCORE))):
        return f"says {result.status}, though the pins keep every capacity, and limits can be kept"
    said = result.status is Status.INFEASIBLE and len(result.rows) == 0 and result.certificate is None
    return "" if said else f"says {result.status}, though there is no answer"
