"""People, facts and settings with a payload in every field that takes it; which fields there are, the models say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_origin

from hostile_text import PAYLOADS
from people import mentee_cells, mentor_cells, table, write
from pydantic import BaseModel, ValidationError

from matchmaker import CRITERIA, Mentee, Mentor, Pool, Programme, Relation
from matchmaker.reading.folder import read_folder
from matchmaker.shapes import Shape, listed

Cells = dict[str, object]
ROLES = ("mentor", "mentee")
MODELS: dict[str, type[BaseModel]] = {"mentor": Mentor, "mentee": Mentee, "relation": Relation}
OWN = "own"
"""A column that a programme added; the models keep it under ``other``."""


def fields(kind: str) -> list[str]:
    """Every column a file of this kind may have."""
    names = [name for name in MODELS[kind].model_fields if name != "record"]
    return names if kind == "relation" else [OWN if name == "other" else name for name in names]


def base(kind: str, key: str) -> Cells:
    """What is asked of everybody; of a fact, two people and its kind."""
    if kind == "relation":
        return {"person": key, "other": f"{key} too", "kind": "knows"}
    return mentor_cells(key) if kind == "mentor" else mentee_cells(key)


def cell(kind: str, field: str, payload: str) -> str:
    """A payload, and a word of its own for each place; an e-mail is nothing without its @."""
    word = "z" + sha256(repr((kind, field, payload)).encode()).hexdigest()[:9]
    return payload + word + ("@x.org" if field == "email" else "")


@cache
def takes(kind: str, field: str, payload: str) -> bool:
    """Whether a field takes a payload; if not, that is said where it is read."""
    text = cell(kind, field, payload)
    try:
        MODELS[kind].model_validate(base(kind, "ann") | ({"other": {OWN: text}} if field == OWN else {field: text}))
    except ValidationError:
        return False
    return True


@cache
def text_fields(kind: str) -> list[str]:
    """The fields that take any payload at all."""
    return [field for field in fields(kind) if any(takes(kind, field, payload) for payload in PAYLOADS)]


def full_rows(kind: str) -> list[Cells]:
    """Somebody for every payload, who has it in every field that takes it."""
    return [
        dict.fromkeys(fields(kind), "")
        | base(kind, f"{kind}{at}")
        | {field: cell(kind, field, payload) for field in fields(kind) if takes(kind, field, payload)}
        for at, payload in enumerate(PAYLOADS)
    ]


def refused_rows(kind: str) -> Iterator[tuple[str, Cells]]:
    """A row for every payload that a field does not take, with that field's name."""
    for field in fields(kind):
        for at, payload in enumerate(PAYLOADS):
            if not takes(kind, field, payload):
                row = dict.fromkeys(fields(kind), "") | base(kind, f"{kind} {field} {at}")
                yield field, row | {field: cell(kind, field, payload)}


def facts(mentees: list[Cells], mentors: list[Cells]) -> list[Cells]:
    """A line of bosses from each mentee to a mentor, through somebody who is only a payload; and a veto of theirs."""
    found: list[Cells] = []
    for payload, one, other in zip(PAYLOADS, mentees, mentors, strict=True):
        name = cell("relation", "other", payload) if takes("relation", "other", payload) else "Noor"
        fact = {"since": "", "until": "", "why": cell("relation", "why", payload)}
        pairs = [(one["id"], name, "boss"), (name, other["id"], "boss"), (name, other["id"], "veto")]
        found += [{"person": person, "other": boss, "kind": kind} | fact for person, boss, kind in pairs]
    return found


def said(person: Mentor | Mentee, field: str) -> str:
    """What somebody wrote into a field, as they are understood."""
    value = person.other.get(OWN, "") if field == OWN else getattr(person, field) or ""
    return value if isinstance(value, str) else "; ".join(getattr(one, "topic", one) for one in value)


@dataclass(frozen=True)
class Loud:
    """A criterion of a programme's own, whose sentence is all that somebody wrote into one field."""

    role: str
    field: str
    view: Literal["mentee"] = "mentee"
    unknown: int = 0

    @property
    def name(self) -> str:
        return f"{self.role}_{self.field}"

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        return listed((), len(pool.mentors))

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> str:
        return said(pool.mentees[mentee] if self.role == "mentee" else pool.mentors[mentor], self.field)


def loud(folder: Path) -> tuple[Pool, Programme]:
    """Write a folder of such people and facts, and read it; every text of theirs is in a sentence, too."""
    people = {f"{role}s": full_rows(role) for role in ROLES}
    pool, programme = read_folder(write(folder, relations=table(facts(**people)), **people))
    mine = (Loud(role, field) for role in ROLES for field in text_fields(role))
    return pool, programme.model_copy(update={"criteria": (*CRITERIA, *mine)})


def settings(model: type[BaseModel], payload: str) -> dict[str, Any]:
    """Every setting of a table with a payload for its value; where names are free, for those, too; and one unknown."""
    found: dict[str, Any] = {payload: payload}
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            found[name] = settings(field.annotation, payload)
        elif not field.exclude:
            found[name] = {payload: payload} if get_origin(field.annotation) is dict else payload
    return found


def toml(table: dict[str, Any], *above: str) -> str:
    """A table as TOML, its own values first."""
    here = [f"{_quoted(name)} = {_quoted(value)}" for name, value in table.items() if not isinstance(value, dict)]
    inner = [toml(value, *above, name) for name, value in table.items() if isinstance(value, dict)]
    head = [f"[{'.'.join(map(_quoted, above))}]"] if above else []
    return "\n".join([*head, *here, *inner])


def _quoted(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_quoted, value))}]"
    letters = (one if one.isascii() and one.isalnum() else f"\\u{ord(one):04x}" for one in str(value))
    return str(value) if isinstance(value, int) else f'"{"".join(letters)}"'
