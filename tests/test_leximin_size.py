"""Leximin at the sizes of programmes: how fast, how far it is proven, and what is left when it is stopped."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from test_leximin import drawn, pairs_of
from test_solve import legal
from test_stops import after

from solvers import AssignmentProblem, Objective, Status, Termination, check_certificate, solve
from solvers.proof import leximin
from solvers.proof.leximin import row_values


def programme(n: int, m: int, seed: int = 0) -> AssignmentProblem:
    """Return a pool such as people make: good partners are good for many, a tenth of the pairs banned, few places."""
    draw = np.random.default_rng(seed)
    likes, offers = draw.normal(size=(n, 4)), draw.normal(size=(m, 4))
    score = likes @ offers.T + draw.normal(size=(n, m)) / 2
    score = (score - score.min()) / (score.max() - score.min())
    rows, columns = np.nonzero(draw.random((n, m)) < 0.9)
    scores = (10_000 * score[rows, columns]).astype(np.int64)
    return AssignmentProblem(rows, columns, scores, np.ones(n, np.int64), draw.integers(1, 4, m))


def seconds_of(problem: AssignmentProblem) -> float:
    """Solve, make sure that it is proven, and return the processor time that it took."""
    start = time.thread_time()
    result = solve(problem, "leximin")
    taken = time.thread_time() - start
    assert (result.status, result.gap) == (Status.OPTIMAL, 0)
    return taken


def test_a_programme_takes_a_moment() -> None:
    assert seconds_of(programme(150, 60)) < 3


@pytest.mark.long
def test_a_thousand_are_proven_in_a_minute() -> None:
    assert seconds_of(programme(1_000, 400)) < 90


@pytest.mark.parametrize("size", ["LONGEST", "LARGEST"])
def test_beyond_its_size_the_answer_is_the_same_and_not_called_proven(
    monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    problem = programme(40, 15)
    proven = solve(problem, "leximin")
    monkeypatch.setattr(leximin, size, 50)
    result = solve(problem, "leximin")
    assert pairs_of(result) == pairs_of(proven)
    assert (result.status, result.termination) == (Status.FEASIBLE, Termination.COMPLETED)
    assert result.certificate is not None
    assert result.certificate.objective is Objective.BEST_SCORE
    assert check_certificate(problem, result.certificate).breaches == ()


@pytest.mark.parametrize("most", [1, 3])
def test_stopped_it_holds_a_legal_answer_no_better_than_its_end(most: int, counted: Callable[..., None]) -> None:
    stops = 0
    for seed in range(20):
        small, problem = drawn(seed, most)
        end = solve(problem, "leximin")
        for questions in range(8):
            result = solve(problem, "leximin", stop=after(questions))
            if result.termination is Termination.COMPLETED:
                assert pairs_of(result) == pairs_of(end)
                continue
            stops += 1
            assert legal(small, result)
            assert (result.status, result.termination) == (Status.FEASIBLE, Termination.TIME_LIMIT)
            values, best = (np.sort(row_values(problem, one.rows, one.columns)).tolist() for one in (result, end))
            assert values <= best, (seed, questions)
    counted(stops=stops)
    assert stops > 20
