"""Quotas where matchings are compared and measured, and kept by strategies of one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from people import mentee, mentor

from matchmaker import ClashError, Pool, Programme, Scores, match, measure
from matchmaker.comparison.entrants import by_strategies
from matchmaker.comparison.trials import side_by_side
from matchmaker.problem.strategies import NAMES
from matchmaker.verification import verify
from solvers import Strategy, UnsupportedError, solve
from solvers.problem import FEATURES

NORTH = {"of": "mentees", "column": "region", "value": "north"}
LIMITED = Programme.model_validate({"limit": [NORTH | {"at_most": 1}]})


def pool() -> Pool:
    """Four mentees, two of the north; two mentors of two places each, and one of none."""
    regions = ["north", "north", "south", "south"]
    mentees = [mentee(f"e{at}", other={"region": region}) for at, region in enumerate(regions)]
    return Pool([mentor(f"o{at}", capacity=capacity) for at, capacity in enumerate((2, 2, 0))], mentees)


def test_one_s_own_strategy_that_keeps_limits_is_recorded_and_one_that_knows_none_refused() -> None:
    mine = Strategy("mine", None, "as ours", frozenset(FEATURES), lambda problem, stop: solve(problem, "best_score"))
    matching = match(pool(), LIMITED, strategy=mine)
    assert (len(matching.pairs), matching.proof, matching.status) == (3, None, "FEASIBLE")
    assert verify(pool(), LIMITED, matching) == ()
    with pytest.raises(UnsupportedError, match="limits"):
        match(pool(), LIMITED, strategy=replace(mine, features=frozenset()))


def test_all_strategies_are_compared_and_limits_set_aside_where_one_knows_none() -> None:
    found = side_by_side(pool(), by_strategies(LIMITED, ["all"]), draws=1)
    aside = {one.name: one.set_aside for one in found.contenders}
    assert aside == {name: () if name in ("most_people", "best_score") else ("limits",) for name in NAMES}


def test_limits_that_clash_are_told_of_where_they_are_compared() -> None:
    clash = Programme.model_validate({"limit": [NORTH | {"at_most": 1}, NORTH | {"at_least": 2}]})
    with pytest.raises(ClashError):
        side_by_side(pool(), by_strategies(clash, ["most_people"]), draws=1)


def test_a_matching_within_limits_is_measured_over_all_possible_pairs() -> None:
    told = measure(Scores(pool(), LIMITED), match(pool(), LIMITED))
    assert told.blocking.of == 8
