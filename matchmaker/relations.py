"""Every fact between two people: rows as they were written, and who is meant by them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from matchmaker.errors import Problem
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

    @property
    def rank(self) -> int | None:
        """The rank that ``why`` gives a wish as a whole number, 1 the first; None where it gives none."""
        return int(self.why) if re.fullmatch(r"[1-9][0-9]{0,3}", self.why, re.ASCII) else None

    @field_validator("until")
    @classmethod
    def _after_since(cls, until: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("since")
        if until and since and until < since:
            raise ValueError(f"until {until} is before since {since}")
        return until


@dataclass(frozen=True)
class Fact:
    """A relation with its people made out: each is the key of a person in the pool, or an outsider's."""

    person: str
    other: str
    relation: Relation

    def holds_on(self, day: date | None) -> bool:
        """Whether the relation has not ended by ``day``; without a day, whether it is open-ended."""
        until = self.relation.until
        return until is None or (day is not None and until >= day)

    def was_boss(self, day: date | None) -> bool:
        """Whether other was person's boss and on ``day`` is no longer: a former boss, or a boss row that has ended."""
        ended = self.relation.kind is Kind.BOSS and not self.holds_on(day)
        return ended or self.relation.kind is Kind.FORMER_BOSS


OUTSIDER = "~"
"""Begins the key of somebody who is not in the pool; no id begins with it."""


class Directory:
    """Who is who: finds a person by id, e-mail or full name, and knows who is in both files.

    Rows that share an id or an e-mail are one person, an id that is an e-mail counting as one; ``key`` is the least of
    that person's ids.
    """

    def __init__(self, people: Iterable[Mentor | Mentee]) -> None:
        everyone = sorted(people, key=lambda person: person.id)
        self._key = _keys(everyone)
        """From every id and e-mail to the person's key."""
        self._by_name: dict[str, set[str]] = {}
        for person in everyone:
            self._by_name.setdefault(fold(person.name), set()).add(self.key(person))

    def key(self, person: Mentor | Mentee) -> str:
        """Return the key of somebody in the pool."""
        return self._key[_mark(person.id)]

    def find(self, text: str) -> str:
        """Return the key of whoever ``text`` means; an outsider's is ``OUTSIDER`` and their folded name.

        Raises
        ------
        ValueError
            If several people go by that name.
        """
        if _mark(text) in self._key:
            return self._key[_mark(text)]
        named = self._by_name.get(fold(text), set())
        if len(named) > 1:
            raise ValueError(f"{len(named)} people have this name; write the id or the e-mail")
        return next(iter(named), OUTSIDER + fold(text))


def _keys(everyone: Sequence[Mentor | Mentee]) -> dict[str, str]:
    """Return the key behind every id and e-mail; a row that has two of them joins what stood apart so far.

    Union-find: each mark leads to another of the same person or to itself, and ways are halved as they are walked.
    """
    leads: dict[str, str] = {}

    def end(mark: str) -> str:
        while (next_ := leads.setdefault(mark, mark)) != mark:
            leads[mark] = mark = leads[next_]
        return mark

    for person in everyone:
        leads[end(_mark(person.email or person.id))] = end(_mark(person.id))
    least: dict[str, str] = {}
    for person in everyone:  # sorted by id: of each person's ids the least comes first
        least.setdefault(end(_mark(person.id)), person.id)
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
        return tuple(fact for fact in self.facts if fact.relation.kind in kinds)

    def involving(self, key: str, *kinds: Kind) -> tuple[Fact, ...]:
        """Return the facts of the given kinds that are about somebody, whichever way round."""
        return tuple(fact for fact in self._by_person.get(key, ()) if fact.relation.kind in kinds)

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
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def make_out(relations: Sequence[Relation], directory: Directory) -> tuple[list[Fact], list[Problem]]:
    """Find who is meant by every relation; what cannot be told is a problem at its row."""
    facts, problems = [], []
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
            facts.append(Fact(found["person"], found["other"], relation))
    return facts, problems


def _order(fact: Fact) -> tuple[str, str, str, str, str, str]:
    relation = fact.relation
    return (fact.person, fact.other, relation.kind, str(relation.since), str(relation.until), relation.why)
