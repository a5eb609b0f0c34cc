"""Flow, CP-SAT and linear programmes on mid-size problems, 20 to 300 rows: equal integer objectives, always."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from lengths import lengths

from solvers import STRATEGIES, AssignmentProblem, Result, solve

pytest.importorskip("scipy")
from scipy.optimize import linprog
from scipy.sparse import csr_array, eye_array, hstack, vstack

EXACT = [name for name, strategy in STRATEGIES.items() if strategy.run is None]
PAIRS_FOR_CP_SAT = 1_200
"""CP-SAT confirms the problems of up to so many pairs: it takes seconds where flow takes milliseconds."""

Vector = np.ndarray[Any, np.dtype[np.float64]]


def mid_size(seed: int) -> AssignmentProblem:
    """Draw a problem of 20 to 300 rows: few or many pairs, ties or none, several places, and every feature."""
    draw = np.random.default_rng(seed)
    n, m = int(draw.choice([draw.integers(20, 61), draw.integers(20, 301)])), int(draw.integers(8, 61))
    rows, columns = np.nonzero(draw.random((n, m)) < draw.choice([0.05, 0.2, 0.5]))
    wanted = draw.integers(0, draw.choice([1, 3]), n, endpoint=True)
    offered = draw.integers(0, draw.choice([3, 9]), m)
    pinned = np.zeros(len(rows), np.bool_)
    left = [wanted.copy(), offered.copy()]
    for at in draw.permutation(len(rows))[: draw.choice([0, 4])]:
        pinned[at] = left[0][rows[at]] > 0 and left[1][columns[at]] > 0
        left[0][rows[at]] -= pinned[at]
        left[1][columns[at]] -= pinned[at]
    return AssignmentProblem(
        rows=rows,
        columns=columns,
        scores=draw.integers(0, draw.choice([0, 3, 10_000]), len(rows), endpoint=True),
        row_capacity=wanted,
        column_capacity=offered,
        column_floor=np.where(draw.random(m) < draw.choice([0.0, 0.5]), (offered + 1) // 2, 0),
        pinned=pinned,
        row_priority=draw.integers(1, draw.choice([1, 1, 3]), n, endpoint=True),
        spread=bool(draw.random() < 0.3),
    )


def lp_totals(problem: AssignmentProblem, strategy: str) -> tuple[int, ...]:
    """Maximise what a strategy seeks, one after the other, each with those before it held at their most.

    Variables, none of them whole: a share per pair (a pinned one is 1), a first place per row, the floor places of
    each column and its first place. Every optimum here is whole, as the polytope of a transport problem has whole
    corners and what is best so far is a face of it.
    """
    pairs, n, m = len(problem.rows), problem.n_rows, problem.n_columns
    by_row = csr_array((np.ones(pairs), (problem.rows, np.arange(pairs))), (n, pairs))
    by_column = csr_array((np.ones(pairs), (problem.columns, np.arange(pairs))), (m, pairs))
    limits = vstack(
        [
            hstack([by_row, csr_array((n, n + 2 * m))]),
            hstack([by_column, csr_array((m, n + 2 * m))]),
            hstack([-by_row, eye_array(n), csr_array((n, 2 * m))]),
            hstack([-by_column, csr_array((m, n)), eye_array(m), csr_array((m, m))]),
            hstack([-by_column, csr_array((m, n + m)), eye_array(m)]),
        ]
    )
    most = np.concatenate([problem.row_capacity, problem.column_capacity, np.zeros(n + 2 * m)])
    lower = np.concatenate([problem.pinned, np.zeros(n + 2 * m)])
    upper = np.concatenate([np.ones(pairs + n), problem.column_floor, np.ones(m)])
    box = np.column_stack([lower, upper])
    held: list[tuple[Vector, int]] = []
    for objective in sought(problem, strategy):
        equal = {"A_eq": csr_array([row for row, _ in held]), "b_eq": [best for _, best in held]} if held else {}
        found = linprog(-objective, limits, most, **equal, bounds=box, method="highs")
        assert found.status == 0
        assert abs(found.fun - round(found.fun)) < 0.01
        held.append((objective, round(-found.fun)))
    return tuple(best for _, best in held)


def sought(problem: AssignmentProblem, strategy: str) -> Iterator[Vector]:
    """What a strategy seeks, most important first: floors, columns, then for every priority rows, places, score."""
    n, m = problem.n_rows, problem.n_columns
    nothing = np.zeros(len(problem.rows) + n)
    yield np.concatenate([nothing, np.ones(m), np.zeros(m)])
    if problem.spread:
        yield np.concatenate([nothing, np.zeros(m), np.ones(m)])
    for level in np.unique(problem.row_priority):
        rows = problem.row_priority == level
        pairs = rows[problem.rows]
        if strategy == "most_people":
            yield np.concatenate([0 * pairs, rows, np.zeros(2 * m)])
            yield np.concatenate([pairs, np.zeros(n + 2 * m)])
        yield np.concatenate([pairs * problem.scores, np.zeros(n + 2 * m)])


def totals(problem: AssignmentProblem, result: Result) -> tuple[int, ...]:
    """What a result reached of what its strategy seeks, added up from its pairs."""
    load = np.bincount(result.columns, minlength=problem.n_columns)
    found = [int(np.minimum(load, problem.column_floor).sum())] + problem.spread * [int((load > 0).sum())]
    scores = problem.scores[problem.positions(result.rows, result.columns)]
    for level in np.unique(problem.row_priority):
        mine = problem.row_priority[result.rows] == level
        counts = [len(np.unique(result.rows[mine])), int(mine.sum())] if result.strategy == "most_people" else []
        found += [*counts, int(scores[mine].sum())]
    return tuple(found)


@pytest.mark.promise("flow, CP-SAT and LP agree")
@lengths(60, 60, 2_060)
def test_flow_cp_sat_and_linear_programmes_agree(seeds: range, counted: Callable[..., None]) -> None:
    seen = Counter[str]()
    for seed in seeds:
        problem, strategy = mid_size(seed), EXACT[seed % len(EXACT)]
        by_flow = solve(problem, strategy, "flow")
        assert (by_flow.gap, by_flow.floor_places) == (0, totals(problem, by_flow)[0]), seed
        assert totals(problem, by_flow) == lp_totals(problem, strategy), seed
        if len(problem.rows) <= PAIRS_FOR_CP_SAT:
            by_cp_sat = solve(problem, strategy, "cp_sat")
            fields = ("rows", "columns", "row_prices", "column_prices")
            assert all(np.array_equal(getattr(by_flow, one), getattr(by_cp_sat, one)) for one in fields), seed
            seen["by_cp_sat"] += 1
        seen["over_100_rows"] += problem.n_rows > 100
        seen.update(f"with_{feature}" for feature in problem.features)
    counted(problems=len(seeds), **seen)
    assert min(seen.values()) > len(seeds) / 10
