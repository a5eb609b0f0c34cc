"""First meetings: both free for all of it, in hours that exist, and never two at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise, permutations
from random import Random
from zoneinfo import ZoneInfo

import pytest
from paired import all_paired, paired
from people import mentee, mentor

from matchmaker import Pool, Programme
from matchmaker.handouts.agenda import First, Turn, agenda
from matchmaker.handouts.apart import apart
from matchmaker.people import Mentee, Mentor
from matchmaker.times.zones import zone

MONDAY = date(2027, 3, 1)
HOUR = timedelta(hours=1)


def programme(start: date | None = MONDAY, **fields: object) -> Programme:
    return Programme(start=start, weeks=12 if start else None, **fields)


def firsts(free: str, *asking: tuple[str, float], capacity: int = 9, start: date = MONDAY) -> list[str]:
    """When each mentee of one mentor meets first, in London, and in which turn; ``asking`` is free time and hours."""
    mentees = [mentee(f"m{at:02}", free=time, hours_per_month=hours) for at, (time, hours) in enumerate(asking)]
    pool = Pool([mentor("ann", free=free, capacity=capacity)], mentees)
    found = agenda(pool, programme(start), all_paired(pool))
    return [f"{one.start.astimezone(zone('Europe/London')):%d %a %H:%M} {one.turn}" for one in found.values()]


def test_the_first_hour_both_are_free_for() -> None:
    assert firsts("Mon-Fri 09:00-12:00", ("Tue 10:30-14:00; Thu 09:00-12:00", 2)) == ["02 Tue 10:30 own"]
    assert firsts("Mon 09:00-10:00", ("Mon 09:00-10:00", 2), start=date(2027, 3, 2)) == ["08 Mon 09:00 own"]
    assert firsts("Mon 09:00-10:00", ("Tue 09:00-10:00", 2)) == []


def test_a_start_that_is_not_set_gives_no_dates() -> None:
    pool = Pool([mentor("ann")], [mentee("ben")])
    assert agenda(pool, programme(None), all_paired(pool)) == {}


EVERY_WEEK, OTHER_WEEK, THIRD_WEEK = 4, 2, 1.5
MENTORS = {  # a mentor's free time, their mentees', and what becomes of it
    "five at different times": (
        "Mon 09:00-14:00",
        [("Mon 09:00-14:00", EVERY_WEEK)] * 5,
        [f"01 Mon {hour:02}:00 own" for hour in range(9, 14)],
    ),
    "the choosy one is not robbed by the others": (
        "Mon 09:00-12:00",
        [("Mon 09:00-12:00", EVERY_WEEK), ("Mon 09:00-11:00", EVERY_WEEK), ("Mon 09:00-10:00", EVERY_WEEK)],
        ["01 Mon 11:00 own", "01 Mon 10:00 own", "01 Mon 09:00 own"],
    ),
    "two share an hour in alternate weeks, a third is told": (
        "Mon 09:00-10:00",
        [("Mon 09:00-10:00", OTHER_WEEK)] * 3,
        ["01 Mon 09:00 own", "08 Mon 09:00 alternate", "01 Mon 09:00 clashes"],
    ),
    "nobody shares with somebody who comes every week": (
        "Mon 09:00-10:00",
        [("Mon 09:00-10:00", OTHER_WEEK), ("Mon 09:00-10:00", EVERY_WEEK)],
        ["01 Mon 09:00 own", "01 Mon 09:00 clashes"],
    ),
    "every third week meets every other week sooner or later": (
        "Mon 09:00-10:00",
        [("Mon 09:00-10:00", THIRD_WEEK), ("Mon 09:00-10:00", OTHER_WEEK)],
        ["01 Mon 09:00 own", "01 Mon 09:00 clashes"],
    ),
    "an hour may begin at any quarter": (
        "Mon 09:00-11:30",
        [("Mon 09:15-10:15", EVERY_WEEK), ("Mon 10:00-11:30", EVERY_WEEK)],
        ["01 Mon 09:15 own", "01 Mon 10:15 own"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MENTORS)
def test_one_mentor_s_mentees(name: str) -> None:
    free, asking, told = MENTORS[name]
    assert sorted(firsts(free, *asking)) == sorted(told)


def test_twelve_mentees_are_more_than_are_spread_at_once() -> None:
    told = firsts("Mon 08:00-20:00", *[("Mon 08:00-20:00", EVERY_WEEK)] * 12, capacity=12)
    assert sorted(told) == [f"01 Mon {hour:02}:00 own" for hour in range(8, 20)]


def test_nobody_is_in_two_meetings_as_mentee_of_two_or_as_both() -> None:
    free = {"free": "Mon 09:00-11:00", "hours_per_month": EVERY_WEEK}
    pool = Pool(
        [mentor("ann", free="Mon 09:00-11:00"), mentor("bob", free="Mon 09:00-11:00"), mentor("ben", **CALLED)],
        [mentee("ben", **free, **CALLED), mentee("cat", **free)],
    )
    found = agenda(pool, programme(), paired(pool, ("ben", "ann"), ("ben", "bob"), ("cat", "ben")))
    told = sorted(f"{one.start:%H:%M} {one.turn}" for one in found.values())
    assert told == ["09:00 clashes", "09:00 own", "10:00 own"]


CALLED = {"email": "ben@example.org"}

CHANGES = {  # the week in which a clock leaves an hour out, or has one twice; free time that day; the first meeting
    "Europe/London, forward": (date(2027, 3, 22), "Sun 01:00-05:00", "2027-03-28T04:00:00+01:00"),
    "Europe/London, back": (date(2027, 10, 25), "Sun 01:00-04:00", "2027-10-31T03:00:00+00:00"),
    "America/New_York, forward": (date(2027, 3, 8), "Sun 02:00-05:00", "2027-03-21T02:00:00-04:00"),
    "America/Santiago, forward": (date(2027, 8, 30), "Sun 00:00-02:00", "2027-09-12T00:00:00-03:00"),
    "Australia/Lord_Howe, forward": (date(2027, 9, 27), "Sun 02:00-06:00", "2027-10-03T04:30:00+11:00"),
    "Europe/London, before": (date(2027, 10, 25), "Sat 22:00-24:00", "2027-10-30T22:00:00+01:00"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_no_hour_is_proposed_that_a_clock_leaves_out_or_has_twice(name: str) -> None:
    key, (start, free, told) = name.partition(",")[0], CHANGES[name]
    pool = Pool([mentor("ann", time_zone=key, free=free)], [mentee("ben", time_zone=key, free=free)])
    [first] = agenda(pool, programme(start), all_paired(pool)).values()
    assert first.start.astimezone(zone(key)).isoformat() == told


ZONES = ("Europe/London", "Europe/London", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")


def crowd(draw: Random) -> Pool:
    """Two mentors and nine mentees with an hour or two a week, on the same few days."""

    def time() -> dict[str, object]:
        begin, quarter = draw.choice(range(8, 11)), draw.choice(["00", "15", "30"])
        free = f"{draw.choice(['Mon', 'Sun', 'Sat,Sun'])} {begin:02}:{quarter}-{begin + draw.choice([1, 2, 3]):02}:30"
        return {"free": free, "time_zone": draw.choice(ZONES)}

    mentors = [mentor(f"r{at}", **time() | {"free": "Sat-Mon 08:00-12:00"}, capacity=9) for at in range(2)]
    rows = [{**time(), "hours_per_month": draw.choice(list(RHYTHMS))} for _ in range(9)]
    return Pool(mentors, [mentee(f"e{at}", **row) for at, row in enumerate(rows)])


def free_then(person: Mentee | Mentor, start: datetime) -> bool:
    """Whether somebody is free for an hour, by their own clock, looked at minute by minute."""
    for minute in (*range(0, 60, 15), 59):
        local = (start + timedelta(minutes=minute)).astimezone(ZoneInfo(person.time_zone))
        at = local.weekday() * 1440 + local.hour * 60 + local.minute
        if not any((at - day * 1440 - begin) % 10080 < end - begin for day, begin, end in person.free):
            return False
    return True


def weeks(first: First, every: int) -> Iterator[datetime]:
    return (first.start + timedelta(weeks=week) for week in range(0, 24, every))


RHYTHMS = {None: 2, 1: 4, 1.5: 3, 2: 2, 4: 1}


def test_promises_of_an_agenda_hold_for_any_crowd(counted: Callable[..., None]) -> None:
    draw, pairs, turns = Random(7), 0, set()
    for _ in range(40):
        pool, start = crowd(draw), date(2027, 1, 4) + timedelta(days=draw.randrange(360))
        matching = paired(pool, *((one.id, draw.choice(pool.mentors).id) for one in pool.mentees))
        found = agenda(pool, programme(start), matching)
        people = {**{one.id: one for one in pool.mentees}, **{one.id: one for one in pool.mentors}}
        assert found == agenda(pool, programme(start), matching.model_copy(update={"pairs": matching.pairs[::-1]}))
        for pair, first in found.items():
            begin = datetime.combine(start, datetime.min.time(), tzinfo=UTC) - timedelta(days=1)
            assert begin <= first.start < begin + timedelta(weeks=13)
            assert all(free_then(people[one], first.start) for one in pair)
            turns.add(first.turn)
        for (one, first), (other, second) in combinations(found.items(), 2):
            if one[1] == other[1] and Turn.CLASHES not in (first.turn, second.turn):
                mine, theirs = (RHYTHMS[people[pair[0]].hours_per_month] for pair in (one, other))
                for a in weeks(first, mine):
                    assert all(abs(a - b) >= HOUR for b in weeks(second, theirs))
        pairs += len(found)
    assert turns == set(Turn)
    counted(pairs=pairs)


def most_by_hand(chances: list[list[int]], length: int) -> int:
    """The most meetings that fit, tried in every order: each begins as soon as it can."""
    most = 0
    for order in permutations(range(len(chances))):
        end, count, cut = 0, 0, min((start for starts in chances for start in starts), default=0)
        for at in order:
            fit = [start for start in sorted(chances[at]) if start >= end and start + length <= cut + 672]
            if fit:
                end, count = fit[0] + length, count + 1
        most = max(most, count)
    return most


def test_as_many_as_can_be_have_a_time_of_their_own(counted: Callable[..., None]) -> None:
    draw = Random(3)
    for _ in range(150):
        chances = [sorted(draw.sample(range(24), draw.randrange(5))) for _ in range(draw.randrange(1, 6))]
        length = draw.choice([1, 4, 6])
        chosen = apart(chances, length, [draw.random() < 0.5 for _ in chances])
        starts = sorted(start for start in chosen if start is not None)
        assert all(start is None or start in starts_ for start, starts_ in zip(chosen, chances, strict=True))
        assert all(after - before >= length for before, after in pairwise(starts))
        assert len(starts) == most_by_hand(chances, length)
    counted(crowds=150)
