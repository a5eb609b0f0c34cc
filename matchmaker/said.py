"""What people said, one question at a time: the different answers, and whose is which."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar, cast

import numpy as np
import numpy.typing as npt

from matchmaker.shapes import padded

Answer = TypeVar("Answer")
Made = TypeVar("Made")

_REMEMBERED = 1 << 15
"""Different answers of a question that are known again when they come again; beyond, an answer may be kept twice."""


@dataclass(frozen=True, eq=False)
class Answers(Generic[Answer]):
    """Everybody's answer to one question. ``different`` are the answers, ``places`` the place in it of everybody's.

    What is made of an answer is made once for all who gave it. Some of ``different`` may be equal.
    """

    different: Sequence[Answer]
    places: npt.NDArray[np.integer]

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Answer]:
        return map(self.different.__getitem__, self.places.tolist())

    def at(self, row: int) -> Answer:
        """Return one person's answer."""
        answer: Answer = self.different[self.places[row]]
        return answer

    def each(self, of: Callable[[Answer], Made]) -> list[Made]:
        """Return what is made of everybody's answer; equal answers have one object."""
        return [*Answers([of(one) for one in self.different], self.places)]

    def array(self, of: Callable[[Answer], object]) -> npt.NDArray[np.int32]:
        """Return the whole number, or the row of them, that is made of everybody's answer: (people, …)."""
        made: npt.NDArray[np.int32] = np.array([of(one) for one in self.different], np.int32)[self.places]
        return made

    def padded(self, of: Callable[[Answer], Sequence[int]]) -> npt.NDArray[np.int32]:
        """Return the list of codes that is made of everybody's answer, filled up with -1: (people, longest)."""
        made: npt.NDArray[np.int32] = padded([of(one) for one in self.different])[self.places]
        return made

    def parts(self) -> list[Any]:
        """Return what stands in anybody's answer, each part once, where answers are lists."""
        return [*dict.fromkeys(chain.from_iterable(cast(Sequence[Iterable[object]], self.different)))]

    def among(self, rows: slice | npt.NDArray[np.integer]) -> Answers[Answer]:
        """Return the answers of some people, in this order."""
        return Answers(self.different, self.places[rows])

    def changed(self, of: Callable[[Answer], Answer]) -> Answers[Answer]:
        """Return everybody's answer, changed."""
        return Answers([of(one) for one in self.different], self.places)

    def replaced(self, rows: Collection[int], answers: Collection[Answer]) -> Answers[Answer]:
        """Return the answers with those of some people replaced."""
        first = len(self.different)
        places = self.places.astype(np.min_scalar_type(first + len(answers)))
        places[[*rows]] = np.arange(first, first + len(answers))
        return Answers([*self.different, *answers], places)


class Growing(Generic[Answer]):
    """Answers that come in piece by piece; equal ones are kept once."""

    def __init__(self) -> None:
        self._different: list[Answer] = []
        self._places = array("i")
        self._known: dict[object, int] = {}
        self._parts: dict[object, object] = {}

    def add(self, answers: Sequence[Answer]) -> None:
        """Add the answers of more people."""
        keys = [tuple(one.items()) if isinstance(one, dict) else one for one in answers]
        places = [*map(self._known.get, keys)]
        for at, place in enumerate(places):
            if place is None:
                places[at] = self._place(keys[at], answers[at])
        self._places.extend(cast(list[int], places))
        for known in (self._known, self._parts):
            if len(known) > _REMEMBERED:
                known.clear()

    def answers(self) -> Answers[Answer]:
        """Return all that came."""
        widest = np.min_scalar_type(max(len(self._different) - 1, 0))
        return Answers(self._different, np.array(self._places, np.int32).astype(widest))

    def _place(self, key: object, answer: Answer) -> int:
        """Return the place of an answer that is new, or was until just now.

        Its parts, such as windows of free time, become those of others who said the same.
        """
        place = self._known.setdefault(key, len(self._different))
        if place == len(self._different):
            said: object = answer
            if type(said) is tuple:
                said = tuple(self._parts.setdefault(one, one) for one in said)
            self._different.append(cast(Answer, said))
        return place
