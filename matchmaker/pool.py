"""Pool: all the people and the facts between them, checked, each with a stable index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import chain
from operator import attrgetter
from pathlib import Path

from matchmaker.digest import digest
from matchmaker.errors import InputError, Problem
from matchmaker.packed import Packed, SomePerson, answers
from matchmaker.people import Mentee, Mentor, Record
from matchmaker.ratings import Rated, Rating, Ratings
from matchmaker.ratings import make_out as make_out_ratings
from matchmaker.relations import OUTSIDER, Directory, Fact, Kind, Relation, Relations, make_out


@dataclass(frozen=True, eq=False, init=False)
class Pool:
    """Checked people, sorted by id, so that an index means the same whatever order they came in.

    Mentees are rows, mentors are columns. Somebody may be both; what they leave open about their free time in one
    role is taken from the other, with its time zone. Both are tuples, or where they are many and were read from a
    file, packed ones (:mod:`matchmaker.packed`), which only take less room.

    Raises
    ------
    InputError
        Naming every double id, person without free time and relation that could mean several people.
    """

    mentors: Sequence[Mentor]
    mentees: Sequence[Mentee]
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
        columns, rows = _in_order(mentors), _in_order(mentees)
        directory = Directory(columns, rows)
        problems = _doubles(columns, directory) + _doubles(rows, directory)
        columns, rows = _share_free_time(columns, rows, directory), _share_free_time(rows, columns, directory)
        problems += [*_without_free_time(columns), *_without_free_time(rows)]
        facts, unclear = make_out(chain(relations, _shorthand(columns), _shorthand(rows)), directory)
        rated, muddled = make_out_ratings(ratings, directory)
        if problems := problems + unclear + muddled:
            raise InputError(sorted(problems))
        object.__setattr__(self, "mentors", columns)
        object.__setattr__(self, "mentees", rows)
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
        object.__setattr__(seen, "mentors", _without(self.mentors, columns))
        object.__setattr__(seen, "mentees", _without(self.mentees, columns))
        return seen

    @cached_property
    def kept(self) -> dict[object, object]:
        """What was worked out of these people for several who need it, by what it is and rests on."""
        return {}

    @cached_property
    def mentor_index(self) -> dict[str, int]:
        """Column of each mentor, by id."""
        return {id_: index for index, id_ in enumerate(answers(self.mentors, "id"))}

    @cached_property
    def mentee_index(self) -> dict[str, int]:
        """Row of each mentee, by id."""
        return {id_: index for index, id_ in enumerate(answers(self.mentees, "id"))}

    @cached_property
    def column_of(self) -> dict[str, int]:
        """Column of each person who is a mentor, by the person's key."""
        return {key: index for index, key in enumerate(self.directory.keys(self.mentors))}

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Row of each person who is a mentee, by the person's key."""
        return {key: index for index, key in enumerate(self.directory.keys(self.mentees))}

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
        facts = self.relations.facts
        persons = {(one.person, one.said_person) for one in facts if one.person.startswith(OUTSIDER)}
        others = {(one.other, one.said_other) for one in facts if one.other.startswith(OUTSIDER)}
        return dict(sorted(persons | others, reverse=True))

    @cached_property
    def sha256(self) -> str:
        """Hash of the checked people, facts and ratings; row order, file format and file names do not enter."""
        return digest(self.mentors, self.mentees, self.relations, self.ratings)


def _in_order(people: Iterable[SomePerson]) -> Sequence[SomePerson]:
    """Return people sorted by id."""
    return people.ordered() if isinstance(people, Packed) else tuple(sorted(people, key=attrgetter("id")))


def _without(people: Sequence[SomePerson], columns: Collection[str]) -> Sequence[SomePerson]:
    """Return people without what they said in some columns."""

    def rest(other: Mapping[str, str]) -> dict[str, str]:
        return {column: text for column, text in other.items() if column not in columns}

    if isinstance(people, Packed):
        return people.changed("other", rest)
    return tuple(person.model_copy(update={"other": rest(person.other)}) for person in people)


def _doubles(people: Sequence[Mentor] | Sequence[Mentee], directory: Directory) -> list[Problem]:
    """Return a problem for every row of one role that is a person who has a row there already."""
    problems = []
    seen: dict[str, int] = {}
    for row, key in enumerate(directory.keys(people)):
        if (before := seen.setdefault(key, row)) != row:
            person, first = people[row], people[before]
            column = "id" if person.id == first.id or not person.email else "email"
            message = f"stands in {str(first.record) or 'another row'} already; keep one of the two"
            problems.append(_problem(person, column, message))
    return problems


def _problem(person: Mentor | Mentee, column: str, message: str) -> Problem:
    return Problem(person.record.file or f"{person.role}s", person.record.row, column, message)


def _share_free_time(
    people: Sequence[SomePerson], others: Sequence[Mentor] | Sequence[Mentee], directory: Directory
) -> Sequence[SomePerson]:
    """Fill blank free time from a person's other role, with the zone whose clock it was written by."""
    keys = directory.keys(people)
    blank = {keys[row]: row for row in _blank(people, "free")}
    filled = {}
    for at, key in enumerate(directory.keys(others) if blank else ()):
        if key in blank and others[at].free:
            given = {"free": others[at].free, "time_zone": others[at].time_zone}
            filled[blank[key]] = people[blank[key]].model_copy(update=given)
    if isinstance(people, Packed):
        return people.replaced(filled)
    return tuple(filled.get(row, person) for row, person in enumerate(people)) if filled else people


def _without_free_time(people: Sequence[Mentor] | Sequence[Mentee]) -> Iterator[Problem]:
    message = 'required; write days and hours, such as "Mon 09:00-11:00; weekdays 18:00-20:00"'
    return (_problem(people[row], "free", message) for row in _blank(people, "free"))


def _blank(people: Sequence[Mentor] | Sequence[Mentee], name: str) -> list[int]:
    """Return the rows of those who left a field open."""
    return [row for row, answer in enumerate(answers(people, name)) if not answer]


def _shorthand(people: Sequence[Mentor] | Sequence[Mentee]) -> Iterator[Relation]:
    """Yield the columns ``boss`` and ``wishes`` as the relations they stand for."""
    fields = ("id", "boss", "wishes", "record.file", "record.row")
    for id_, bosses, wishes, file, row in zip(*(answers(people, name) for name in fields), strict=True):
        for boss in bosses:
            record = Record(file=file, row=row, column="boss")
            yield Relation(person=id_, other=boss, kind=Kind.BOSS, record=record)
        for rank, wish in enumerate(wishes, start=1):
            record = Record(file=file, row=row, column="wishes")
            yield Relation(person=id_, other=wish, kind=Kind.WISH, why=str(rank), record=record)
