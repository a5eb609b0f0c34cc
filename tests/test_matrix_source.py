"""A matrix as a source of scores: what is taken for one, what is refused, and that it is left as it is."""

from __future__ import annotations

import tracemalloc
from typing import cast

import numpy as np
import pytest
from sourced import with_lists
from test_pricing import same

from solvers import AssignmentProblem, BlockSource, MatrixSource, ProblemError, solve_matrix, solve_source
from solvers.problem import IntArray


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ([[1]], "list"),
        (np.zeros(3, int), r"int64 of shape \(3,\)"),
        (np.zeros((2, 2)), r"float64 of shape \(2, 2\)"),
        (np.zeros((2, 2), bool), r"bool of shape \(2, 2\)"),
    ],
)
def test_scores_that_are_no_matrix_of_integers_are_refused(scores: object, found: str) -> None:
    with pytest.raises(ProblemError, match=f"scores: a matrix of integers is needed, rows by columns, not {found}$"):
        solve_matrix(scores)  # type: ignore[arg-type]


def test_one_number_may_stand_for_all_capacities() -> None:
    scores = np.array([[3, 1], [2, 2]])
    for one in (1, np.int64(1), np.uint8(1)):
        assert solve_matrix(scores, row_capacity=one, column_capacity=[1, 1]).score == 5  # type: ignore[arg-type]
    with pytest.raises(ProblemError, match="row_capacity: a flat list of integers is needed"):
        solve_matrix(scores, row_capacity=True)


@pytest.mark.parametrize("scores", [np.zeros((2, 2)), np.zeros((2, 3), int), [[1, 2], [3, 4]]])
def test_a_block_that_is_no_matrix_of_integers_is_refused(scores: object) -> None:
    class Own(BlockSource):
        n_rows = n_columns = 2

        def block(self, start: int, stop: int) -> IntArray:
            return cast("IntArray", scores)

    with pytest.raises(ProblemError, match=r"^block\(0, 2\): a matrix of integers is needed, 2 by 2$"):
        solve_source(Own(), AssignmentProblem([], [], [], [1, 1], [1, 1]))


def test_rows_that_lie_close_together_are_asked_for_at_once() -> None:
    class Own(BlockSource):
        n_rows, n_columns = 1_000, 4

        def block(self, start: int, stop: int) -> IntArray:
            asked.append((start, stop))
            return np.arange(start, stop)[:, None] * 10 + np.arange(4)

    asked: list[tuple[int, int]] = []
    rows = np.array([900, 3, 7, 15, 24, 7])
    assert Own().scores_of(rows, np.array([1, 0, 2, 3, 0, 1])).tolist() == [9001, 30, 72, 153, 240, 71]
    assert asked == [(3, 16), (24, 25), (900, 901)]


def test_scores_beyond_62_bits_are_refused() -> None:
    with pytest.raises(Exception, match="scores: they are too large"):
        MatrixSource(np.array([[2**63 + 5, 3]], np.uint64))


def test_scores_in_the_other_order_of_bytes_are_the_same() -> None:
    scores = np.arange(12).reshape(4, 3)
    other = MatrixSource(scores.astype(scores.dtype.newbyteorder()))
    assert (other.scores == scores).all()
    assert other.scores.dtype.isnative


def test_of_equals_no_more_are_held_than_are_asked_for() -> None:
    source = MatrixSource(np.zeros((6_000, 400), np.int8))
    tracemalloc.start()
    best = source.best_per_row(np.zeros(400, np.int64), 3)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(best.rows) == 18_000
    assert most < 6_000 * 400 * 24 / 2  # all of them would take more than twice that


@pytest.mark.parametrize("kind", [np.int8, np.int16, np.uint8, np.uint16, np.int64])
def test_the_pairs_of_some_score_are_a_source_of_their_own(kind: type) -> None:
    scores = np.random.default_rng(2).integers(0, 100, (9, 7)).astype(kind)
    block = MatrixSource(scores).at_least(40).block(0, 9)
    assert (block == np.where(scores >= 40, scores.astype(np.int64), -1)).all()


@pytest.mark.parametrize("kind", [np.int8, np.int16, np.uint16, np.int64])
def test_a_matrix_of_any_integers_is_solved_and_left_as_it_is(kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    with_lists(monkeypatch, 1, 1, 1)
    scores = np.random.default_rng(2).integers(0, 100, (40, 15)).astype(kind)
    before = scores.copy()
    found = solve_matrix(scores, 1, 2, "best_score", column_floor=[1] * 15)
    assert (scores == before).all()
    assert same(found, solve_matrix(scores.astype(np.int64), 1, 2, "best_score", column_floor=[1] * 15))
    assert found.floor_places == 15
    assert found.score == scores[found.rows, found.columns].astype(np.int64).sum()
