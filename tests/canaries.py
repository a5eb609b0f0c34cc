"""Canaries: a word of its own in every field that takes text, and what is overheard while something runs."""

from __future__ import annotations

import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hostile import operations
from loud_people import ROLES, Cells, base, fields, takes
from people import table, write


def canary(kind: str, field: str, number: int = 1) -> str:
    """A word that stays found, however it is folded or cut."""
    return f"kanari{kind}{field.replace('_', '')}{number}z"


def found(text: str) -> set[str]:
    """The fields whose canaries are in a text, such as mentee.goal, or mentee.goalby."""
    kinds = "mentor|mentee|relation"
    return {f"{kind}.{field}" for kind, field in re.findall(rf"kanari({kinds})([a-z]+)\dz", text.casefold())}


def planted(kind: str, number: int) -> Cells:
    """A row with a canary in every field that takes text."""
    cells = {field: canary(kind, field, number) for field in fields(kind) if takes(kind, field, "canary")}
    address = {"email": f"{canary(kind, 'email', number)}@x.org"} if "email" in cells else {}
    return base(kind, f"{kind}{number}") | cells | address


def folder(path: Path, *, ids: bool = True, **files: str | bytes | list[Cells]) -> Path:
    """Two mentors and two mentees full of canaries; without ids their e-mails are their ids."""
    return write(path, **{**people(ids=ids), "relations": table(facts()), **files})


def people(*, ids: bool = True) -> dict[str, list[Cells]]:
    """The rows of mentors.csv and mentees.csv."""
    rows = {f"{role}s": [planted(role, number) for number in (1, 2)] for role in ROLES}
    return rows if ids else {name: [row | {"id": ""} for row in group] for name, group in rows.items()}


def facts() -> list[Cells]:
    """Mentee 1's boss's boss is mentor 2, mentee 2 wants nothing of mentor 1; wishes, and people who are not there."""
    name = {role: [canary(role, "name", number) for number in (1, 2)] for role in ROLES}
    outsider, somebody = canary("relation", "other"), canary("relation", "person")
    return [
        fact(name["mentee"][0], outsider, "boss"),
        fact(outsider, name["mentor"][1], "boss"),
        fact(name["mentee"][1], name["mentor"][0], "veto"),
        fact(name["mentor"][0], name["mentee"][1], "wish"),
        fact(name["mentor"][1], somebody, "wish"),
    ]


def fact(person: str, other: str, kind: str, **more: str) -> Cells:
    """A row of relations.csv with a canary for its reason."""
    blank = {"since": "", "until": "", "why": canary("relation", "why")}
    return {"person": person, "other": other, "kind": kind} | blank | more


class Ear(logging.Handler):
    """Keeps every line of a log, whatever its level."""

    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"log {record.getMessage()} {record.args} {record.exc_info}")


@contextmanager
def overheard() -> Iterator[list[str]]:
    """What is said beside the answer: log lines at any level, warnings, and the names of files that are touched."""
    heard: list[str] = []
    ear, root = Ear(heard), logging.getLogger()
    level = root.level

    def touched(number: int, name: str, args: tuple[object, ...]) -> None:
        heard.append(f"file {[os.fspath(arg) for arg in args if isinstance(arg, str | Path)]}")

    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    try:
        with warnings.catch_warnings(record=True) as warned, operations(touched):
            warnings.simplefilter("always")
            yield heard
        heard += [f"warning {one.message}" for one in warned]
    finally:
        root.removeHandler(ear)
        root.setLevel(level)
