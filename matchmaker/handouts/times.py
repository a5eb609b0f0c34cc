"""When pairs meet first, and how often: moments at which a whole meeting fits the free time of both.

Moments are quarter-hours since 1970 (UTC). Local time is always worked out from a moment, never the other way round,
so an hour that a clock skips is never proposed; nor is a meeting near a change, when hours come twice.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache

import numpy as np

from matchmaker.people import Mentee, Mentor
from matchmaker.programme import Programme
from matchmaker.times.calendars import QUARTERS, WEEK, Window, fits
from matchmaker.times.zones import quarterly_offsets, zone

_SECONDS = 900
_NEAR = 8
"""Quarter-hours before and after a meeting in which no clock changes; none goes back by more."""

_SELDOMEST = 4
"""Weeks: who meet less often lose the thread; their meetings are better shorter."""


def meeting_minutes(programme: Programme) -> int:
    """Return how long a meeting takes."""
    return programme.rules.availability.meeting_minutes


def quarters(programme: Programme) -> int:
    """Return how many quarter-hours a meeting takes, the last perhaps in part."""
    return -(-meeting_minutes(programme) // 15)


def hours(mentee: Mentee, mentor: Mentor) -> float | None:
    """Return the hours a month that both have; None where neither said."""
    said = [one for one in (mentee.hours_per_month, mentor.hours_per_mentee) if one is not None]
    return min(said, default=None)


def every_weeks(mentee: Mentee, mentor: Mentor, programme: Programme) -> int:
    """Return every how many weeks the two meet, so that four weeks take no more hours than both have; else 2."""
    known = hours(mentee, mentor)
    if known is None:
        return 2
    return min(max(1, -(-4 * meeting_minutes(programme) // int(known * 60))), _SELDOMEST)


def moment(at: int) -> datetime:
    """Return a quarter-hour since 1970 as a moment."""
    return datetime.fromtimestamp(at * _SECONDS, UTC)


def weekly_starts(mentee: Mentee, mentor: Mentor, programme: Programme, week: int) -> list[int]:
    """Return the moments of a week of the programme, from 0, at which a meeting of two people can begin.

    A week begins when its first day has begun for both.
    """
    assert programme.start is not None
    begin = max(_midnight(one.time_zone, programme.start) for one in (mentee, mentor)) + week * QUARTERS
    minutes = meeting_minutes(programme)
    both = np.logical_and(*(_fitting(one.time_zone, one.free, begin, minutes) for one in (mentee, mentor)))
    return [begin + int(at) for at in np.flatnonzero(both)]


def _midnight(key: str, day: date) -> int:
    """Return the first quarter-hour of a day by a zone's clock."""
    return -int(-datetime.combine(day, time(), tzinfo=zone(key)).timestamp() // _SECONDS)


@lru_cache(maxsize=1024)
def _fitting(key: str, free: tuple[Window, ...], begin: int, minutes: int) -> np.typing.NDArray[np.bool_]:
    """Say for each quarter-hour of a week whether somebody is free for a whole meeting from then on."""
    ahead = quarterly_offsets(key, moment(begin - _NEAR))
    since_monday = 15 * (begin + np.arange(QUARTERS)) + 3 * 1440  # 1970 began on a Thursday
    last = 2 * _NEAR - (-minutes // 15)
    steady = ahead[:QUARTERS] == ahead[last : last + QUARTERS]
    return np.asarray(fits(free, minutes)[(since_monday + ahead[_NEAR : _NEAR + QUARTERS]) % WEEK] & steady)
