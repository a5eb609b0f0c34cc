"""Feedback on a finished cycle: what mentees say of their mentors, one row of feedback.csv a pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from matchmaker.errors import InputError, Problem
from matchmaker.matching import Matching
from matchmaker.people import Day, Line, Mark, Record
from matchmaker.pool import Pool
from matchmaker.programme import Programme

Pair: TypeAlias = tuple[str, str]


def _yes_or_no(value: object) -> object:
    """Read yes and no as people write them."""
    if not isinstance(value, str):
        return value
    word = value.strip().casefold()
    if word not in _WORDS:
        raise ValueError("must be yes or no")
    return _WORDS[word]


_WORDS = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
YesNo: TypeAlias = Annotated[bool | None, BeforeValidator(_yes_or_no)]


class Feedback(BaseModel):
    """What a mentee says once it is over: whether it was completed, its last day, and marks for the mentor."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    mentee: Line = Field(min_length=1)
    mentor: Line = Field(min_length=1)
    completed: YesNo = None
    until: Day | None = None
    time: Mark = None
    communication: Mark = None
    psychology: Mark = None
    knowledge: Mark = None
    discretion: Mark = None
    care: Mark = None
    enthusiasm: Mark = None
    record: Record = Field(default=Record(file="feedback"), exclude=True, repr=False)


def read_feedback(path: str | Path) -> list[Feedback]:
    """Read feedback.csv.

    Raises
    ------
    InputError
        With everything wrong in it, each with its row and column.
    """
    from matchmaker.reading.folder import read_rows

    return read_rows(Path(path), Feedback)


def by_pair(pool: Pool, programme: Programme, matching: Matching, feedback: Iterable[Feedback]) -> dict[Pair, Feedback]:
    """Return feedback by the ids of the pair it is about.

    Raises
    ------
    InputError
        For people nobody knows, two who were no pair, a pair that stands twice, and an end before the start.
    """
    known = {(pair.mentee, pair.mentor) for pair in matching.pairs}
    found: dict[Pair, Feedback] = {}
    problems: list[Problem] = []
    for one in feedback:
        wrong = list(_unfit(pool, programme, known, found, one))
        problems += [Problem(one.record.file, one.record.row, column, message) for column, message in wrong]
        if not wrong:
            found[_ids(pool, one)] = one
    if problems:
        raise InputError(problems)
    return found


def _unfit(
    pool: Pool, programme: Programme, known: set[Pair], found: dict[Pair, Feedback], one: Feedback
) -> Iterator[tuple[str, str]]:
    """Say what is wrong with a row: the column, and why."""
    index = {"mentee": pool.row_of, "mentor": pool.column_of}
    strangers = False
    for side in ("mentee", "mentor"):
        try:
            if pool.directory.find(getattr(one, side)) not in index[side]:
                yield side, f"no {side} of this cycle goes by that; write the id or the e-mail"
                strangers = True
        except ValueError as error:
            yield side, str(error)
            strangers = True
    if not strangers and (pair := _ids(pool, one)) not in known:
        yield "mentor", "the two were no pair of this matching"
    elif not strangers and pair in found:
        yield "mentee", f"this pair stands in {found[pair].record} already; keep one of the two"
    if one.until and programme.start and one.until < programme.start:
        yield "until", f"{one.until} is before the programme's start {programme.start}"


def _ids(pool: Pool, one: Feedback) -> Pair:
    mentee, mentor = pool.directory.find(one.mentee), pool.directory.find(one.mentor)
    return pool.mentees[pool.row_of[mentee]].id, pool.mentors[pool.column_of[mentor]].id
