"""What every answer has to keep: one check a function. ``contract.check_solver`` puts solvers to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from solvers.canonical import canonical
from solvers.fair.lifting import face
from solvers.leximin.weights import weighed
from solvers.limits import Limit
from solvers.prices import row_prices, searched_prices
from solvers.problem import AssignmentProblem, BoolArray, IntArray, Objective
from solvers.proof.certificate import check_certificate
from solvers.proof.fairness import Left, worst_off
from solvers.proof.floors import shortage
from solvers.remainder import Remainder
from solvers.result import Proof, Result, Status, Termination

Solve: TypeAlias = Callable[[AssignmentProblem], Result]
"""Anything that answers a problem, such as ``partial(solve, strategy="greedy")``."""

_FIELDS = ("row_priority", "row_keys", "row_order"), ("column_floor", "column_keys")


@dataclass(frozen=True, eq=False)
class Case:
    """One answer to look at. ``objective`` is what it claims to find the best of; None claims nothing."""

    solve: Solve
    problem: AssignmentProblem
    result: Result
    objective: Objective | None


def legal(case: Case) -> str:
    """Pairs are legal, each once; capacities and pins are kept."""
    problem, pairs = case.problem, _pairs(case.result)
    listed = set(zip(problem.rows.tolist(), problem.columns.tolist(), strict=True))
    pinned = set(zip(problem.rows[problem.pinned].tolist(), problem.columns[problem.pinned].tolist(), strict=True))
    rows, columns = Counter(row for row, _ in pairs), Counter(column for _, column in pairs)
    if len(set(pairs)) != len(pairs) or pairs != sorted(pairs):
        return "pairs are not sorted, or stand twice"
    if not set(pairs) <= listed:
        return f"{sorted(set(pairs) - listed)} are not legal"
    if not pinned <= set(pairs):
        return f"the pins {sorted(pinned - set(pairs))} are missing"
    over = any(rows[row] > most for row, most in enumerate(problem.row_capacity.tolist()))
    over |= any(columns[column] > most for column, most in enumerate(problem.column_capacity.tolist()))
    if over:
        return "a capacity is broken"
    used = [_used(limit, set(pairs)) for limit in problem.limits]
    broken = [at for at, limit in enumerate(problem.limits) if used[at] > limit.at_most]
    return f"the limits {broken} are broken" if broken else ""


def totals(case: Case) -> str:
    """The totals are what the pairs add up to."""
    problem, result = case.problem, case.result
    load = np.bincount(result.columns, minlength=problem.n_columns)
    so: dict[str, int | None] = {
        "floor_places": int(np.minimum(load, problem.column_floor).sum()),
        "columns_filled": len(set(result.columns.tolist())),
        "rows_filled": len(set(result.rows.tolist())),
        "places_filled": len(result.rows),
        "score": int(problem.scores[problem.positions(result.rows, result.columns)].sum()),
    }
    if case.objective is Objective.FAIREST:
        so["worst_off"] = worst_off(problem, result.rows, result.columns)
    return _differences(result, so)


def certificate(case: Case) -> str:
    """The independent checker accepts the certificate, and the result claims what it proves, no more, no less."""
    result, proof = case.result, case.result.certificate
    if proof is None:
        return "there is none"
    findings = check_certificate(case.problem, proof)
    if findings.breaches:
        return "; ".join(findings.breaches)
    same = np.array_equal([proof.rows, proof.columns], [result.rows, result.columns])
    if not same or not np.array_equal(proof.column_prices, result.column_prices):
        return "it is about other pairs or prices"
    so = {
        "floor_bound": findings.floor_bound,
        "columns_bound": findings.columns_bound,
        "rows_bound": findings.rows_bound,
        "places_bound": findings.places_bound,
        "score_bound": findings.score_bound,
        "worst_off_bound": findings.worst_off_bound,
    }
    return _differences(result, so)


def status(case: Case) -> str:
    """A solver that claims the best says OPTIMAL, with a gap of 0; a heuristic says FEASIBLE; both say COMPLETED.

    Within limits a gap may stay: then that nothing better exists is said to be the solver's own word. What is fair to
    rows with several places may stay unproven (it is NP-hard), and is FEASIBLE then.
    """
    result = case.result
    if _hard(case) and result.status is Status.FEASIBLE and result.termination is Termination.COMPLETED:
        return ""
    right = Status.FEASIBLE if case.objective is None else Status.OPTIMAL
    if result.status is not right or result.termination is not Termination.COMPLETED:
        return f"says {result.status} and {result.termination}"
    certified = result.gap == 0 and result.certificate is not None
    if case.objective and not certified and not (case.problem.limits and result.engine_gap == 0):
        return f"says OPTIMAL with a gap of {result.gap}"
    if result.proof is not ((Proof.CERTIFICATE if certified else Proof.SOLVER) if case.objective else None):
        return f"says that its proof is {result.proof}"
    claimed = result.certificate.objective if result.certificate else case.objective
    return f"proves {claimed}" if case.objective not in (None, claimed) else ""


def least_prices(case: Case) -> str:
    """The prices of a best answer without limits are the least there are; every row's follows from the columns'."""
    result = case.result
    if result.certificate is None:
        return "there are none"
    proof = result.certificate
    remainder = _weighed(case, proof.objective).priced(proof.limit_prices, proof.scale)
    if not np.array_equal(row_prices(remainder, result.column_prices), result.row_prices):
        return "a row's price does not follow from the columns'"
    if case.objective is None or _hard(case) or case.problem.limits:  # of such prices none is the least
        return ""
    least = searched_prices(remainder, _taken(case, remainder))
    return "" if np.array_equal(least.column_prices, result.column_prices) else "a column's is higher than need be"


def floors(case: Case) -> str:
    """Every unmet floor is named once, every shortage adds up, and a best answer's, without limits, are short."""
    problem, result = case.problem, case.result
    short = np.bincount(result.columns, minlength=problem.n_columns) < problem.column_floor
    named = sorted(column for one in result.unmet_floors for column in one.short)
    if named != np.flatnonzero(short).tolist():
        return f"{named} are named"
    for one in result.unmet_floors:
        group = np.isin(np.arange(problem.n_columns), one.group)
        if one != shortage(problem, short, group):
            return f"what is said of {one.short} does not add up"
        if one.available >= one.asked and case.objective and not problem.limits:
            return f"{one.short} are named without a shortage"
    return ""


def repeatable(case: Case) -> str:
    """Asked again, it answers the same."""
    return "" if _pairs(case.solve(case.problem)) == _pairs(case.result) else "it answers differently when asked again"


def order(case: Case) -> str:
    """Rows, columns and pairs in another order, with their keys, give the same pairs."""
    draw = np.random.default_rng(len(case.problem.rows))
    rows, columns = draw.permutation(case.problem.n_rows), draw.permutation(case.problem.n_columns)
    again = case.solve(_reordered(case.problem, rows, columns))
    back = sorted((int(rows[row]), int(columns[column])) for row, column in _pairs(again))
    return "" if back == _pairs(case.result) else "the order of rows and columns decides who is chosen"


def equals(case: Case) -> str:
    """Of several best answers it is the one with the greatest sum of tie values; within limits none is asked for."""
    if case.objective is None or case.problem.limits:
        return ""
    if _hard(case):  # settled by the order of keys, which ``order`` sees to
        return ""
    remainder = _weighed(case, case.objective)
    taken = _taken(case, remainder)
    found = searched_prices(remainder, taken)
    if not found.proven:
        return "it is not among the best"
    return "" if np.array_equal(canonical(remainder, taken, found), taken) else "another best answer goes before it"


def bystanders(case: Case) -> str:
    """A column without a place, whom every row could have, changes nothing."""
    problem = case.problem
    n, m = problem.n_rows, problem.n_columns
    key = min(set(range(m + 1)).difference(problem.column_keys.tolist()))
    wider = AssignmentProblem(
        np.concatenate([problem.rows, np.arange(n)]),
        np.concatenate([problem.columns, np.full(n, m)]),
        np.concatenate([problem.scores, np.full(n, int(problem.scores.max(initial=0)))]),
        problem.row_capacity,
        np.append(problem.column_capacity, 0),
        column_floor=np.append(problem.column_floor, 0),
        pinned=np.concatenate([problem.pinned, np.zeros(n, np.bool_)]),
        row_priority=problem.row_priority,
        spread=problem.spread,
        row_keys=problem.row_keys,
        column_keys=np.append(problem.column_keys, key),
        row_order=problem.row_order,
        row_view=np.concatenate([problem.row_view, np.full(n, int(problem.row_view.max(initial=0)))]),
        column_view=np.concatenate([problem.column_view, np.zeros(n, np.int64)]),
        limits=problem.limits,
    )
    return "" if _pairs(case.solve(wider)) == _pairs(case.result) else "a column without a place changes the answer"


CHECKS: Mapping[str, Callable[[Case], str]] = MappingProxyType(
    {
        check.__name__: check
        for check in (
            legal,
            totals,
            certificate,
            status,
            least_prices,
            floors,
            repeatable,
            order,
            equals,
            bystanders,
        )
    }
)
"""Every check of an answer, in order. Each returns what is not so, and nothing if all is well."""


def _pairs(result: Result) -> list[tuple[int, int]]:
    return list(zip(result.rows.tolist(), result.columns.tolist(), strict=True))


def _used(limit: Limit, chosen: set[tuple[int, int]]) -> int:
    """Return what a choice of pairs counts in a limit, added up one by one."""
    listed = zip(limit.rows.tolist(), limit.columns.tolist(), limit.weights.tolist(), strict=True)
    return sum(weight for row, column, weight in listed if (row, column) in chosen)


def _hard(case: Case) -> bool:
    """Whether rows are to be treated fairly that can take several pairs."""
    return case.objective in (Objective.FAIREST, Objective.LEXIMIN) and Left.of(case.problem).several


def _weighed(case: Case, objective: Objective) -> Remainder:
    """Return what the pins leave, as the weighted sum that an answer with this objective is the best of."""
    remainder = Remainder.of(case.problem, objective)
    proof = case.result.certificate.fairness if case.result.certificate else None
    if objective is Objective.FAIREST and proof:
        return face(Left.of(case.problem), remainder, proof.worst_off, proof.scale)
    if objective is Objective.LEXIMIN:
        return weighed(case.problem, remainder, _taken(case, remainder))
    return remainder


def _taken(case: Case, remainder: Remainder) -> BoolArray:
    """Return which pairs of what the pins leave the answer takes."""
    return np.isin(remainder.pairs, case.problem.positions(case.result.rows, case.result.columns))


def _differences(result: Result, so: Mapping[str, int | None]) -> str:
    said = {name: getattr(result, name) for name in so}
    return "; ".join(f"{name} is {value}, not {said[name]}" for name, value in so.items() if said[name] != value)


def _reordered(problem: AssignmentProblem, rows: IntArray, columns: IntArray) -> AssignmentProblem:
    """Return the problem with row ``rows[i]`` in place i, the columns likewise; the last pair first."""
    per_row, per_column = ({name: getattr(problem, name) for name in names} for names in _FIELDS)
    fields = {name: values[rows] for name, values in per_row.items()}
    fields |= {name: values[columns] for name, values in per_column.items()}
    per_pair = {name: getattr(problem, name)[::-1] for name in ("scores", "pinned", "row_view", "column_view")}
    at_row, at_column = np.argsort(rows), np.argsort(columns)
    return AssignmentProblem(
        rows=at_row[problem.rows][::-1],
        columns=at_column[problem.columns][::-1],
        row_capacity=problem.row_capacity[rows],
        column_capacity=problem.column_capacity[columns],
        spread=problem.spread,
        limits=[
            Limit(
                list(zip(at_row[one.rows], at_column[one.columns], strict=True))[::-1], one.weights[::-1], one.at_most
            )
            for one in problem.limits
        ],
        **per_pair,
        **fields,
    )
