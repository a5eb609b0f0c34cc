"""Peers of whole matrices: every family and every peer on a small pool, and what the page says of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import run
from against import DIFFERENT, code
from matrix_families import BANNED, MATRIX_FAMILIES, lifelike, programme, uniform
from peers import MATRIX_PEERS, race
from peers.child import function_of, told
from peers.matrix import Matrix
from peers.pool import Pairs
from registry import matrices

from matchmaker.shapes import FULL
from solvers import AssignmentProblem, solve

SMALL = (40, 16)


def best(matrix: Matrix) -> int:
    rows, columns = np.nonzero(matrix.scores >= 0)
    wanted = np.ones(matrix.n_rows, np.int64)
    scores = matrix.scores[rows, columns].astype(np.int64)
    return solve(AssignmentProblem(rows, columns, scores, wanted, matrix.places), "best_score").score


def answer(name: str, matrix: Matrix) -> dict[str, object]:
    peer = MATRIX_PEERS[name]
    given = function_of(peer.prepare)(matrix) if peer.prepare else matrix
    return told(matrix, function_of(peer.function)(given))


@pytest.mark.parametrize("family", MATRIX_FAMILIES)
def test_a_matrix_is_told_by_size_and_seed(family: str) -> None:
    make = MATRIX_FAMILIES[family]
    one, again, other = make(*SMALL, 1), make(*SMALL, 1), make(*SMALL, 2)
    assert one.scores.shape == SMALL
    assert len(one.places) == SMALL[1]
    assert -1 <= one.scores.min() < one.scores.max() <= FULL
    assert np.array_equal(one.scores, again.scores)
    assert np.array_equal(one.places, again.places)
    assert not np.array_equal(one.scores, other.scores)


def test_matrices_are_what_they_say() -> None:
    for matrix in (lifelike(*SMALL, 1), uniform(*SMALL, 1)):
        assert abs((matrix.scores < 0).mean() - BANNED) < 0.06
        assert set(matrix.places) == {1, 2, 3, 4}
    people = programme(*SMALL, 1)
    assert (people.scores < 0).mean() > 0.5
    assert people.places.sum() < SMALL[0]


@pytest.mark.parametrize("family", MATRIX_FAMILIES)
@pytest.mark.parametrize("name", MATRIX_PEERS)
def test_every_peer_finds_the_best_total_of_a_matrix(name: str, family: str) -> None:
    for size in (SMALL, (16, 40)):  # more rows than places, and more places than rows
        matrix = MATRIX_FAMILIES[family](*size, 1)
        assert answer(name, matrix)["total"] == best(matrix)


@pytest.mark.parametrize("name", MATRIX_PEERS)
def test_nobody_is_given_what_is_banned(name: str) -> None:
    scores = np.array([[-1, 5], [-1, 7], [-1, -1]], np.int16)
    assert answer(name, Matrix(scores, np.array([3, 1]))) == told(
        Matrix(scores, np.array([3, 1])), Pairs(np.array([1]), np.array([1]))
    )


def test_a_matrix_is_the_same_once_written_and_read(tmp_path: Path) -> None:
    matrix = uniform(*SMALL, 1)
    matrix.write(tmp_path / "matrix.npz")
    again = Matrix.read(tmp_path / "matrix.npz")
    assert again.scores.dtype == np.int16
    assert np.array_equal(again.scores, matrix.scores)
    assert np.array_equal(again.places, matrix.places)


def test_what_a_peer_makes_of_a_matrix_is_in_its_memory_but_not_in_its_time(tmp_path: Path) -> None:
    path = tmp_path / "matrix.npz"
    uniform(600, 300, 1).write(path)
    outcome = race.run(MATRIX_PEERS["scipy, matrix"], "600 × 300", path, 60)
    assert outcome.stopped is None
    assert outcome.before is None or outcome.peak is None or outcome.before < outcome.peak + (1 << 20)
    stopped = race.run(MATRIX_PEERS["lapx, lapjv"], "600 × 300", path, 60, 0)
    assert stopped.stopped is not None


def test_the_page_of_matrices_shows_both_codes_and_where_we_lose(tmp_path: Path) -> None:
    page, names = tmp_path / "page.md", ["matchmaker, solve_matrix", "lapx, lapjvs"]
    words = ["--parts", "matrices", "--matrix-families", "uniform", "--matrix-sizes", "40x16", "--matrix-peers", *names]
    assert run.main([*words, "--out", str(page)]) == 0
    text = page.read_text("utf-8")
    for said in (
        "### uniform",
        "| 40 × 16 | lapx, lapjvs |",
        "| as good |",
        "Where we lose",
        "lap.lapjvs(",
        "solve_matrix(",
    ):
        assert said in text
    assert DIFFERENT not in text
    assert "SimpleMinCostFlow" not in text


def test_every_matrix_peer_shows_its_code() -> None:
    text = code(MATRIX_PEERS.values())
    files = {peer.function.split(":")[0].split(".")[1] for peer in MATRIX_PEERS.values()}
    assert all(f"`peers/{file}.py`" in text for file in files)
    assert text.count("```python") == len(files) == 5


def test_every_size_of_a_family_is_a_pool() -> None:
    assert [entry.name for entry in matrices("uniform", [(4, 2), (8, 4)], 1)] == ["4 × 2", "8 × 4"]
