"""The lines of pairs.csv and people.csv, for a spreadsheet: no cell of them is run."""

from __future__ import annotations

from collections.abc import Sequence

from matchmaker.matching import Pair, PersonState
from matchmaker.pool import Pool
from matchmaker.sentences import hundredths
from matchmaker.writing.csv_file import header, lines
from matchmaker.writing.harmless import inert

PAIR = ("mentee_id", "mentor_id", "score")
"""The columns of pairs.csv where there are no pairs."""

PERSON = ("role", "id", "name", "email", "state", "places", "filled", "possible_partners", "why", "advice")
"""The columns of people.csv."""


def pair_line(pair: Pair, pool: Pool, whys: bool = True) -> dict[str, object]:
    """Return a pair as a line; without ``whys`` it has no sentences."""
    mentee, mentor = pool.mentees[pool.mentee_index[pair.mentee]], pool.mentors[pool.mentor_index[pair.mentor]]
    people = {
        f"{person.role}_{field}": getattr(person, field) or ""
        for person in (mentee, mentor)
        for field in ("id", "name", "email", "company", "time_zone")
    }
    points = {f"{part.view}:{part.name}": hundredths(part.points) for part in pair.criteria}
    views = {"mentee_view": hundredths(pair.mentee_view), "mentor_view": hundredths(pair.mentor_view)}
    said = {f"why_{part.name}": part.why for part in pair.criteria if part.view == "mentee" and whys}
    by_hand = {
        "pinned": "yes" if pair.pinned else "",
        "waived": "; ".join(pair.waived),
        "priority": mentee.priority,
    }
    return _harmless({**people, "score": hundredths(pair.score), **by_hand, **views, **points, **said})


def person_line(one: PersonState, pool: Pool) -> dict[str, object]:
    """Return what became of somebody as a line."""
    mentee = one.role == "mentee"
    person = pool.mentees[pool.mentee_index[one.id]] if mentee else pool.mentors[pool.mentor_index[one.id]]
    said = (one.role, one.id, person.name, person.email or "", one.state, one.places, one.filled, one.legal)
    return _harmless(dict(zip(PERSON, (*said, one.why, one.advice), strict=True)))


def pairs_text(pairs: Sequence[Pair], pool: Pool, first: bool) -> str:
    """Return some of a large answer's pairs as CSV, without sentences; under the header if they are the first."""
    said = [pair_line(pair, pool, whys=False) for pair in pairs]
    columns = [*said[0]] if said else PAIR
    return (header(columns) if first else "") + lines(said, columns)


def people_text(people: Sequence[PersonState], pool: Pool, first: bool) -> str:
    """Return what became of some people as CSV; under the header if they are the first."""
    return (header(PERSON) if first else "") + lines([person_line(one, pool) for one in people], PERSON)


def _harmless(line: dict[str, object]) -> dict[str, object]:
    return {name: inert(one) if isinstance(one, str) else one for name, one in line.items()}
