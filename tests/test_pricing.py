"""Price and verify: what it chooses without listing all pairs is what a flow over all of them chooses."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from lengths import lengths
from random_problems import small_problem
from sourced import apart, matrix_of, with_lists
from test_mid_size import mid_size

from solvers import (
    AssignmentProblem,
    EngineError,
    MatrixSource,
    Progress,
    Result,
    Status,
    Termination,
    TimeLimit,
    UnsupportedError,
    solve,
    solve_matrix,
    solve_source,
)
from solvers.canonical import tie_prices
from solvers.prices import Prices
from solvers.pricing.scan import Scan
from solvers.problem import BoolArray, IntArray
from solvers.remainder import Remainder

SAME = ("status", "floor_places", "floor_bound", "columns_filled", "columns_bound", "rows_filled", "rows_bound")
SAME += ("places_filled", "places_bound", "score", "score_bound", "unmet_floors")
ARRAYS = ("rows", "columns", "row_prices", "column_prices")


def same(one: Result, other: Result) -> bool:
    """Whether two results have the same pairs, prices, totals and bounds."""
    fields = all(getattr(one, name) == getattr(other, name) for name in SAME)
    return fields and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ARRAYS)


@pytest.mark.promise("price and verify against a flow over all pairs")
@lengths(200, 2_000, 12_000)
def test_mid_size_pools_get_the_answer_of_a_flow_over_all_pairs(
    seeds: range, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    rounds = Counter[str]()
    for seed in seeds:
        problem, draw = mid_size(seed), random.Random(seed)
        with_lists(
            monkeypatch,
            draw.choice([1, 2, 16]),
            draw.choice([0, 1, 8]),
            draw.choice([1, 8]),
            1 << 13,
            draw.choice([0, 1 << 20]),
        )
        strategy = ("most_people", "best_score")[seed % 2]
        scans: list[Progress] = []
        assert same(solve_source(*apart(problem), strategy, tell=scans.append), solve(problem, strategy)), seed
        rounds[f"of_{min(scans[-1].scan, 4)}_scans"] += 1
        rounds.update(f"with_{feature}" for feature in problem.features)
    counted(problems=len(seeds), **rounds)
    assert rounds["of_4_scans"] > len(seeds) / 20


def test_small_pools_rich_in_features_get_the_answer_of_a_flow_over_all_pairs(
    monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    for seed in range(400):
        _, problem = small_problem(seed)
        with_lists(monkeypatch, 1, seed % 2, 1, at_once=1 + seed % 7)
        for strategy in ("most_people", "best_score"):
            assert same(solve_source(*apart(problem), strategy), solve(problem, strategy)), seed
    counted(problems=400)


def proven(scores: np.ndarray, row_capacity: object, column_capacity: object) -> Result:
    """Solve a matrix with the usual lists, never all listed, and with a flow over all pairs; both must agree."""
    rows, columns = np.nonzero(scores >= 0)
    n, m = scores.shape
    problem = AssignmentProblem(
        rows=rows,
        columns=columns,
        scores=scores[rows, columns],
        row_capacity=np.broadcast_to(row_capacity, n),
        column_capacity=np.broadcast_to(column_capacity, m),
    )
    for strategy in ("most_people", "best_score"):
        found = solve_source(*apart(problem), strategy)
        assert same(found, solve(problem, strategy))
        assert (found.status, found.gap) == (Status.OPTIMAL, 0)
    return found


@pytest.fixture
def usual_lists(monkeypatch: pytest.MonkeyPatch) -> np.random.Generator:
    """The usual lists, however small the pool; and what to draw a pool with."""
    monkeypatch.setattr("solvers.pricing.listing.AT_ONCE", 0)
    return np.random.default_rng(6)


def test_all_scores_equal(usual_lists: np.random.Generator) -> None:
    places = usual_lists.integers(1, 4, 120)
    assert proven(np.full((300, 120), 700), 1, places).score == 700 * places.sum() < 700 * 300


def test_all_scores_equal_and_the_equals_not_all_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    with_lists(monkeypatch, 16, 64, 8, at_once=5_000)
    rounds: list[int] = []

    def watched(remainder: Remainder, taken: BoolArray, proof: Prices) -> tuple[IntArray, IntArray]:
        rounds.append(len(remainder.rows))
        return tie_prices(remainder, taken, proof)

    monkeypatch.setattr("solvers.pricing.equals.tie_prices", watched)
    proven(np.full((300, 120), 700), 1, np.random.default_rng(4).integers(1, 4, 120))
    assert len(rounds) >= 2
    assert max(rounds) < 300 * 120 / 2


def test_everyone_wants_one_column(usual_lists: np.random.Generator) -> None:
    scores = usual_lists.integers(0, 5_000, (300, 120))
    scores[:, 7] = 9_000 + usual_lists.integers(0, 3, 300)
    assert proven(scores, 1, 2).rows_filled == 240


def test_ninety_nine_per_cent_banned(usual_lists: np.random.Generator) -> None:
    scores = np.where(usual_lists.random((400, 160)) < 0.99, -1, usual_lists.integers(0, 10_000, (400, 160)))
    assert proven(scores, 1, 2).rows_filled > 100


def test_no_legal_pair(usual_lists: np.random.Generator) -> None:
    assert len(proven(np.full((50, 20), -1), 1, 1).rows) == 0


def test_capacities_in_the_thousands(usual_lists: np.random.Generator) -> None:
    scores = usual_lists.integers(0, 10_000, (500, 40))
    assert proven(scores, 1, usual_lists.integers(1_000, 9_000, 40)).rows_filled == 500
    assert proven(scores, 5_000, 3_000).places_filled == 20_000


def test_everyone_wants_three(usual_lists: np.random.Generator) -> None:
    assert proven(usual_lists.integers(0, 10_000, (200, 120)), 3, 4).places_filled == 480


def test_two_clusters_joined_by_one_column(usual_lists: np.random.Generator) -> None:
    scores = np.full((300, 121), -1)
    scores[:150, :60] = usual_lists.integers(0, 10_000, (150, 60))
    scores[150:, 60:120] = usual_lists.integers(0, 10_000, (150, 60))
    scores[:, 120] = usual_lists.integers(0, 10_000, 300)
    assert proven(scores, 1, 2).rows_filled == 242


class Tempted(Scan):
    """The wrong cousin of the rule: it scans again only rows where a price they pay, or what they have, has fallen."""

    _before: Prices | None = None

    def _fall(self, remainder: Remainder, found: Prices) -> np.ndarray:
        left = super()._fall(remainder, found)
        if self._before is not None:
            cheaper = (found.column_prices < self._before.column_prices).any()
            worse = found.row_duals < self._before.row_duals
            left = np.where(worse | cheaper, remainder.beyond, -remainder.beyond)
        self._before, self._left = found, left
        return left


def test_a_row_is_scanned_again_though_nothing_fell(monkeypatch: pytest.MonkeyPatch) -> None:
    """One row that wants two, lists of no more than that: two columns without a place go before one that has one."""
    with_lists(monkeypatch, 1, 0, 1)
    scores, columns = np.array([[10, 9, 8, 7]]), [1, 0, 0, 1]
    assert solve_matrix(scores, 2, columns).columns.tolist() == [0, 3]
    monkeypatch.setattr("solvers.pricing.pricing.Scan", Tempted)
    wrong = solve_matrix(scores, 2, columns)
    assert (wrong.columns.tolist(), wrong.status) == ([0], Status.FEASIBLE)


@pytest.mark.parametrize("asked", range(1, 7))
def test_a_stop_leaves_the_best_so_far_with_its_true_gap(asked: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with_lists(monkeypatch, 1, 1, 1, at_once=400)
    stopped = 0
    for seed in range(30):
        problem = mid_size(seed)
        left = iter(range(asked))
        stop = lambda left=left: None if next(left, None) is not None else Termination.TIME_LIMIT  # noqa: E731
        best, found = solve(problem), solve_source(*apart(problem), stop=stop)
        if found.termination is Termination.COMPLETED:
            assert same(found, best)
            continue
        stopped += 1
        assert found.status is Status.FEASIBLE or found.score == best.score  # which of equals is not decided any more
        assert found.rows_filled <= best.rows_filled <= found.rows_bound
        assert found.places_bound >= best.places_filled
        counts = ("floor_places", "rows_filled", "places_filled")
        if found.score_bound is not None and len(problem.level_units) == 1:
            assert [getattr(found, name) for name in counts] == [getattr(best, name) for name in counts]
            assert found.score <= best.score <= found.score_bound
    assert stopped > 5


def test_what_is_told_of_a_search_is_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with_lists(monkeypatch, 1, 1, 1, at_once=2_000)
    scores = np.random.default_rng(1).integers(0, 10_000, (200, 80))
    told: list[Progress] = []
    result = solve_matrix(scores, 1, 2, tell=told.append)
    assert [one.scan for one in told] == sorted(one.scan for one in told)
    assert told[-1].score == result.score
    assert told[-1].rows == result.rows_filled
    gaps = [one.score_gap for one in told if one.score_gap is not None]
    assert gaps[-1] == 0 < gaps[0]
    assert all(one.score + one.score_gap >= result.score for one in told if one.score_gap is not None)
    assert all(one.candidates < scores.size / 2 for one in told)
    assert all(0 <= one.share <= 1 and one.seconds >= 0 for one in told)


def test_pins_count_even_where_the_source_says_that_they_are_not_legal(monkeypatch: pytest.MonkeyPatch) -> None:
    with_lists(monkeypatch, 1, 1, 1)
    scores = np.array([[5, 3], [4, -1], [2, 2]])
    problem = AssignmentProblem([1], [1], [0], [1, 1, 1], [1, 2], pinned=[True])
    found = solve_source(MatrixSource(scores), problem)
    assert list(zip(found.rows, found.columns, strict=True)) == [(0, 0), (1, 1), (2, 1)]
    assert found.gap == 0


def test_what_it_cannot_do_is_refused() -> None:
    source, rest = apart(mid_size(3))
    with pytest.raises(UnsupportedError, match="'best' is not known; there are most_people, best_score, "):
        solve_source(source, rest, "best")
    with pytest.raises(Exception, match="not those of the source"):
        solve_source(MatrixSource(np.zeros((2, 2), np.int64)), rest)
    with pytest.raises(Exception, match="only pinned pairs are to be listed"):
        solve_source(source, mid_size(3))


def test_a_time_limit_that_is_over_still_gives_an_answer() -> None:
    scores = np.random.default_rng(3).integers(0, 10_000, (1_200, 400))
    found = solve_matrix(scores, 1, 2, stop=TimeLimit(0))
    assert found.termination is Termination.TIME_LIMIT
    assert found.rows_filled == 800
    assert found.gap is not None


def test_a_source_that_changes_its_mind_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    class Fickle(MatrixSource):
        def scores_of(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
            return super().scores_of(rows, columns) + 1

    with_lists(monkeypatch, 1, 1, 1)
    problem = mid_size(5)
    with pytest.raises(EngineError, match=r"not legal, or has another score.*answer the same each time"):
        solve_source(Fickle(matrix_of(problem)), apart(problem)[1])


def test_floors_that_all_columns_share_the_shortage_of(monkeypatch: pytest.MonkeyPatch) -> None:
    with_lists(monkeypatch, 1, 1, 1)
    scores = np.array([[5, 4, 3], [2, 6, 1]])
    found = solve_matrix(scores, 1, 2, column_floor=[1, 1, 1])
    (shortage,) = found.unmet_floors
    assert (shortage.group, shortage.asked, shortage.available) == ((0, 1, 2), 3, 2)
