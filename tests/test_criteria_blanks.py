"""Nobody gains by leaving a field empty: on average over lifelike people, and on the kick-off, blanks count less."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from built_in import AVAILABILITY, BENEFIT, EXPERTISE, QUALITIES, READINESS, STYLE, STYLE_BACK
from crowds import DEFAULTS, PROMISE, Fields, Points, changed, lifelike, points
from people import ratings_of

from matchmaker import CRITERIA, Criterion, Mentee, Mentor, Pool, Scores
from matchmaker.people import STYLE_ITEMS
from matchmaker.shapes import UNKNOWN

KICKOFF = Path(__file__).parents[1] / "fixtures" / "kickoff"
Blank = Callable[[Any], Fields]


def blank_style(left: int) -> Fields:
    return {f"{side}_{item}": None for side in ("style", "wants") for item in STYLE_ITEMS[left:]}


def blank(field: str) -> Blank:
    return lambda one: {field: type(getattr(one, field))() if isinstance(getattr(one, field), dict | tuple) else None}


def blank_entry(field: str, at: int) -> Blank:
    """Leave one of several marks out."""
    return lambda one: {field: dict(mark for place, mark in enumerate(getattr(one, field).items()) if place != at)}


WANTS = {f"wants_{item}" for item in STYLE_ITEMS}
"""What may be left open: one wants what one is like."""
STYLES = [(STYLE, "mentees"), (STYLE, "mentors"), (STYLE_BACK, "mentees"), (STYLE_BACK, "mentors")]
BLANKS: dict[str, tuple[Criterion, Blank, str]] = {
    "offered level": (EXPERTISE, lambda one: {"offers": tuple(o._replace(level=None) for o in one.offers)}, "mentors"),
    "own level": (EXPERTISE, lambda one: {"needs": tuple(n._replace(own_level=None) for n in one.needs)}, "mentees"),
    "hours given": (AVAILABILITY, blank("hours_per_mentee"), "mentors"),
    "hours asked": (AVAILABILITY, blank("hours_per_month"), "mentees"),
    "hopes": (BENEFIT, blank("gains"), "mentors"),
    "what one enjoys": (BENEFIT, blank("enjoys"), "mentors"),
    "what one can offer": (BENEFIT, blank("can_offer"), "mentees"),
    "qualities wanted": (QUALITIES, blank("wants_qualities"), "mentees"),
    "own qualities": (QUALITIES, blank("qualities"), "mentors"),
    "the second of one's qualities": (QUALITIES, blank_entry("qualities", 1), "mentors"),
    "the third of what one can offer": (BENEFIT, blank_entry("can_offer", 2), "mentees"),
    "the last answer about readiness": (READINESS, blank_entry("readiness", 7), "mentees"),
    "readiness": (READINESS, blank("readiness"), "mentees"),
    "least readiness": (READINESS, blank("minimum_readiness"), "mentors"),
    **{
        f"style but {left} items, {role}, {criterion.view}'s view": (criterion, lambda _, n=left: blank_style(n), role)
        for criterion, role in STYLES
        for left in range(5)
    },
}


SLACK = {"the second of one's qualities": 10}
"""Basis points by which a blank may be above the average on the kick-off, where it is one group of people: one quality
left out counts the typical mark, as own answers do, and they were a little below it there."""


def both(pool: Pool, answer: str) -> tuple[Points, Points]:
    """Points of everybody who gave an answer, and of the same people without it."""
    criterion, leave_out, role = BLANKS[answer]
    people: dict[str, list[Any]] = {"mentees": [*pool.mentees], "mentors": [*pool.mentors]}
    known = [one for one in people[role] if not has_blank(one, leave_out(one))]
    found = [
        points(criterion, **people | {role: some}, programme=DEFAULTS).ravel()
        for some in (known, changed(known, lambda _, one: leave_out(one)))
    ]
    return found[0], found[1]


@PROMISE
@pytest.mark.parametrize("answer", BLANKS)
def test_a_blank_never_beats_the_average_of_the_known(answer: str, counted: Callable[..., None]) -> None:
    pairs = [both(pool, answer) for pool in lifelike()]
    said, left_out = (np.concatenate(found) for found in zip(*pairs, strict=True))
    counted(pairs=len(said), average=round(said.mean()), blank=round(left_out.mean()))
    assert left_out.mean() <= said.mean()
    kickoff, without = both(Pool.read(KICKOFF), answer)
    assert not len(kickoff) or without.mean() <= kickoff.mean() + SLACK.get(answer, 0)


def has_blank(one: Mentor | Mentee, fields: Fields) -> bool:
    values = [getattr(one, name) for name in fields if name not in WANTS]
    return any(value is None or value in ({}, ()) or "None" in repr(value) for value in values)


@PROMISE
def test_who_was_never_rated_has_no_more_than_the_average_of_the_rated(counted: Callable[..., None]) -> None:
    """With nothing but ratings, and where mentors said themselves how they are."""
    pairs = 0
    for own in (False, True):
        said, left_out = [], []
        for pool in lifelike():
            rated = [one for at, one in enumerate(pool.mentors) if pool.rated(at)]
            some = rated if own else changed(rated, lambda _, one: {"qualities": {}})
            ids = {one.id for one in rated}
            ratings = [one for one in ratings_of(pool) if one.person in ids]
            said.append(points(QUALITIES, [*pool.mentees], some, DEFAULTS, ratings=ratings).ravel())
            left_out.append(points(QUALITIES, [*pool.mentees], some, DEFAULTS).ravel())
        averages = [np.concatenate(found).mean() for found in (said, left_out)]
        assert averages[1] < averages[0], own
        pairs += sum(map(len, said))
    counted(pairs=pairs)


@PROMISE
def test_an_unknown_answer_counts_less_than_the_average_known_one(counted: Callable[..., None]) -> None:
    """For every criterion, over the legal pairs of lifelike people and of the kick-off."""
    pairs = 0
    for pools in (lifelike(), (Pool.read(KICKOFF),)):
        everybody = [Scores(pool, DEFAULTS) for pool in pools]
        for criterion in CRITERIA:
            found = [criterion.encode(one.pool, DEFAULTS).block(0, one.n_rows) for one in everybody]
            legal = [one.legal() for one in everybody]
            held = np.concatenate([block[at.rows, at.columns] for block, at in zip(found, legal, strict=True)])
            known = held[held != UNKNOWN]
            assert not len(known) or known.mean() > criterion.unknown, (criterion.view, criterion.name)
            assert len(known) or len(pools) == 1, criterion.name
            pairs += len(known)
    counted(pairs=pairs)
