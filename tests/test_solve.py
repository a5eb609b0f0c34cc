"""Both engines against the oracle and each other; greedy legal; features and names checked."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from lengths import chunks
from oracle import Best, Small, best, reached
from random_problems import small_problem

from solvers import (
    SOLVERS,
    STRATEGIES,
    AssignmentProblem,
    Limit,
    Result,
    Status,
    UnsupportedError,
    check_certificate,
    solve,
)

ROOT = Path(__file__).parents[1]
EXACT = [name for name, strategy in STRATEGIES.items() if strategy.run is None]
CHUNK = 500
LONG_CHUNK = 5_000
LONG_OFFSET = 10_000_000


def totals(result: Result, spread: bool) -> tuple[int, ...]:
    columns = [result.columns_filled] if spread else []
    counts = [result.rows_filled, result.places_filled] if result.strategy == "most_people" else []
    return (result.floor_places, *columns, *counts, result.score)


def bounds(result: Result, spread: bool) -> tuple[int | None, ...]:
    columns = [result.columns_bound] if spread else []
    counts = [result.rows_bound, result.places_bound] if result.strategy == "most_people" else []
    return (result.floor_bound, *columns, *counts, result.score_bound)


def legal(small: Small, result: Result) -> bool:
    pairs = list(zip(result.rows.tolist(), result.columns.tolist(), strict=True))
    row_load, column_load = Counter(row for row, _ in pairs), Counter(column for _, column in pairs)
    return (
        len(set(pairs)) == len(pairs)
        and set(pairs) >= small.pinned
        and all(column in small.score[row] for row, column in pairs)
        and all(row_load[row] <= most for row, most in enumerate(small.wanted))
        and all(column_load[column] <= most for column, most in enumerate(small.offered))
    )


def exact_faults(small: Small, problem: AssignmentProblem, result: Result, oracle: Best | None) -> list[str]:
    """Return what is wrong with an answer of an exact strategy."""
    if oracle is None or result.status is Status.INFEASIBLE:
        agreed = oracle is None and result.status is Status.INFEASIBLE and len(result.rows) == 0
        return [] if agreed else [f"{result.status}, the oracle says {oracle}"]
    assert result.certificate is not None
    findings = check_certificate(problem, result.certificate)
    people = result.strategy == "most_people"
    sought = oracle.people if people else oracle.score
    bound = (result.floor_bound, result.rows_bound, result.places_bound)
    tight = bounds(result, small.spread) == totals(result, small.spread)
    checks = {
        "legal": legal(small, result),
        "status": result.status is Status.OPTIMAL,
        "reached": reached(small, zip(result.rows.tolist(), result.columns.tolist(), strict=True), people) == sought,
        "count bounds": all(most <= limit for most, limit in zip(oracle.counts, bound, strict=True)),
        "columns bound": result.columns_bound is not None and oracle.columns <= result.columns_bound,
        "tight column bounds": not small.spread or result.columns_filled == oracle.columns == result.columns_bound,
        "tight bounds": tight or len(small.levels) > 1,
        "gap": result.gap == 0 and findings.gap(result.score) == 0,
        "certificate": findings.breaches == (),
        "certified pairs": np.array_equal(
            [result.rows, result.columns], [result.certificate.rows, result.certificate.columns]
        ),
        "floors": floors_proven(small, result),
    }
    return [f"{result.solver} {result.strategy} {name}" for name, good in checks.items() if not good]


def floors_proven(small: Small, result: Result) -> bool:
    """Whether exactly the unmet floors are named, in groups of columns that must stay short."""
    load = Counter(result.columns.tolist())
    short = [column for column, floor in enumerate(small.floor) if load[column] < floor]
    if sorted(column for one in result.unmet_floors for column in one.short) != short:
        return False
    for one in result.unmet_floors:
        group = set(one.group)
        elsewhere = Counter(row for row, column in small.pinned if column not in group)
        available = sum(
            min(most - elsewhere[row], len(group & small.score[row].keys())) for row, most in enumerate(small.wanted)
        )
        asked = sum(small.floor[column] for column in group)
        if not group.issuperset(one.short) or (one.asked, one.available) != (asked, available):
            return False
        if available >= asked or sum(load[column] for column in group) != available:
            return False
    return True


def greedy_faults(small: Small, result: Result, oracle: Best | None) -> list[str]:
    """Return what is wrong with a greedy answer: it must be legal, and its bounds must hold for the best answer."""
    if oracle is None:
        return [] if result.status is Status.INFEASIBLE else ["greedy found what cannot be"]
    floors, rows, places = oracle.counts
    single = len(small.levels) == 1
    checks = {
        "legal": legal(small, result),
        "status": result.status is Status.FEASIBLE,
        "floors": result.floor_places <= floors <= result.floor_bound,
        "counts": rows <= result.rows_bound and places <= result.places_bound,
        "columns": (result.columns_bound is None) == (result.floor_places < result.floor_bound),
        "columns bound": result.columns_bound is None or oracle.columns <= result.columns_bound,
        "bound": result.score_bound is None or not single or result.score_bound >= oracle.score[2],
        "gap": result.gap is None or result.gap >= 0,
    }
    return [f"greedy {name}" for name, good in checks.items() if not good]


def price_faults(one: Result, other: Result) -> list[str]:
    """Return where two engines differ: in prices, or in the pairs chosen among equals."""
    fields = ("column_prices", "row_prices", "rows", "columns")
    return [
        f"{one.strategy}: {one.solver} and {other.solver} differ in {field}"
        for field in fields
        if not np.array_equal(getattr(one, field), getattr(other, field))
    ]


def faults(seed: int, with_cp_sat: bool) -> list[str]:
    """Solve one random problem by every strategy and return all that is wrong."""
    small, problem = small_problem(seed)
    oracle = best(small)
    found = greedy_faults(small, solve(problem, "greedy"), oracle)
    for strategy in EXACT:
        by_flow = solve(problem, strategy, "flow")
        found += exact_faults(small, problem, by_flow, oracle)
        if with_cp_sat:
            by_cp_sat = solve(problem, strategy, "cp_sat")
            found += exact_faults(small, problem, by_cp_sat, oracle) + price_faults(by_flow, by_cp_sat)
    return [f"seed {seed}: {fault}" for fault in found]


def count_faults(seeds: range, counted: Callable[..., None]) -> list[str]:
    wrong = [fault for seed in seeds for fault in faults(seed, with_cp_sat=seed % 10 == 0)]
    counted(problems=len(seeds), faults=len(wrong))
    return wrong


@pytest.mark.promise("exhaustive oracle")
@chunks(2, 20)
def test_ten_thousand_problems_as_the_oracle_solves_them(chunk: int, counted: Callable[..., None]) -> None:
    wrong = count_faults(range(chunk * CHUNK, (chunk + 1) * CHUNK), counted)
    assert not wrong, f"{len(wrong)} faults in {CHUNK} problems: {wrong[:5]}"


@pytest.mark.promise("exhaustive oracle")
@pytest.mark.long
@pytest.mark.parametrize("chunk", range(200))
def test_a_million_problems_as_the_oracle_solves_them(chunk: int, counted: Callable[..., None]) -> None:
    start = LONG_OFFSET + chunk * LONG_CHUNK
    wrong = count_faults(range(start, start + LONG_CHUNK), counted)
    assert not wrong, f"{len(wrong)} faults in {LONG_CHUNK} problems: {wrong[:5]}"


def test_the_random_problems_hold_everything_worth_testing() -> None:
    """A suite over easy problems would prove little: count what the first 2 000 hold."""
    seen: Counter[str] = Counter()
    for seed in range(2_000):
        small, problem = small_problem(seed)
        oracle = best(small)
        seen.update(problem.features)
        seen["infeasible"] += oracle is None
        seen["no pair"] += len(problem.rows) == 0
        seen["many wanted"] += max(small.wanted) > 1
        seen["floors unmet"] += oracle is not None and oracle.people[0] < sum(small.floor)
        single = oracle is not None and len(small.levels) == 1
        if oracle is not None and small.spread and single:
            alone = best(replace(small, spread=False))
            seen["first places cost score"] += alone is not None and oracle.score[2] < alone.score[2]
        seen["people cost score"] += single and oracle.people[4] < oracle.score[2]
        seen["priority costs people"] += oracle is not None and sum(oracle.people[2:-1:3]) < oracle.counts[1]
    rare = {name: seen[name] for name in seen if seen[name] < 20}
    assert not rare, f"too few of 2 000 problems have {rare}"


EXAMPLE = AssignmentProblem(
    rows=[0, 0, 1],
    columns=[0, 1, 1],
    scores=[8000, 5000, 9000],
    row_capacity=[1, 1],
    column_capacity=[1, 1],
)


@pytest.mark.parametrize("solver", SOLVERS)
def test_the_example_everybody_knows(solver: str) -> None:
    result = solve(EXAMPLE, strategy="best_score", solver=solver)
    assert (result.rows.tolist(), result.columns.tolist()) == ([0, 1], [0, 1])
    assert (result.score, result.score_bound, result.gap, result.places_filled) == (17_000, 17_000, 0, 2)
    assert (result.strategy, result.solver, result.status) == ("best_score", solver, Status.OPTIMAL)


def test_most_people_comes_before_a_better_score() -> None:
    problem = AssignmentProblem([0, 0, 1], [0, 1, 0], [9, 1, 2], [1, 1], [1, 1])
    assert solve(problem, "most_people").score == 3
    assert solve(problem, "best_score").score == 9


def test_pins_that_break_a_capacity_leave_nothing() -> None:
    problem = AssignmentProblem([0, 1], [0, 0], [5, 5], [1, 1], [1], pinned=[True, True])
    for strategy in STRATEGIES:
        result = solve(problem, strategy)
        assert (result.status, result.certificate, len(result.rows)) == (Status.INFEASIBLE, None, 0)


def test_an_answer_is_the_same_however_the_pairs_were_listed() -> None:
    listed = list(zip([0, 0, 1], [0, 1, 1], [8000, 5000, 9000], strict=True))
    random.Random(1).shuffle(listed)
    rows, columns, scores = zip(*listed, strict=True)
    shuffled = solve(AssignmentProblem(rows, columns, scores, [1, 1], [1, 1]))
    assert np.array_equal([shuffled.rows, shuffled.columns], [[0, 1], [0, 1]])


WITH_FEATURE = {
    "floors": AssignmentProblem([0], [0], [5], [1], [1], column_floor=[1]),
    "pins": AssignmentProblem([0], [0], [5], [1], [1], pinned=[True]),
    "priorities": AssignmentProblem([0, 1], [0, 0], [5, 5], [1, 1], [1], row_priority=[1, 2]),
    "spread": AssignmentProblem([0], [0], [5], [1], [1], spread=True),
    "limits": AssignmentProblem([0], [0], [5], [1], [1], limits=[Limit([(0, 0)], [1], 1)]),
}


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("feature", WITH_FEATURE)
def test_a_strategy_takes_on_what_its_table_says_and_nothing_else(feature: str, strategy: str) -> None:
    problem = WITH_FEATURE[feature]
    assert problem.features == {feature}
    if feature in STRATEGIES[strategy].features:
        assert solve(problem, strategy).score == 5
        return
    able = ", ".join(name for name in STRATEGIES if feature in STRATEGIES[name].features) or "no strategy"
    with pytest.raises(UnsupportedError, match=f"{strategy!r} does not support {feature}; {able} does"):
        solve(problem, strategy)


def test_every_feature_of_the_table_is_tested() -> None:
    named: Iterable[str] = frozenset().union(*(strategy.features for strategy in STRATEGIES.values()))
    assert set(named) <= set(WITH_FEATURE)


def test_an_unknown_strategy_or_solver_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnsupportedError, match=f"strategy 'best' is not known; there are {', '.join(STRATEGIES)}"):
        solve(EXAMPLE, "best")
    with pytest.raises(UnsupportedError, match=f"solver 'simplex' is not known; there are {', '.join(SOLVERS)}"):
        solve(EXAMPLE, solver="simplex")


SOLVE_BY_FLOW = "from solvers import *; solve(AssignmentProblem([0], [0], [5], [1], [1]), solver='flow')"


@pytest.mark.parametrize(
    ("code", "unwanted"),
    [
        ("import solvers", ["ortools", "pandas", "scipy", "networkx"]),
        (SOLVE_BY_FLOW, ["ortools.sat", "pandas", "scipy", "networkx"]),
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_used(code: str, unwanted: list[str]) -> None:
    ask = f"{code}; import sys; print([name for name in {unwanted} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
