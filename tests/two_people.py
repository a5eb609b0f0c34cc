"""Maya and Tom: what one criterion makes of the two, for tables of named examples."""

from __future__ import annotations

from collections.abc import Iterable

from people import mentee, mentor
from random_pools import topics

from matchmaker import Criterion, Mentee, Mentor, Pool, Programme, Relation
from matchmaker.ratings import Rating
from matchmaker.shapes import UNKNOWN

Fields = dict[str, object]


def part(
    criterion: Criterion,
    maya: Fields,
    tom: Fields,
    facts: Iterable[Relation] = (),
    ratings: Iterable[Rating] = (),
    others: Iterable[Mentor | Mentee] = (),
    **settings: object,
) -> tuple[int, str]:
    """Points and sentence of Maya with Tom."""
    mentors = [mentor("tom", **{"name": "Tom"} | tom), *(one for one in others if isinstance(one, Mentor))]
    mentees = [mentee("maya", **{"name": "Maya"} | maya), *(one for one in others if isinstance(one, Mentee))]
    pool = Pool(mentors, mentees, facts, ratings)
    programme = Programme.model_validate({"topics": topics()} | settings)
    row, column = pool.mentee_index["maya"], pool.mentor_index["tom"]
    found = int(criterion.encode(pool, programme).pair(row, column))
    sentence = criterion.why(pool, programme, row, column)
    return programme.unknown_points(criterion) if found == UNKNOWN else found, sentence
