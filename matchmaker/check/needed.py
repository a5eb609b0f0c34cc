"""Answers that a programme's rules cannot work without: whose are missing, where the programme calls that an error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from matchmaker.errors import Problem
from matchmaker.goals import is_goal
from matchmaker.packed import answers
from matchmaker.people import Mentee, Mentor
from matchmaker.programme import Programme

_COMPANY = 'write "self-employed" or "student" where there is none'
_GOAL = "write what the mentee wants to reach"
_HOURS = "write how many hours a month the mentee has"


def unanswered(mentors: Sequence[Mentor], mentees: Sequence[Mentee], programme: Programme) -> list[Problem]:
    """Return a problem for everybody whose answer a rule needs and does not have; one if nobody on a side has it."""
    company, ready = programme.rules.same_company, programme.rules.not_ready
    found = []
    if company.unknown == "error":
        for people in (mentors, mentees):
            blank = _those(people, "company", lambda company: not company)
            found += _problems(people, blank, "company", _COMPANY, "same_company.unknown")
    if ready.enabled and ready.unknown == "error":
        blank = _those(mentees, "goal", lambda goal: not is_goal(goal))
        found += _problems(mentees, blank, "goal", _GOAL, "not_ready.unknown")
    if ready.enabled and ready.minimum_hours is not None and ready.unknown_hours == "error":
        blank = _those(mentees, "hours_per_month", lambda hours: hours is None)
        found += _problems(mentees, blank, "hours_per_month", _HOURS, "not_ready.unknown_hours")
    return found


def _those(
    people: Sequence[Mentor] | Sequence[Mentee], name: str, lacking: Callable[[Any], bool]
) -> list[Mentor | Mentee]:
    return [people[row] for row, blank in enumerate(answers(people, name).each(lacking)) if blank]


def _problems(
    people: Sequence[Mentor] | Sequence[Mentee],
    blank: Sequence[Mentor | Mentee],
    column: str,
    advice: str,
    setting: str,
) -> list[Problem]:
    if len(blank) == len(people) > 1:
        rule = setting.partition(".")[0]
        message = f"nobody's {column} is said, and {rule} needs it; or set rules.{setting}"
        return [Problem(blank[0].record.file or f"{blank[0].role}s", 1, column, message)]
    message = f"required; {advice}, or set rules.{setting}"
    return [Problem(person.record.file or f"{person.role}s", person.record.row, column, message) for person in blank]
