"""The lines of pairs.csv and people.csv, for a spreadsheet: no cell of them is run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matchmaker.matching import Pair, PersonState
from matchmaker.pool import Pool
from matchmaker.sentences import hundredths
from matchmaker.writing.csv_file import header, lines
from matchmaker.writing.harmless import inert

PAIR = ("mentee_id", "mentor_id", "score")
"""The columns of pairs.csv where there are no pairs."""

PERSON = ("role", "id", "name", "email", "state", "places", "filled", "possible_partners", "why", "advice")
"""The columns of people.csv."""


def pair_line(pair: Pair, pool: Pool) -> dict[str, object]:
    """Return a pair as a line, with its sentences."""
    said = {name: getattr(pair, name) for name in ("mentee", "mentor", "score", "mentee_view", "mentor_view", "pinned")}
    said |= {f"{part.view}:{part.name}": part.points for part in pair.criteria}
    parts = [f"{part.view}:{part.name}" for part in pair.criteria]
    whys = {f"why_{part.name}": inert(part.why) for part in pair.criteria if part.view == "mentee"}
    return row_line(said | {"waived": "; ".join(pair.waived)}, parts, pool) | whys


def row_line(row: Mapping[str, Any], parts: Sequence[str], pool: Pool) -> dict[str, object]:
    """Return a pair as a line, without sentences; ``row`` holds all it is judged by, ``parts`` names the criteria."""
    mentee, mentor = pool.mentees[pool.mentee_index[row["mentee"]]], pool.mentors[pool.mentor_index[row["mentor"]]]
    people = {
        f"{person.role}_{field}": inert(getattr(person, field) or "")
        for person in (mentee, mentor)
        for field in ("id", "name", "email", "company", "time_zone")
    }
    return {
        **people,
        "score": hundredths(row["score"]),
        "pinned": "yes" if row["pinned"] else "",
        "waived": inert(row["waived"]),
        "priority": mentee.priority,
        "mentee_view": hundredths(row["mentee_view"]),
        "mentor_view": hundredths(row["mentor_view"]),
        **{name: hundredths(row[name]) for name in parts},
    }


def person_line(one: PersonState, pool: Pool) -> dict[str, object]:
    """Return what became of somebody as a line."""
    mentee = one.role == "mentee"
    person = pool.mentees[pool.mentee_index[one.id]] if mentee else pool.mentors[pool.mentor_index[one.id]]
    texts = [inert(text) for text in (one.id, person.name, person.email or "", one.why, one.advice)]
    counts = (one.places, one.filled, one.legal)
    return dict(zip(PERSON, (one.role, *texts[:3], one.state.value, *counts, *texts[3:]), strict=True))


def rows_text(rows: Iterable[Mapping[str, Any]], parts: Sequence[str], pool: Pool, first: bool) -> str:
    """Return some of a large answer's pairs as CSV, without sentences; under the header if they are the first."""
    said = [row_line(row, parts, pool) for row in rows]
    columns = [*said[0]] if said else PAIR
    return (header(columns) if first else "") + lines(said, columns)


def people_text(people: Sequence[PersonState], pool: Pool, first: bool) -> str:
    """Return what became of some people as CSV; under the header if they are the first."""
    return (header(PERSON) if first else "") + lines([person_line(one, pool) for one in people], PERSON)
