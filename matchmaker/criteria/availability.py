"""Availability: do the two have time for each other, at the same moments, in every week of the programme."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt
from typing import TYPE_CHECKING, Literal

import numpy as np

from matchmaker.packed import answers
from matchmaker.sentences import say
from matchmaker.shapes import FULL, UNKNOWN, IntArray, Overlap, Product, Ratio, Shape
from matchmaker.times.meetings import free_starts, shared_starts

if TYPE_CHECKING:
    from matchmaker.people import Hours
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


@dataclass(frozen=True)
class Availability:
    """``min(1, starts / enough_starts)^½ · min(1, hours_per_mentee / hours_per_month)``, the same in both views.

    A start is a quarter-hour at which a whole meeting fits into the free time of both.
    """

    view: Literal["mentee", "mentor"]
    name = "availability"
    unknown = 0

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Lay everybody's starts out as bitmaps, and their hours in quarters."""
        rows, columns = free_starts(pool, programme)
        wants = answers(pool.mentees, "hours_per_month").array(_quarters)
        has = answers(pool.mentors, "hours_per_mentee").array(_quarters)
        settings = programme.availability
        shared = Overlap(rows, columns, starts_curve(settings.enough_starts))
        return Product(shared, Ratio(wants, has), settings.hours_not_said)

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> str:
        """Name how many starts they share, one of them in both clocks, and the hours asked and given."""
        asking, offering = pool.mentees[mentee], pool.mentors[mentor]
        return say(
            "availability",
            mentee=asking.name,
            mentor=offering.name,
            shared=shared_starts(pool, programme, mentee, mentor),
            minutes=programme.rules.availability.meeting_minutes,
            asked=asking.hours_per_month,
            given=offering.hours_per_mentee,
        )


def starts_curve(enough: int) -> IntArray:
    """Return the points of 0 to ``enough`` shared starts: √(starts / enough), rounded down."""
    return np.array([isqrt(FULL * FULL * n // enough) for n in range(enough + 1)], np.int32)


def _quarters(hours: Hours) -> int:
    return UNKNOWN if hours is None else int(hours * 4)
