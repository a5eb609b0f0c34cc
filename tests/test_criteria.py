from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from people import mentee, mentor
from random_pools import TOPICS, random_pool, topics

from matchmaker import CRITERIA, Criterion, Mentee, Mentor, Pool, Programme, generate
from matchmaker.calendars import Window
from matchmaker.files import read_folder
from matchmaker.meetings import shared_starts
from matchmaker.people import STYLE_ITEMS
from matchmaker.shapes import FULL, UNKNOWN

Points = np.ndarray[Any, np.dtype[np.int64]]
Fields = dict[str, object]
People = dict[str, list[Any]]
EXPERTISE, STYLE, AVAILABILITY, STYLE_BACK, AVAILABILITY_BACK = CRITERIA
DEFAULTS = Programme(topics=topics())
ALIKE: Fields = {f"style_{item}": 3 for item in STYLE_ITEMS}
SPRING = {"start": "2027-03-01"}
NEW_YORK: Fields = {"free": "Mon 09:00-12:00", "time_zone": "America/New_York"}


def points(
    criterion: Criterion, mentees: list[Mentee], mentors: list[Mentor], programme: Programme = DEFAULTS
) -> Points:
    """Points of everybody with everybody, in the order given."""
    pool = Pool(mentors, mentees)
    block = criterion.encode(pool, programme).block(0, len(mentees)).astype(np.int64)
    rows, columns = [pool.mentee_index[one.id] for one in mentees], [pool.mentor_index[one.id] for one in mentors]
    found: Points = np.where(block == UNKNOWN, criterion.unknown, block)[np.ix_(rows, columns)]
    return found


def part(criterion: Criterion, maya: Fields, tom: Fields, **settings: object) -> tuple[int, str]:
    """Points and sentence of Maya with Tom."""
    pool = Pool([mentor("tom", **{"name": "Tom"} | tom)], [mentee("maya", **{"name": "Maya"} | maya)])
    programme = Programme.model_validate({"topics": topics()} | settings)
    return points(criterion, [*pool.mentees], [*pool.mentors], programme)[0, 0], criterion.why(pool, programme, 0, 0)


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
     "owl taming: nothing close among Tom's topics."),
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
     "the hours a month are not said by either."),
    (AVAILABILITY, {"free": "Mon 14:00-17:00"}, {"free": "Tue 14:00-17:00"}, "No start at which 60 minutes fit both."),
]  # fmt: skip


@pytest.mark.parametrize(("criterion", "maya", "tom", "sentence"), SENTENCES)
def test_sentences_name_what_the_points_rest_on(criterion: Criterion, maya: Fields, tom: Fields, sentence: str) -> None:
    assert part(criterion, maya, tom)[1] == sentence


@cache
def crowd(seed: int = 0) -> tuple[list[Mentee], list[Mentor]]:
    """25 mentees and 1 000 mentors, from pools of every kind, each with an id of their own."""
    mentees: list[Mentee] = []
    mentors: list[Mentor] = []
    while len(mentors) < 1000:
        pool, _ = random_pool(seed + len(mentors), 50, 2)
        mentors += [one.model_copy(update={"id": f"r{len(mentors) + at}"}) for at, one in enumerate(pool.mentors)]
        mentees += [one.model_copy(update={"id": f"e{len(mentees) + at}"}) for at, one in enumerate(pool.mentees)]
    alone = {"email": None, "boss": ()}
    return [one.model_copy(update=alone) for one in mentees[:25]], [one.model_copy(update=alone) for one in mentors]


def changed(people: list[Any], change: Callable[[random.Random, Any], Fields]) -> list[Any]:
    draw = random.Random(7)
    return [person.model_copy(update=change(draw, person)) for person in people]


def test_points_are_whole_and_in_range() -> None:
    for criterion in CRITERIA:
        found = points(criterion, *crowd())
        assert np.issubdtype(found.dtype, np.integer)
        assert 0 <= found.min() < found.max() <= FULL, criterion.name
        assert found.shape == (25, 1000)


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


@pytest.mark.parametrize(("criterion", "change", "role"), BETTER, ids=lambda value: getattr(value, "__name__", ""))
def test_a_better_answer_never_loses_points(
    criterion: Criterion, change: Callable[[random.Random, Any], Fields], role: type, counted: Callable[..., None]
) -> None:
    mentees, mentors = crowd()
    before = points(criterion, mentees, mentors)
    if role is Mentor:
        after = points(criterion, mentees, changed(mentors, change))
    else:
        after = points(criterion, changed(mentees, change), mentors)
    counted(pairs=before.size, better=int((after > before).sum()))
    assert (after >= before).all()
    assert (after > before).sum() > 100


def closer(draw: random.Random, tom: Mentor, maya: Mentee) -> Fields:
    item = draw.randrange(5)
    is_like, wanted = tom.style()[item] or 3, maya.wants()[item] or 3
    known = {f"style_{STYLE_ITEMS[item]}": is_like + (wanted > is_like) - (wanted < is_like)}
    return known if tom.style()[item] else {}


def test_a_closer_style_never_loses_points() -> None:
    mentees, mentors = crowd()
    for at, maya in enumerate(mentees):
        some = mentors[40 * at : 40 * at + 40]
        nearer = changed(some, lambda draw, one, maya=maya: closer(draw, one, maya))
        assert nearer != some
        assert (points(STYLE, [maya], nearer) >= points(STYLE, [maya], some)).all()


def test_style_swaps_with_the_roles_and_time_is_the_same_in_both_views() -> None:
    mentees, mentors = crowd()
    one, other = points(STYLE, mentees, mentors), points(STYLE_BACK, mentees, mentors)
    fields = {*ALIKE, *(f"wants_{item}" for item in STYLE_ITEMS)}
    as_mentees = [mentee(person.id, **{name: getattr(person, name) for name in fields}) for person in mentors]
    as_mentors = [mentor(person.id, **{name: getattr(person, name) for name in fields}) for person in mentees]
    assert (points(STYLE_BACK, as_mentees, as_mentors) == one.T).all()
    assert (points(STYLE, as_mentees, as_mentors) == other.T).all()
    assert (one != other).any()
    assert (points(AVAILABILITY, mentees, mentors) == points(AVAILABILITY_BACK, mentees, mentors)).all()


@pytest.fixture(scope="module")
def lifelike(tmp_path_factory: pytest.TempPathFactory) -> list[People]:
    """Populations as ``generate`` draws them: six of 60 mentees and 40 mentors."""
    folders = {seed: tmp_path_factory.mktemp("people") for seed in range(6)}
    for seed, folder in folders.items():
        for name, text in generate(40, 60, seed).items():
            (folder / name).write_text(text, "utf-8")
    pools = [read_folder(folder)[0] for folder in folders.values()]
    return [{"mentees": [*pool.mentees], "mentors": [*pool.mentors]} for pool in pools]


def blank_style(left: int) -> Fields:
    return {f"{side}_{item}": None for side in ("style", "wants") for item in STYLE_ITEMS[left:]}


BLANKS: dict[str, tuple[Criterion, Callable[[Any], Fields], str]] = {
    "offered level": (EXPERTISE, lambda one: {"offers": tuple(o._replace(level=None) for o in one.offers)}, "mentors"),
    "own level": (EXPERTISE, lambda one: {"needs": tuple(n._replace(own_level=None) for n in one.needs)}, "mentees"),
    "hours given": (AVAILABILITY, lambda one: {"hours_per_mentee": None}, "mentors"),
    "hours asked": (AVAILABILITY, lambda one: {"hours_per_month": None}, "mentees"),
    "style": (STYLE, lambda one: blank_style(0), "mentees"),
    "style but 1 item": (STYLE, lambda one: blank_style(1), "mentees"),
    "style but 2 items": (STYLE, lambda one: blank_style(2), "mentees"),
    "style but 3 items": (STYLE, lambda one: blank_style(3), "mentees"),
}


@pytest.mark.parametrize("answer", BLANKS)
def test_a_blank_never_beats_the_average_of_the_known(answer: str, lifelike: list[People]) -> None:
    criterion, blank, role = BLANKS[answer]
    said: list[float] = []
    left_out: list[float] = []
    for people in lifelike:
        known = [one for one in people[role] if not has_blank(one, blank(one))]
        for found, some in ((said, known), (left_out, changed(known, lambda _, one: blank(one)))):
            found.append(points(criterion, **people | {role: some}).mean())
    assert np.mean(left_out) <= np.mean(said)


def has_blank(one: Mentor | Mentee, fields: Fields) -> bool:
    return any("None" in repr(getattr(one, name)) for name in fields if not name.startswith("wants_"))


def test_sentences_name_both_people_and_every_need(counted: Callable[..., None]) -> None:
    said = 0
    for seed in range(60):
        pool, programme = random_pool(seed)
        for i, j in product(range(len(pool.mentees)), range(len(pool.mentors))):
            maya, tom = pool.mentees[i], pool.mentors[j]
            expertise, *others = [one.why(pool, programme, i, j) for one in CRITERIA]
            assert all(f"{need.topic}: " in expertise for need in maya.needs)
            assert tom.name in expertise
            assert all(maya.name in why and tom.name in why for why in others[::2])
            shared = shared_starts(maya, tom, programme).count
            assert others[1] == others[3]
            assert others[1].startswith(f"{shared} start" if shared else "No start at which ")
            said += len(CRITERIA)
    counted(sentences=said)
