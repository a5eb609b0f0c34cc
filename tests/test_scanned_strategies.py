"""Strategies over a source of scores: the pairs that they choose where all are listed, from short lists."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from lengths import lengths
from lotteries import small_lottery
from markets import market
from random_problems import small_problem
from sourced import apart, one_each, plainly, with_lists
from test_deferred_acceptance import large_market
from test_mid_size import mid_size
from test_pricing import same

from solvers import (
    STRATEGIES,
    AssignmentProblem,
    ProblemError,
    Result,
    Strategy,
    UnsupportedError,
    capped_lottery,
    proposals,
    solve,
    solve_source,
)
from solvers.arrays import costs_in_order
from solvers.chance.unlisted import capped_lottery_from
from solvers.pricing.listing import with_pairs
from solvers.remainder import pins_fit
from solvers.result import Termination
from solvers.turns.lottery import lottery, lottery_from

TOTALS = ("status", "termination", "floor_places", "columns_filled", "rows_filled", "places_filled", "score")
TOTALS += ("unmet_floors",)
BOUNDS = ("floor_bound", "columns_bound", "rows_bound", "places_bound", "score_bound")
IN_TURN = ("greedy", "first_come", "lottery")


def agree(one: Result, other: Result, fields: tuple[str, ...] = TOTALS) -> bool:
    """Whether two results have the same pairs, and are the same in these fields."""
    pairs = np.array_equal(one.rows, other.rows) and np.array_equal(one.columns, other.columns)
    return pairs and all(getattr(one, name) == getattr(other, name) for name in fields)


def shorten(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Make all lists short, and let the source be asked for a few rows at a time."""
    draw = random.Random(seed)
    with_lists(monkeypatch, draw.choice([1, 4]), draw.choice([0, 2]), 1, at_once=1 << draw.randint(0, 12))
    monkeypatch.setattr(proposals, "FEW", draw.choice([1, 2]))
    monkeypatch.setattr(proposals, "_MOST", draw.choice([1, 1 << 23]))
    monkeypatch.setattr("solvers.turns.short_lists.FEW", draw.choice([1, 2, 8]))
    monkeypatch.setattr("solvers.turns.short_lists.AT_ONCE", 1 << draw.randint(0, 12))
    monkeypatch.setattr("solvers.proof.scanned_floors._AT_ONCE", 1 << draw.randint(0, 12))
    monkeypatch.setattr("solvers.turns.first_come._AT_FIRST", draw.choice([1, 7, 512]))
    monkeypatch.setattr("solvers.fair.unlisted.MORE", draw.choice([1, 8]))


def came(problem: AssignmentProblem, seed: int) -> AssignmentProblem:
    """Return the problem with rows that came in groups, in no order."""
    object.__setattr__(problem, "row_order", np.random.default_rng(seed).integers(0, 9, problem.n_rows))
    return problem


@pytest.mark.parametrize("name", IN_TURN)
@lengths(30, 80, 2_000)
def test_turns_are_taken_alike_from_a_list_and_from_a_source(
    seeds: range, name: str, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    seen = Counter[str]()
    for seed in seeds:
        shorten(monkeypatch, seed)
        problem = came(mid_size(seed) if seed % 2 else small_problem(seed)[1], seed)
        found = solve_source(*apart(problem), name)
        assert agree(found, solve(problem, name)), seed
        seen.update(f"with_{feature}" for feature in problem.features)
        seen["of_several_places"] += bool((problem.row_capacity > 1).any())
    counted(problems=len(seeds), **seen)
    assert min(seen.values()) > len(seeds) / 20


@pytest.mark.parametrize("name", ["stable", "stable_columns"])
@lengths(30, 100, 2_000)
def test_proposals_from_a_list_and_from_a_source_settle_alike(
    seeds: range, name: str, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    seen = Counter[str]()
    for seed in seeds:
        shorten(monkeypatch, seed)
        problem = large_market(seed) if seed % 3 else market(seed).problem
        found = solve_source(*apart(problem), name)
        assert agree(found, solve(problem, name)), seed
        seen["with_pins"] += bool(problem.pinned.any())
        seen["of_more_places_than_a_first_list_holds"] += bool((problem.row_capacity > proposals.FEW).any())
    counted(markets=len(seeds), **seen)
    assert min(seen.values()) > len(seeds) / 20


@lengths(60, 200, 4_000)
def test_the_fairest_is_the_same_from_a_list_and_from_a_source_and_so_is_its_proof(
    seeds: range, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    seen = Counter[str]()
    for seed in seeds:
        shorten(monkeypatch, seed)
        problem = one_each(mid_size(seed) if seed % 2 else small_problem(seed)[1])
        found, so = solve_source(*apart(problem), "fairest"), solve(problem, "fairest")
        assert agree(found, so, (*TOTALS, *BOUNDS, "worst_off", "worst_off_bound", "proof")), seed
        proofs = [one.certificate and one.certificate.fairness for one in (found, so)]
        above = [one.above_prices if one else None for one in proofs]
        pairs = [(found.row_prices, so.row_prices), (found.column_prices, so.column_prices), above]
        assert all(np.array_equal(one, other) for one, other in pairs), seed
        seen["with_pins"] += bool(problem.pinned.any())
        seen["with_rows_left_out"] += found.rows_filled < int(problem.row_capacity.sum())
        seen["unlike_the_most_people"] += found.score < solve(problem, "most_people").score
    counted(problems=len(seeds), **seen)
    assert min(seen.values()) > len(seeds) / 40


@lengths(60, 150, 3_000)
def test_a_lottery_under_a_cap_is_the_same_from_a_list_and_from_a_source_and_so_are_its_odds(
    seeds: range, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    seen = Counter[str]()
    for seed in seeds:
        draw = random.Random(seed)
        shorten(monkeypatch, seed)
        monkeypatch.setattr("solvers.chance.unlisted.MORE", draw.choice([1, 8]))
        monkeypatch.setattr("solvers.chance.unlisted._AT_ONCE", 1 << draw.randint(0, 12))
        problem, cap = small_lottery(seed)
        if seed % 2:
            problem, cap = plainly(mid_size(seed)), draw.choice([1, 20, 341, 512, 1024])
        found = capped_lottery_from(*apart(problem), lambda: None, lambda _: None, cap=cap, seed=seed)
        so = solve(problem, partial(capped_lottery, cap=cap, seed=seed))
        assert agree(found, so, (*TOTALS, *BOUNDS)), seed
        assert found.odds is not None
        assert so.odds is not None
        assert all(np.array_equal(getattr(found.odds, name), value) for name, value in vars(so.odds).items()), seed
        assert np.array_equal(found.column_prices, so.column_prices), seed
        seen["with_pins"] += bool(problem.pinned.any())
        seen["less_than_the_best"] += so.odds.kept < 1
        seen["of_several_places"] += bool((problem.row_capacity > 1).any())
    counted(problems=len(seeds), **seen)
    assert min(seen.values()) > len(seeds) / 10


def test_where_all_pairs_are_equal_a_lottery_under_a_cap_lists_those_that_tie_values_choose(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_lists(monkeypatch, 1, 1, 1, equals=0)
    problem = AssignmentProblem(*np.divmod(np.arange(30 * 20), 20), np.full(600, 700), [1] * 30, [1] * 20)
    source, listed = apart(problem), []
    monkeypatch.setattr("solvers.chance.unlisted.with_pairs", lambda *both: listed.append(1) or with_pairs(*both))
    found = capped_lottery_from(*source, lambda: None, lambda _: None, cap=300)
    assert listed
    assert agree(found, solve(problem, partial(capped_lottery, cap=300)))


def test_a_cap_that_is_none_is_refused_of_a_source_too() -> None:
    with pytest.raises(ProblemError, match=r"^cap: 0 is out of range"):
        capped_lottery_from(*apart(AssignmentProblem([0], [0], [1], [1], [1])), lambda: None, lambda _: None, cap=0)


@lengths(5, 16)
def test_the_fairest_so_far_is_told_with_what_bounds_it(seeds: range, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it is stopped, it is a legal answer with the most rows; its bounds hold for the fairest."""
    unproven = 0
    for seed in seeds:
        problem = one_each(mid_size(seed))
        shorten(monkeypatch, seed)
        so = solve(problem, "fairest")
        for asked in range(12):
            stop = partial(next, iter([None] * asked), Termination.TIME_LIMIT)
            found = solve_source(*apart(problem), "fairest", stop=stop)
            assert found.rows_filled == so.rows_filled
            assert (
                found.worst_off_bound is None or (found.worst_off or 0) <= (so.worst_off or 0) <= found.worst_off_bound
            )
            assert found.score_bound is None or so.score <= found.score_bound
            unproven += found.gap != 0
    assert unproven > len(seeds)


def test_where_a_row_wants_several_places_the_fairest_needs_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = AssignmentProblem([0], [0], [1], [2], [1])
    assert same(solve_source(*apart(problem), "fairest"), solve(problem, "fairest"))
    monkeypatch.setattr("solvers.registry.AT_ONCE", 0)
    with pytest.raises(UnsupportedError, match=r"^strategy 'fairest' needs all pairs listed, .*stable_columns need "):
        solve_source(*apart(problem), "fairest")


def test_views_of_any_size_are_compared_in_a_source_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "FEW", 1)
    for seed in range(20):
        draw, problem = np.random.default_rng(seed), large_market(seed)
        for view in ("row_view", "column_view"):
            object.__setattr__(problem, view, draw.integers(0, 4, len(problem.rows)) << 50)
        assert agree(solve_source(*apart(problem), "stable"), solve(problem, "stable")), seed


@pytest.mark.parametrize("name", IN_TURN)
def test_of_few_pairs_all_are_listed_and_bounds_are_the_same_too(name: str) -> None:
    for seed in range(100):
        problem = came(mid_size(seed), seed)
        assert agree(solve_source(*apart(problem), name), solve(problem, name), TOTALS + BOUNDS), seed


def test_bounds_by_scans_are_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    tight = 0
    for seed in range(50):
        shorten(monkeypatch, seed)
        problem = mid_size(seed)
        best = solve(problem, "best_score")
        for name in IN_TURN:
            found = solve_source(*apart(problem), name)
            if found.score_bound is not None and best.score_bound is not None:
                assert found.score <= best.score <= found.score_bound
                tight += found.score_bound == best.score
    assert tight > 5


def test_a_lottery_of_another_seed_draws_alike_too(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = set()
    for seed in range(5):
        shorten(monkeypatch, seed)
        problem = mid_size(1)
        listed = solve(problem, partial(lottery, seed=seed))
        assert agree(lottery_from(*apart(problem), lambda: None, lambda _: None, seed=seed), listed)
        drawn.add(tuple(listed.columns.tolist()))
    assert len(drawn) == 5


def test_pins_beyond_a_capacity_leave_no_answer() -> None:
    problem = next(one for _, one in map(small_problem, range(100)) if not pins_fit(one))
    for name, strategy in STRATEGIES.items():
        if strategy.scan and problem.features <= strategy.features:
            assert solve_source(*apart(problem), name).status == solve(problem, name).status == "INFEASIBLE"


def test_what_needs_a_list_gets_a_short_one_and_is_refused_a_long_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(40):
        _, problem = small_problem(seed)
        if not problem.features - STRATEGIES["leximin"].features:
            assert same(solve_source(*apart(problem), "leximin"), solve(problem, "leximin")), seed
    own = Strategy("own", None, "views, which a list made here would not have", run=STRATEGIES["leximin"].run)
    with pytest.raises(UnsupportedError, match=r"^strategy 'own' needs all pairs listed"):
        solve_source(*apart(AssignmentProblem([0], [0], [1], [1], [1])), own)
    monkeypatch.setattr("solvers.registry.AT_ONCE", 0)
    with pytest.raises(UnsupportedError, match=r"^strategy 'leximin' needs all pairs listed, .* need none"):
        solve_source(*apart(AssignmentProblem([0], [0], [1], [1], [1])), "leximin")


def test_small_prices_stay_in_order_where_a_point_counts_more_than_64_bits_hold() -> None:
    costs, scale = costs_in_order(np.array([3, 0, 3, 7]), 1 << 80, 10)
    assert (costs.dtype, costs.tolist(), scale) == (np.dtype(np.int64), [1, 0, 1, 2], 3)
