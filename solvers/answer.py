"""From chosen pairs, whoever chose them, to a whole result: totals, certificate, bounds, prices, unmet floors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from solvers.canonical import canonical
from solvers.cuts import Cut, tight_cut
from solvers.engines.priced import priced_choice
from solvers.errors import EngineError
from solvers.prices import Prices, certificate_of, good_prices, remaining, row_prices, searched_prices
from solvers.problem import AssignmentProblem, BoolArray, Integers, Objective, Wholes
from solvers.proof.certificate import Certificate, Findings, check_certificate
from solvers.proof.floors import unmet_floors
from solvers.proof.scanned_floors import scanned_unmet_floors
from solvers.remainder import Remainder, pins_fit
from solvers.result import Proof, Result, Status, Termination
from solvers.source import ScoreSource


@dataclass(frozen=True)
class Author:
    """Whose answer it is. One that does not ``prove`` is never called OPTIMAL, even where it happens to be best."""

    strategy: str
    solver: str
    objective: Objective
    proves: bool


def answer(
    problem: AssignmentProblem,
    rows: Integers,
    columns: Integers,
    objective: Objective | str = Objective.MOST_PEOPLE,
    *,
    strategy: str = "own",
    solver: str | None = None,
    proves: bool = True,
    settle: bool = False,
) -> Result:
    """Return the whole result that goes with pairs chosen by a solver of one's own.

    Where the pins alone break a capacity the result is INFEASIBLE, whatever the pairs are. Else it is OPTIMAL if the
    pairs are proven best for ``objective`` and the solver ``proves`` what it finds, and FEASIBLE if not. A ``solver``
    without a name of its own has the strategy's. To ``settle`` is to answer, where several choices are as good as these
    proven best ones, with the one that ``solve`` gives.

    Raises
    ------
    ProblemError
        If the pairs are not legal, miss a pin or break a capacity.
    """
    author = Author(strategy, solver or strategy, Objective(objective), proves)
    if not pins_fit(problem):
        return nothing(problem, author.strategy, author.solver)
    remainder, taken = remaining(problem, rows, columns, author.objective)
    found = searched_prices(remainder, taken)
    if settle and found.proven:
        taken = canonical(remainder, taken, found)
    return certified(problem, author, remainder, taken, found, Termination.COMPLETED)


def unproven(problem: AssignmentProblem, strategy: str, remainder: Remainder, taken: BoolArray) -> Result:
    """Return the result of a strategy that proves nothing best: all it says of others is the best score there is.

    Where there are limits it is the best without them.
    """
    author = Author(strategy, strategy, Objective.BEST_SCORE, proves=False)
    return certified(problem, author, remainder, taken, priced_choice(remainder).prices, Termination.COMPLETED)


def certified(
    problem: AssignmentProblem,
    author: Author,
    remainder: Remainder,
    taken: BoolArray,
    found: Prices,
    termination: Termination,
    engine_bound: int | None = None,
    source: ScoreSource | None = None,
    cut_of: Cut = tight_cut,
) -> Result:
    """Return the result of what was taken of the remainder, once the independent checker accepts its certificate.

    ``engine_bound`` is the most score that the engine says any answer with the same counts has. ``source`` has all
    legal pairs, where the problem lists only some; then ``cut_of`` finds cuts for them all.

    Raises
    ------
    EngineError
        If it does not: a bug, never silently a success.
    """
    prices = good_prices(remainder, taken, found)
    certificate = certificate_of(
        problem, author.objective, remainder, taken, prices, found.limit_prices, found.scale, cut_of
    )
    priced = remainder.priced(certificate.limit_prices, certificate.scale)
    return result_of(problem, author, certificate, row_prices(priced, prices), termination, engine_bound, source)


def result_of(
    problem: AssignmentProblem,
    author: Author,
    certificate: Certificate,
    row_prices: Wholes,
    termination: Termination,
    engine_bound: int | None = None,
    source: ScoreSource | None = None,
) -> Result:
    """Return the result that a certificate stands for, once the independent checker accepts it.

    Raises
    ------
    EngineError
        If it does not: a bug, never silently a success.
    """
    findings = accepted(problem, author.solver, certificate, source)
    proof = Proof.CERTIFICATE if findings.gap(certificate.score) == 0 else None
    if proof is None and engine_bound == certificate.score:
        proof = Proof.SOLVER
    proof = proof if author.proves else None
    unmet = unmet_floors if source is None else partial(scanned_unmet_floors, source)
    return Result(
        strategy=author.strategy,
        solver=author.solver,
        status=Status.OPTIMAL if proof else Status.FEASIBLE,
        termination=termination,
        rows=certificate.rows,
        columns=certificate.columns,
        floor_places=certificate.floor_places,
        floor_bound=findings.floor_bound,
        columns_filled=certificate.columns_filled,
        columns_bound=findings.columns_bound,
        rows_filled=certificate.rows_filled,
        rows_bound=findings.rows_bound,
        places_filled=certificate.places_filled,
        places_bound=findings.places_bound,
        score=certificate.score,
        score_bound=findings.score_bound,
        worst_off=certificate.fairness.worst_off if certificate.fairness else findings.worst_off_bound,
        worst_off_bound=findings.worst_off_bound,
        row_prices=row_prices,
        column_prices=certificate.column_prices,
        unmet_floors=unmet(problem, certificate.rows, certificate.columns),
        certificate=certificate,
        proof=proof,
        engine_bound=engine_bound,
    )


def accepted(
    problem: AssignmentProblem, solver: str, certificate: Certificate, source: ScoreSource | None = None
) -> Findings:
    """Return what a certificate proves.

    Raises
    ------
    EngineError
        If the independent checker does not accept it.
    """
    findings = check_certificate(problem, certificate, source)
    if findings.breaches:
        doubt = " (does the source answer the same each time?)" if source is not None else ""
        raise EngineError(f"{solver} gave an answer that is refused: {'; '.join(findings.breaches)}{doubt}")
    return findings


def nothing(
    problem: AssignmentProblem,
    strategy: str,
    solver: str,
    termination: Termination = Termination.COMPLETED,
    clashing_limits: tuple[int, ...] = (),
) -> Result:
    """Return the result where there is no answer, or where, unless COMPLETED, none was found yet."""
    free = np.zeros(problem.n_rows, np.int64), np.zeros(problem.n_columns, np.int64)
    status = Status.INFEASIBLE if termination is Termination.COMPLETED else Status.UNKNOWN
    return Result(strategy, solver, status, termination, *free, clashing_limits=clashing_limits)
