"""Hand-outs of a matching: pure functions of people, programme and pairs, so that anybody can check them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from matchmaker.errors import RecordError, UnknownPersonError
from matchmaker.finding import find
from matchmaker.handouts.agenda import Pairs, agenda
from matchmaker.handouts.introductions import Introduction, Side, make_introduction
from matchmaker.handouts.invitations import make_invitation
from matchmaker.handouts.plans import Plan, make_plan
from matchmaker.matching import Matching
from matchmaker.people import Mentee, Mentor
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.verification import strangers
from matchmaker.writing.record_file import as_json
from matchmaker.writing.whole import HANDOUTS

_NAMES = ("plan.md", "plan.json", "introduction-for-mentee.md", "introduction-for-mentor.md", "first-meeting.ics")
"""What may lie in a pair's folder."""


@dataclass(frozen=True)
class Handouts:
    """What every pair of a matching takes away.

    Raises
    ------
    RecordError
        If the matching is of other people.
    """

    pool: Pool
    programme: Programme
    matching: Matching

    def __post_init__(self) -> None:
        if strange := tuple(strangers(self.pool, self.matching)):
            raise RecordError(strange)

    @cached_property
    def first(self) -> Pairs:
        """When each pair meets first."""
        return agenda(self.pool, self.programme, self.matching)

    def two(self, mentee: str, mentor: str) -> tuple[Mentee, Mentor]:
        """Return a pair by id, e-mail or full name.

        Raises
        ------
        UnknownPersonError
            For an id that nobody has, or two people who are no pair of this matching.
        """
        one, other = find(self.pool, "mentee", mentee), find(self.pool, "mentor", mentor)
        two = self.pool.mentees[one], self.pool.mentors[other]
        if not any((pair.mentee, pair.mentor) == (two[0].id, two[1].id) for pair in self.matching.pairs):
            raise UnknownPersonError(f"{two[0].label} and {two[1].label} are no pair of this matching")
        return two

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield path and content of every file, pair by pair."""
        pairs = [(pair.mentee, pair.mentor) for pair in self.matching.pairs]
        names = [f"{_name('mentee', mentee)}--{_name('mentor', mentor)}" for mentee, mentor in pairs]
        alike = Counter(name.casefold() for name in names)
        for pair, name in zip(pairs, names, strict=True):
            own = name if alike[name.casefold()] == 1 else f"{name}--{_digest(*pair)}"
            mentee = self.pool.mentees[self.pool.mentee_index[pair[0]]]
            mentor = self.pool.mentors[self.pool.mentor_index[pair[1]]]
            for file, text in self._of(mentee, mentor):
                yield f"{HANDOUTS}/{own}/{file}", text

    def _of(self, mentee: Mentee, mentor: Mentor) -> Iterator[tuple[str, str]]:
        first = self.first.get((mentee.id, mentor.id))
        plan = make_plan(self.programme, mentee, mentor, first)
        yield "plan.md", plan.text()
        yield "plan.json", as_json(plan)
        sides: tuple[Side, Side] = ("mentee", "mentor")
        for to in sides:
            yield f"introduction-for-{to}.md", make_introduction(self.programme, mentee, mentor, first, to).text()
        if first:
            yield "first-meeting.ics", make_invitation(self.programme, mentee, mentor, first)


def handouts(pool: Pool, programme: Programme, matching: Matching) -> dict[str, str]:
    """Return everything the pairs take away: the content of each file by its path in the result's folder."""
    return dict(Handouts(pool, programme, matching).files())


def is_handout(path: str) -> bool:
    """Whether a path is one that ``handouts`` may give, or a hidden file that other programs leave about."""
    name = path.rpartition("/")[2]
    return name.startswith(".") or (path.count("/") == 2 and name in _NAMES)


def plan(pool: Pool, programme: Programme, matching: Matching, *, mentee: str, mentor: str) -> Plan:
    """Return the draft of a pair's joint plan.

    Raises
    ------
    UnknownPersonError
        For an id that nobody has, or two people who are no pair of this matching.
    """
    all_ = Handouts(pool, programme, matching)
    one, other = all_.two(mentee, mentor)
    return make_plan(programme, one, other, all_.first.get((one.id, other.id)))


def introduction(
    pool: Pool, programme: Programme, matching: Matching, *, mentee: str, mentor: str, to: Side
) -> Introduction:
    """Return what one of a pair is told of the other; raises as ``plan`` does."""
    all_ = Handouts(pool, programme, matching)
    one, other = all_.two(mentee, mentor)
    return make_introduction(programme, one, other, all_.first.get((one.id, other.id)), to)


def invitation(pool: Pool, programme: Programme, matching: Matching, *, mentee: str, mentor: str) -> str | None:
    """Return a pair's invitation to a first meeting, as a calendar reads it; None where there is no common time.

    Raises as ``plan`` does.
    """
    all_ = Handouts(pool, programme, matching)
    one, other = all_.two(mentee, mentor)
    first = all_.first.get((one.id, other.id))
    return make_invitation(programme, one, other, first) if first else None


def _name(role: str, id_: str) -> str:
    """Return an id as it may stand in a file's name: itself if it is plain, else a hash; never an e-mail."""
    return id_ if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,59}", id_) else f"{role}-{_digest(id_)}"


def _digest(*ids: str) -> str:
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()[:12]
