"""Weekly free time across zones: named weeks, a naive walk over real dates, and the laws a pair's number keeps."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matchmaker.times import calendars
from matchmaker.times import zones as clocks
from matchmaker.times.calendars import QUARTERS, Window, describe, starts
from matchmaker.times.zones import REFERENCE_START, REFERENCE_WEEKS, offsets, parse_zone

ZONES = [
    "Africa/Cairo", "Africa/Casablanca", "America/Chicago", "America/Havana", "America/Los_Angeles",
    "America/New_York", "America/Nuuk", "America/Santiago", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Jerusalem",
    "Asia/Tokyo", "Australia/Lord_Howe", "Australia/Sydney", "Europe/Berlin", "Europe/London", "Pacific/Apia",
    "Pacific/Auckland", "Pacific/Chatham", "Pacific/Pago_Pago",
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _only_tzdata() -> Iterator[None]:
    """The oracle asks zoneinfo, which would prefer the machine's files."""
    zoneinfo.reset_tzpath(())
    yield
    zoneinfo.reset_tzpath()


def quarters(words: np.ndarray) -> set[int]:
    """The bits of one bitmap, one at a time."""
    return {q for q in range(len(words) * 64) if int(words[q // 64]) >> (q % 64) & 1}


def own(text: str, offset: int, meeting: int) -> list[str]:
    """One person's starts in their own clock, in the order of the UTC week."""
    bits = starts([calendars.parse_free(text)], np.array([[offset]], dtype=np.int32), meeting)
    return [describe(q, offset) for q in sorted(quarters(bits[0, 0]))]


def shared(people: dict[str, str], first_day: date, weeks: int) -> list[int]:
    """The number of starts, for an hour, that two people share in each stretch; people are zone: free time."""
    free = [calendars.parse_free(text) for text in people.values()]
    bits = starts(free, offsets(list(people), first_day, weeks), 60)
    return [int(n) for n in np.bitwise_count(bits[0] & bits[1]).sum(axis=1)]


STRETCHES = [
    # the US changes on 8 March 2026, the UK on 29 March: four hours apart for three weeks instead of five
    (("America/New_York", "Europe/London"), date(2026, 3, 2), 6, [[-300, -240, -240], [0, 0, 60]]),
    (("America/New_York", "Europe/London"), date(2026, 10, 12), 6, [[-240, -240, -300], [60, 0, 0]]),
    # opposite ways: Berlin forward on 29 March, Sydney back on 5 April
    (("Australia/Sydney", "Europe/Berlin"), date(2026, 3, 16), 4, [[660, 660, 600], [60, 120, 120]]),
    (("Asia/Kathmandu", "Europe/London"), date(2026, 3, 16), 4, [[345, 345], [0, 60]]),
    # Morocco goes back for Ramadan, 15 February to 22 March 2026
    (("Africa/Casablanca", "Europe/London"), date(2026, 2, 2), 10, [[60, 0, 60], [0, 0, 60]]),
    # an hour between New York's change and Chicago's is no stretch
    (("America/New_York", "America/Chicago"), date(2026, 3, 2), 2, [[-300, -240], [-360, -300]]),
    # nor are the two days between Friday 27 March in Jerusalem and Sunday in London
    (("Asia/Jerusalem", "Europe/London"), date(2026, 3, 14), 4, [[120, 180], [0, 60]]),
    (("Europe/Berlin",), REFERENCE_START, REFERENCE_WEEKS, [[60, 120]]),  # winter comes twice and is one column
    (("Europe/Berlin",), date(2026, 3, 29), 1, [[120]]),  # programmes may begin on any day of the week
    (("Europe/Berlin",), date(2026, 3, 25), 1, [[60]]),
]


@pytest.mark.parametrize(("zones", "first_day", "weeks", "expected"), STRETCHES)
def test_the_stretches_between_clock_changes(zones, first_day, weeks, expected):
    found = offsets(zones, first_day, weeks)
    assert found.dtype == np.int32
    assert found.tolist() == expected


def test_the_machines_own_zone_files_are_not_read(tmp_path: Path):
    (tmp_path / "Europe").mkdir()
    tokyo = files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").read_bytes()
    (tmp_path / "Europe" / "Vilnius").write_bytes(tokyo)  # a zone no other test loads
    zoneinfo.reset_tzpath([tmp_path])
    lured = datetime(2026, 1, 7, tzinfo=zoneinfo.ZoneInfo.no_cache("Europe/Vilnius")).utcoffset()
    found = offsets(["Europe/Vilnius"], REFERENCE_START, 1).tolist()
    zoneinfo.reset_tzpath(())
    assert (lured, found) == (timedelta(hours=9), [[120]])


PAIRS = [
    ({"America/New_York": "Tue 09:00-10:00", "Europe/London": "Tue 14:00-15:00"}, date(2026, 3, 2), 6, [1, 0, 1]),
    ({"America/New_York": "Tue 09:00-10:00", "Europe/London": "Tue 13:00-15:00"}, date(2026, 3, 2), 6, [1, 1, 1]),
    ({"America/New_York": "Tue 09:00-10:00", "Europe/London": "Tue 14:00-15:00"}, date(2026, 10, 12), 6, [1, 0, 1]),
    # 18:00 in Sydney is 08:00 in Berlin, then 09:00, then 10:00
    ({"Australia/Sydney": "Wed 18:00-20:00", "Europe/Berlin": "Wed 08:00-10:00"}, date(2026, 3, 16), 4, [5, 1, 0]),
    # London's 11:00-12:30 is 16:45-18:15 in Kathmandu: starts at 17:00 and 17:15
    ({"Asia/Kathmandu": "Thu 17:00-19:00", "Europe/London": "Thu 11:00-12:30"}, date(2026, 2, 2), 4, [2]),
    ({"Africa/Casablanca": "Mon 10:00-11:00", "Europe/London": "Mon 09:00-10:00"}, date(2026, 2, 2), 10, [1, 0, 0]),
    ({"America/New_York": "Mon 09:00-10:00", "America/Chicago": "Mon 08:00-09:00"}, REFERENCE_START, 52, [1, 1]),
    # Monday morning in Tokyo is Sunday in the UTC week
    ({"Asia/Tokyo": "Mon 08:00-09:00", "America/Los_Angeles": "Sun 15:00-16:00"}, date(2026, 2, 2), 1, [1]),
]


@pytest.mark.parametrize(("people", "first_day", "weeks", "expected"), PAIRS)
def test_a_pairs_shared_starts_in_each_stretch(people, first_day, weeks, expected):
    assert shared(people, first_day, weeks) == expected


OWN = [
    ("Mon 09:00-10:00", 0, 60, "Mon 09:00"), ("Mon 09:00-10:00", 0, 45, "Mon 09:00, Mon 09:15"),
    ("Mon 09:00-10:00", 0, 61, ""), ("Mon 09:05-10:14", 0, 60, ""),  # the whole meeting must fit
    ("Mon 09:05-10:20", 0, 60, "Mon 09:15"), ("Mon 09:01-09:20", 0, 1, "Mon 09:15"),
    ("Fri 23:30-01:00", 0, 60, "Fri 23:30, Fri 23:45, Sat 00:00"),
    ("Sun 23:30-00:45", 0, 60, "Sun 23:30, Sun 23:45"),  # 23:45 begins in one UTC week and ends in the next
    ("Sun 23:30-00:45", 540, 60, "Sun 23:30, Sun 23:45"), ("Sun 23:30-00:45", -720, 60, "Sun 23:30, Sun 23:45"),
    ("Mon 09:00-10:00; Mon 10:00-11:00", 0, 90, "Mon 09:00, Mon 09:15, Mon 09:30"),
    ("Mon 09:00-10:00; Mon 09:30-10:30", 345, 90, "Mon 09:00"), ("Mon 09:00-10:00; Mon 10:01-11:00", 0, 90, ""),
    ("Sun 23:00-24:00; Mon 00:00-00:30", 0, 90, "Sun 23:00"),
    ("Mon 09:00-10:30", 37, 60, "Mon 09:07, Mon 09:22"),  # 08:23 to 09:53 UTC: starts stay on UTC quarter-hours
]  # fmt: skip


@pytest.mark.parametrize(("text", "offset", "meeting", "expected"), OWN)
def test_a_persons_starts(text, offset, meeting, expected):
    assert ", ".join(own(text, offset, meeting)) == expected


def test_long_meetings_fit_across_the_weeks_end():
    assert len(own("daily 00:00-24:00", 345, 1440)) == QUARTERS
    assert len(own("Sat 20:00-24:00; Sun 00:00-24:00; Mon 00:00-20:00", 0, 1440)) == 97  # 24 hours in 48


def test_starts_have_one_row_per_person_and_one_column_per_stretch():
    free = [calendars.parse_free("Mon 09:00-10:00"), (), calendars.parse_free("Mon 09:00-10:00")]
    found = starts(free, np.array([[0, 60], [0, 60], [0, 0]], dtype=np.int32), 60)
    nobody = offsets([], REFERENCE_START, 3)
    assert (nobody.shape, starts([], nobody, 60).shape) == ((0, 1), (0, 1, 11))
    assert (found.shape, found.dtype) == ((3, 2, 11), np.uint64)
    assert [[quarters(split) for split in person] for person in found] == [[{36}, {32}], [set(), set()], [{36}, {36}]]


def test_describe_is_local_time():
    assert [describe(0, 0), describe(0, -300), describe(671, 345)] == ["Mon 00:00", "Sun 19:00", "Mon 05:30"]


windows = st.builds(lambda *w: Window(w[0], w[1], w[1] + w[2]), *map(st.integers, (0, 0, 1), (6, 1439, 1440)))
weekly = st.lists(windows, min_size=1, max_size=4).map(tuple)
zone, first_days = st.sampled_from(ZONES), st.dates(date(2024, 1, 1), date(2030, 12, 31))


@cache
def walk(zone: str, monday: date) -> list[tuple[date, int, timedelta | None]]:
    """Local date, minute of the day and offset of each real minute from Monday 00:00 UTC, for eight days."""
    there = zoneinfo.ZoneInfo(zone)
    first = datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
    local = [(first + timedelta(minutes=minute)).astimezone(there) for minute in range(8 * 1440)]
    return [(moment.date(), moment.hour * 60 + moment.minute, moment.utcoffset()) for moment in local]


def is_free(free: tuple[Window, ...], day: date, minute: int) -> bool:
    """Whether a window of this date, or of the date before, holds this minute."""
    since = {day.weekday(): minute, (day - timedelta(days=1)).weekday(): minute + 1440}
    return any(window.start <= since.get(window.day, -1) < window.end for window in free)


@settings(max_examples=60, deadline=None)
@given(st.tuples(zone, zone), st.tuples(weekly, weekly), st.integers(0, 12), st.sampled_from([15, 20, 45, 60, 90, 240]))
def test_shared_starts_are_those_of_a_walk_through_a_real_week(zones, free, month, meeting):
    monday = REFERENCE_START + timedelta(weeks=4 * month)
    walks = [walk(zone, monday) for zone in zones]
    assume(all(steps[0][2] == steps[-1][2] for steps in walks))
    free_now = [[is_free(person, *step[:2]) for step in steps] for person, steps in zip(free, walks, strict=True)]
    both = [all(now) for now in zip(*free_now, strict=True)]
    expected = {q for q in range(QUARTERS) if all(both[15 * q : 15 * q + meeting])}
    bits = starts(free, offsets(zones, monday, 1), meeting)
    assert bits.shape[1] == 1
    assert quarters(bits[0, 0] & bits[1, 0]) == expected


@settings(max_examples=100, deadline=None)
@given(st.lists(zone, min_size=3, max_size=6), st.tuples(weekly, weekly), first_days, st.integers(1, 60))
def test_other_peoples_zones_never_change_a_pair(zones, free, first_day, weeks):
    alone, among = offsets(zones[:2], first_day, weeks), offsets(zones, first_day, weeks)
    assert among.shape[1] >= alone.shape[1]
    assert len(set(map(tuple, among.T.tolist()))) == among.shape[1]
    bits = [starts(free, found, 60) for found in (alone, among[:2])]
    least = [np.bitwise_count(two[0] & two[1]).sum(axis=1).min() for two in bits]
    assert least[0] == least[1]
    assert list(dict.fromkeys(map(tuple, among[:2].T.tolist()))) == list(map(tuple, alone.T.tolist()))


READ = {
    "Mon 09:00-11:00": "0 540 660", "mon 9-11": "0 540 660", "MONDAY 9:00 – 11:00": "0 540 660",
    "Mon 9am-11:30am": "0 540 690", "Mon 9.30-11.00;": "0 570 660", "Tues 6pm-8 PM": "1 1080 1200",
    "Wed 12am-1am": "2 0 60", "Wed 12pm-1pm": "2 720 780", "Wed 10pm-12am": "2 1320 1440",
    "Thu. 22:00-24:00": "3 1320 1440", "Thursdays 22:00-00:00": "3 1320 1440", "Fri 22:00-01:00": "4 1320 1500",
    "Fri 11pm-1am": "4 1380 1500", "Fri 22-1": "4 1320 1500", "weekends 10-12": "56 600 720",
    "weekdays 18:00-20:00": "01234 1080 1200", "daily 7-8": "0123456 420 480",
    "every day 00:00-24:00": "0123456 0 1440", "Mon-Thu 09:00-10:00": "0123 540 600",
    "Mon to Thu 9am to 10am": "0123 540 600", "Sat-Mon 9-10": "056 540 600", "Mon, Wed and Fri 9-10": "024 540 600",
    "Mon 9-10, 14-15": "0 540 600 0 840 900", "Tue 9-10; Mon 9-10\nTue 09:00-10:00": "01 540 600",
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_free_time_is_read(text, expected):
    words = iter(expected.split())
    spans = [(days, int(start), int(end)) for days, start, end in zip(words, words, words, strict=True)]
    windows = [Window(int(day), start, end) for days, start, end in spans for day in days]
    assert calendars.parse_free(text) == tuple(windows)


ZONE_READ = {
    "Europe/London": "Europe/London", "europe/LONDON ": "Europe/London", "America/New York": "America/New_York",
    "America/Argentina/Buenos_Aires": "America/Argentina/Buenos_Aires", "London": "Europe/London",
    "são paulo": "America/Sao_Paulo", "New York": "America/New_York", "Port au Prince": "America/Port-au-Prince",
    "St. John's": "America/St_Johns", "Istanbul": "Europe/Istanbul", "Calcutta": "Asia/Calcutta",
    "CET": "Europe/Brussels", "jst": "Asia/Tokyo", "UTC": "UTC", "EST5EDT": "EST5EDT", "Etc/GMT+5": "Etc/GMT+5",
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ZONE_READ.items())
def test_a_zone_is_read(text, expected):
    assert parse_zone(text) == expected


FREE_REFUSED = {
    "Tue evening; Mon 9-10; Xyz 9-10": 'such as "Tue 18:00-21:00"; "Xyz 9-10": "xyz" is not a day',  # all at once
    "": 'no free time given; write days and hours, such as "Mon 09:00-11:00',
    "Tue evening": '"Tue evening": no hours; write days and hours, such as "Tue 18:00-21:00"',
    "09:00-11:00": '"09:00-11:00": no day; write one before the hours',
    "Tue evening 18-20": '"evening" is not a day; allowed are Mon to Sun, "Mon-Thu", weekdays, weekends and daily',
    "Mon-Wed-Fri 9-10": '"mon-wed-fri" is not a range of days; write "Mon-Thu"',
    "Mon 09:00": '"09:00" is not a span of hours; write "18:00-20:00" or "6pm-8pm"',
    "Mon 9-11, Tue 9-11": '"tue 9-11" is not a span of hours; write "18:00-20:00" or "6pm-8pm", and a new day after',
    "Mon 23:00-24:01": '"24:01" is no time; hours go from 00:00 to 24:00',
    "Mon 9:60-11": '"9:60" is no time; minutes go from 00 to 59',
    "Mon 0am-1am": '"0am" is no time; with am or pm, hours go from 1 to 12',
    "Mon 24:00-02:00": '"24:00-02:00" starts at 24:00; write 00:00 of the next day',
    "Mon 09:00-09:00": '"09:00-09:00" has no length; a whole day is "00:00-24:00"',
    "Mon 6-8pm": '"6-8pm" has am or pm on one side only; write it on both, or use 24 hours',
    "Mon 9-5": '"9-5" ends before it starts; write "09:00-17:00" or "9am-5pm"',
    "Mon 12:30-2:00": '"12:30-2:00" ends before it starts',
}
ZONE_REFUSED = {
    "EST": '"EST" is the name of several clocks; write America/New_York or America/Panama or Australia/Sydney',
    "ist": "write Asia/Kolkata or Europe/Dublin or Asia/Jerusalem", "GMT": "write Europe/London or Africa/Accra",
    "GMT+0": "does not say when the clock changes", "+05:30": "does not say when the clock changes",
    "UTC+1": '"UTC+1" does not say when the clock changes; write a zone, such as Europe/Berlin',
    "Lodnon": '"Lodnon" is not a time zone known here; write Europe/London', "Berlin, Germany": "write Europe/Berlin",
    "Narnia": "write the zone of a large city with the same clock", "Factory": "not a time zone known here",
    "San Juan": "not a time zone known here", "": "not a time zone known here",  # Argentina's or Puerto Rico's
}  # fmt: skip
ONE = np.zeros((1, 1), dtype=np.int32)
REFUSED = [
    *((calendars.parse_free, (text,), words) for text, words in FREE_REFUSED.items()),
    *((parse_zone, (text,), words) for text, words in ZONE_REFUSED.items()),
    (offsets, (["Europe/London"], REFERENCE_START, 0), "at least 1 week, not 0"),
    (offsets, (["europe/london"], REFERENCE_START, 1), "not an IANA time zone"),
    (offsets, (["../../etc/passwd"], REFERENCE_START, 1), "not an IANA time zone"),
    (offsets, (["Africa/Monrovia"], date(1970, 1, 5), 1), "only whole minutes"),
    (starts, ([()], ONE, 0), "a meeting takes 1 to 1440 minutes, not 0"),
    (starts, ([()], ONE, 1441), "a meeting takes 1 to 1440 minutes, not 1441"),
    (starts, ([(), ()], ONE, 60), "2 people, but 1 rows of offsets"),
    *((describe, (q, 0), f"0 to 671, not {q}") for q in (-1, 672)),
]


@pytest.mark.parametrize(("function", "arguments", "message"), REFUSED)
def test_what_cannot_be_used_is_refused_with_what_to_write(function, arguments, message):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the message is compared below
        function(*arguments)
    assert message in str(refusal.value)


def test_accepted_abbreviations_mean_one_clock_in_tzdata():
    weeks = [datetime(2026, 1, 7, 12, tzinfo=UTC) + timedelta(weeks=week) for week in range(REFERENCE_WEEKS)]
    users: dict[str, dict[str, list[timedelta | None]]] = {}  # abbreviation: the zones that use it, their offsets
    for key in files("tzdata").joinpath("zones").read_text().split():
        local = [moment.astimezone(zoneinfo.ZoneInfo(key)) for moment in weeks]
        for name in {str(moment.tzname()).lower() for moment in local}:
            users.setdefault(name, {})[key] = [moment.utcoffset() for moment in local]
    odd = {name: set() for name in clocks.ONE_CLOCK}
    odd["cet"], odd["hst"] = {"Africa/Algiers", "Africa/Tunis"}, {"America/Adak", "America/Atka", "US/Aleutian"}
    for name, zone in clocks.ONE_CLOCK.items():
        found = users.get(name, {})
        assert {key for key in found if found[key] != found[zone]} == odd[name], name
        assert parse_zone(name) == zone
    assert set(clocks.ONE_CLOCK) - set(users) == {"z", "mez", "sgt"}  # not tzdata's words


def test_refused_abbreviations_name_zones_whose_clocks_differ():
    for name, zones in clocks.SEVERAL_CLOCKS.items():
        found = offsets(zones, REFERENCE_START, REFERENCE_WEEKS)
        assert len(np.unique(found, axis=0)) == len(zones), name
        assert [parse_zone(zone) for zone in zones] == list(zones)
