"""People for tests: any mentor and any mentee made here are a legal pair until a test says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from matchmaker import Pool
from matchmaker.people import Mentee, Mentor
from matchmaker.ratings import Rating
from matchmaker.relations import Relation

CELLS = {"time_zone": "Europe/London", "free": "weekdays 09:00-17:00"}
GOAL = {"goal": "Lead a team", "goal_by": "2027-09-01", "goal_measure": "Three people report to me"}


def mentor(key: str, **fields: object) -> Mentor:
    """A mentor in London with one place, one topic and a company of their own."""
    return Mentor.model_validate(mentor_cells(key) | fields)


def mentee(key: str, **fields: object) -> Mentee:
    """A mentee in London with one need, a goal and a company of their own."""
    return Mentee.model_validate(mentee_cells(key) | fields)


def relation(person: str, other: str, kind: str, **fields: object) -> Relation:
    """A fact between two people."""
    return Relation.model_validate({"person": person, "other": other, "kind": kind} | fields)


def mentor_cells(key: str) -> dict[str, object]:
    """What a mentor's row says, as text; the one row of mentors.csv."""
    return {**CELLS, **_names(key, "mentor"), "offers": "python:5", "capacity": "1"}


def mentee_cells(key: str) -> dict[str, object]:
    """What a mentee's row says, as text; the one row of mentees.csv."""
    return {**CELLS, **_names(key, "mentee"), **GOAL, "needs": "python:2>1"}


def ratings_of(pool: Pool, called: Callable[[str], str] = str) -> list[Rating]:
    """Every rating of a pool, of whoever ``called`` says instead of the key."""
    return [
        Rating(person=called(key), quality=quality, mean=Decimal(found.hundredths) / 100, count=found.marks)
        for key, quality, found in pool.ratings.rows
    ]


def write(folder: Path, **files: str | bytes | list[dict[str, object]]) -> Path:
    """Write a programme's folder: ``mentors=[cells, …]`` and ``mentees``, or any file as it is.

    ``programme`` and ``companies`` are written as .toml, all others as .csv.
    """
    folder.mkdir(exist_ok=True)
    people = {"mentors": [mentor_cells("ann")], "mentees": [mentee_cells("ben")]}
    for name, content in (people | files).items():
        path = folder / f"{name}.{'toml' if name in {'programme', 'companies'} else 'csv'}"
        data = table(content) if isinstance(content, list) else content
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def table(rows: list[dict[str, object]]) -> str:
    """Return rows as CSV, every cell quoted, under the columns of the first."""
    lines = [list(rows[0]), *([row.get(column, "") for column in rows[0]] for row in rows)]
    return "".join(",".join(_quoted(cell) for cell in line) + "\r\n" for line in lines)


def _quoted(cell: object) -> str:
    return '"{}"'.format(str(cell).replace('"', '""'))


def _names(key: str, role: str) -> Mapping[str, object]:
    company = sha256(f"{role} {key}".encode()).hexdigest()[:12]  # unlike any other: no notice of look-alikes
    return {"id": key, "name": f"{key.title()} {role.title()}", "company": company}
