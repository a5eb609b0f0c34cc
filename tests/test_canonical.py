"""One answer among equals: the keys of rows and columns decide, and nothing else does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from oracle import tie_value
from random_problems import small_problem

import solvers.canonical
from solvers import AssignmentProblem, Objective, solve
from solvers.canonical import canonical, tie_values
from solvers.prices import searched_prices
from solvers.problem import IntArray
from solvers.remainder import Remainder

ORDERS = 30


def equal_scores(seed: int) -> AssignmentProblem:
    """Draw a problem of 60 × 30 with scores of one, two or four kinds: very many best answers."""
    draw = np.random.default_rng(seed)
    n, m = 60, 30
    rows, columns = np.nonzero(draw.random((n, m)) < draw.choice([0.3, 1.0]))
    return AssignmentProblem(
        rows,
        columns,
        draw.integers(0, draw.choice([1, 2, 4]), len(rows)),
        draw.integers(1, draw.choice([2, 3]), n),
        draw.integers(0, 3, m),
        column_floor=np.zeros(m, np.int64),
        row_keys=draw.integers(0, 2**64, n, np.uint64),
        column_keys=draw.integers(0, 2**64, m, np.uint64),
        row_priority=draw.integers(1, draw.choice([2, 3]), n),
        spread=seed % 2 == 1,
    )


def shuffled(problem: AssignmentProblem, draw: np.random.Generator) -> AssignmentProblem:
    """Return the same with rows, columns and pairs in another order; the keys go with their rows and columns."""
    rows, columns = draw.permutation(problem.n_rows), draw.permutation(problem.n_columns)
    pairs = draw.permutation(len(problem.rows))
    return AssignmentProblem(
        np.argsort(rows)[problem.rows][pairs],
        np.argsort(columns)[problem.columns][pairs],
        problem.scores[pairs],
        problem.row_capacity[rows],
        problem.column_capacity[columns],
        column_floor=problem.column_floor[columns],
        row_priority=problem.row_priority[rows],
        spread=problem.spread,
        row_keys=problem.row_keys[rows],
        column_keys=problem.column_keys[columns],
    )


def by_key(problem: AssignmentProblem, strategy: str, solver: str = "flow") -> frozenset[tuple[int, int]]:
    found = solve(problem, strategy, solver)
    return frozenset(
        zip(problem.row_keys[found.rows].tolist(), problem.column_keys[found.columns].tolist(), strict=True)
    )


@pytest.mark.promise("one answer among equals")
@pytest.mark.parametrize("strategy", ["most_people", "best_score", "greedy"])
def test_thirty_orders_give_one_answer(strategy: str, counted: Callable[..., None]) -> None:
    for seed in range(5):
        problem, draw = equal_scores(seed), np.random.default_rng(seed)
        answers = {by_key(shuffled(problem, draw), strategy) for _ in range(ORDERS)}
        assert answers == {by_key(problem, strategy)}, seed
    counted(orders=5 * ORDERS)


@pytest.mark.promise("one answer among equals")
@pytest.mark.parametrize("strategy", ["most_people", "best_score"])
def test_both_engines_give_one_answer(strategy: str, counted: Callable[..., None]) -> None:
    for seed in range(5):
        problem = equal_scores(seed)
        assert by_key(problem, strategy, "cp_sat") == by_key(problem, strategy), seed
    counted(problems=5)


@pytest.mark.promise("one answer among equals")
def test_other_keys_choose_another_answer_as_good(counted: Callable[..., None]) -> None:
    """If they did not, the keys would decide nothing."""
    problem, totals, answers = equal_scores(0), set(), set()
    for salt in range(20):
        keys = np.random.default_rng(salt).integers(0, 2**64, problem.n_rows, np.uint64)
        found = solve(with_row_keys(problem, keys))
        totals.add((found.rows_filled, found.places_filled, found.score))
        answers.add(tuple(zip(found.rows.tolist(), found.columns.tolist(), strict=True)))
    assert (len(totals), len(answers)) == (1, 20)
    counted(keys=20)


def with_row_keys(problem: AssignmentProblem, keys: np.ndarray) -> AssignmentProblem:
    return AssignmentProblem(
        problem.rows,
        problem.columns,
        problem.scores,
        problem.row_capacity,
        problem.column_capacity,
        row_priority=problem.row_priority,
        spread=problem.spread,
        row_keys=keys,
        column_keys=problem.column_keys,
    )


def test_tie_values_are_those_of_the_definition() -> None:
    problem = small_problem(0)[1]
    remainder = Remainder.of(problem, Objective.MOST_PEOPLE)
    keys = zip(problem.row_keys[remainder.rows].tolist(), problem.column_keys[remainder.columns].tolist(), strict=True)
    first, second, *_ = (values for values, _ in zip(tie_values(remainder), range(2), strict=False))
    assert first.tolist() == [tie_value(row & (2**64 - 1), column) for row, column in keys]
    assert (first != second).all()
    assert first.min() >= 0
    assert first.max() < 2**32


def test_the_next_hash_decides_where_the_first_leaves_equals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sums of 32-bit values are hardly ever equal; here the first values are all the same."""

    def dull(remainder: Remainder) -> Iterator[IntArray]:
        yield np.zeros(len(remainder.pairs), np.int64)
        yield np.full(len(remainder.pairs), 5)
        yield from tie_values(remainder)

    for seed in range(60):
        problem = small_problem(seed)[1]
        expected = solve(problem)
        if expected.certificate is None:
            continue
        remainder = Remainder.of(problem, Objective.MOST_PEOPLE)
        chosen = np.zeros(len(problem.rows), np.bool_)
        chosen[problem.positions(expected.rows, expected.columns)] = True
        taken = chosen[remainder.pairs]
        with monkeypatch.context() as patched:
            patched.setattr(solvers.canonical, "tie_values", dull)
            again = canonical(remainder, taken, searched_prices(remainder, taken))
        assert again.tolist() == taken.tolist(), seed


@pytest.mark.promise("one answer among equals")
def test_no_place_in_the_list_is_favoured(counted: Callable[..., None]) -> None:
    """One place, five rows alike: over many keys each row gets it about as often."""
    got: Counter[int] = Counter()
    for salt in range(1000):
        keys = np.random.default_rng(salt).integers(0, 2**64, 5, np.uint64)
        problem = AssignmentProblem(range(5), [0] * 5, [7] * 5, [1] * 5, [1], row_keys=keys)
        got[int(solve(problem).rows[0])] += 1
    assert all(150 < got[row] < 250 for row in range(5)), got  # 200 ± 4 standard deviations
    counted(keys=1000)
