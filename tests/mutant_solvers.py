"""Solvers with one planted defect each, such as people make. The conformance suite has to catch every one."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from solvers import AssignmentProblem, Proof, Result, Status, answer, solve
from solvers.answer import nothing

_calls = itertools.count(1)


def rebuilt(problem: AssignmentProblem, **changed: object) -> AssignmentProblem:
    names = ("rows", "columns", "scores", "row_capacity", "column_capacity", "column_floor", "pinned", "row_priority")
    names += ("row_keys", "column_keys", "spread", "limits")
    fields: dict[str, Any] = {**{name: getattr(problem, name) for name in names}, **changed}
    return AssignmentProblem(**fields)


def answering(problem: AssignmentProblem, found: Result, rows: np.ndarray, columns: np.ndarray) -> Result:
    """Return ``found`` with other pairs, their honest totals and certificate: only the choice itself is wrong."""
    return replace(answer(problem, rows, columns), status=found.status)


def overloads_a_column(problem: AssignmentProblem) -> Result:
    """Counts capacities from 0."""
    roomier = rebuilt(problem, column_capacity=problem.column_capacity + 1)
    return solve(roomier)


def pairs_the_banned(problem: AssignmentProblem) -> Result:
    """Takes a pair that is not listed for one of score 0, as matrix code does."""
    n, m = problem.n_rows, problem.n_columns
    rows, columns = np.divmod(np.arange(n * m), max(m, 1))
    scores, pinned = np.zeros(n * m, np.int64), np.zeros(n * m, np.bool_)
    at = problem.rows * m + problem.columns
    scores[at], pinned[at] = problem.scores, problem.pinned
    return solve(rebuilt(problem, rows=rows, columns=columns, scores=scores, pinned=pinned))


def drops_a_pin(problem: AssignmentProblem) -> Result:
    """Takes a pin for a wish."""
    return solve(rebuilt(problem, pinned=np.zeros(len(problem.rows), np.bool_)))


def stops_one_short(problem: AssignmentProblem) -> Result:
    """Leaves the last pair out, and calls it the best."""
    found = solve(problem)
    if found.status is Status.INFEASIBLE or not len(found.rows) or problem.pinned.any():
        return found
    return answering(problem, found, found.rows[:-1], found.columns[:-1])


def rounds_the_score_up(problem: AssignmentProblem) -> Result:
    """Adds up in floats."""
    found = solve(problem)
    return replace(found, score=found.score + (found.score > 10_000))


def calls_its_score_the_bound(problem: AssignmentProblem) -> Result:
    """A heuristic that claims to be the best there is."""
    found = solve(problem, "greedy")
    return (
        found if found.status is Status.INFEASIBLE else replace(found, score_bound=found.score, status=Status.OPTIMAL)
    )


def breaks_ties_by_place(problem: AssignmentProblem) -> Result:
    """Of equals takes the first in the list."""
    n, m = problem.n_rows, problem.n_columns
    return solve(rebuilt(problem, row_keys=np.arange(n), column_keys=np.arange(m)))


def rolls_dice(problem: AssignmentProblem) -> Result:
    """Of equals takes another each time."""
    return solve(rebuilt(problem, row_keys=np.arange(problem.n_rows) * next(_calls) + 1))


def forgets_floors(problem: AssignmentProblem) -> Result:
    """Solves for everything but floors."""
    found = solve(rebuilt(problem, column_floor=np.zeros(problem.n_columns, np.int64)))
    return found if found.certificate is None else answering(problem, found, found.rows, found.columns)


def forgets_priorities(problem: AssignmentProblem) -> Result:
    """Treats all rows alike."""
    found = solve(rebuilt(problem, row_priority=np.ones(problem.n_rows, np.int64)))
    return found if found.certificate is None else answering(problem, found, found.rows, found.columns)


def gives_seconds_before_firsts(problem: AssignmentProblem) -> Result:
    """Asks nobody whether every column has a place already."""
    found = solve(rebuilt(problem, spread=False))
    return found if found.certificate is None else answering(problem, found, found.rows, found.columns)


def spreads_before_floors(problem: AssignmentProblem) -> Result:
    """Takes a first place for more than a floor."""
    first = np.minimum(problem.column_capacity, 1) if problem.spread else problem.column_floor
    found = solve(rebuilt(problem, column_floor=first))
    return found if found.certificate is None else answering(problem, found, found.rows, found.columns)


def counts_places_not_rows(problem: AssignmentProblem) -> Result:
    """Sees no difference between a row's first place and its second."""
    copies = solve(problem, "best_score")
    return copies if copies.certificate is None else answering(problem, copies, copies.rows, copies.columns)


def trips_over_nothing(problem: AssignmentProblem) -> Result:
    """Takes the best pair of a list that may be empty."""
    found = solve(problem)
    int(problem.scores[found.rows.argmax()])
    return found


def shrugs_at_clashing_pins(problem: AssignmentProblem) -> Result:
    """Gives an empty answer where there is none."""
    found = solve(problem)
    return replace(found, status=Status.OPTIMAL) if found.status is Status.INFEASIBLE else found


def asks_too_much(problem: AssignmentProblem) -> Result:
    """Prices that prove the answer, but not the least ones."""
    found = solve(problem)
    if found.certificate is None or not len(found.columns):
        return found
    dearer = found.column_prices.copy()
    dearer[found.columns[0]] += 1
    return replace(found, column_prices=dearer, certificate=replace(found.certificate, column_prices=dearer))


def forgets_limits(problem: AssignmentProblem) -> Result:
    """Solves for everything but limits."""
    return solve(rebuilt(problem, limits=()))


def calls_the_engines_word_a_proof(problem: AssignmentProblem) -> Result:
    """Says that a certificate proves what it leaves a gap to."""
    found = solve(problem)
    return found if found.proof is None else replace(found, proof=Proof.CERTIFICATE)


def gives_up_on_limits(problem: AssignmentProblem) -> Result:
    """Says that limits clash wherever there are any."""
    found = solve(problem)
    return nothing(problem, found.strategy, found.solver) if problem.limits else found


def takes_on_anything(problem: AssignmentProblem) -> Result:
    """Declares that it supports no pins, floors, priorities, spread or limits, and does not look."""
    return solve(problem)


CAUGHT_BY: Mapping[Callable[[AssignmentProblem], Result], str] = {
    overloads_a_column: "legal",
    pairs_the_banned: "legal",
    drops_a_pin: "legal",
    stops_one_short: "status",
    rounds_the_score_up: "totals",
    calls_its_score_the_bound: "certificate",
    breaks_ties_by_place: "order",
    rolls_dice: "repeatable",
    forgets_floors: "status",
    forgets_priorities: "status",
    gives_seconds_before_firsts: "status",
    spreads_before_floors: "status",
    counts_places_not_rows: "status",
    trips_over_nothing: "answers",
    shrugs_at_clashing_pins: "status",
    asks_too_much: "least_prices",
    forgets_limits: "legal",
    calls_the_engines_word_a_proof: "status",
    gives_up_on_limits: "status",
    takes_on_anything: "refuses",
}
"""Every mutant, with a check that has to be among those that catch it."""
