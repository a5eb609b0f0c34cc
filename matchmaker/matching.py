"""Matching: the answer in people words. Plain frozen data with a JSON schema; the record everything else reads."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import FailFast, Field

from matchmaker.certificate_record import CertificateRecord
from matchmaker.frozen import Data, Texts, Whole
from matchmaker.scoring.combine import CombineName
from solvers.result import Proof, Status, Termination


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


class CriterionPoints(Data):
    """One criterion's part of a pair's score; ``known`` is false where an answer was missing."""

    name: str
    view: Literal["mentee", "mentor"]
    points: int = Field(ge=0, le=10_000)
    weight: int = Field(ge=0, le=100)
    known: bool
    why: str


class Pair(Data):
    """A mentee and a mentor, by id. A view is ``Σ points·weight // 100``; the score combines the two."""

    mentee: str
    mentor: str
    score: int = Field(ge=0, le=10_000)
    mentee_view: int = Field(ge=0, le=10_000)
    mentor_view: int = Field(ge=0, le=10_000)
    pinned: bool
    waived: Texts
    criteria: Annotated[tuple[CriterionPoints, ...], FailFast()]


class PersonState(Data):
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


class UnmetFloor(Data):
    """A mentor who got fewer mentees than asked for at least."""

    mentor: str
    floor: int
    filled: int


class FloorShortage(Data):
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


class CriterionWeight(Data):
    """What a criterion weighs in its view: ``weight`` per cent as it is set, ``effective`` basis points as it decides.

    Over all legal pairs: ``mean`` is that of its points, ``known`` is in how many the answers are known.
    """

    name: str
    view: Literal["mentee", "mentor"]
    weight: int = Field(ge=0, le=100)
    effective: int = Field(ge=0, le=10_000)
    mean: int = Field(ge=0, le=10_000)
    known: Whole


class Distribution(Data):
    """Points of all pairs: their mean, rounded down, the least, and percentiles by nearest rank."""

    mean: int = Field(ge=0, le=10_000)
    least: int = Field(ge=0, le=10_000)
    p10: int = Field(ge=0, le=10_000)
    p50: int = Field(ge=0, le=10_000)
    p90: int = Field(ge=0, le=10_000)


class Distributions(Data):
    """How both views of the pairs are distributed, and the worse of the two in each pair."""

    mentee_view: Distribution
    mentor_view: Distribution
    worse_off: Distribution


class AuditedGroup(Data):
    """A group by one answer to an audit column; ``group`` is blank for those who gave none.

    ``people`` are those who asked for or offer a place, ``matched`` those who got one; ``match_rate`` is in basis
    points. ``mean_score`` is that of their pairs, rounded down; None where there are fewer than ten.
    """

    group: str
    people: Whole
    matched: Whole
    match_rate: int = Field(ge=0, le=10_000)
    mean_score: int | None = Field(ge=0, le=10_000)


class AuditedColumn(Data):
    """How the groups of a column fared that had no part in the matching, the largest first.

    Groups of fewer than ten are hidden, and as many of the next smallest that the hidden ones are two at least and hold
    ten people at least.
    """

    column: str
    role: Literal["mentee", "mentor"]
    groups: Annotated[tuple[AuditedGroup, ...], FailFast()]
    hidden_groups: Whole


class Lottery(Data):
    """What was drawn by lot: no pair was likelier than ``cap``, but for pinned ones, which are certain.

    ``expected_score`` is the most that chances under the cap can have, on average over all draws, rounded down;
    ``best_score`` what the certificate proves that no matching exceeds; ``kept`` the share of it that is expected, and
    so at least that of the best. ``chances`` are those of the drawn pairs, in their order. Shares and chances are in
    basis points, rounded down.
    """

    seed: Whole
    cap: int = Field(ge=0, le=10_000)
    best_score: Whole
    expected_score: Whole
    kept: int = Field(ge=0, le=10_000)
    chances: Annotated[tuple[Whole, ...], FailFast()]


class Matching(Data):
    """A whole answer. Same people, settings and version: the same bytes.

    Matched are mentors and mentees with a partner at least. Each bound is the most that any answer can reach;
    ``mentors_bound`` is among those with the most floor places, and null while these are not proven; ``score_bound``
    is among those that reach the other bounds that come before the score. ``gap`` is ``score_bound − total_score``: 0
    is proven best, null means that a count is not proven. With several priorities a matching proven best may stay below
    the bounds of its counts: each priority comes before all that could be reached for later ones. ``proof`` says whose
    word it is that it is the best: nobody's, as the certificate proves it, or the solver's own, which nobody else can
    check. That happens only where a programme has limits. ``worst_off`` is the least sum of scores of a matched mentee
    (of those whom pins leave something to get) and ``worst_off_bound`` the most that it can be; null from strategies
    that do not seek it, and where nobody counts.
    """

    schema_version: Literal[1] = 1
    programme: str
    status: Status
    proof: Proof | None
    termination: Termination
    strategy: str
    solver: str
    combine: CombineName
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
    worst_off: Whole | None
    worst_off_bound: Whole | None
    lottery: Lottery | None
    unmet_floors: Annotated[tuple[FloorShortage, ...], FailFast()]
    pairs: Annotated[tuple[Pair, ...], FailFast()]
    people: Annotated[tuple[PersonState, ...], FailFast()]
    distributions: Distributions | None
    weights: Annotated[tuple[CriterionWeight, ...], FailFast()]
    audit: Annotated[tuple[AuditedColumn, ...], FailFast()]
    notices: Texts
    people_sha256: str
    settings_sha256: str
    version: str
    certificate: CertificateRecord | None = Field(default=None, exclude=True, repr=False)
