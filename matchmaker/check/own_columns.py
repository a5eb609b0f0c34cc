"""The columns that a programme added: whether those it compares or audits are there, and hold what it knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Set

from matchmaker.criteria.own import Known
from matchmaker.errors import Problem
from matchmaker.people import Mentee, Mentor
from matchmaker.pool import Pool
from matchmaker.problem.quotas import answer
from matchmaker.programme import Programme
from matchmaker.relations import fold
from matchmaker.sentences import say
from matchmaker.settings import View, nearest

_SHOWN = 40
"""How many characters of an answer that is not known a notice repeats."""

_ALIKE = 60
"""From which likeness, of 100, an answer that is known is named as the nearest."""

_NAMED = 5
"""How many different answers of a column a notice names."""


def absent(programme: Programme, columns: Mapping[View, Set[str]]) -> list[Problem]:
    """Return a problem for every column that is compared or audited, and that no header has where it should be."""
    found = []
    for one in programme.criterion:
        for side, column in one.columns.items():
            if column not in columns[side]:
                message = f"{side}s.csv has no column {column}; {_nearest(column, columns[side])}"
                found.append(Problem("programme.toml", 0, f"criterion.{one.name}.{side}", message))
    for key, side, column in _limited(programme):
        if column not in columns[side]:
            message = f"{side}s.csv has no column {column}; {_nearest(column, columns[side])}"
            found.append(Problem("programme.toml", 0, key, message))
    everywhere = columns["mentee"] | columns["mentor"]
    for column in programme.audit.columns:
        if column not in everywhere:
            message = f"no file of people has a column {column}; {_nearest(column, everywhere)}"
            found.append(Problem("programme.toml", 0, "audit.columns", message))
    return found


def _limited(programme: Programme) -> Iterator[tuple[str, View, str]]:
    """Yield the columns that limits count by: the key that names each, and whose column it is."""
    for number, one in enumerate(programme.limit, start=1):
        yield f"limit.{number}.column", "mentee" if one.of == "mentees" else "mentor", one.column
    if programme.hours.mentors:
        yield "hours.mentors", "mentor", programme.hours.mentors


def _nearest(column: str, columns: Collection[str]) -> str:
    """Return which of the programme's own columns could be meant."""
    own = {name for name in columns if name} - Mentee.model_fields.keys() - Mentor.model_fields.keys()
    return nearest(column, own) if own else "it has none but those that have a meaning"


def strange_answers(pool: Pool, programme: Programme) -> Iterator[str]:
    """Yield a notice for every column with answers that an own criterion does not know, each with the nearest."""
    for one in programme.criterion:
        if not isinstance(one, Known):
            continue
        for (side, column), texts in zip(one.columns.items(), one.said(pool), strict=True):
            known = {fold(text): text for text in one.known(side)}
            if strange := _strange(texts, known):
                answers = [(text[:_SHOWN], near) for text, near in strange[:_NAMED]]
                more = len(strange) - len(answers)
                yield say("strange_answers", side=side, column=column, name=one.name, answers=answers, more=more)


def limits_of_nobody(pool: Pool, programme: Programme) -> Iterator[str]:
    """Yield a notice for every limit of a group that nobody is in, with the answer that is nearest."""
    from rapidfuzz import process

    for number, one in enumerate(programme.limit, start=1):
        people: Iterable[Mentee | Mentor] = pool.mentees if one.of == "mentees" else pool.mentors
        said = sorted({answer(person, one.column) for person in people} - {""})
        if fold(one.value) not in said:
            near = process.extractOne(fold(one.value)[:_SHOWN], said, score_cutoff=_ALIKE)
            yield say("limit_of_nobody", limit=one, number=number, near=near[0][:_SHOWN] if near else "")


def _strange(texts: Iterable[str], known: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return each answer that is not known, as it was written, with the nearest that is, if any; by the alphabet."""
    from rapidfuzz import process

    said = {fold(text): text for text in sorted(texts, reverse=True)}
    names = sorted(known)
    strange = sorted(said.keys() - {"", *known})
    near = [process.extractOne(answer[:_SHOWN], names, score_cutoff=_ALIKE) for answer in strange]
    return [(said[answer], known[one[0]] if one else "") for answer, one in zip(strange, near, strict=True)]
