"""Scores far beyond those of people: legal still, and answered without a warning or a refusal."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from solvers import AssignmentProblem, Status, Termination, check_certificate, solve


def nine_by_eight(bits: int) -> AssignmentProblem:
    rows, columns = np.divmod(np.arange(72), 8)
    scores = np.random.default_rng(1).integers(0, 2**bits, 72)
    return AssignmentProblem(rows, columns, scores, [2] * 9, [2] * 8)


def holds(problem: AssignmentProblem, strategy: str) -> Status:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = solve(problem, strategy)
    assert result.termination is Termination.COMPLETED
    assert result.certificate is not None
    assert check_certificate(problem, result.certificate).breaches == ()
    return result.status


@pytest.mark.parametrize("bits", [14, 40, 45, 50])
@pytest.mark.parametrize("strategy", ["fairest", "leximin"])
def test_one_large_score_among_small_ones(strategy: str, bits: int) -> None:
    problem = AssignmentProblem([0, 0, 1, 1], [0, 1, 0, 1], [2**bits, 3, 5, 7], [2, 2], [2, 2])
    assert holds(problem, strategy) in (Status.OPTIMAL, Status.FEASIBLE)


@pytest.mark.parametrize("bits", [30, 42])
@pytest.mark.parametrize("strategy", ["fairest", "leximin"])
def test_large_scores_all_over(strategy: str, bits: int) -> None:
    assert holds(nine_by_eight(bits), strategy) in (Status.OPTIMAL, Status.FEASIBLE)
