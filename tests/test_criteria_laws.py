"""What every criterion promises of any two people: a range, monotone in good answers, symmetric, no gain by blanks."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from built_in import AVAILABILITY, AVAILABILITY_BACK, EXPERTISE, STYLE, STYLE_BACK
from crowds import CROWDS, DEFAULTS, PROMISE, Change, Fields, changed, crowd, points
from people import mentee, mentor, relation
from random_pools import TOPICS, random_pool, topics

from matchmaker import CRITERIA, Criterion, Mentee, Mentor, Programme, Scores
from matchmaker.people import STYLE_ITEMS
from matchmaker.shapes import FULL
from matchmaker.times.calendars import Window

Counted = Callable[..., None]


@PROMISE
@CROWDS
def test_points_are_whole_and_in_range(seeds: range, counted: Counted) -> None:
    for seed in seeds:
        for criterion in CRITERIA:
            mentees, mentors = crowd(seed)
            pairs = zip([*mentees, *mentors], [*mentors[:25], *mentees], strict=False)
            facts = [relation(one.id, other.id, kind) for one, other in pairs for kind in ("wish", "knows")]
            found = points(criterion, mentees, mentors, DEFAULTS, facts)
            assert np.issubdtype(found.dtype, np.integer)
            assert 0 <= found.min() < found.max() <= FULL, criterion.name
            assert found.shape == (25, 1000)
    counted(pairs=25_000 * len(seeds), criteria=len(CRITERIA))


@PROMISE
@CROWDS
def test_points_views_and_scores_are_in_range_under_any_settings(seeds: range, counted: Counted) -> None:
    pairs = 0
    for seed in range(seeds.start * 50, seeds.stop * 50):
        pool, programme = random_pool(seed)
        scores = Scores(pool, programme)
        n = scores.n_rows
        views = scores.views(scores.points_block(0, n))
        parts = [np.maximum(one.shape.block(0, n), 0) for one in scores.encoded]
        for block in (scores.score_block(0, n), *views, *parts):
            assert np.issubdtype(block.dtype, np.integer)
            assert 0 <= block.min() <= block.max() <= FULL, seed
        assert (np.minimum(*views) <= scores.score_block(0, n)).all(), seed
        assert (scores.score_block(0, n) <= np.maximum(*views)).all(), seed
        pairs += scores.n_rows * scores.n_columns
    counted(pairs=pairs)


def raised(draw: random.Random, one: Mentor) -> Fields:
    return {
        "offers": tuple(offer._replace(level=min(5, (offer.level or 3) + draw.randint(0, 2))) for offer in one.offers)
    }


def one_more_offer(draw: random.Random, one: Mentor) -> Fields:
    new = draw.choice([topic for topic in TOPICS if topic not in {offer.topic for offer in one.offers}])
    return {"offers": (*one.offers, one.offers[0]._replace(topic=new, level=draw.randint(1, 5)))}


def lowered(draw: random.Random, one: Mentee) -> Fields:
    return {"needs": tuple(need._replace(own_level=max(0, (need.own_level or 0) - 1)) for need in one.needs)}


def more_hours(draw: random.Random, one: Mentor) -> Fields:
    return {"hours_per_mentee": one.hours_per_mentee and one.hours_per_mentee + 0.25 * draw.randint(0, 3)}


def fewer_hours_asked(draw: random.Random, one: Mentee) -> Fields:
    return {"hours_per_month": one.hours_per_month and max(0.25, one.hours_per_month - 0.25 * draw.randint(0, 3))}


def more_time(draw: random.Random, one: Mentor | Mentee) -> Fields:
    start = 15 * draw.randrange(96)
    return {"free": (*one.free, Window(draw.randrange(7), start, start + 15 * draw.randint(1, 96)))}


BETTER = [
    (EXPERTISE, raised, Mentor), (EXPERTISE, one_more_offer, Mentor), (EXPERTISE, lowered, Mentee),
    (AVAILABILITY, more_hours, Mentor), (AVAILABILITY, fewer_hours_asked, Mentee),
    (AVAILABILITY, more_time, Mentor), (AVAILABILITY, more_time, Mentee),
]  # fmt: skip


@PROMISE
@CROWDS
@pytest.mark.parametrize(("criterion", "change", "role"), BETTER, ids=lambda value: getattr(value, "__name__", ""))
def test_a_better_answer_never_loses_points(
    criterion: Criterion, change: Change, role: type, seeds: range, counted: Counted
) -> None:
    pairs = better = 0
    for seed in seeds:
        mentees, mentors = crowd(seed)
        before = points(criterion, mentees, mentors, DEFAULTS)
        if role is Mentor:
            after = points(criterion, mentees, changed(mentors, change), DEFAULTS)
        else:
            after = points(criterion, changed(mentees, change), mentors, DEFAULTS)
        assert (after >= before).all(), seed
        pairs, better = pairs + before.size, better + int((after > before).sum())
    counted(pairs=pairs, better=better)
    assert better > 100 * len(seeds)


EASIER: dict[str, tuple[Fields, Fields]] = {
    "a shorter meeting": ({}, {"rules": {"availability": {"meeting_minutes": 30}}}),
    "fewer weeks": ({"start": "2027-01-04", "weeks": 40}, {"start": "2027-01-04", "weeks": 8}),
}


@PROMISE
@CROWDS
@pytest.mark.parametrize("easier", EASIER)
def test_an_easier_programme_never_lowers_availability(easier: str, seeds: range, counted: Counted) -> None:
    hard, easy = (Programme.model_validate({"topics": topics()} | said) for said in EASIER[easier])
    pairs = better = 0
    for seed in seeds:
        before, after = (points(AVAILABILITY, *crowd(seed), programme) for programme in (hard, easy))
        assert (after >= before).all(), seed
        pairs, better = pairs + before.size, better + int((after > before).sum())
    counted(pairs=pairs, better=better)
    assert better > 100 * len(seeds)


def closer(draw: random.Random, one: Mentor | Mentee, other: Mentor | Mentee, field: str) -> Fields:
    """Move one answer of ``one``, where both gave it, a step towards what the other is or wants."""
    item = draw.randrange(5)
    mine, theirs = (one.style(), other.wants()) if field == "style" else (one.wants(), other.style())
    here, there = mine[item], theirs[item]
    if here is None or there is None:
        return {}
    return {f"{field}_{STYLE_ITEMS[item]}": here + (there > here) - (there < here)}


CLOSER = [(STYLE, Mentor, "style"), (STYLE, Mentee, "wants"), (STYLE_BACK, Mentee, "style")]
CLOSER += [(STYLE_BACK, Mentor, "wants")]


@PROMISE
@CROWDS
@pytest.mark.parametrize(("criterion", "role", "field"), CLOSER)
def test_a_closer_style_never_loses_points(
    criterion: Criterion, role: type, field: str, seeds: range, counted: Counted
) -> None:
    pairs = better = 0
    for seed in seeds:
        mentees, mentors = crowd(seed)
        fixed = mentees if role is Mentor else mentors[:50]
        for at, one in enumerate(fixed):
            some = mentors[40 * at : 40 * at + 40] if role is Mentor else mentees
            nearer = changed(some, lambda draw, other, one=one: closer(draw, other, one, field), at)
            sides = [([one], people) if role is Mentor else (people, [one]) for people in (some, nearer)]
            before, after = (points(criterion, *side, DEFAULTS) for side in sides)
            assert (after >= before).all(), (seed, one.id)
            pairs, better = pairs + before.size, better + int((after > before).sum())
    counted(pairs=pairs, better=better)
    assert better > 50 * len(seeds)


@PROMISE
@CROWDS
def test_criteria_swap_with_the_roles_and_time_is_the_same_in_both_views(seeds: range, counted: Counted) -> None:
    for seed in seeds:
        mentees, mentors = crowd(seed)
        as_mentees = [mentee(one.id, **shared_answers(one)) for one in mentors]
        as_mentors = [mentor(one.id, **shared_answers(one)) for one in mentees]
        quiet = [
            [one.model_copy(update=update) for one in people]
            for people, update in ((mentees, {"hours_per_month": None}), (mentors, {"hours_per_mentee": None}))
        ]
        for criterion, mirror in ((STYLE, STYLE_BACK), (STYLE_BACK, STYLE), (AVAILABILITY, AVAILABILITY_BACK)):
            here = points(criterion, *quiet, DEFAULTS)
            assert (points(mirror, as_mentees, as_mentors, DEFAULTS) == here.T).all(), (seed, criterion.name)
        one, other = (points(which, mentees, mentors, DEFAULTS) for which in (STYLE, STYLE_BACK))
        assert (one != other).any()
        views = [points(which, mentees, mentors, DEFAULTS) for which in (AVAILABILITY, AVAILABILITY_BACK)]
        assert (views[0] == views[1]).all()
    counted(pairs=25_000 * len(seeds))


def shared_answers(person: Mentor | Mentee) -> Fields:
    """What both roles are asked of style and time."""
    marks = [f"{side}_{item}" for side in ("style", "wants") for item in STYLE_ITEMS]
    return {name: getattr(person, name) for name in (*marks, "free", "time_zone")}
