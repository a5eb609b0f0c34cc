"""Audit: how groups fare, by a column that has no part in the matching. Small groups stay hidden.

That the column has no part is so by construction: criteria and rules see people without it (``Pool.without``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from matchmaker.matching import AuditedColumn, AuditedGroup
from matchmaker.people import Mentee, Mentor
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.relations import fold
from matchmaker.settings import View

LEAST = 10
"""Fewer people, or pairs, than this are not told of."""

_SHOWN = 60
"""How many characters of a group's name are told."""


class Seated(Protocol):
    """What an audit looks at of what became of somebody."""

    @property
    def id(self) -> str:
        """Who it is."""

    @property
    def role(self) -> View:
        """Mentee or mentor."""

    @property
    def places(self) -> int:
        """How many places they asked for, or offer."""

    @property
    def filled(self) -> int:
        """How many of them they got, or filled."""


class Scored(Protocol):
    """What an audit looks at of a pair."""

    @property
    def mentee(self) -> str:
        """The mentee's id."""

    @property
    def mentor(self) -> str:
        """The mentor's id."""

    @property
    def score(self) -> int:
        """The pair's score."""


class _Group(NamedTuple):
    """The people of one answer who asked for or offer a place, and the scores of their pairs."""

    name: str
    people: tuple[Seated, ...]
    scores: tuple[int, ...]


def audit(
    pool: Pool, programme: Programme, people: Sequence[Seated], pairs: Sequence[Scored]
) -> tuple[AuditedColumn, ...]:
    """Return what the audit columns tell, column by column, mentees first; a role that never answered is left out."""
    found = []
    sides: tuple[tuple[View, Sequence[Mentor | Mentee]], ...] = (("mentee", pool.mentees), ("mentor", pool.mentors))
    for column in programme.audit.columns:
        for role, everybody in sides:
            states = [one for one in people if one.role == role]
            if any(one.other.get(column) for one in everybody):
                found.append(_audited(column, role, _groups(column, everybody, states, pairs)))
    return tuple(found)


def _groups(
    column: str, everybody: Sequence[Mentor | Mentee], states: Sequence[Seated], pairs: Sequence[Scored]
) -> list[_Group]:
    """Return the groups by their answers, however these are spelt, the largest first."""
    said = {one.id: one.other.get(column, "") for one in everybody}
    names = {fold(text): text for text in sorted(said.values(), reverse=True)}
    people, scores = defaultdict[str, list[Seated]](list), defaultdict[str, list[int]](list)
    for one in states:
        if one.places:
            people[fold(said[one.id])].append(one)
    for pair in pairs:
        scores[fold(said[getattr(pair, states[0].role)])].append(pair.score)
    groups = [_Group(names[key][:_SHOWN], tuple(people[key]), tuple(scores[key])) for key in sorted(people)]
    return sorted(groups, key=lambda group: -len(group.people))


def _audited(column: str, role: View, groups: Sequence[_Group]) -> AuditedColumn:
    shown = _shown(groups)
    return AuditedColumn(
        column=column, role=role, groups=tuple(map(_told, groups[:shown])), hidden_groups=len(groups) - shown
    )


def _shown(groups: Sequence[_Group]) -> int:
    """Return how many of the groups, largest first, can be told of.

    Those that are hidden, if any, are two at least and hold ten people at least: else what is told and the totals
    would give them away.
    """
    sizes = [len(group.people) for group in groups]
    shown = sum(size >= LEAST for size in sizes)
    while 0 < shown < len(sizes) and (len(sizes) - shown < 2 or sum(sizes[shown:]) < LEAST):
        shown -= 1
    return shown


def _told(group: _Group) -> AuditedGroup:
    matched = sum(one.filled > 0 for one in group.people)
    return AuditedGroup(
        group=group.name,
        people=len(group.people),
        matched=matched,
        match_rate=10_000 * matched // len(group.people),
        mean_score=sum(group.scores) // len(group.scores) if len(group.scores) >= LEAST else None,
    )
