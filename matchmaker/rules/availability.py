"""Two people who can never meet are no pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matchmaker.rules.protocol import Ban
from matchmaker.sentences import say
from matchmaker.shapes import Overlap, Shape
from matchmaker.times.meetings import free_starts

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


class NoSharedTime:
    """Bans pairs without a single start at which a whole meeting fits both, in every stretch of the programme."""

    name = "availability"
    waivable = True

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Lay everybody's starts out as bitmaps; none shared is a ban."""
        rows, columns = free_starts(pool, programme)
        return Overlap(rows, columns, np.array([1, 0], np.int32))

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Name the two, their zones and the meeting's length."""
        one, other = pool.mentees[mentee], pool.mentors[mentor]
        minutes = programme.rules.availability.meeting_minutes
        sentence = say("no_shared_time", mentee=one, mentor=other, minutes=minutes)
        return Ban(self.name, sentence, (one.record.at("free"), other.record.at("free")))
