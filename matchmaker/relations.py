"""Every fact between two people: rows as they were written, and who is meant by them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from matchmaker.errors import Problem
from matchmaker.packed import answers
from matchmaker.people import Day, Line, Mentee, Mentor, Prose, Record

if TYPE_CHECKING:
    import networkx


class Kind(StrEnum):
    """What a row of relations.csv says of ``person`` and ``other``."""

    BOSS = "boss"
    """other is person's boss; a second row is a dotted line"""
    FORMER_BOSS = "former_boss"
    KNOWS = "knows"
    RECOMMENDS = "recommends"
    WISH = "wish"
    VETO = "veto"
    PAST_PAIR = "past_pair"
    PIN = "pin"
    FORBID = "forbid"
    ACCEPT = "accept"
    DECLINE = "decline"
    WAIVE = "waive"
    """why names the rules that are waived for the pair"""
    WITHDRAW = "withdraw"


class Relation(BaseModel):
    """One row: ``person`` and ``other`` are ids, e-mails or full names; ``since`` and ``until`` may be open."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    person: Line = Field(min_length=1)
    other: Line = Field(min_length=1)
    kind: Kind
    since: Day | None = None
    until: Day | None = None
    why: Prose = ""
    record: Record = Field(default=Record(), exclude=True, repr=False)

    @property
    def waived(self) -> tuple[str, ...]:
        """The rules that ``why`` names, where this is a waiver."""
        return tuple(re.split(r"[\s,;]+", self.why.strip())) if self.kind is Kind.WAIVE else ()

    @field_validator("until")
    @classmethod
    def _after_since(cls, until: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("since")
        if until and since and until < since:
            raise ValueError(f"until {until} is before since {since}")
        return until


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation with its people made out: each is the key of a person in the pool, or an outsider's.

    There may be millions: what was written, and where, is kept bare, and ``relation`` made when asked for.
    """

    person: str
    other: str
    kind: Kind
    since: date | None
    until: date | None
    why: str
    said_person: str
    said_other: str
    file: str
    row: int
    column: str

    @property
    def relation(self) -> Relation:
        """The row as it was written."""
        return Relation.model_construct(
            person=self.said_person,
            other=self.said_other,
            kind=self.kind,
            since=self.since,
            until=self.until,
            why=self.why,
            record=self.record,
        )

    @property
    def record(self) -> Record:
        """Where it was written."""
        return Record(file=self.file, row=self.row, column=self.column)

    @property
    def waived(self) -> tuple[str, ...]:
        """The rules that ``why`` names, where this is a waiver."""
        return self.relation.waived

    @property
    def rank(self) -> int | None:
        """The rank that ``why`` gives a wish as a whole number, 1 the first; None where it gives none."""
        return int(self.why) if re.fullmatch(r"[1-9][0-9]{0,3}", self.why, re.ASCII) else None

    def holds_on(self, day: date | None) -> bool:
        """Whether the relation has not ended by ``day``; without a day, whether it is open-ended."""
        return self.until is None or (day is not None and self.until >= day)

    def was_boss(self, day: date | None) -> bool:
        """Whether other was person's boss and on ``day`` is no longer: a former boss, or a boss row that has ended."""
        ended = self.kind is Kind.BOSS and not self.holds_on(day)
        return ended or self.kind is Kind.FORMER_BOSS


OUTSIDER = "~"
"""Begins the key of somebody who is not in the pool; no id begins with it."""


class Directory:
    """Who is who: finds a person by id, e-mail or full name, and knows who is in both files.

    Rows that share an id or an e-mail are one person, an id that is an e-mail counting as one; ``key`` is the least of
    that person's ids.
    """

    def __init__(self, *groups: Sequence[Mentor | Mentee]) -> None:
        marks = chain.from_iterable(map(_marks, groups))
        everyone = sorted(((id_, _mark(email or id_), name) for id_, email, name in marks), key=itemgetter(0))
        self._key = _keys(everyone)
        """From every id and e-mail to the person's key."""
        self._by_name: dict[str, str] = {}
        self._namesakes: dict[str, set[str]] = {}
        """The keys of those who share a name."""
        for id_, _, name in everyone:
            folded, key = fold(name), self._key[_mark(id_)]
            if (first := self._by_name.setdefault(folded, key)) != key:
                self._namesakes.setdefault(folded, {first}).add(key)

    def key(self, person: Mentor | Mentee) -> str:
        """Return the key of somebody in the pool."""
        return self._key[_mark(person.id)]

    def keys(self, people: Sequence[Mentor | Mentee]) -> list[str]:
        """Return everybody's key."""
        return [self._key[_mark(id_)] for id_ in answers(people, "id")]

    def find(self, text: str) -> str:
        """Return the key of whoever ``text`` means; an outsider's is ``OUTSIDER`` and their folded name.

        Raises
        ------
        ValueError
            If several people go by that name.
        """
        if _mark(text) in self._key:
            return self._key[_mark(text)]
        folded = fold(text)
        if named := self._namesakes.get(folded):
            raise ValueError(f"{len(named)} people have this name; write the id or the e-mail")
        return self._by_name.get(folded, OUTSIDER + folded)


def _marks(people: Sequence[Mentor | Mentee]) -> Iterator[tuple[str, str, str]]:
    """Yield everybody's id, e-mail and name."""
    return zip(*(answers(people, name) for name in ("id", "email", "name")), strict=True)


def _keys(everyone: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """Return the key behind every id and e-mail; a row that has two of them joins what stood apart so far.

    Union-find: each mark leads to another of the same person or to itself, and ways are halved as they are walked.
    """
    leads: dict[str, str] = {}

    def end(mark: str) -> str:
        while (next_ := leads.setdefault(mark, mark)) != mark:
            leads[mark] = mark = leads[next_]
        return mark

    for id_, mark, _ in everyone:
        leads[end(mark)] = end(_mark(id_))
    least: dict[str, str] = {}
    for id_, _, _ in everyone:  # sorted by id: of each person's ids the least comes first
        least.setdefault(end(_mark(id_)), id_)
    return {mark: least[end(mark)] for mark in list(leads)}


def _mark(text: str) -> str:
    """Return an id as it is, an e-mail without case."""
    return text.casefold() if "@" in text else text


class Relations:
    """All facts of a pool, sorted by what they say, never by where they were written."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.facts = tuple(sorted(facts, key=_order))

    def of(self, *kinds: Kind) -> tuple[Fact, ...]:
        """Return the facts of the given kinds."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], ())
        return tuple(fact for fact in self.facts if fact.kind in kinds)

    def involving(self, key: str, *kinds: Kind) -> tuple[Fact, ...]:
        """Return the facts of the given kinds that are about somebody, whichever way round."""
        return tuple(fact for fact in self._by_person.get(key, ()) if fact.kind in kinds)

    @cached_property
    def _by_kind(self) -> dict[Kind, tuple[Fact, ...]]:
        by_kind: dict[Kind, list[Fact]] = {}
        for fact in self.facts:
            by_kind.setdefault(fact.kind, []).append(fact)
        return {kind: tuple(facts) for kind, facts in by_kind.items()}

    @cached_property
    def _by_person(self) -> dict[str, list[Fact]]:
        by_person: dict[str, list[Fact]] = {}
        for fact in self.facts:
            by_person.setdefault(fact.person, []).append(fact)
            by_person.setdefault(fact.other, []).append(fact)
        return by_person

    @cached_property
    def graph(self) -> networkx.MultiDiGraph[str]:
        """All facts as a graph: people are nodes, every fact is an edge from person to other with its ``fact``."""
        import networkx

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        for fact in self.facts:
            graph.add_edge(fact.person, fact.other, fact=fact)
        return graph


def fold(name: str) -> str:
    """Return a name without case, accents and doubled spaces, for comparing."""
    if name.isascii():
        return " ".join(name.casefold().split())
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def make_out(relations: Iterable[Relation], directory: Directory) -> tuple[list[Fact], list[Problem]]:
    """Find who is meant by every relation; what cannot be told is a problem at its row."""
    facts, problems = [], []
    shared: dict[object, Any] = {}
    for relation in relations:
        record, found = relation.record, {}
        for side in ("person", "other"):
            try:
                found[side] = directory.find(getattr(relation, side))
            except ValueError as error:
                problems.append(Problem(record.file, record.row, record.column or side, str(error)))
        if len(found) == 2 and found["person"] == found["other"]:
            message = "person and other are the same person; write two, or leave the row out"
            problems.append(Problem(record.file, record.row, record.column or "other", message))
        elif len(found) == 2:
            facts.append(_fact(found["person"], found["other"], relation, shared))
    return facts, problems


def _fact(person: str, other: str, relation: Relation, shared: dict[object, Any]) -> Fact:
    """Return a relation as a fact, what others say as well being ``shared``."""
    since, until = (shared.setdefault(one, one) for one in (relation.since, relation.until))
    why = shared.setdefault(relation.why, relation.why)
    names, record = (relation.person, relation.other), relation.record
    return Fact(person, other, relation.kind, since, until, why, *names, record.file, record.row, record.column)


def _order(fact: Fact) -> tuple[str, str, str, str, str, str]:
    return (fact.person, fact.other, fact.kind, str(fact.since), str(fact.until), fact.why)
