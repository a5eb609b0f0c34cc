"""Honest numbers: what weights decide, and how the views of the pairs are distributed; against their definitions."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from people import mentee, mentor
from random_pools import demanding_pool, random_pool

from matchmaker import Pool, Programme, Scores, match, verify
from matchmaker.metrics.distribution import distribution, distributions, spread
from matchmaker.scoring.effective import Sums, effective_weights, shared_out
from matchmaker.shapes import FULL

VIEWS = ("mentee", "mentor")


def test_effective_weights_are_weight_times_deviation_over_the_legal_pairs(counted: Callable[..., None]) -> None:
    pairs = flat = 0
    for seed in range(80):
        pool, programme = random_pool(seed, mentors=6, mentees=9)
        scores = Scores(pool, programme)
        legal = scores.legal()
        parts = [scores.parts(row, column) for row, column in zip(legal.rows, legal.columns, strict=True)]
        told = {(one.view, one.name): one for one in scores.weights}
        for view in VIEWS:
            shares = programme.shares(view)
            points = {
                name: np.array([p.points for some in parts for p in some if (p.view, p.name) == (view, name)])
                for name in shares
            }
            decides = {name: shares[name] * float(points[name].std()) if len(parts) else 0.0 for name in shares}
            total = sum(decides.values())
            assert sum(told[view, name].effective for name in shares) == (FULL if total else 0)
            for name, weight in shares.items():
                one = told[view, name]
                assert one.weight == weight
                assert one.mean == (int(points[name].sum()) // len(parts) if parts else 0)
                assert one.known == sum(p.known for some in parts for p in some if (p.view, p.name) == (view, name))
                if total:
                    assert abs(one.effective - FULL * decides[name] / total) < 3, (seed, view, name)
            flat += not total
        pairs += len(parts)
    counted(pairs=pairs, views_that_decide_nothing=flat)
    assert pairs > 500
    assert flat > 3


def test_sums_too_long_for_a_float_stay_exact() -> None:
    programme = Programme()
    pairs = 10**9
    added = Sums(pairs, pairs, total=pairs * 5000, squares=pairs * 5000**2 + 2)
    assert added.scatter == 2 * pairs
    others = [Sums(pairs, pairs, pairs, pairs)] * (len(programme.criteria) - 1)
    first, *rest = effective_weights(programme, [added, *others])
    assert (first.effective, {one.effective for one in rest}) == (FULL, {0})


@pytest.mark.parametrize(
    ("parts", "whole", "shares"),
    [
        ([1, 1, 1], 100, [34, 33, 33]), ([2, 1], 100, [67, 33]), ([0, 0], 100, [0, 0]), ([0, 5], 7, [0, 7]),
        ([], 100, []), ([1, 2, 3, 1], 10, [2, 3, 4, 1]), ([10**30, 10**30], 3, [2, 1]),
    ],
)  # fmt: skip
def test_shares_add_up_to_the_whole(parts: list[int], whole: int, shares: list[int]) -> None:
    assert shared_out(parts, whole) == shares


def test_percentiles_are_by_nearest_rank(counted: Callable[..., None]) -> None:
    cases = 0
    for seed in range(1000):
        draw = random.Random(seed)
        points = [draw.choice([0, 1, 5000, draw.randint(0, FULL)]) for _ in range(draw.randint(1, 40))]
        found = distribution(points)
        assert (found.mean, found.least) == (sum(points) // len(points), min(points))
        wider = spread(points)
        assert wider
        assert wider.model_dump(exclude={"p5"}) == found.model_dump()
        for per_cent, value in ((5, wider.p5), (10, found.p10), (50, found.p50), (90, found.p90)):
            assert value in points
            assert 100 * sum(one <= value for one in points) >= per_cent * len(points)
            assert 100 * sum(one < value for one in points) < per_cent * len(points)
        cases += 1
    counted(distributions=cases)


def test_a_record_tells_them_and_verify_counts_again(counted: Callable[..., None]) -> None:
    records = 0
    for seed in range(30):
        pool, programme = demanding_pool(seed)
        matching = match(pool, programme)
        assert verify(pool, programme, matching) == ()
        assert matching.distributions == distributions(matching.pairs)
        assert matching.weights == Scores(pool, programme).weights
        if told := matching.distributions:
            lifted = told.worse_off.model_copy(update={"p10": told.worse_off.p10 + 1})
            worse = told.model_copy(update={"worse_off": lifted})
            forged = matching.model_copy(update={"distributions": worse})
            assert verify(pool, programme, forged) == ("distributions.worse_off: it is not that of the pairs",)
            assert verify(pool, programme, matching.model_copy(update={"distributions": None})) != ()
            records += 1
        heavier = matching.weights[0].model_copy(update={"effective": (matching.weights[0].effective + 1) % FULL})
        forged = matching.model_copy(update={"weights": (heavier, *matching.weights[1:])})
        assert verify(pool, programme, forged) == ("weights: they are not those of this pool and programme",)
    counted(records=records)
    assert records > 10


def test_what_nobody_answered_is_told_with_its_weight_and_changes_nothing() -> None:
    weights = {"mentee": {"expertise": 90, "wishes": 10}, "mentor": {"style": 100}}
    programme = Programme.model_validate({"weights": weights, "start": "2027-03-01"})
    matching = match(Pool([mentor("ann")], [mentee("ben")]), programme)
    assert matching.notices == (
        "In no possible pair is anything known for wishes (mentee's view, 10 %) and style (mentor's view, 100 %): "
        "every pair gets the same points there; a weight of 0 would say so.",
    )
    (pair,) = matching.pairs
    assert (pair.mentee_view, pair.mentor_view) == (9300, 2500)


def test_without_people_there_is_nothing_to_tell() -> None:
    matching = match(Pool([], [mentee("ben")]), Programme())
    assert matching.distributions is None
    assert {(one.effective, one.known, one.mean) for one in matching.weights} == {(0, 0, 0)}
    assert verify(Pool([], [mentee("ben")]), Programme(), matching) == ()
