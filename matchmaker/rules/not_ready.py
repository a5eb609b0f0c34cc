"""Nobody is matched who has no goal yet, or too little time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matchmaker.goals import is_goal
from matchmaker.rules.protocol import Ban
from matchmaker.sentences import say
from matchmaker.shapes import RowOnly, Shape

if TYPE_CHECKING:
    from matchmaker.people import Mentee
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


class NotReady:
    """Bans a mentee without a goal, or with fewer hours a month than ``minimum_hours``, from every mentor.

    Without a goal one is not ready unless ``unknown`` allows it; hours not said count as enough unless
    ``unknown_hours`` bans them. A goal without a date or measure is a goal.
    """

    name = "not_ready"
    waivable = True

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Mark the mentees who lack anything."""
        lacking = [bool(missing(mentee, programme)) for mentee in pool.mentees]
        return RowOnly(np.array(lacking, np.int32), len(pool.mentors))

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Say what is missing."""
        one = pool.mentees[mentee]
        lacking = missing(one, programme)
        least = programme.rules.not_ready.minimum_hours
        sentence = say("not_ready", mentee=one, missing=lacking, least=least)
        return Ban(self.name, sentence, tuple(one.record.at(column) for column in lacking))


def missing(mentee: Mentee, programme: Programme) -> list[str]:
    """Return the columns of what a mentee lacks: ``goal``, ``hours_per_month``, both or none."""
    settings = programme.rules.not_ready
    lacking = []
    if settings.unknown != "allow" and not is_goal(mentee.goal):
        lacking.append("goal")
    if settings.minimum_hours is not None:
        hours = mentee.hours_per_month
        if settings.unknown_hours == "ban" if hours is None else hours < settings.minimum_hours:
            lacking.append("hours_per_month")
    return lacking
