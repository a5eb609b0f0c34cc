"""Corners of the criteria: answers half given, which offer a sentence names, curves at their ends."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from built_in import EXPERTISE, STYLE, STYLE_BACK
from people import mentee, mentor
from random_pools import topics
from two_people import part

from matchmaker import CRITERIA, Pool, Programme
from matchmaker.criteria.availability import starts_curve
from matchmaker.criteria.style import style_curve
from matchmaker.people import STYLE_ITEMS
from matchmaker.shapes import FULL, BestOf

PROGRAMME = Programme(topics=topics())


def marks(*given: int) -> dict[str, object]:
    """So many items of style answered, the rest left open."""
    return {f"style_{item}": mark for item, mark in zip(STYLE_ITEMS, given, strict=False)}


# (5 known + unknown items at 2 500) / 5, rounded down; known is FULL · exp(−(d / 0.2)²), to the nearest.
HALF_GIVEN = [
    (marks(3), marks(3), (10_000 + 4 * 2_500) // 5), (marks(3, 3), marks(3, 3), (2 * 10_000 + 3 * 2_500) // 5),
    (marks(1), marks(5), (0 + 4 * 2_500) // 5), (marks(1, 1, 1, 1), marks(2, 1, 1, 1), (4 * 9_070 + 2_500) // 5),
    (marks(1, 1), marks(2, 1), (2 * 6_766 + 3 * 2_500) // 5), (marks(1, 1, 1), marks(1, 1), (20_000 + 7_500) // 5),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "expected"), HALF_GIVEN)
def test_an_item_left_open_counts_its_fifth_as_unknown(
    one: dict[str, object], other: dict[str, object], expected: int
) -> None:
    for criterion in (STYLE, STYLE_BACK):
        assert part(criterion, one, other)[0] == part(criterion, other, one)[0] == expected


@pytest.mark.parametrize("scale", [0.05, 0.2, 1.0])
@pytest.mark.parametrize("unknown", [0, 2_500, FULL])
def test_the_curve_of_style_covers_every_distance_and_nothing_else(scale: float, unknown: int) -> None:
    """A row for 0 to 5 items answered, a column for 0 to 20 steps apart; whole points of 0…10 000."""
    curve = style_curve(scale, unknown)
    assert curve.shape == (6, 21)
    assert 0 <= curve.min() <= curve.max() <= FULL
    assert (np.diff(curve, axis=1) <= 0).all()
    assert (curve[0] == unknown).all()
    for answered in range(1, 6):
        for apart in range(4 * answered + 1):
            known = FULL * exp(-((apart / (4 * answered) / scale) ** 2))
            assert abs(curve[answered, apart] - (answered * known + (5 - answered) * unknown) / 5) < 1.5


def test_the_curve_of_starts_is_the_root_of_eighths() -> None:
    assert starts_curve(8).tolist() == [0, 3_535, 5_000, 6_123, 7_071, 7_905, 8_660, 9_354, 10_000]


SAID = [  # the more important need first; of equally important ones that which is met better
    ("python:1>3; public speaking:1>1", "python:4; public speaking:3",
     "public speaking: Tom at level 3, Maya at 1; python: Tom at level 4, Maya at 3."),
    ("python:1>1; public speaking:1>3", "python:3; public speaking:4",
     "python: Tom at level 3, Maya at 1; public speaking: Tom at level 4, Maya at 3."),
    ("python:1>1; public speaking:3>3", "python:3; public speaking:4",
     "public speaking: Tom at level 4, Maya at 3; python: Tom at level 3, Maya at 1."),
]  # fmt: skip


@pytest.mark.parametrize(("needs", "offers", "sentence"), SAID)
def test_needs_are_told_by_importance_then_by_how_well_they_are_met(needs: str, offers: str, sentence: str) -> None:
    assert part(EXPERTISE, {"needs": needs}, {"offers": offers})[1] == sentence


def test_the_offer_named_is_the_one_the_points_rest_on() -> None:
    """One level ahead in the topic itself is worth more than many in a relative, where two are all that count."""
    needs: dict[str, object] = {"needs": "delegation:2>1"}
    near, far = (part(EXPERTISE, needs, {"offers": offers}) for offers in ("delegation:2", "leadership:5"))
    both, sentence = part(EXPERTISE, needs, {"offers": "leadership:5; delegation:2"})
    assert both == near[0] > far[0] > 0
    assert sentence == "delegation: Tom at level 2, Maya at 1." == near[1]


def test_an_offer_is_worth_nothing_to_all_points_by_how_far_it_is_ahead() -> None:
    """A row for each own level 0 to 5, a column for each offered level 1 to 5."""
    asks = [mentee(f"e{own}", needs=f"python:2>{own}") for own in range(6)]
    offers = [mentor(f"r{level}", offers=f"python:{level}") for level in range(1, 6)]
    shape = EXPERTISE.encode(Pool(offers, asks), PROGRAMME)
    assert isinstance(shape, BestOf)
    assert shape.table.tolist() == [
        [5_000, 10_000, 10_000, 10_000, 10_000],
        [0, 5_000, 10_000, 10_000, 10_000],
        [0, 0, 5_000, 10_000, 10_000],
        [0, 0, 0, 5_000, 10_000],
        [0, 0, 0, 0, 5_000],
        [0, 0, 0, 0, 0],
    ]


def test_what_an_unknown_answer_counts() -> None:
    assert [criterion.unknown for criterion in CRITERIA] == [
        0, 2_500, 0, 3_000, 3_000, 3_000, 2_500, 0, 3_000, 1_400, 5_000,
    ]  # fmt: skip
