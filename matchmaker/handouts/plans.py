"""The joint plan: a draft for the two of a pair, made of their own answers, with room for everything they decide."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from matchmaker.frozen import Data
from matchmaker.handouts.agenda import First
from matchmaker.handouts.markdown import markdown
from matchmaker.handouts.parts import FirstMeeting, Party, Topic, first_meeting, party, topics
from matchmaker.handouts.shown import Seen, shown
from matchmaker.handouts.times import every_weeks, hours, meeting_minutes
from matchmaker.people import Mentee, Mentor
from matchmaker.programme import Programme
from matchmaker.sentences import handout
from matchmaker.times.zones import zone

REVIEW_AFTER = 3
"""The meeting after which both say whether it goes on."""

WRITE_UP = timedelta(days=2)
"""How soon after a meeting it is written up."""


class Meeting(Data):
    """One of the first meetings: the week of the programme, from 1, and its day if there is a first meeting."""

    number: int
    week: int
    day: date | None
    prepare_by: date | None
    write_up_by: date | None


class Task(Data):
    """What is to be done, by whom and by when; blank where the two are to fill it in."""

    what: str = ""
    who: str = ""
    by: date | None = None


class Plan(Data):
    """A plan draft. Texts are the people's own answers, empty where they said nothing; ``prompts`` ask for the rest."""

    schema_version: Literal[1] = 1
    programme: str
    start: date | None
    end: date | None
    mentee: Party
    mentor: Party
    situation: str
    tried: str
    goal: str
    goal_by: date | None
    goal_measure: str
    halfway: date | None
    topics: tuple[Topic, ...]
    mentee_can_offer: tuple[str, ...]
    mentor_hopes_for: tuple[str, ...]
    hours_a_month: float | None
    minutes: int
    every_weeks: int
    first_meeting: FirstMeeting | None
    meetings: tuple[Meeting, ...]
    options: tuple[str, ...] = ("", "", "")
    tasks: tuple[Task, ...]
    review_after: int = REVIEW_AFTER
    contact: str
    prompts: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    def text(self) -> str:
        """Return the plan in Markdown."""
        return handout("plan", **markdown(self)) + "\n"


def make_plan(programme: Programme, mentee: Mentee, mentor: Mentor, first: First | None) -> Plan:
    """Return the draft for two people; what is private of either is not looked at."""
    mentee, mentor = shown(mentee, Seen.PAIR), shown(mentor, Seen.PAIR)
    meetings = _meetings(programme, mentee, mentor, first)
    plan = Plan(
        programme=programme.name,
        start=programme.start,
        end=programme.last_day,
        mentee=party(mentee),
        mentor=party(mentor),
        **{name: getattr(mentee, name) for name in ("situation", "tried", "goal", "goal_by", "goal_measure")},
        halfway=_halfway(programme, mentee),
        topics=topics(programme, mentee, mentor),
        mentee_can_offer=tuple(gain for gain, mark in mentee.can_offer.items() if mark),
        mentor_hopes_for=tuple(gain for gain, tokens in mentor.gains.items() if tokens),
        hours_a_month=hours(mentee, mentor),
        minutes=meeting_minutes(programme),
        every_weeks=every_weeks(mentee, mentor, programme),
        first_meeting=first_meeting(first, mentee, mentor),
        meetings=meetings,
        tasks=_tasks(mentee, meetings[0]),
        contact=programme.contact,
    )
    sections = ("situation", "goal", "topics", "options", "exchange")
    said = {section: handout(f"prompts_{section}", plan=plan).split("\n") for section in sections}
    prompts = {section: tuple(line for line in lines if line) for section, lines in said.items()}
    return plan.model_copy(update={"prompts": prompts})


def _halfway(programme: Programme, mentee: Mentee) -> date | None:
    """Return the day half way to the goal, or to the programme's end if the goal is not to be reached before it."""
    start, end = programme.start, programme.last_day
    if start is None or end is None:
        return None
    aim = mentee.goal_by if mentee.goal_by and start < mentee.goal_by < end else end
    return start + (aim - start) // 2


def _meetings(programme: Programme, mentee: Mentee, mentor: Mentor, first: First | None) -> tuple[Meeting, ...]:
    """Return the meetings up to the review, by the mentee's calendar."""
    found, every = [], every_weeks(mentee, mentor, programme)
    day = first.start.astimezone(zone(mentee.time_zone)).date() if first else None
    week = 1 + (day - programme.start).days // 7 if day and programme.start else 1
    for number in range(REVIEW_AFTER):
        on = day and day + timedelta(weeks=every * number)
        before, after = on and on - timedelta(days=1), on and on + WRITE_UP
        found.append(
            Meeting(number=number + 1, week=week + every * number, day=on, prepare_by=before, write_up_by=after)
        )
    return tuple(found)


def _tasks(mentee: Mentee, first: Meeting) -> tuple[Task, ...]:
    """Return what is to be done first, and room for what the two decide."""
    begin, settle = handout("first_tasks").split("\n")
    both = handout("both")
    known = (Task(what=begin, who=mentee.name, by=first.prepare_by), Task(what=settle, who=both, by=first.day))
    return (*known, Task(), Task(), Task())
