"""Nobody is matched who has no goal yet, or too little time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matchmaker.goals import is_goal
from matchmaker.packed import answers
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
        goals = answers(pool.mentees, "goal").array(lambda goal: _lacks_goal(goal, programme))
        hours = answers(pool.mentees, "hours_per_month").array(lambda hours: _lacks_hours(hours, programme))
        return RowOnly(goals | hours, len(pool.mentors))

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Say what is missing."""
        one = pool.mentees[mentee]
        lacking = missing(one, programme)
        least = programme.rules.not_ready.minimum_hours
        sentence = say("not_ready", mentee=one, missing=lacking, least=least)
        return Ban(self.name, sentence, tuple(one.record.at(column) for column in lacking))


def missing(mentee: Mentee, programme: Programme) -> list[str]:
    """Return the columns of what a mentee lacks: ``goal``, ``hours_per_month``, both or none."""
    lacking = ["goal"] if _lacks_goal(mentee.goal, programme) else []
    return [*lacking, "hours_per_month"] if _lacks_hours(mentee.hours_per_month, programme) else lacking


def _lacks_goal(goal: str, programme: Programme) -> bool:
    return programme.rules.not_ready.unknown != "allow" and not is_goal(goal)


def _lacks_hours(hours: float | None, programme: Programme) -> bool:
    settings = programme.rules.not_ready
    if settings.minimum_hours is None:
        return False
    return settings.unknown_hours == "ban" if hours is None else hours < settings.minimum_hours
