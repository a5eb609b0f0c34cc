"""Where the free time of two people in the pool meets: one bitmap each, worked out once for criterion and rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np

from matchmaker.packed import answers
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
    settings = programme.first_day, programme.length, programme.rules.availability.meeting_minutes
    found = pool.kept.get(("free_starts", *settings))
    if found is None:  # two threads may find the same; all take what is kept
        found = pool.kept.setdefault(("free_starts", *settings), _free_starts(pool, *settings))
    return cast(tuple[Bits, Bits], found)


def _free_starts(pool: Pool, first_day: date, weeks: int, minutes: int) -> tuple[Bits, Bits]:
    """Work out everybody's starts, those of equal clocks once."""
    sides = [_clocks(people) for people in (pool.mentees, pool.mentors)]
    clocks = [clock for different, _ in sides for clock in different]
    bits = starts([free for _, free in clocks], offsets([zone for zone, _ in clocks], first_day, weeks), minutes)
    (mentees, rows), (_, columns) = sides
    return bits[: len(mentees)][rows], bits[len(mentees) :][columns]


def _clocks(people: Sequence[Mentor | Mentee]) -> tuple[list[Clock], np.typing.NDArray[np.int64]]:
    """Return the different clocks of people, and which is whose."""
    zones, free = answers(people, "time_zone"), answers(people, "free")
    both = zones.places.astype(np.int64) * len(free.different) + free.places
    different, which = np.unique(both, return_inverse=True)
    pairs = zip(*np.divmod(different, max(len(free.different), 1)), strict=True)
    return [(zones.different[zone], free.different[time]) for zone, time in pairs], which


def shared_starts(pool: Pool, programme: Programme, mentee: int, mentor: int) -> SharedStarts:
    """Return what two people of the pool share."""
    rows, columns = free_starts(pool, programme)
    both = rows[mentee] & columns[mentor]
    count = int(np.bitwise_count(both).sum(axis=1).min())
    if not count:
        return SharedStarts(0)
    first = int(np.flatnonzero(np.unpackbits(both[0].view(np.uint8), bitorder="little"))[0])
    zones = pool.mentees[mentee].time_zone, pool.mentors[mentor].time_zone
    clocks = (describe(first, _ahead(zone, programme.first_day, programme.length)) for zone in zones)
    return SharedStarts(count, *clocks)


@lru_cache(maxsize=1024)
def _ahead(zone: str, first_day: date, weeks: int) -> int:
    """Return how many minutes a zone is ahead of UTC in a programme's first stretch."""
    return int(offsets([zone], first_day, weeks)[0, 0])
