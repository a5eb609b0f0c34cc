"""Leximin against its definition: values, totals, the one answer among equals, and proofs that prove nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from leximin_definition import best_values, values_of
from oracle import Small, tie_value
from random_problems import problem_of, small_problem
from test_prices import every_choice

from solvers import AssignmentProblem, Objective, Result, Status, answer, check_certificate, solve

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
    """Whether some row may have more than one choice left."""
    loads = [sum(column == one for _, column in small.pinned) for one in range(len(small.offered))]
    for row, (of_row, wanted) in enumerate(zip(small.score, small.wanted, strict=True)):
        pinned = {column for one, column in small.pinned if one == row}
        free = [column for column in of_row if column not in pinned and loads[column] < small.offered[column]]
        if min(wanted - len(pinned), len(free)) > 1:
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
    proven = not several(small)
    so = {
        "values": values_of(small, pairs) == values,
        "total": result.score == sum(value for value in values if value > 0),
        "ties": sum(tie_value(small.row_keys[row], small.column_keys[column]) for row, column in pairs) == ties,
        "status": result.status is (Status.OPTIMAL if proven else Status.FEASIBLE),
        "certificate": found.breaches == () and result.certificate.objective == ("leximin" if proven else "best_score"),
        "gap": not proven or result.gap == found.gap(result.score) == 0,
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


@pytest.mark.long
@pytest.mark.promise("leximin by its definition")
@pytest.mark.parametrize("chunk", range(LONG_CHUNKS))
def test_leximin_is_what_its_definition_says_of_many(chunk: int, counted: Callable[..., None]) -> None:
    start = 10_000_000 + chunk * LONG_CHUNK
    assert count_faults(range(start, start + LONG_CHUNK), 1, counted) == []


@pytest.mark.promise("leximin by its definition")
def test_of_all_legal_choices_only_the_leximin_ones_can_be_proven(counted: Callable[..., None]) -> None:
    """With the prices that are sought for it, which are there if any are; and with others: the best's, random ones."""
    tried = proven = 0
    for seed in range(50):
        small, problem = drawn(seed, 1)
        best = best_values(small)
        for pairs in islice(every_choice(small), 25 if best else 0):
            mine = answer(problem, *np.array(pairs, np.int64).reshape(-1, 2).T, Objective.LEXIMIN)
            is_best = best is not None and values_of(small, pairs) == best[0]
            assert (mine.status is Status.OPTIMAL) == is_best, (seed, pairs)
            assert is_best or not provable_somehow(problem, mine, seed)
            tried, proven = tried + 1, proven + is_best
    counted(choices=tried, proven=proven)
    assert tried - proven > 500
    assert proven > 50


def provable_somehow(problem: AssignmentProblem, wrong: Result, seed: int) -> bool:
    """Whether other prices prove an answer that is not leximin: those of a right one, and such with some noise."""
    right, certificate = solve(problem, "leximin").column_prices, wrong.certificate
    assert certificate is not None
    noise = np.random.default_rng(seed).integers(-9, 10, problem.n_columns).astype(object)
    altered = (right, right + noise, certificate.column_prices + noise, noise, noise * max(1, *map(abs, right), 1))
    proofs = (replace(certificate, column_prices=prices) for prices in altered)
    return any(check_certificate(problem, proof).gap(certificate.score) is not None for proof in proofs)
