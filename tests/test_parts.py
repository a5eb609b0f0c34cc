"""A part of a problem proves nothing of the whole: not by itself, and not where what it lacks is looked at wrongly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sourced import apart, with_lists
from test_mid_size import mid_size

from solvers import (
    STRATEGIES,
    AssignmentProblem,
    Certificate,
    Limit,
    MatrixSource,
    Objective,
    ProblemError,
    Result,
    UnsupportedError,
    check_certificate,
    check_odds,
    solve,
    solve_source,
)
from solvers.arrays import order_fits
from solvers.problem import Whole
from solvers.proof.walked import Walk, Walked

SCORES = np.array([[1, 5]])


def problem(scores: list[int], **more: object) -> AssignmentProblem:
    """One row, and as many of two columns as there are scores."""
    size = len(scores)
    return AssignmentProblem([0] * size, [*range(size)], scores, [1], [1, 1], **more)


PART = problem([1], whole=Whole(np.array([2]), np.array([1, 1]), 5))


def certificate(objective: Objective) -> Certificate:
    """Of the one pair that the part lists, proven best of all that it lists."""
    found = solve(problem([1]), objective.value).certificate
    assert found is not None
    return found


@pytest.mark.parametrize("objective", list(Objective))
def test_without_a_source_a_part_is_refused(objective: Objective) -> None:
    breaches = check_certificate(PART, replace(certificate(objective), bonus=PART.bonus)).breaches
    assert breaches == ("not all legal pairs are listed, and no source has them",)


@pytest.mark.parametrize("strategy", [*STRATEGIES])
def test_no_strategy_takes_a_part_for_the_whole(strategy: str) -> None:
    with pytest.raises(ProblemError, match="not all legal pairs are listed"):
        solve(PART, strategy)


def test_a_source_of_any_kind_is_asked() -> None:
    class Empty(MatrixSource):
        def __len__(self) -> int:
            return 0

    found = check_certificate(PART, replace(certificate(Objective.BEST_SCORE), bonus=PART.bonus), Empty(SCORES))
    assert (found.breaches, found.score_bound) == ((), 5)


def test_leximin_is_not_proven_of_a_part() -> None:
    found = check_certificate(PART, certificate(Objective.LEXIMIN), MatrixSource(SCORES))
    assert found.breaches == ("of leximin all legal pairs have to be listed",)


def test_limits_and_a_source_are_refused() -> None:
    limited = replace_limits(problem([1, 5]))
    found = solve(limited, "best_score", "cp_sat").certificate
    assert found is not None
    breaches = check_certificate(limited, found, MatrixSource(SCORES)).breaches
    assert breaches == ("where there are limits all legal pairs have to be listed",)


def replace_limits(whole: AssignmentProblem) -> AssignmentProblem:
    """Return the problem with a limit that nothing is beyond."""
    return problem(whole.scores.tolist(), limits=[Limit([(0, 0), (0, 1)], [1, 1], 9)])


def test_scores_that_prices_in_order_would_not_hold_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with_lists(monkeypatch, 1, 1, 1)
    count, highest = 3_000, 1 << 40
    assert order_fits(count, 10_000)
    assert not order_fits(count, highest)
    both = AssignmentProblem([0, 1], [0, 1], [1, highest], [1, 1], [1] * count, row_priority=[1, 2])
    with pytest.raises(ProblemError, match="too large to be put in order with several priorities"):
        solve_source(*apart(both))
    proof = solve(both).certificate
    assert proof is not None
    part = AssignmentProblem(
        [0],
        [0],
        [1],
        [1, 1],
        [1] * count,
        row_priority=[1, 2],
        whole=Whole(both.row_degree, both.column_degree, highest),
    )
    breaches = check_certificate(part, replace(proof, column_prices=proof.column_prices * 0), apart(both)[0]).breaches
    assert breaches == ("the scores are too large to be put in order with several priorities",)


def test_a_walk_proves_only_the_certificate_that_it_was_for() -> None:
    drawn = mid_size(3)
    true = solve(drawn, "best_score").certificate
    assert true is not None
    source, rest = apart(drawn)
    walk = Walk(rest, true)
    walk.add(0, source.block(0, drawn.n_rows))
    other = replace(true, column_prices=true.column_prices + 1)
    assert "the walk was for another certificate" in check_certificate(drawn, other, Walked(drawn, walk)).breaches
    with pytest.raises(ValueError, match="the walk was for other odds"):
        Walked(drawn, walk).best(true.column_prices, drawn.row_capacity)


def test_odds_are_not_those_of_a_part() -> None:
    odds = solve(problem([1]), "capped_lottery").odds
    assert odds is not None
    faults = check_odds(PART, odds, odds.rows, odds.columns, 1)
    assert faults == ("odds: not all legal pairs are listed, and nothing else knows them",)


def test_a_scan_of_ones_own_is_not_taken_at_its_word() -> None:
    def claims(*_: object) -> Result:
        raise AssertionError("nobody asks")

    own = replace(STRATEGIES["best_score"], name="mine", scan=claims)
    with pytest.raises(UnsupportedError, match="strategy 'mine': a scan of your own is not checked"):
        solve_source(*apart(problem([1, 5])), own)
