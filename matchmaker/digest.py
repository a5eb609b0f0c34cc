"""The hash of a pool: of one JSON text that is never there as a whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from matchmaker.packed import answers

if TYPE_CHECKING:
    from matchmaker.people import Mentee, Mentor
    from matchmaker.ratings import Ratings
    from matchmaker.relations import Fact, Relations

_PIECE = 1000
"""Entries that are written at a time."""


def digest(mentors: Sequence[Mentor], mentees: Sequence[Mentee], relations: Relations, ratings: Ratings) -> str:
    """Return the SHA-256, in hexadecimal, of checked people, facts and ratings as JSON with sorted keys."""
    found = hashlib.sha256(b"[")
    parts = (_people(mentors), _people(mentees), map(_fact, relations.facts), iter(ratings.rows))
    for at, entries in enumerate(parts):
        for text in _written(entries):
            found.update(text.encode())
        found.update(b"]" if at == len(parts) - 1 else b", ")
    return found.hexdigest()


def _people(people: Sequence[Mentor] | Sequence[Mentee]) -> Iterator[dict[str, object]]:
    """Yield what everybody said, by field; where it was written is no part of it."""
    names = [name for name in type(people[0]).model_fields if name != "record"] if people else []
    for said in zip(*(answers(people, name) for name in names), strict=True):
        yield dict(zip(names, said, strict=True))


def _fact(fact: Fact) -> list[object]:
    return [fact.person, fact.other, fact.kind, fact.since, fact.until, fact.why]


def _written(entries: Iterable[object]) -> Iterator[str]:
    """Yield the text of a list, piece by piece."""
    entries, before = iter(entries), "["
    while piece := [*islice(entries, _PIECE)]:
        yield before + json.dumps(piece, sort_keys=True, ensure_ascii=False, default=date.isoformat)[1:-1]
        before = ", "
    yield "[]" if before == "[" else "]"
