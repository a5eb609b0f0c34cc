"""Leximin against its definition: values, totals, the one answer among equals, and proofs that prove nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations_with_replacement, islice

import numpy as np
import pytest
from leximin_definition import EMPTY, best_values, values_of
from oracle import Small, tie_value
from random_problems import problem_of, small_problem
from test_prices import every_choice
from test_solve import legal

from solvers import AssignmentProblem, Objective, Result, Status, check_certificate, prices, solve
from solvers.leximin import counting
from solvers.proof.leximin import class_costs, is_leximin

CHUNK, CHUNKS = 200, 10
LONG_CHUNK, LONG_CHUNKS = 5_000, 20


def drawn(seed: int, most: int) -> tuple[Small, AssignmentProblem]:
    """Draw a problem without floors, priorities and spread, whose rows want ``most`` places at most."""
    small, _ = small_problem(seed)
    draw = random.Random(f"leximin {seed}")
    pins = dict(sorted(small.pinned))
    small = replace(
        small,
        wanted=[min(places, most) for places in small.wanted],
        floor=[0] * len(small.offered),
        priority=[1] * len(small.score),
        spread=False,
        pinned=frozenset(pins.items()) if most == 1 else small.pinned,
    )
    pairs = [(row, column) for row, of_row in enumerate(small.score) for column in of_row]
    return small, problem_of(small, draw.sample(pairs, len(pairs)))


def several(small: Small) -> bool:
    """Whether the pins leave some row more than one choice."""
    pinned_columns = [column for _, column in small.pinned]
    for row, (of_row, wanted) in enumerate(zip(small.score, small.wanted, strict=True)):
        mine = {column for one, column in small.pinned if one == row}
        open_columns = [one for one in of_row if one not in mine and pinned_columns.count(one) < small.offered[one]]
        if min(wanted - len(mine), len(open_columns)) > 1:
            return True
    return False


def pairs_of(result: Result) -> list[tuple[int, int]]:
    return list(zip(result.rows.tolist(), result.columns.tolist(), strict=True))


def faults(seed: int, most: int) -> Iterator[str]:
    """Solve a random problem and yield what is not as the definition has it."""
    small, problem = drawn(seed, most)
    result, best = solve(problem, "leximin"), best_values(small)
    if best is None or result.status is Status.INFEASIBLE:
        if (best, result.status) != (None, Status.INFEASIBLE):
            yield f"{result.status}, by definition it is {best}"
        return
    pairs, (values, ties) = pairs_of(result), best
    assert result.certificate is not None
    found = check_certificate(problem, result.certificate)
    proven = result.status is Status.OPTIMAL
    so = {
        "values": values_of(small, pairs) == values,
        "total": result.score == sum(value for value in values if value > 0),
        "ties": sum(tie_value(small.row_keys[row], small.column_keys[column]) for row, column in pairs) == ties,
        "status": proven or several(small),
        "certificate": found.breaches == () and result.certificate.objective == ("leximin" if proven else "best_score"),
        "gap": not proven or result.gap == found.gap(result.score) == 0,
        "worst off": not proven or result.worst_off == result.worst_off_bound == found.worst_off_bound,
    }
    yield from (f"seed {seed}: {name}" for name, good in so.items() if not good)


def count_faults(seeds: range, most: int, counted: Callable[..., None]) -> list[str]:
    wrong = [fault for seed in seeds for fault in faults(seed, most)]
    counted(problems=len(seeds), faults=len(wrong))
    return wrong


@pytest.mark.promise("leximin by its definition")
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_leximin_is_what_its_definition_says(chunk: int, counted: Callable[..., None]) -> None:
    assert count_faults(range(chunk * CHUNK, (chunk + 1) * CHUNK), 1, counted) == []


@pytest.mark.promise("leximin by its definition")
def test_rows_that_want_several_get_leximin_sums(counted: Callable[..., None]) -> None:
    assert count_faults(range(200), 3, counted) == []


@pytest.mark.promise("leximin by its definition")
def test_place_by_place_every_proof_holds(monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]) -> None:
    """Beyond the size that is counted out: legal, as many rows as can be, and leximin where it says so."""
    monkeypatch.setattr(counting, "COUNTED", 0)
    proven = missed = 0
    for seed in range(200):
        small, problem = drawn(seed, 3)
        result, best = solve(problem, "leximin"), best_values(small)
        if best is None:
            continue
        values = values_of(small, pairs_of(result))
        assert legal(small, result)
        assert values.count(EMPTY) == best[0].count(EMPTY), seed
        assert values == best[0] or result.status is Status.FEASIBLE, seed
        proven, missed = proven + (result.status is Status.OPTIMAL), missed + (values != best[0])
    counted(problems=200, proven=proven, missed=missed)
    assert proven > 100
    assert missed > 0


@pytest.mark.long
@pytest.mark.promise("leximin by its definition")
@pytest.mark.parametrize("chunk", range(LONG_CHUNKS))
def test_leximin_is_what_its_definition_says_of_many(chunk: int, counted: Callable[..., None]) -> None:
    start = 10_000_000 + chunk * LONG_CHUNK
    assert count_faults(range(start, start + LONG_CHUNK), 1, counted) == []


@pytest.mark.long
@pytest.mark.promise("leximin by its definition")
def test_many_rows_that_want_several_get_leximin_sums(counted: Callable[..., None]) -> None:
    assert count_faults(range(20_000_000, 20_002_000), 3, counted) == []


@pytest.mark.promise("leximin by its definition")
def test_of_all_legal_choices_only_the_leximin_ones_can_be_proven(counted: Callable[..., None]) -> None:
    """By the prices that are sought for it, which prove it if any do; and by those of a right answer, and noise."""
    tried = proven = 0
    for seed in range(50):
        small, problem = drawn(seed, 1)
        best, right = best_values(small), solve(problem, "leximin").column_prices
        noise = np.random.default_rng(seed).integers(-9, 10, problem.n_columns).astype(object)
        for pairs in islice(every_choice(small), 60 if best else 0):
            choice = np.array(pairs, np.int64).reshape(-1, 2).T
            sought = prices(problem, *choice, Objective.LEXIMIN)
            is_best = best is not None and values_of(small, pairs) == best[0]
            assert sought.proven == is_leximin(problem, *choice, sought.column_prices) == is_best, (seed, pairs)
            altered = (right, right + noise, sought.column_prices + noise, noise, noise * 10**9)
            assert is_best or not any(is_leximin(problem, *choice, one) for one in altered), (seed, pairs)
            tried, proven = tried + 1, proven + is_best
    counted(choices=tried, proven=proven)
    assert tried - proven > 500
    assert proven > 50


@pytest.mark.promise("leximin by its definition")
def test_another_answer_costs_less_just_if_it_is_better(counted: Callable[..., None]) -> None:
    """All values that five rows may have, against all that they may have instead."""
    every = list(combinations_with_replacement((EMPTY, 0, 1, 2, 5), 5))
    compared = 0
    for mine in every:
        costs = class_costs(np.array(mine))
        my_cost = sum(costs.of(np.array(mine)))
        for other in every:
            cost = sum(costs.of(np.array(other)))
            assert (cost < my_cost) == (other > mine), (mine, other)
            assert (cost == my_cost) == (other == mine), (mine, other)
            compared += 1
    counted(comparisons=compared)
