"""What plans and introductions have in common: the two people, what it is about, the first meeting."""

from __future__ import annotations

from pydantic import AwareDatetime

from matchmaker.criteria.expertise import best_offers
from matchmaker.frozen import Data
from matchmaker.handouts.agenda import First, Turn
from matchmaker.people import Mentee, Mentor
from matchmaker.programme import Programme
from matchmaker.times.zones import zone

_CLOSE = 1000
"""The least likeness of two topics that is worth a word."""


class Party(Data):
    """One of the two, as the other may see them."""

    id: str
    name: str
    company: str
    email: str | None
    time_zone: str
    languages: tuple[str, ...]


class Topic(Data):
    """Something the mentee wants, and what the mentor offers that comes closest; an empty ``offer`` is none close."""

    topic: str
    importance: int
    own_level: int | None
    offer: str
    level: int | None
    same: bool


class FirstMeeting(Data):
    """A start both are free for, by both clocks; ``turn`` says whether other meetings of theirs are at that time."""

    mentee_start: AwareDatetime
    mentor_start: AwareDatetime
    turn: Turn


def party(person: Mentee | Mentor) -> Party:
    """Return how somebody stands in a hand-out."""
    return Party(**{name: getattr(person, name) for name in Party.model_fields})


def topics(programme: Programme, mentee: Mentee, mentor: Mentor) -> tuple[Topic, ...]:
    """Return what the mentee wants, and for each the offer that comes closest, if it comes close and is further on."""
    found = []
    for met in best_offers(mentee, mentor, programme):
        close = met.likeness >= _CLOSE and met.worth > 0
        found.append(
            Topic(
                topic=met.need.topic,
                importance=met.need.importance,
                own_level=met.need.own_level,
                offer=met.offer.topic if close else "",
                level=met.offer.level if close else None,
                same=close and met.likeness == 10_000,
            )
        )
    return tuple(found)


def first_meeting(first: First | None, mentee: Mentee, mentor: Mentor) -> FirstMeeting | None:
    """Return when two people meet first, by both clocks."""
    if first is None:
        return None
    here, there = (first.start.astimezone(zone(one.time_zone)) for one in (mentee, mentor))
    return FirstMeeting(mentee_start=here, mentor_start=there, turn=first.turn)
