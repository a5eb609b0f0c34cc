"""compare(a, b): who moved between two matchings of the same people, and what it meant for each. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from matchmaker.errors import RecordError
from matchmaker.frozen import Data
from matchmaker.matching import Matching, Pair

Side = Literal["mentee", "mentor"]


class Change(StrEnum):
    """What a move meant for a person, by what their own view of all their partners adds up to."""

    NEW = "new"
    """had nobody, and has somebody"""
    LOST = "lost"
    """had somebody, and has nobody"""
    BETTER = "better"
    WORSE = "worse"
    ALIKE = "alike"
    """other partners, and as good"""
    OTHER = "other"
    """other partners, under other settings: what they are worth cannot be compared"""


class Held(Data):
    """A person's partners in one matching: ids, and the sums of the person's own view and of the pairs' scores."""

    partners: tuple[str, ...]
    view: Annotated[int, Field(ge=0)]
    score: Annotated[int, Field(ge=0)]


class Move(Data):
    """A person whose partners are not the same in both matchings.

    ``gain`` is what the person's own view adds up to after, less before; None where settings differ.
    """

    id: str
    role: Side
    change: Change
    before: Held
    after: Held
    gain: int | None


class Comparison(Data):
    """Two matchings of the same people beside each other: ``moves`` are mentees, then mentors, by id.

    Pairs are ``kept``, ``dropped`` (only in the first) or ``made`` (only in the second). ``total_gain`` is the second's
    total score less the first's; None, as each move's gain is, where the settings differ: points of one are not
    points of the other.
    """

    same_settings: bool
    kept: Annotated[int, Field(ge=0)]
    dropped: Annotated[int, Field(ge=0)]
    made: Annotated[int, Field(ge=0)]
    total_gain: int | None
    moves: tuple[Move, ...]


def compare(a: Matching, b: Matching) -> Comparison:
    """Compare matching ``b`` with ``a``, of the same people: by another strategy, other settings or other hands.

    Raises
    ------
    RecordError
        If they are not of the same people.
    """
    if a.people_sha256 != b.people_sha256:
        raise RecordError(["people_sha256: the two matchings are of different people"])
    same = a.settings_sha256 == b.settings_sha256
    before, after = ({(pair.mentee, pair.mentor) for pair in one.pairs} for one in (a, b))
    return Comparison(
        same_settings=same,
        kept=len(before & after),
        dropped=len(before - after),
        made=len(after - before),
        total_gain=b.total_score - a.total_score if same else None,
        moves=(*_moves("mentee", a.pairs, b.pairs, same), *_moves("mentor", a.pairs, b.pairs, same)),
    )


def _moves(side: Side, before: Sequence[Pair], after: Sequence[Pair], same_settings: bool) -> Iterator[Move]:
    had, has = _held(side, before), _held(side, after)
    nobody = Held(partners=(), view=0, score=0)
    for person in sorted(had.keys() | has.keys()):
        old, new = had.get(person, nobody), has.get(person, nobody)
        if old.partners != new.partners:
            gain = new.view - old.view if same_settings else None
            yield Move(id=person, role=side, change=_change(old, new, gain), before=old, after=new, gain=gain)


def _held(side: Side, pairs: Sequence[Pair]) -> dict[str, Held]:
    """Return what everybody of a side holds."""
    mine: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        mine[getattr(pair, side)].append(pair)
    other, view = ("mentor", "mentee_view") if side == "mentee" else ("mentee", "mentor_view")
    return {
        person: Held(
            partners=tuple(sorted(getattr(pair, other) for pair in held)),
            view=sum(getattr(pair, view) for pair in held),
            score=sum(pair.score for pair in held),
        )
        for person, held in mine.items()
    }


def _change(old: Held, new: Held, gain: int | None) -> Change:
    if not old.partners:
        return Change.NEW
    if not new.partners:
        return Change.LOST
    if gain is None:
        return Change.OTHER
    return Change.ALIKE if gain == 0 else Change.BETTER if gain > 0 else Change.WORSE
