"""Pool: all the people and the facts between them, checked, each with a stable index."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from matchmaker.errors import InputError, Problem
from matchmaker.people import Mentee, Mentor, Record
from matchmaker.ratings import Rated, Rating, Ratings
from matchmaker.ratings import make_out as make_out_ratings
from matchmaker.relations import OUTSIDER, Directory, Fact, Kind, Relation, Relations, make_out

SomePerson = TypeVar("SomePerson", Mentor, Mentee)


@dataclass(frozen=True, eq=False, init=False)
class Pool:
    """Checked people, sorted by id, so that an index means the same whatever order they came in.

    Mentees are rows, mentors are columns. Somebody may be both; what they leave open about their free time in one
    role is taken from the other, with its time zone.

    Raises
    ------
    InputError
        Naming every double id, person without free time and relation that could mean several people.
    """

    mentors: tuple[Mentor, ...]
    mentees: tuple[Mentee, ...]
    relations: Relations
    ratings: Ratings
    directory: Directory

    def __init__(
        self,
        mentors: Iterable[Mentor],
        mentees: Iterable[Mentee],
        relations: Iterable[Relation] = (),
        ratings: Iterable[Rating] = (),
    ) -> None:
        columns = sorted(mentors, key=lambda mentor: mentor.id)
        rows = sorted(mentees, key=lambda mentee: mentee.id)
        directory = Directory([*columns, *rows])
        problems = _doubles(columns, directory) + _doubles(rows, directory)
        columns, rows = _share_free_time(columns, rows, directory), _share_free_time(rows, columns, directory)
        everybody: list[Mentor | Mentee] = [*columns, *rows]
        message = 'required; write days and hours, such as "Mon 09:00-11:00; weekdays 18:00-20:00"'
        problems += [_problem(person, "free", message) for person in everybody if not person.free]
        shorthand = [relation for person in everybody for relation in _shorthand(person)]
        facts, unclear = make_out([*relations, *shorthand], directory)
        rated, muddled = make_out_ratings([*ratings], directory)
        if problems := problems + unclear + muddled:
            raise InputError(sorted(problems))
        object.__setattr__(self, "mentors", tuple(columns))
        object.__setattr__(self, "mentees", tuple(rows))
        object.__setattr__(self, "relations", Relations(facts))
        object.__setattr__(self, "ratings", rated)
        object.__setattr__(self, "directory", directory)

    @classmethod
    def read(cls, folder: str | Path) -> Pool:
        """Read the people of a programme's folder.

        Raises
        ------
        InputError
            With everything wrong in every file of the folder, each with its file, row and column.
        """
        from matchmaker.reading.folder import read_folder

        return read_folder(Path(folder))[0]

    def without(self, columns: Collection[str]) -> Pool:
        """Return the same people and facts as seen without some of the programme's own columns."""
        if not columns:
            return self
        seen = object.__new__(Pool)
        for name in (field.name for field in fields(self)):
            object.__setattr__(seen, name, getattr(self, name))
        object.__setattr__(seen, "mentors", tuple(_without(one, columns) for one in self.mentors))
        object.__setattr__(seen, "mentees", tuple(_without(one, columns) for one in self.mentees))
        return seen

    @cached_property
    def mentor_index(self) -> dict[str, int]:
        """Column of each mentor, by id."""
        return {mentor.id: index for index, mentor in enumerate(self.mentors)}

    @cached_property
    def mentee_index(self) -> dict[str, int]:
        """Row of each mentee, by id."""
        return {mentee.id: index for index, mentee in enumerate(self.mentees)}

    @cached_property
    def column_of(self) -> dict[str, int]:
        """Column of each person who is a mentor, by the person's key."""
        return {self.directory.key(mentor): index for index, mentor in enumerate(self.mentors)}

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Row of each person who is a mentee, by the person's key."""
        return {self.directory.key(mentee): index for index, mentee in enumerate(self.mentees)}

    def rated(self, mentor: int) -> dict[str, Rated]:
        """Return what earlier mentees found a column to be like, by quality."""
        return self.ratings.of(self.directory.key(self.mentors[mentor]))

    def pairs(self, one: str, other: str) -> tuple[tuple[int, int], ...]:
        """Return the pairs (row, column) that two people can make, by key: none, one, or one each way round."""
        both = ((one, other), (other, one))
        return tuple(
            (self.row_of[mentee], self.column_of[mentor])
            for mentee, mentor in both
            if mentee in self.row_of and mentor in self.column_of
        )

    def between(self, mentee: int, mentor: int, *kinds: Kind) -> list[Fact]:
        """Return the facts of the given kinds between a row and a column, whichever way round."""
        one, other = self.directory.key(self.mentees[mentee]), self.directory.key(self.mentors[mentor])
        return [fact for fact in self.relations.involving(one, *kinds) if other in (fact.person, fact.other)]

    def name_of(self, key: str) -> str:
        """Return the name behind a person's key; an outsider's as relations first have it, folded if only rated."""
        if key in self.row_of:
            return self.mentees[self.row_of[key]].name
        if key in self.column_of:
            return self.mentors[self.column_of[key]].name
        return self._outsiders.get(key, key.removeprefix(OUTSIDER))

    @cached_property
    def _outsiders(self) -> dict[str, str]:
        persons = {(fact.person, fact.relation.person) for fact in self.relations.facts}
        others = {(fact.other, fact.relation.other) for fact in self.relations.facts}
        return dict(sorted(persons | others, reverse=True))

    @cached_property
    def sha256(self) -> str:
        """Hash of the checked people, facts and ratings; row order, file format and file names do not enter."""
        facts = [
            [fact.person, fact.other, *fact.relation.model_dump(mode="json", exclude={"person", "other"}).values()]
            for fact in self.relations.facts
        ]
        people = [[person.model_dump(mode="json") for person in group] for group in (self.mentors, self.mentees)]
        text = json.dumps([*people, facts, self.ratings.rows], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def _without(person: SomePerson, columns: Collection[str]) -> SomePerson:
    other = {column: text for column, text in person.other.items() if column not in columns}
    return person.model_copy(update={"other": other})


def _doubles(people: Sequence[Mentor] | Sequence[Mentee], directory: Directory) -> list[Problem]:
    """Return a problem for every row of one role that is a person who has a row there already."""
    problems = []
    seen: dict[str, Mentor | Mentee] = {}
    for person in people:
        first = seen.setdefault(directory.key(person), person)
        if first is not person:
            column = "id" if person.id == first.id or not person.email else "email"
            message = f"stands in {str(first.record) or 'another row'} already; keep one of the two"
            problems.append(_problem(person, column, message))
    return problems


def _problem(person: Mentor | Mentee, column: str, message: str) -> Problem:
    return Problem(person.record.file or f"{person.role}s", person.record.row, column, message)


def _share_free_time(
    people: Sequence[SomePerson], others: Sequence[Mentor] | Sequence[Mentee], directory: Directory
) -> list[SomePerson]:
    """Fill blank free time from a person's other role, with the zone whose clock it was written by."""
    given = {directory.key(other): {"free": other.free, "time_zone": other.time_zone} for other in others if other.free}
    return [
        person if person.free else person.model_copy(update=given.get(directory.key(person), {})) for person in people
    ]


def _shorthand(person: Mentor | Mentee) -> list[Relation]:
    """Return the columns ``boss`` and ``wishes`` as the relations they stand for."""
    bosses = [
        Relation(person=person.id, other=boss, kind=Kind.BOSS, record=_at(person, "boss")) for boss in person.boss
    ]
    wishes = [
        Relation(person=person.id, other=wish, kind=Kind.WISH, why=str(rank), record=_at(person, "wishes"))
        for rank, wish in enumerate(person.wishes, start=1)
    ]
    return bosses + wishes


def _at(person: Mentor | Mentee, column: str) -> Record:
    return person.record.model_copy(update={"column": column})
