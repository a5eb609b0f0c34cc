"""The lines of pairs.csv and people.csv, for a spreadsheet: no cell of them is run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matchmaker.matching import Pair, PersonState
from matchmaker.packed import answers
from matchmaker.people import Mentee, Mentor
from matchmaker.pool import Pool
from matchmaker.sentences import hundredths
from matchmaker.writing.csv_file import header, lines
from matchmaker.writing.harmless import inert

PAIR = ("mentee_id", "mentor_id", "score")
"""The columns of pairs.csv where there are no pairs."""

PERSON = ("role", "id", "name", "email", "state", "places", "filled", "possible_partners", "why", "advice")
"""The columns of people.csv."""

_SHOWN = ("id", "name", "email", "company", "time_zone")


class Lines:
    """What lines say of a pool's people, who are not made for it."""

    def __init__(self, pool: Pool) -> None:
        self._index = {"mentee": pool.mentee_index, "mentor": pool.mentor_index}
        sides: dict[str, Sequence[Mentor | Mentee]] = {"mentee": pool.mentees, "mentor": pool.mentors}
        self._said = {role: {name: answers(people, name) for name in _SHOWN} for role, people in sides.items()}
        self._priority = answers(pool.mentees, "priority")

    def of_pair(self, pair: Pair) -> dict[str, object]:
        """Return a pair as a line, with its sentences."""
        names = ("mentee", "mentor", "score", "mentee_view", "mentor_view", "pinned")
        points = {f"{part.view}:{part.name}": part.points for part in pair.criteria}
        said = {name: getattr(pair, name) for name in names} | {"waived": "; ".join(pair.waived)} | points
        whys = {f"why_{part.name}": inert(part.why) for part in pair.criteria if part.view == "mentee"}
        return self.of_row(said, [*points]) | whys

    def of_row(self, row: Mapping[str, Any], parts: Sequence[str]) -> dict[str, object]:
        """Return a pair as a line, without sentences; ``row`` is all it is judged by, ``parts`` names the criteria."""
        people = {
            f"{role}_{name}": inert(said.at(self._index[role][row[role]]) or "")
            for role, fields in self._said.items()
            for name, said in fields.items()
        }
        return {
            **people,
            "score": hundredths(row["score"]),
            "pinned": "yes" if row["pinned"] else "",
            "waived": inert(row["waived"]),
            "priority": self._priority.at(self._index["mentee"][row["mentee"]]),
            "mentee_view": hundredths(row["mentee_view"]),
            "mentor_view": hundredths(row["mentor_view"]),
            **{name: hundredths(row[name]) for name in parts},
        }

    def of_person(self, one: PersonState) -> dict[str, object]:
        """Return what became of somebody as a line."""
        at, said = self._index[one.role][one.id], self._said[one.role]
        shown = (said[name].at(at) or "" for name in ("name", "email"))
        texts = [inert(text) for text in (one.id, *shown, one.why, one.advice)]
        counts = (one.places, one.filled, one.legal)
        return dict(zip(PERSON, (one.role, *texts[:3], one.state.value, *counts, *texts[3:]), strict=True))

    def pairs(self, rows: Iterable[Mapping[str, Any]], parts: Sequence[str], first: bool) -> str:
        """Return some of a large answer's pairs as CSV, without sentences; under the header if they are the first."""
        said = [self.of_row(row, parts) for row in rows]
        columns = [*said[0]] if said else PAIR
        return (header(columns) if first else "") + lines(said, columns)

    def people(self, people: Iterable[PersonState], first: bool) -> str:
        """Return what became of some people as CSV; under the header if they are the first."""
        return (header(PERSON) if first else "") + lines(map(self.of_person, people), PERSON)
