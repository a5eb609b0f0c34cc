"""Blocking pairs and justified envy against their definitions, pair by pair."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from lengths import lengths
from markets import Market, Pair, ends, market, random_choice

from solvers import AssignmentProblem, ProblemError
from solvers.stability import Choice, blocking_pairs, justified_envy

ALIKE = Market({(0, 0): (5, 5), (0, 1): (5, 9), (1, 0): (5, 5)}, ([1, 1], [1, 1]), frozenset())
"""Two rows like all columns alike; column 1 would rather have row 0 than nobody."""


def as_told(seen: Market, chosen: list[Pair]) -> tuple[dict[Pair, int], set[Pair]]:
    """Return the blocking pairs with their gains, and the pairs of envy, as the solvers tell them."""
    problem = seen.problem
    choice = Choice.of(problem, *ends(chosen))
    pairs = list(zip(problem.rows.tolist(), problem.columns.tolist(), strict=True))
    blocking, envied = blocking_pairs(choice), justified_envy(choice)
    gains = zip(blocking.pairs.tolist(), blocking.gains.tolist(), strict=True)
    return {pairs[at]: gain for at, gain in gains}, {pairs[at] for at in envied.tolist()}


def run(seeds: range) -> dict[str, int]:
    found = {"markets": len(seeds), "blocking": 0, "envied": 0}
    for seed in seeds:
        seen = market(seed)
        chosen = random_choice(seen, random.Random(seed))
        expected = seen.blocking(chosen), seen.envied(chosen)
        assert as_told(seen, chosen) == expected, seed
        found["blocking"] += len(expected[0])
        found["envied"] += len(expected[1])
    return found


@pytest.mark.promise("stability and fairness metrics")
@lengths(2_000, 10_000)
def test_they_are_what_their_definitions_say(seeds: range, counted: Callable[..., None]) -> None:
    found = run(seeds)
    assert min(found.values()) > len(seeds) / 10
    counted(**found)


def test_counts_share_and_largest_gain() -> None:
    nobody = blocking_pairs(Choice.of(ALIKE.problem, [], []))
    assert (nobody.count, nobody.legal, nobody.share, nobody.largest_gain) == (3, 3, 1.0, 5)
    everybody = blocking_pairs(Choice.of(ALIKE.problem, [0, 1], [1, 0]))
    assert (everybody.count, everybody.legal, everybody.share, everybody.largest_gain) == (0, 3, 0.0, 0)
    empty = blocking_pairs(Choice.of(AssignmentProblem([], [], [], [1], [1]), [], []))
    assert (empty.count, empty.legal, empty.share, empty.largest_gain) == (0, 0, 0.0, 0)


def test_who_likes_both_the_same_gives_up_neither() -> None:
    """Row 0 holds column 0, and likes column 1 no better, whatever column 1 thinks; row 1 has nobody to turn to."""
    assert as_told(ALIKE, [(0, 0)]) == ({}, set())


def test_an_empty_place_is_waste_and_no_envy() -> None:
    seen = Market({(0, 0): (0, 0)}, ([1], [1]), frozenset())
    assert as_told(seen, []) == ({(0, 0): 0}, set())


def test_a_pinned_place_is_not_given_up_and_not_envied() -> None:
    views = {(0, 0): (1, 1), (0, 1): (9, 9), (1, 0): (9, 9)}
    pinned = Market(views, ([1, 1], [1, 1]), frozenset({(0, 0)}))
    assert as_told(pinned, [(0, 0)]) == ({}, set())
    assert as_told(pinned._replace(pinned=frozenset()), [(0, 0)]) == ({(0, 1): 8, (1, 0): 8}, {(1, 0)})


def test_a_choice_that_is_not_legal_is_refused() -> None:
    with pytest.raises(ProblemError, match="is not legal"):
        Choice.of(ALIKE.problem, np.array([1]), np.array([1]))
    with pytest.raises(ProblemError, match="more places than its capacity 1"):
        Choice.of(ALIKE.problem, [0, 0], [0, 1])
