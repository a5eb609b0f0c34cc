"""What a programme limits, for the solver: quotas of groups and mentors' hours, as sums over pairs; and in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matchmaker.errors import Problem
from matchmaker.people import Mentee, Mentor, comma_number
from matchmaker.relations import fold
from matchmaker.sentences import say
from matchmaker.settings import LimitSettings
from solvers.limits import Limit
from solvers.problem import BoolArray, IntArray

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme

_MOST_HOURS = 1_000


class Quota(NamedTuple):
    """A limit, named as records name it, and in words that hold no name of anybody."""

    words: str
    limit: Limit


def quotas(pool: Pool, programme: Programme, rows: IntArray, columns: IntArray) -> tuple[Quota, ...]:
    """Return every limit over the pairs given; a pair that is not among them counts nothing."""
    found: list[Quota] = []
    for number, one in enumerate(programme.limit, start=1):
        found += _of_group(pool, one, f"limit.{number}", rows, columns)
    found += _of_hours(pool, programme, rows, columns) if programme.hours.mentors else []
    return tuple(found)


def answer(person: Mentee | Mentor, column: str) -> str:
    """Return what somebody answered in a column that tells groups, as it is compared."""
    said = getattr(person, column) if column in type(person).model_fields else person.other.get(column, "")
    return fold(str(said or ""))


def _of_group(pool: Pool, one: LimitSettings, label: str, rows: IntArray, columns: IntArray) -> Iterator[Quota]:
    people, ends = (pool.mentees, rows) if one.of == "mentees" else (pool.mentors, columns)
    group = np.array([answer(person, one.column) == fold(one.value) for person in people], np.bool_)
    mine = group[ends] if len(people) else np.zeros(0, np.bool_)
    for sign, most in ((-1, one.at_least), (1, one.at_most)):
        if most is not None:
            words = say("limit_words", limit=one, least=sign < 0, number=most)
            name = f"{label}.{'at_least' if sign < 0 else 'at_most'}"
            yield Quota(words, _limit(name, rows, columns, mine, sign, most))
    if one.per_mentor is not None:
        words = say("limit_per_mentor", limit=one, number=one.per_mentor)
        for column, mentor in enumerate(pool.mentors):
            shared = mine & (columns == column)
            if shared.any():
                name = f"{label}.per_mentor.{mentor.id}"
                yield Quota(words, _limit(name, rows, columns, shared, 1, one.per_mentor))


def _of_hours(pool: Pool, programme: Programme, rows: IntArray, columns: IntArray) -> Iterator[Quota]:
    """Yield a limit, in quarter-hours, for every mentor who said how many hours there are."""
    asked = np.array([_asked(mentee, programme) for mentee in pool.mentees], np.int64)
    for column, mentor in enumerate(pool.mentors):
        quarters = hours(mentor, programme.hours.mentors)
        mine = np.flatnonzero(columns == column)
        if quarters is not None and len(mine):
            pairs, name = np.stack([rows[mine], columns[mine]], axis=1), f"hours.{mentor.id}"
            limit = Limit(pairs, asked[rows[mine]], quarters, name)
            yield Quota(say("hours_words", hours=quarters / 4, label=mentor.label), limit)


def _asked(mentee: Mentee, programme: Programme) -> int:
    """Return the quarter-hours a month that a mentee takes."""
    return round(4 * (mentee.hours_per_month or programme.hours.not_said))


def _limit(name: str, rows: IntArray, columns: IntArray, mine: BoolArray, sign: int, most: int) -> Limit:
    at = np.flatnonzero(mine)
    return Limit(np.stack([rows[at], columns[at]], axis=1), np.full(len(at), sign), sign * most, name)


def hours(mentor: Mentor, column: str) -> int | None:
    """Return the quarter-hours a month that a mentor has in all, None where they left it open.

    Raises ValueError for anything else than hours in quarters.
    """
    said = mentor.other.get(column, "").strip()
    if not said:
        return None
    quarters = 4 * float(str(comma_number(said)))
    if not 0 <= quarters <= 4 * _MOST_HOURS or quarters != int(quarters):
        raise ValueError("out of range")
    return int(quarters)


def hours_unread(mentors: Iterable[Mentor], programme: Programme) -> Iterator[Problem]:
    """Yield a problem for everybody whose hours cannot be read."""
    column = programme.hours.mentors
    for mentor in mentors if column else ():
        try:
            hours(mentor, column)
        except ValueError:
            message = f"hours a month in quarters are needed, 0 to {_MOST_HOURS}, as in 1.5; or none for no limit"
            yield Problem(mentor.record.file or "mentors", mentor.record.row, column, message)


class Reached:
    """The limits as a choice of pairs leaves them."""

    def __init__(self, found: Sequence[Quota], chosen: Collection[tuple[int, int]]) -> None:
        self._words = [one.words for one in found]
        self._asks: list[bool] = []
        self._left: list[int] = []
        self._counts: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for at, (_, limit) in enumerate(found):
            weights = limit.weights.tolist()
            counted = dict(zip(zip(limit.rows.tolist(), limit.columns.tolist(), strict=True), weights, strict=True))
            self._asks.append(limit.at_most < 0)
            self._left.append(limit.at_most - sum(counted.get(pair, 0) for pair in chosen))
            for pair, weight in counted.items():
                self._counts.setdefault(pair, []).append((at, weight))

    def keep_out(self, pair: tuple[int, int]) -> list[str]:
        """Return the limits, in words, that a pair would break if it were added."""
        return [self._words[at] for at, weight in self._counts.get(pair, ()) if weight > 0 and weight > self._left[at]]

    def asked_for(self, pairs: Iterable[tuple[int, int]]) -> list[str]:
        """Return the limits, in words, that ask for just as much as was chosen, and for none of these pairs."""
        helped = {at for pair in pairs for at, _ in self._counts.get(pair, ())}
        return [
            self._words[at] for at, asks in enumerate(self._asks) if asks and not self._left[at] and at not in helped
        ]
