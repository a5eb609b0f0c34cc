"""A programme's limits counted again, plainly: over the pairs of a record and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from matchmaker.matching import Matching
from matchmaker.people import Mentee, Mentor
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.relations import fold


def limits_broken(pool: Pool, programme: Programme, matching: Matching) -> Iterator[str]:
    """Yield every limit that the pairs do not keep."""
    for number, limit in enumerate(programme.limit, start=1):
        people = pool.mentees if limit.of == "mentees" else pool.mentors
        group = {person.id for person in people if _said(person, limit.column) == fold(limit.value)}
        mine = [pair for pair in matching.pairs if (pair.mentee if limit.of == "mentees" else pair.mentor) in group]
        if limit.at_least is not None and len(mine) < limit.at_least:
            yield f"limit.{number}.at_least: {len(mine)} places, not {limit.at_least}"
        if limit.at_most is not None and len(mine) > limit.at_most:
            yield f"limit.{number}.at_most: {len(mine)} places, not {limit.at_most}"
        if limit.per_mentor is not None:
            shared = Counter(pair.mentor for pair in mine)
            labels = [mentor.label for mentor in pool.mentors if shared[mentor.id] > limit.per_mentor]
            yield from (f"limit.{number}.per_mentor: {label} has more than {limit.per_mentor}" for label in labels)
    if programme.hours.mentors:
        yield from _hours_broken(pool, programme, matching)


def _said(person: Mentee | Mentor, column: str) -> str:
    return fold(person.other[column]) if column in person.other else fold(str(getattr(person, column, "") or ""))


def _hours_broken(pool: Pool, programme: Programme, matching: Matching) -> Iterator[str]:
    for mentor in pool.mentors:
        given = mentor.other.get(programme.hours.mentors, "").strip().replace(",", ".")
        taken = Fraction(0)
        for pair in matching.pairs:
            if pair.mentor == mentor.id:
                said = pool.mentees[pool.mentee_index[pair.mentee]].hours_per_month
                taken += Fraction(programme.hours.not_said if said is None else said)
        if given and taken > Fraction(given):
            yield f"hours: {mentor.label} has {float(taken):g} hours a month to give, and {given} in all"
