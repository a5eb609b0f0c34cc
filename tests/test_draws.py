"""Pools drawn again from a problem: who is in them, copies that are others; and problems made simpler."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from itertools import chain

import numpy as np
import pytest
from limited_problems import limited_problems
from random_problems import small_problem

from matchmaker.comparison.draws import drawn
from matchmaker.comparison.simpler import simpler
from solvers import AssignmentProblem
from solvers.problem import FEATURES


def marked(n: int = 6, m: int = 4) -> AssignmentProblem:
    """Most rows with most columns; what is somebody's own says who it is, and a pair's score which pair."""
    pairs = [(row, column) for row in range(n) for column in range(m) if (row + column) % 5]
    score = [100 * row + column for row, column in pairs]
    return AssignmentProblem(
        *zip(*pairs, strict=True),
        score,
        range(1, n + 1),
        range(10, m + 10),
        column_floor=range(m),
        row_priority=range(1, n + 1),
        row_order=range(n),
        row_view=[one + 1000 for one in score],
        column_view=[one + 2000 for one in score],
        pinned=[pair == (0, 1) for pair in pairs],
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_copy_has_all_that_its_original_has_but_the_pins(seed: int) -> None:
    problem, of = marked(), drawn(marked(), seed)
    rows, columns = of.row_capacity - 1, of.column_capacity - 10  # who each is a copy of
    assert (of.n_rows, of.n_columns, of.pinned.sum()) == (problem.n_rows, problem.n_columns, 0)
    assert (of.row_priority - 1).tolist() == of.row_order.tolist() == rows.tolist() == sorted(rows)
    assert of.column_floor.tolist() == columns.tolist() == sorted(columns)
    listed = set(zip(problem.rows.tolist(), problem.columns.tolist(), strict=True))
    every = [(i, j) for i in range(of.n_rows) for j in range(of.n_columns) if (rows[i], columns[j]) in listed]
    assert list(zip(of.rows.tolist(), of.columns.tolist(), strict=True)) == every
    score = 100 * rows[of.rows] + columns[of.columns]
    assert (of.scores == score).all()
    assert (of.row_view == score + 1000).all()
    assert (of.column_view == score + 2000).all()
    assert (of.spread, len({*of.row_keys.tolist()}), len({*of.column_keys.tolist()})) == (False, 6, 4)


def test_everybody_is_drawn_as_often_as_anybody() -> None:
    counts: Counter[tuple[str, int]] = Counter()
    for seed in range(1000):
        of = drawn(marked(), seed)
        counts.update(("row", places) for places in of.row_capacity.tolist())
        counts.update(("column", places) for places in of.column_capacity.tolist())
    assert len(counts) == 10
    # 1000 times, each with a variance of less than 1: five standard deviations are 158.
    assert all(abs(count - 1000) < 159 for count in counts.values()), counts


def test_one_seed_draws_one_pool_and_others_draw_others() -> None:
    def of(seed: int) -> list[list[int]]:
        found = drawn(marked(), seed)
        return [found.row_keys.tolist(), found.column_keys.tolist(), found.scores.tolist()]

    assert of(3) == of(3)
    assert len({str(of(seed)) for seed in range(20)}) == 20


def test_pools_without_mentees_or_mentors_are_drawn_too() -> None:
    for n, m in ((0, 0), (3, 0), (0, 2)):
        of = drawn(AssignmentProblem([], [], [], [1] * n, [1] * m), 1)
        assert (of.n_rows, of.n_columns, len(of.rows)) == (n, m, 0)


def test_memory_is_for_pairs_not_for_all_that_could_be() -> None:
    n, m = 20_000, 4_000
    rows = np.repeat(np.arange(n), 2)
    columns = (rows * 7 + np.tile([0, 1], n)) % m
    problem = AssignmentProblem(rows, columns, np.ones(2 * n, int), [1] * n, [5] * m)
    tracemalloc.start()
    try:
        drawn(problem, 1)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < n * m  # a byte for each; one table of them would take eight


def test_what_is_set_aside_is_all_that_changes() -> None:
    needed: Counter[str] = Counter()
    limited = (problem for _, _, problem in limited_problems(range(20)))
    for seed, problem in enumerate(chain((small_problem(seed)[1] for seed in range(200)), limited)):
        needed.update(problem.features)
        for lacking in ((), *((one,) for one in FEATURES), tuple(FEATURES)):
            found = simpler(problem, lacking)
            assert found.features == problem.features - set(lacking), (seed, lacking)
            for name in ("rows", "columns", "scores", "row_capacity", "column_capacity", "row_keys", "row_view"):
                assert np.array_equal(getattr(found, name), getattr(problem, name)), (seed, lacking, name)
            for feature, name in (("floors", "column_floor"), ("pins", "pinned"), ("priorities", "row_priority")):
                if feature not in lacking:
                    assert np.array_equal(getattr(found, name), getattr(problem, name)), (seed, lacking, name)
    assert set(needed) == set(FEATURES)
