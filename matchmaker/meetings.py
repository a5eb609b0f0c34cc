"""Where the free time of two people in the pool meets: one bitmap each, shared by the criterion and the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matchmaker.calendars import describe, starts
from matchmaker.shapes import Bits
from matchmaker.zones import offsets

if TYPE_CHECKING:
    from matchmaker.people import Mentee, Mentor
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


@dataclass(frozen=True)
class SharedStarts:
    """How many starts a pair shares in its leanest stretch of the programme, and one at the start, in both clocks."""

    count: int
    mentee_time: str = ""
    mentor_time: str = ""


def free_starts(pool: Pool, programme: Programme) -> tuple[Bits, Bits]:
    """Return the starts of all mentees and all mentors: (people, stretches, words) bitmaps over the UTC week."""
    bits, _ = _starts([*pool.mentees, *pool.mentors], programme)
    return bits[: len(pool.mentees)], bits[len(pool.mentees) :]


def shared_starts(mentee: Mentee, mentor: Mentor, programme: Programme) -> SharedStarts:
    """Return what two people share; the same count as over the whole pool, whose stretches are only finer."""
    (one, other), local = _starts([mentee, mentor], programme)
    both = np.unpackbits((one & other).view(np.uint8), axis=1, bitorder="little")
    count = int(both.sum(axis=1).min())
    if not count:
        return SharedStarts(0)
    first = int(np.flatnonzero(both[0])[0])
    return SharedStarts(count, *(describe(first, int(local[person, 0])) for person in (0, 1)))


def _starts(people: Sequence[Mentee | Mentor], programme: Programme) -> tuple[Bits, np.typing.NDArray[np.int32]]:
    local = offsets([person.time_zone for person in people], programme.first_day, programme.length)
    minutes = programme.rules.availability.meeting_minutes
    return starts([person.free for person in people], local, minutes), local
