"""Where the free time of two people in the pool meets: one bitmap each, shared by the criterion and the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from matchmaker.shapes import Bits
from matchmaker.times.calendars import Window, describe, starts
from matchmaker.times.zones import offsets

if TYPE_CHECKING:
    from matchmaker.people import Mentee, Mentor
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


Clock: TypeAlias = tuple[str, tuple[Window, ...]]
"""A person's time zone, and their free time by it."""


@dataclass(frozen=True)
class SharedStarts:
    """How many starts a pair shares in its leanest stretch of the programme, and one at the start, in both clocks."""

    count: int
    mentee_time: str = ""
    mentor_time: str = ""


def free_starts(pool: Pool, programme: Programme) -> tuple[Bits, Bits]:
    """Return the starts of all mentees and all mentors: (people, stretches, words) bitmaps over the UTC week."""
    everybody = [(person.time_zone, person.free) for person in (*pool.mentees, *pool.mentors)]
    minutes = programme.rules.availability.meeting_minutes
    bits, _ = _starts(everybody, programme.first_day, programme.length, minutes)
    return bits[: len(pool.mentees)], bits[len(pool.mentees) :]


def shared_starts(mentee: Mentee, mentor: Mentor, programme: Programme) -> SharedStarts:
    """Return what two people share; the same count as over the whole pool, whose stretches are only finer."""
    two = ((mentee.time_zone, mentee.free), (mentor.time_zone, mentor.free))
    minutes = programme.rules.availability.meeting_minutes
    return _shared(two, programme.first_day, programme.length, minutes)


@lru_cache(maxsize=256)
def _shared(two: tuple[Clock, Clock], first_day: date, weeks: int, minutes: int) -> SharedStarts:
    """Work out what two people share; kept for a while, as both views ask for the same pair one after the other."""
    (one, other), local = _starts(two, first_day, weeks, minutes)
    both = np.unpackbits((one & other).view(np.uint8), axis=1, bitorder="little")
    count = int(both.sum(axis=1).min())
    if not count:
        return SharedStarts(0)
    first = int(np.flatnonzero(both[0])[0])
    return SharedStarts(count, *(describe(first, int(local[person, 0])) for person in (0, 1)))


def _starts(
    people: Sequence[Clock], first_day: date, weeks: int, minutes: int
) -> tuple[Bits, np.typing.NDArray[np.int32]]:
    local = offsets([zone for zone, _ in people], first_day, weeks)
    return starts([free for _, free in people], local, minutes), local
