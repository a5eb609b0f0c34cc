"""Limits: against every choice there is, honest proofs, clashes named; and who refuses them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from limited_problems import best_within, limited_problems
from mutant_solvers import rebuilt
from oracle import Small, reached

from solvers import (
    STRATEGIES,
    AssignmentProblem,
    Limit,
    ProblemError,
    Proof,
    Result,
    Status,
    Termination,
    TimeLimit,
    UnsupportedError,
    check_certificate,
    solve,
)

TWO = ([0, 0, 1], [0, 1, 0], [9, 5, 3], [1, 1], [1, 1])
OBJECTIVES = ("most_people", "best_score")


def pairs_of(result: Result) -> set[tuple[int, int]]:
    return set(zip(result.rows.tolist(), result.columns.tolist(), strict=True))


def used(limit: Limit, chosen: set[tuple[int, int]]) -> int:
    listed = zip(limit.rows.tolist(), limit.columns.tolist(), limit.weights.tolist(), strict=True)
    return sum(weight for row, column, weight in listed if (row, column) in chosen)


def faults(small: Small, problem: AssignmentProblem, objective: str, seen: Counter[str]) -> list[str]:
    """Return what is wrong with the answer to one problem: the best of all choices, and nothing claimed beyond it."""
    best = best_within(small, problem.limits, people=objective == "most_people")
    result = solve(problem, objective)
    if best is None or result.status is Status.INFEASIBLE:
        seen["clash"] += 1
        agreed = best is None and result.status is Status.INFEASIBLE and not len(result.rows)
        return clash_faults(small, problem, result) if agreed else [f"{result.status}, all choices say {best}"]
    value, chosen = best
    assert result.certificate is not None
    findings = check_certificate(problem, result.certificate)
    seen[str(result.proof)] += 1
    checks = {
        "limits": all(used(limit, pairs_of(result)) <= limit.at_most for limit in problem.limits),
        "value": reached(small, pairs_of(result), objective == "most_people") == value,
        "pairs": pairs_of(result) == chosen,
        "status": (result.status, result.termination) == (Status.OPTIMAL, Termination.COMPLETED),
        "certificate": findings.breaches == () and findings.score_bound == result.score_bound,
        "proof": (result.proof is Proof.CERTIFICATE) == (result.gap == 0) and result.engine_gap in (0, None),
        "bounds": result.rows_filled <= result.rows_bound and result.places_filled <= result.places_bound,
        "gap": result.gap is None or result.gap >= 0,
    }
    return [f"{objective} {name}" for name, good in checks.items() if not good]


def clash_faults(small: Small, problem: AssignmentProblem, result: Result) -> list[str]:
    """Return what is wrong with the limits that are said to clash: they do, and without any one of them they do not."""
    named = result.clashing_limits
    if best_within(small, [], people=True) is None:
        return [] if named == () else ["pins clash, and limits are named"]
    some = [problem.limits[at] for at in named]
    if not some or best_within(small, some, people=True) is not None:
        return [f"{named} do not clash"]
    fewer = ([*some[:at], *some[at + 1 :]] for at in range(len(some)))
    return [] if all(best_within(small, one, people=True) for one in fewer) else [f"{named} are more than clash"]


def count_faults(seeds: range, counted: Callable[..., None]) -> Counter[str]:
    seen: Counter[str] = Counter()
    wrong = [
        f"seed {seed}: {fault}"
        for seed, small, problem in limited_problems(seeds)
        for fault in faults(small, problem, OBJECTIVES[seed % 2], seen)
    ]
    counted(problems=len(seeds), faults=len(wrong))
    assert not wrong, f"{len(wrong)} faults in {len(seeds)} problems: {wrong[:5]}"
    return seen


@pytest.mark.promise("limits")
def test_three_hundred_problems_as_all_choices_solve_them(counted: Callable[..., None]) -> None:
    seen = count_faults(range(300), counted)
    assert min(seen[kind] for kind in ("clash", "certificate", "solver")) >= 10, seen


@pytest.mark.promise("limits")
@pytest.mark.long
@pytest.mark.parametrize("chunk", range(20))
def test_twenty_thousand_problems_as_all_choices_solve_them(chunk: int, counted: Callable[..., None]) -> None:
    count_faults(range(10_000 + chunk * 1_000, 10_000 + (chunk + 1) * 1_000), counted)


def test_a_limit_costs_what_it_must() -> None:
    free = solve(AssignmentProblem(*TWO))
    held = solve(AssignmentProblem(*TWO, limits=[Limit([(0, 1), (1, 0)], [2, 3], 4)]))
    assert (free.rows_filled, held.rows_filled, held.score) == (2, 1, 9)
    assert (held.solver, held.status, free.solver) == ("cp_sat", Status.OPTIMAL, "flow")


def test_what_alone_is_beyond_a_limit_is_no_reason_for_a_gap() -> None:
    """The hours of no single pair may be shared: what does not fit cannot be taken in part, and the checker knows."""
    problem = AssignmentProblem([0, 1], [0, 0], [9, 5], [1, 1], [2], limits=[Limit([(0, 0), (1, 0)], [8, 3], 6)])
    result = solve(problem)
    assert (pairs_of(result), result.proof, result.gap) == ({(1, 0)}, Proof.CERTIFICATE, 0)


def test_where_no_price_proves_it_the_engine_s_word_is_called_that() -> None:
    """Any two of three pairs are too much, one and a half would be allowed: no prices come below that."""
    any_two = [
        Limit([pair, other], [1, 1], 1) for pair, other in (((0, 0), (1, 1)), ((1, 1), (2, 2)), ((0, 0), (2, 2)))
    ]
    problem = AssignmentProblem([0, 1, 2], [0, 1, 2], [6, 6, 6], [1] * 3, [1] * 3, limits=any_two)
    result = solve(problem, "best_score")
    assert (result.score, result.score_bound, result.gap) == (6, 9, 3)
    assert (result.status, result.proof, result.engine_bound, result.engine_gap) == (Status.OPTIMAL, Proof.SOLVER, 6, 0)


def test_a_price_of_a_limit_proves_what_it_says_and_no_more() -> None:
    """Any prices bound: altered ones never below the best answer, and what is no price is refused."""
    problem = AssignmentProblem([0, 1], [0, 0], [9, 5], [1, 1], [2], limits=[Limit([(0, 0), (1, 0)], [1, 1], 1)])
    proof = solve(problem, "best_score").certificate
    assert proof is not None
    assert check_certificate(problem, proof).gap(9) == 0
    for price in (0, 1, proof.scale, 7 * proof.scale, 100 * proof.scale):
        bound = check_certificate(problem, replace(proof, limit_prices=np.array([price]))).score_bound
        assert bound is not None
        assert bound >= 9
    for altered in (
        {"limit_prices": np.array([-1])},
        {"limit_prices": np.array([1, 1])},
        {"limit_prices": [1]},
        {"scale": 0},
        {"scale": 2**60},
    ):
        assert check_certificate(problem, replace(proof, **altered)).breaches  # type: ignore[arg-type]


def test_the_checker_refuses_pairs_that_do_not_keep_a_limit() -> None:
    """Also those of an answer that is the best of all without limits."""
    proof = solve(AssignmentProblem(*TWO)).certificate
    assert proof is not None
    within = AssignmentProblem(*TWO, limits=[Limit([(0, 0), (0, 1), (1, 0)], [1, 1, 1], 1)])
    assert check_certificate(within, replace(proof, limit_prices=np.array([0]))).breaches == ("limit 0 is not kept",)


def test_a_certificate_in_which_counts_are_worth_nothing_bounds_them_by_their_cuts() -> None:
    """Its prices say nothing of rows and places: a limit that costs a row leaves the score without a bound."""
    problem = AssignmentProblem([0, 1], [0, 0], [9, 5], [1, 1], [2], limits=[Limit([(0, 0), (1, 0)], [1, 1], 1)])
    for objective, bounds in (("most_people", (2, 2)), ("best_score", (2, 2))):
        proof = solve(problem, objective).certificate
        assert proof is not None
        found = check_certificate(problem, replace(proof, bonus=0))
        assert (found.breaches, (found.rows_bound, found.places_bound)) == ((), bounds)
        assert (found.score_bound is None) == (objective == "most_people")
        assert found.score_bound is None or found.score_bound >= 9


def test_only_where_there_are_limits_prices_may_be_in_parts() -> None:
    problem = AssignmentProblem(*TWO)
    proof = solve(problem).certificate
    assert proof is not None
    assert check_certificate(problem, replace(proof, scale=2)).breaches


@pytest.mark.parametrize("strategy", [name for name in STRATEGIES if "limits" not in STRATEGIES[name].features])
def test_other_strategies_refuse_limits_and_name_those_that_do_not(strategy: str) -> None:
    problem = AssignmentProblem(*TWO, limits=[Limit([], [], 0)])
    with pytest.raises(
        UnsupportedError, match=f"strategy '{strategy}' does not support limits; most_people, best_score"
    ):
        solve(problem, strategy)


def test_flow_by_name_refuses_limits_and_names_cp_sat() -> None:
    with pytest.raises(UnsupportedError, match="solver 'flow' does not support limits; cp_sat does"):
        solve(AssignmentProblem(*TWO, limits=[Limit([], [], 0)]), solver="flow")


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: Limit([(0, 0, 0)], [1], 1), "pairs: a list of"),
        (lambda: Limit([(0, 0.5)], [1], 1), "pairs: a flat list of integers"),  # type: ignore[list-item]
        (lambda: Limit([(0, 0), (0, 0)], [1, 1], 1), r"the pair \(0, 0\) stands more than once"),
        (lambda: Limit([(0, 0)], [1, 1], 1), "weights: 1 entries are needed, not 2"),
        (lambda: Limit([(0, 0)], [0.5], 1), "weights: a flat list of integers"),  # type: ignore[list-item]
        (lambda: Limit([(0, 0)], [1], 0.5), "at_most: an integer"),  # type: ignore[arg-type]
        (
            lambda: AssignmentProblem(*TWO, limits=[Limit([(1, 1)], [1], 1)]),
            r"limits: entry 0: the pair \(1, 1\) is not",
        ),
    ],
)
def test_what_is_no_limit_is_refused_by_field_and_entry(made: Callable[[], object], message: str) -> None:
    with pytest.raises(ProblemError, match=message):
        made()


def mid_size(n: int, m: int, seed: int) -> AssignmentProblem:
    """Scores with ties, shared hours for every column, and quotas: at most, at least, and for each column."""
    draw = np.random.default_rng(seed)
    rows, columns = np.divmod(np.arange(n * m), m)
    liked = draw.integers(0, 6_000, m)
    scores = liked[columns] + draw.integers(0, 4_000, n * m)
    hours, offered, group = draw.integers(4, 13, n), draw.integers(1, 3, m), draw.integers(0, 3, n)
    pair = np.stack([rows, columns], axis=1)

    def quota(mine: np.ndarray, sign: int, most: int) -> Limit:
        return Limit(pair[mine], np.full(int(mine.sum()), sign), sign * most)

    limits = [Limit(pair[columns == one], hours, int(9 * offered[one])) for one in range(m)]
    limits += [quota((group == 0)[rows], 1, n // 5), quota((group == 1)[rows], -1, n // 6)]
    limits += [quota((group == 2)[rows] & (columns == one), 1, 1) for one in range(m)]
    return AssignmentProblem(rows, columns, scores, np.ones(n, np.int64), offered, limits=limits)


def by_milp(problem: AssignmentProblem) -> tuple[int, int]:
    """Return the most rows and, with these, the most score, by another solver altogether (HiGHS)."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    pairs = len(problem.rows)
    lines = [(problem.rows == row).astype(float) for row in range(problem.n_rows)]
    lines += [(problem.columns == column).astype(float) for column in range(problem.n_columns)]
    most = [*problem.row_capacity.tolist(), *problem.column_capacity.tolist()]
    for limit in problem.limits:
        line = np.zeros(pairs)
        line[problem.positions(limit.rows, limit.columns)] = limit.weights
        lines, most = [*lines, line], [*most, limit.at_most]
    weight = problem.scores + 10_000.0 * problem.n_rows
    found = milp(
        -weight,
        constraints=LinearConstraint(np.array(lines), -np.inf, most),
        bounds=Bounds(0, 1),
        integrality=np.ones(pairs),
        options={"mip_rel_gap": 0},
    )
    chosen = found.x > 0.5
    return int(chosen.sum()), int(problem.scores[chosen].sum())


def test_a_mid_size_problem_as_another_solver_solves_it() -> None:
    problem = mid_size(40, 30, 1)
    result = solve(problem)
    assert (result.rows_filled, result.score) == by_milp(problem)
    assert all(used(limit, pairs_of(result)) <= limit.at_most for limit in problem.limits)
    assert result.status is Status.OPTIMAL
    assert result.score < solve(rebuilt(problem, limits=())).score


@pytest.mark.promise("limits")
@pytest.mark.long
def test_three_hundred_by_four_hundred_and_fifty_exactly(counted: Callable[..., None]) -> None:
    problem = mid_size(300, 450, 1)
    result = solve(problem)
    assert (result.status, result.termination, result.engine_gap) == (Status.OPTIMAL, Termination.COMPLETED, 0)
    assert all(used(limit, pairs_of(result)) <= limit.at_most for limit in problem.limits)
    assert result.rows_bound >= result.rows_filled
    assert result.gap is None or result.gap <= result.score // 1_000
    counted(problems=1, gap=result.gap or 0)


def test_a_stop_leaves_what_keeps_the_limits_with_its_gap_or_says_that_there_is_nothing_yet() -> None:
    problem = mid_size(40, 30, 2)
    stopped = solve(rebuilt(problem, limits=problem.limits[:30]), stop=TimeLimit(0))
    assert (stopped.status, stopped.termination, stopped.proof) == (Status.FEASIBLE, Termination.TIME_LIMIT, None)
    assert all(used(limit, pairs_of(stopped)) <= limit.at_most for limit in problem.limits[:30])
    too_much = Limit(np.stack([problem.rows, problem.columns], 1), -np.ones(len(problem.rows), np.int64), -10_000)
    nothing = solve(rebuilt(problem, limits=[too_much]), stop=TimeLimit(0))
    assert (nothing.status, len(nothing.rows), nothing.clashing_limits) == (Status.UNKNOWN, 0, ())
