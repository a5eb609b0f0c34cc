"""The people of large pools, packed: question by question, equal answers once. A person is made when asked for.

As checked models people take some ten thousand bytes each; packed it is a tenth of that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter, eq
from typing import Any, Generic, TypeVar, overload

import numpy as np
from pydantic import BaseModel

from matchmaker.people import Mentee, Mentor, Record
from matchmaker.said import Answers, Growing

SomePerson = TypeVar("SomePerson", Mentor, Mentee)
Model = TypeVar("Model", bound=BaseModel)

PACKED_FROM = 4096
"""People; fewer are kept as they are."""

_RECENT = 256
"""How many who were asked for one by one are kept."""
_PIECE = 1000
"""People made at a time by those who walk over all of them."""

_RECORD = ("record.file", "record.row", "record.column")
_GIVEN = "given"
"""Which fields were given a value: a bit each, in the model's order."""


class Packed(Sequence[SomePerson]):
    """People of one role, unchangeable, as a tuple of them would be: indices, order, equality.

    Somebody asked for again later is made again, equal and not the same object. Threads may share it.
    """

    def __init__(self, model: type[SomePerson], answers: Mapping[str, Answers[Any]]) -> None:
        self._model: type[SomePerson] = model
        self._answers = answers
        self._recent: dict[int, SomePerson] = {}
        """Who was asked for lately: whoever tells of a pair asks for its two a dozen times."""

    def __len__(self) -> int:
        return len(self._answers["id"])

    @overload
    def __getitem__(self, at: int) -> SomePerson: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[SomePerson, ...]: ...
    def __getitem__(self, at: int | slice) -> SomePerson | tuple[SomePerson, ...]:
        if isinstance(at, slice):
            return tuple(self[row] for row in range(len(self))[at])
        row = range(len(self))[at]
        found = self._recent.get(row)
        if found is None:
            found = next(self._made({name: [one.at(row)] for name, one in self._answers.items()}))
            if len(self._recent) >= _RECENT:
                self._recent = {}
            self._recent[row] = found
        return found

    def __iter__(self) -> Iterator[SomePerson]:
        for start in range(0, len(self), _PIECE):
            piece = slice(start, start + _PIECE)
            yield from self._made({name: one.among(piece) for name, one in self._answers.items()})

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Packed | tuple):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self, other))

    def answers(self, name: str) -> Answers[Any]:
        """Return everybody's answer in a field, without making anybody."""
        return self._answers[name]

    def ordered(self) -> Packed[SomePerson]:
        """Return the same people sorted by id."""
        ids = [*self._answers["id"]]
        order = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
        return Packed(self._model, {name: one.among(order) for name, one in self._answers.items()})

    def changed(self, name: str, of: Callable[[Any], Any]) -> Packed[SomePerson]:
        """Return the same people with everybody's answer in a field changed."""
        return Packed(self._model, {**self._answers, name: self._answers[name].changed(of)})

    def replaced(self, others: Mapping[int, SomePerson]) -> Packed[SomePerson]:
        """Return the people with some replaced by others."""
        apart = _apart(self._model, [*others.values()])
        return Packed(self._model, {name: one.replaced(others, apart[name]) for name, one in self._answers.items()})

    def _made(self, answers: dict[str, Iterable[Any]]) -> Iterator[SomePerson]:
        """Yield people with these answers, which were checked when they were packed."""
        given, *records = (answers.pop(name) for name in (_GIVEN, *_RECORD))
        for said, mask, *place in zip(zip(*answers.values(), strict=True), given, *records, strict=True):
            record = _checked(Record, dict(zip(Record.model_fields, place, strict=True)), set(Record.model_fields))
            fields = {**dict(zip(answers, said, strict=True)), "record": record}
            yield _checked(self._model, fields, set(_named(self._model, mask)))


class Packing(Generic[SomePerson]):
    """Takes checked people in, piece by piece, and packs them where they are many."""

    def __init__(self, model: type[SomePerson]) -> None:
        self._model: type[SomePerson] = model
        self._loose: list[SomePerson] = []
        self._growing: dict[str, Growing[Any]] = {}

    def add(self, people: Iterable[SomePerson]) -> None:
        """Take more people in."""
        self._loose += people
        if self._growing or len(self._loose) >= PACKED_FROM:
            for name, answers in _apart(self._model, self._loose).items():
                self._growing.setdefault(name, Growing()).add(answers)
            self._loose = []

    def people(self) -> list[SomePerson] | Packed[SomePerson]:
        """Return everybody who came."""
        if not self._growing:
            return self._loose
        return Packed(self._model, {name: one.answers() for name, one in self._growing.items()})


def answers(people: Sequence[Mentor | Mentee], name: str) -> Answers[Any]:
    """Return everybody's answer in a field, or part of their record, such as ``record.row``."""
    if isinstance(people, Packed):
        return people.answers(name)
    return Answers([*map(attrgetter(name), people)], np.arange(len(people)))


def _checked(model: type[Model], fields: dict[str, Any], given: set[str]) -> Model:
    """Return a model with fields that need no check any more, as if it were unpickled."""
    made = model.__new__(model)
    state = {"__dict__": fields, "__pydantic_fields_set__": given}
    made.__setstate__({**state, "__pydantic_extra__": None, "__pydantic_private__": None})
    return made


def _apart(model: type[BaseModel], people: Sequence[Mentor | Mentee]) -> dict[str, list[Any]]:
    """Return everybody's answers, by what a packed pool keeps of a person."""
    fields = [*model.model_fields]
    apart: dict[str, list[Any]] = {name: [*map(attrgetter(name), people)] for name in fields if name != "record"}
    bits = {name: 1 << bit for bit, name in enumerate(fields)}
    apart[_GIVEN] = [sum(map(bits.__getitem__, person.model_fields_set)) for person in people]
    return apart | {name: [*map(attrgetter(name), people)] for name in _RECORD}


@lru_cache(maxsize=1024)
def _named(model: type[BaseModel], mask: int) -> frozenset[str]:
    """Return the fields whose bits are set."""
    return frozenset(name for bit, name in enumerate(model.model_fields) if mask >> bit & 1)
