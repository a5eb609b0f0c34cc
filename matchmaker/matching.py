"""Matching: the answer in people words. Plain frozen data with a JSON schema; the record everything else reads."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, FailFast, Field

from solvers.result import Status, Termination


class State(StrEnum):
    """What became of a person; everybody is in exactly one state."""

    MATCHED = "matched"
    """got every place asked for, or filled every place offered"""
    PARTLY = "partly"
    """got or filled some of them"""
    OUTCOMPETED = "outcompeted"
    """a mentee who could be matched, but others hold the places"""
    UNUSED = "unused"
    """a mentor who could be matched, but every possible mentee is placed elsewhere"""
    NO_LEGAL_PARTNER = "no_legal_partner"
    """rules, or the minimum score, leave nobody"""
    PREPARE_FIRST = "prepare_first"
    """a mentee without a goal, or with too little time"""
    OTHER_HELP = "other_help"
    """a mentee who asks for coaching on a task or one-off advice"""
    PAUSED = "paused"
    """asked for no place, or offered none"""


Whole = Annotated[int, Field(ge=-(2**62), le=2**62)]
"""An integer that fits into 64 bits, so that a tampered record is refused when it is read."""


Texts = Annotated[tuple[str, ...], FailFast()]
"""A list; where it is none of texts, the first that is not is told, not a million."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class CriterionPoints(_Data):
    """One criterion's part of a pair's score; ``known`` is false where an answer was missing."""

    name: str
    view: Literal["mentee", "mentor"]
    points: int = Field(ge=0, le=10_000)
    weight: int = Field(ge=0, le=100)
    known: bool
    why: str


class Pair(_Data):
    """A mentee and a mentor, by id. A view is ``Σ points·weight // 100``, the score ``2GH // (G + H)`` of the two."""

    mentee: str
    mentor: str
    score: int = Field(ge=0, le=10_000)
    mentee_view: int = Field(ge=0, le=10_000)
    mentor_view: int = Field(ge=0, le=10_000)
    pinned: bool
    waived: Texts
    criteria: Annotated[tuple[CriterionPoints, ...], FailFast()]


class PersonState(_Data):
    """What became of a person, and why.

    ``places`` were asked for or offered, ``filled`` of them got. Of all possible partners ``legal`` remain;
    ``banned_by`` counts the others by rule (one may be banned by several), ``only_banned_by`` those whom no other rule
    bans, ``below_minimum`` those who score too low. ``advice`` is what would help, or where to turn.
    """

    id: str
    role: Literal["mentee", "mentor"]
    state: State
    places: int
    filled: int
    legal: int
    banned_by: dict[str, int]
    only_banned_by: dict[str, int]
    below_minimum: int
    why: str
    advice: str


Price = Annotated[int, Field(ge=-(2**300), le=2**300)]
"""An integer that may be longer: several priorities, each outweighing all that come after, in one sum."""


class UnmetFloor(_Data):
    """A mentor who got fewer mentees than asked for at least."""

    mentor: str
    floor: int
    filled: int


class FloorShortage(_Data):
    """Mentors whose floor stayed unmet, and the shortage that shows why.

    The mentors of ``group``, those of ``unmet`` among them, ask for ``asked`` places by their floors; the mentees can
    fill ``available`` of them at most, each no more than they want (less their pins elsewhere) and one place with
    each possible mentor of the group. If that is less, nothing could have helped; otherwise it is not proven.
    """

    unmet: Annotated[tuple[UnmetFloor, ...], FailFast()]
    group: Texts
    asked: int
    available: int
    why: str


class CertificateRecord(_Data):
    """What proves a matching, in people words: totals, five sets of mentors, a price for each mentor.

    ``solvers.certificate`` says what they mean and checks them. ``units`` is what a point counts for mentees of each
    priority: 1 for the last, and before it more than all that comes after.
    """

    schema_version: Literal[1] = 1
    objective: Literal["most_people", "best_score"]
    pairs: Annotated[tuple[tuple[str, str], ...], FailFast()]
    floor_places: Whole
    mentors_matched: Whole
    mentees_matched: Whole
    places_filled: Whole
    total_score: Whole
    floors_cut: Texts
    floored_cut: Texts
    mentors_cut: Texts
    mentees_cut: Texts
    places_cut: Texts
    bonus: Whole
    units: dict[int, Annotated[Price, Field(ge=1)]]
    prices: dict[str, Price]
    people_sha256: str
    settings_sha256: str


class Matching(_Data):
    """A whole answer. Same people, settings and version: the same bytes.

    Matched are mentors and mentees with a partner at least. Each bound is the most that any answer can reach;
    ``mentors_bound`` is among those with the most floor places, and null while these are not proven; ``score_bound``
    is among those that reach the other bounds that come before the score. ``gap`` is ``score_bound − total_score``: 0
    is proven best, null means that a count is not proven. With several priorities a matching proven best may stay below
    the bounds of its counts: each priority comes before all that could be reached for later ones.
    """

    schema_version: Literal[1] = 1
    programme: str
    status: Status
    termination: Termination
    strategy: str
    solver: str
    mentors_matched: Whole
    mentors_bound: Whole | None
    mentees_matched: Whole
    mentees_bound: Whole
    places_filled: Whole
    places_bound: Whole
    floor_places_filled: Whole
    floor_places_bound: Whole
    total_score: Whole
    score_bound: Whole | None
    gap: Whole | None
    unmet_floors: Annotated[tuple[FloorShortage, ...], FailFast()]
    pairs: Annotated[tuple[Pair, ...], FailFast()]
    people: Annotated[tuple[PersonState, ...], FailFast()]
    notices: Texts
    people_sha256: str
    settings_sha256: str
    version: str
    certificate: CertificateRecord | None = Field(default=None, exclude=True, repr=False)
