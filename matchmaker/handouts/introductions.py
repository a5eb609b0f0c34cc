"""The introduction: what each of a pair is told of the other, before they meet."""

from __future__ import annotations

from typing import Literal

from matchmaker.frozen import Data
from matchmaker.handouts.agenda import First
from matchmaker.handouts.markdown import markdown
from matchmaker.handouts.parts import FirstMeeting, Party, Topic, first_meeting, party, topics
from matchmaker.handouts.shown import Seen, shown
from matchmaker.handouts.times import hours, meeting_minutes
from matchmaker.languages import language_name
from matchmaker.people import STYLE_ITEMS, Mentee, Mentor
from matchmaker.programme import Programme
from matchmaker.sentences import handout

Side = Literal["mentee", "mentor"]

_STRENGTHS = 4
"""How many a mentee is told."""


class Introduction(Data):
    """What one of a pair, ``to``, is told of the other, ``about``.

    ``style_in_common`` are the items in which the other is as ``to`` would like. ``strengths`` are what the mentor
    offers at the highest levels, for the mentee; ``goal`` and ``can_offer`` are the mentee's, for the mentor.
    """

    schema_version: Literal[1] = 1
    programme: str
    to: Side
    reader: Party
    about: Party
    topics: tuple[Topic, ...]
    strengths: tuple[str, ...]
    goal: str
    can_offer: tuple[str, ...]
    languages_in_common: tuple[str, ...]
    style_in_common: tuple[str, ...]
    hours_a_month: float | None
    minutes: int
    first_meeting: FirstMeeting | None
    has_start: bool
    contact: str

    def text(self) -> str:
        """Return the introduction in Markdown."""
        return handout("introduction", **markdown(self)) + "\n"


def make_introduction(
    programme: Programme, mentee: Mentee, mentor: Mentor, first: First | None, to: Side
) -> Introduction:
    """Return what one of the two is told of the other; what only the other may see is not looked at."""
    mentee = shown(mentee, Seen.PAIR, *([Seen.SELF] if to == "mentee" else []))
    mentor = shown(mentor, Seen.PAIR, *([Seen.SELF] if to == "mentor" else []))
    own, other = (mentee, mentor) if to == "mentee" else (mentor, mentee)
    common = sorted(language_name(code) for code in set(own.languages) & set(other.languages))
    wanted = zip(STYLE_ITEMS, own.wants(), other.style(), strict=True)
    return Introduction(
        programme=programme.name,
        to=to,
        reader=party(own),
        about=party(other),
        topics=topics(programme, mentee, mentor),
        strengths=_strengths(mentor) if to == "mentee" else (),
        goal=mentee.goal if to == "mentor" else "",
        can_offer=tuple(gain for gain, mark in mentee.can_offer.items() if mark and to == "mentor"),
        languages_in_common=tuple(common),
        style_in_common=tuple(item for item, want, is_like in wanted if want is not None and want == is_like),
        hours_a_month=hours(mentee, mentor),
        minutes=meeting_minutes(programme),
        first_meeting=first_meeting(first, mentee, mentor),
        has_start=programme.start is not None,
        contact=programme.contact,
    )


def _strengths(mentor: Mentor) -> tuple[str, ...]:
    """Return the topics a mentor offers at the highest levels."""
    offers = sorted(mentor.offers, key=lambda offer: -(offer.level or 0))
    return tuple(offer.topic for offer in offers[:_STRENGTHS])
