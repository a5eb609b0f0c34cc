"""The check of a certificate by one walk over all legal pairs finds what it finds where they are all listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from lengths import lengths
from random_problems import small_problem
from sourced import apart, one_each, plainly
from test_certificate import CUTS, random_cut, random_prices
from test_mid_size import mid_size

from solvers import AssignmentProblem, Certificate, Findings, Objective, check_certificate, check_odds, solve
from solvers.pairs import Pairs
from solvers.pricing.listing import with_pairs
from solvers.problem import WEIGHED, Whole
from solvers.proof.walked import Walk, Walked


def walk_over(problem: AssignmentProblem, certificate: Certificate, height: int) -> tuple[Walk, AssignmentProblem]:
    """Walk over all pairs, so many rows at a time; also return the problem with its chosen pairs listed, no others."""
    source, rest = apart(problem)
    walk = Walk(rest, certificate)
    for start in range(0, problem.n_rows, height):
        walk.add(start, source.block(start, min(start + height, problem.n_rows)))
    at = problem.positions(certificate.rows, certificate.columns)
    at = np.unique(at[at >= 0])
    return walk, with_pairs(rest, Pairs(problem.rows[at], problem.columns[at], problem.scores[at]), walk.whole)


def walked(problem: AssignmentProblem, certificate: Certificate, height: int = 3) -> Findings:
    walk, part = walk_over(problem, certificate, height)
    return check_certificate(part, certificate, Walked(part, walk))


def forged(draw: np.random.Generator, problem: AssignmentProblem, true: Certificate) -> Certificate:
    """Alter one thing: prices, bonus, a cut, a total, the objective, or which pairs are chosen."""
    kind, at = int(draw.integers(0, 6)), int(draw.integers(0, max(1, len(true.rows))))
    if kind == 0:
        return replace(true, column_prices=random_prices(draw, true))
    if kind == 1:
        return replace(true, bonus=int(draw.choice([0, 1, 10 * true.bonus])))
    if kind == 2:
        return replace(true, **{name: random_cut(draw, problem.n_columns) for name in CUTS})
    if kind == 3:
        return replace(true, score=true.score + int(draw.integers(-3, 4)), rows_filled=true.rows_filled + 1)
    if kind == 4:
        return replace(true, objective=next(one for one in WEIGHED if one != true.objective))
    columns = true.columns.copy()
    columns[at : at + 1] = draw.integers(0, problem.n_columns)
    return replace(true, columns=columns)


@pytest.mark.parametrize("objective", WEIGHED)
@lengths(40, 100, 2_000)
def test_one_walk_finds_what_a_list_finds(seeds: range, objective: Objective, counted: Callable[..., None]) -> None:
    checks = breaches = unproven = 0
    for seed in seeds:
        problem = mid_size(seed) if seed % 4 == 0 else small_problem(seed)[1]
        true = solve(problem, objective.value).certificate
        if true is None or problem.limits:
            continue
        draw = np.random.default_rng(seed)
        for one in (true, *(forged(draw, problem, true) for _ in range(6))):
            found = walked(problem, one, int(draw.integers(1, 9)))
            assert found == check_certificate(problem, one), (seed, one)
            checks, breaches = checks + 1, breaches + bool(found.breaches)
            unproven += found.gap(one.score) != 0
    counted(certificates=checks, refused=breaches, unproven=unproven)
    assert checks > 5 * len(seeds)
    assert breaches > len(seeds)
    assert unproven > breaches + len(seeds) / 2


def unfair(draw: np.random.Generator, true: Certificate) -> Certificate:
    """Alter one thing of a proof of fairness: prices, scale, the worst off, or its bound."""
    proof, kind = true.fairness, int(draw.integers(0, 5))
    assert proof is not None
    if kind == 0:
        return replace(true, column_prices=random_prices(draw, true))
    if kind == 1:
        above = proof.above_prices + draw.integers(-1, 2, len(proof.above_prices))
        return replace(true, fairness=replace(proof, above_prices=above))
    if kind == 2:
        return replace(true, fairness=replace(proof, scale=int(draw.choice([0, 2, 1 << 62]))))
    by = int(draw.choice([-100, -1, 1, 1 << 62]))
    names = [["worst_off"], ["worst_off_bound"], ["worst_off", "worst_off_bound"]][int(draw.integers(0, 3))]
    return replace(true, fairness=replace(proof, **{name: (getattr(proof, name) or 0) + by for name in names}))


@lengths(40, 100, 2_000)
def test_a_proof_of_fairness_is_checked_alike_by_a_walk_by_scans_and_over_a_list(
    seeds: range, counted: Callable[..., None]
) -> None:
    checks = breaches = unproven = 0
    for seed in seeds:
        problem = one_each(mid_size(seed) if seed % 4 == 0 else small_problem(seed)[1])
        true = solve(problem, Objective.FAIREST.value).certificate
        assert true is not None
        draw = np.random.default_rng(seed)
        for one in (true, *(unfair(draw, true) for _ in range(4)), forged(draw, problem, true)):
            walk, part = walk_over(problem, one, int(draw.integers(1, 9)))
            found = check_certificate(part, one, Walked(part, walk))
            assert found == check_certificate(part, one, apart(problem)[0]), (seed, one)
            listed = check_certificate(problem, one)
            assert found.breaches == listed.breaches, (seed, one)
            bounds = [-1 if some.score_bound is None else some.score_bound for some in (listed, found)]
            assert bounds[0] <= bounds[1] if one is not true else found == listed, (seed, one)
            checks, breaches = checks + 1, breaches + bool(found.breaches)
            unproven += found.gap(one.score) != 0
    counted(certificates=checks, refused=breaches, unproven=unproven)
    assert breaches > 1.5 * len(seeds)
    assert unproven > breaches + len(seeds) / 4


def test_where_a_row_wants_several_places_no_walk_proves_what_is_fairest() -> None:
    problem = next(one for _, one in map(small_problem, range(99)) if one.row_capacity.max() > 1 and not one.features)
    certificate = solve(problem, Objective.FAIREST.value).certificate
    assert certificate is not None
    assert walked(problem, certificate).breaches == (
        "where a row wants several places all legal pairs have to be listed",
    )


def example() -> tuple[AssignmentProblem, Certificate]:
    """Return a problem with several priorities, so that degrees and the highest score matter; and its proof."""
    problem = next(one for one in map(mid_size, range(99)) if len(one.level_units) > 1 and one.pinned.any())
    certificate = solve(problem).certificate
    assert certificate is not None
    assert walked(problem, certificate).gap(certificate.score) == 0
    return problem, certificate


@pytest.mark.parametrize("end", ["row_degree", "column_degree"])
def test_a_problem_that_counts_the_pairs_wrong_is_refused(end: str) -> None:
    problem, certificate = example()
    walk, part = walk_over(problem, certificate, 5)
    counts = getattr(walk.whole, end).copy()
    counts[0] += 1
    wrong = with_pairs(part, Pairs(*np.zeros((3, 0), np.int64)), walk.whole._replace(**{end: counts}))
    breaches = check_certificate(wrong, replace(certificate, units=wrong.level_units), Walked(wrong, walk)).breaches
    assert "there are more or fewer legal pairs than the problem says" in breaches


def test_a_problem_that_does_not_tell_of_the_highest_score_is_refused() -> None:
    problem, certificate = example()
    walk, part = walk_over(problem, certificate, 5)
    lower = Whole(walk.whole.row_degree, walk.whole.column_degree, walk.whole.highest - 1)
    wrong = with_pairs(part, Pairs(*np.zeros((3, 0), np.int64)), lower)
    breaches = check_certificate(wrong, replace(certificate, units=wrong.level_units), Walked(wrong, walk)).breaches
    assert "there are higher scores than the problem says" in breaches


def test_a_chosen_pair_that_is_banned_or_scores_otherwise_is_refused() -> None:
    problem, certificate = example()
    source, rest = apart(problem)
    free = np.flatnonzero(~problem.pinned[problem.positions(certificate.rows, certificate.columns)])
    row, column = certificate.rows[free[0]], certificate.columns[free[0]]
    for score in (-1, 0):
        block = source.block(0, problem.n_rows)
        assert block[row, column] != score
        block[row, column] = score
        walk = Walk(rest, certificate)
        walk.add(0, block)
        part = walk_over(problem, certificate, 5)[1]
        breaches = check_certificate(part, certificate, Walked(part, walk)).breaches
        assert f"the pair ({row}, {column}) is not legal, or has another score" in breaches


def test_rows_left_out_or_walked_over_twice_are_told() -> None:
    problem, certificate = example()
    source, rest = apart(problem)
    walk = Walk(rest, certificate)
    walk.add(0, source.block(0, 4))
    walk.add(3, source.block(3, problem.n_rows - 1))
    part = walk_over(problem, certificate, 5)[1]
    breaches = check_certificate(part, certificate, Walked(part, walk)).breaches
    for row in (3, problem.n_rows - 1):
        assert f"row {row} was not walked over, or more than once" in breaches


def test_what_is_kept_of_a_row_is_no_more_than_it_wants() -> None:
    problem, certificate = example()
    walk, _ = walk_over(problem, certificate, 5)
    kept = np.bincount(walk.best.rows, minlength=problem.n_rows)
    assert (kept <= np.maximum(walk.wanted, 0)).all()
    assert kept.any()


def test_the_units_of_another_problem_are_refused() -> None:
    problem, certificate = example()
    for units in ((1,), (0, *certificate.units[1:]), (*certificate.units, 1)):
        breaches = walked(problem, replace(certificate, units=units)).breaches
        assert breaches == ("the units are not those of the priorities",)


def test_columns_that_were_not_counted_bound_by_all_pairs() -> None:
    problem, certificate = example()
    walk, _ = walk_over(problem, certificate, 5)
    pins = problem.row_pins
    every_other = np.arange(problem.n_columns) % 2 == 0
    assert (walk.reachable(every_other) == problem.row_degree - pins).all()


def test_a_source_that_says_otherwise_than_the_problem_is_told() -> None:
    problem, certificate = example()
    source, _ = apart(problem)
    walk, part = walk_over(problem, certificate, 5)
    none, true = Pairs(*np.zeros((3, 0), np.int64)), walk.whole
    assert not check_certificate(part, certificate, source).breaches
    few = with_pairs(part, none, true._replace(row_degree=true.row_degree + 1))
    low = with_pairs(part, none, true._replace(highest=true.highest - 1))
    for wrong, fault in ((few, "there are more or fewer legal pairs"), (low, "there are higher scores")):
        breaches = check_certificate(wrong, replace(certificate, units=wrong.level_units), source).breaches
        assert any(one.startswith(fault) for one in breaches)


@pytest.mark.parametrize("false", [{"column_prices": 1 << 60}, {"cap": 0}])
def test_odds_that_are_out_of_range_are_walked_past_and_refused(false: dict[str, int]) -> None:
    problem = plainly(mid_size(3))
    result = solve(problem, "capped_lottery")
    assert result.certificate is not None
    assert result.odds is not None
    prices = np.full(problem.n_columns, false["column_prices"]) if "column_prices" in false else None
    odds = replace(result.odds, **({"cap": 0} if prices is None else {"column_prices": prices}))
    source, rest = apart(problem)
    walk = Walk(rest, result.certificate, odds)
    walk.add(0, source.block(0, problem.n_rows))
    faults = check_odds(problem, odds, result.rows, result.columns, result.score_bound, Walked(problem, walk))
    assert faults in {("odds: a price is below 0, or above every score",), ("odds: the cap is out of range",)}
