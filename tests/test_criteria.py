from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from built_in import AVAILABILITY, AVAILABILITY_BACK, EXPERTISE, STYLE, STYLE_BACK
from random_pools import random_pool
from two_people import Fields, part

from matchmaker import CRITERIA, Criterion, Mentee, Mentor, Programme
from matchmaker.people import STYLE_ITEMS
from matchmaker.times.calendars import starts
from matchmaker.times.zones import offsets

ALIKE: Fields = {f"style_{item}": 3 for item in STYLE_ITEMS}
SPRING = {"start": "2027-03-01"}
NEW_YORK: Fields = {"free": "Mon 09:00-12:00", "time_zone": "America/New_York"}


MET = [
    ("python:2>1", "python:5", 10_000), ("python:2>3", "python:4", 5_000), ("python:2>4", "python:4", 0),
    ("python:2>5", "python:1", 0), ("python:3>1; leadership:1>2", "python:2; leadership:5", (3 * 5_000 + 10_000) // 4),
    ("python:1>1; owl taming:2>1", "python:5", 3_333), ("people management:2>4", "leadership:5", 3_000),
    ("people management:2>1", "leadership:5; people management:2", 6_000), ("delegation:2>1", "leadership:5", 3_600),
    ("python", "python", 5_000), ("python:2>1", "python", 10_000), ("python", "python:4", 10_000),
    ("python:2>3", "python", 0), ("Owl-Taming:2>0", "owl taming:2", 10_000), ("owl taming:2>0", "owl keeping:5", 0),
]  # fmt: skip


@pytest.mark.parametrize(("needs", "offers", "expected"), MET)
def test_expertise_by_hand(needs: str, offers: str, expected: int) -> None:
    assert part(EXPERTISE, {"needs": needs}, {"offers": offers})[0] == expected


CURVE = [  # e^-0.0625, e^-0.25, e^-1.5625, e^-25, e^-0.25, e^-1
    (0, 5, 0.2, 10_000), (1, 5, 0.2, 9_394), (2, 5, 0.2, 7_788), (5, 5, 0.2, 2_096), (20, 5, 0.2, 0),
    (5, 5, 0.5, 7_788), (20, 5, 1.0, 3_679), (0, 0, 0.2, 2_500),
]  # fmt: skip


@pytest.mark.parametrize(("apart", "answered", "scale", "expected"), CURVE)
def test_style_by_hand(apart: int, answered: int, scale: float, expected: int) -> None:
    marks = [min(4, max(0, apart - 4 * at)) for at in range(answered)]
    one = {f"style_{item}": 1 for item in STYLE_ITEMS[:answered]}
    other = {f"style_{item}": 1 + more for item, more in zip(STYLE_ITEMS, marks, strict=False)}
    for criterion in (STYLE, STYLE_BACK):
        assert part(criterion, one, other, style={"scale": scale})[0] == expected


def test_what_is_wanted_counts_before_what_one_is_like() -> None:
    wanting = ALIKE | {"wants_pace": 5}
    assert [part(which, wanting, ALIKE)[0] for which in (STYLE, STYLE_BACK)] == [7_788, 10_000]
    assert [part(which, ALIKE, wanting)[0] for which in (STYLE, STYLE_BACK)] == [10_000, 7_788]


SHARED: list[tuple[Fields, Fields, Fields, int]] = [
    ({"free": "Mon 09:00-10:00"}, {}, {}, 3_535 * 3 // 4),
    ({"free": "Mon 09:00-10:00", "hours_per_month": 2}, {"hours_per_mentee": 2}, {}, 3_535),
    ({"free": "Mon 09:00-10:15", "hours_per_month": 2}, {"hours_per_mentee": 1.5}, {}, 3_750),
    ({"free": "Mon 09:00-10:30", "hours_per_month": 3}, {"hours_per_mentee": 1}, {}, 6_123 * 3_333 // 10_000),
    ({"free": "Mon 09:00-10:45", "hours_per_month": 1}, {"hours_per_mentee": 4}, {}, 7_071),
    ({"free": "Mon 09:00-11:45", "hours_per_month": 1}, {"hours_per_mentee": 1}, {}, 10_000),
    ({"free": "Sun 09:00-11:45"}, {}, {}, 0),
    ({"free": "Mon 14:00-17:00"}, NEW_YORK, SPRING | {"weeks": 2}, 7_500),
    ({"free": "Mon 14:00-17:00"}, NEW_YORK, SPRING | {"weeks": 3}, 7_905 * 3 // 4),
    ({"free": "Mon 13:00-14:00"}, NEW_YORK, SPRING | {"weeks": 3}, 0),
    ({"free": "Mon 09:00-10:00"}, {}, {"rules": {"availability": {"meeting_minutes": 30}}}, 4_592),
]


@pytest.mark.parametrize(("maya", "tom", "settings", "expected"), SHARED)
def test_availability_by_hand(maya: Fields, tom: Fields, settings: Fields, expected: int) -> None:
    for criterion in (AVAILABILITY, AVAILABILITY_BACK):
        assert part(criterion, maya, tom, **settings)[0] == expected


SENTENCES: list[tuple[Criterion, Fields, Fields, str]] = [
    (EXPERTISE, {"needs": "python:1>1; leadership:3>2"}, {"offers": "python:2; leadership:5"},
     "leadership: Tom at level 5, Maya at 2; python: Tom at level 2, Maya at 1."),
    (EXPERTISE, {"needs": "delegation:2>1; owl taming:1"}, {"offers": "leadership:5"},
     "delegation: closest is leadership (Tom at level 5; Maya at 1), 36 % alike; "
     "owl taming: a topic that is not known, and none of Tom's has the same words."),
    (EXPERTISE, {"needs": "owl taming:2>1; python"}, {"offers": "Owl-Taming:3; delegation:5"},
     "owl taming: Tom at level 3, Maya at 1; python: nothing close among Tom's topics."),
    (EXPERTISE, {"needs": "people management"}, {"offers": "leadership"},
     "people management: closest is leadership (Tom, level not said; Maya's own level not said), 60 % alike."),
    (EXPERTISE, {"needs": "python:2>4"}, {"offers": "python:3"},
     "python: Tom at level 3 is no further along (Maya at 4)."),
    (STYLE, ALIKE, ALIKE, "Tom is as Maya would like in pace, structure, directness, questioning and openness."),
    (STYLE_BACK, ALIKE, ALIKE | {"wants_pace": 5, "wants_openness": 2},
     "Maya is as Tom would like in structure, directness and questioning; "
     "pace is 2 steps lower, openness is 1 step higher."),
    (STYLE, {"style_pace": 1}, {"style_pace": 2, "style_openness": 2},
     "Tom's pace is 1 step higher than Maya would like (1 of 5 items answered by both)."),
    (STYLE, {}, ALIKE, "Maya and Tom answered no item of style in common, so it counts as unknown."),
    (AVAILABILITY, {"free": "Mon 14:00-17:00", "hours_per_month": 2}, NEW_YORK | {"hours_per_mentee": 1.5},
     "5 starts a week at which 60 minutes fit both, such as Mon 14:00 for Maya (Mon 09:00 for Tom); "
     "Tom gives 1.5 of the 2 hours a month asked for."),
    (AVAILABILITY_BACK, {"free": "Sun 09:00-10:00"}, {"free": "Sun 08:00-10:00"},
     "1 start a week at which 60 minutes fit both, such as Sun 09:00 for Maya; "
     "neither said how many hours a month."),
    (AVAILABILITY, {"free": "Mon 14:00-17:00"}, {"free": "Tue 14:00-17:00"}, "No start at which 60 minutes fit both."),
]  # fmt: skip


@pytest.mark.parametrize(("criterion", "maya", "tom", "sentence"), SENTENCES)
def test_sentences_name_what_the_points_rest_on(criterion: Criterion, maya: Fields, tom: Fields, sentence: str) -> None:
    assert part(criterion, maya, tom)[1] == sentence


def starts_of_two(maya: Mentee, tom: Mentor, programme: Programme) -> int:
    """Count what two people share as if there were nobody else, whose zones would cut the programme finer."""
    ahead = offsets([maya.time_zone, tom.time_zone], programme.first_day, programme.length)
    one, other = starts([maya.free, tom.free], ahead, programme.rules.availability.meeting_minutes)
    return int(np.bitwise_count(one & other).sum(axis=1).min())


def test_sentences_name_both_people_and_every_need(counted: Callable[..., None]) -> None:
    said = 0
    for seed in range(60):
        pool, programme = random_pool(seed)
        for i, j in product(range(len(pool.mentees)), range(len(pool.mentors))):
            maya, tom = pool.mentees[i], pool.mentors[j]
            said_by = {one: one.why(pool, programme, i, j) for one in CRITERIA}
            assert all(f"{need.topic}: " in said_by[EXPERTISE] for need in maya.needs)
            assert tom.name in said_by[EXPERTISE]
            assert all(
                maya.name in why or tom.name in why for one, why in said_by.items() if one.name != "availability"
            )
            shared = starts_of_two(maya, tom, programme)
            assert said_by[AVAILABILITY] == said_by[AVAILABILITY_BACK]
            assert said_by[AVAILABILITY].startswith(f"{shared} start" if shared else "No start at which ")
            said += len(CRITERIA)
    counted(sentences=said)
