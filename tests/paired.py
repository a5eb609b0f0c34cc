"""Pairs for tests of hand-outs: people put together by hand, whatever a matching would say."""

from __future__ import annotations

from functools import cache

from matchmaker import Matching, Pool, match
from matchmaker.matching import Pair


@cache
def _nobody() -> Matching:
    return match(Pool([], []))


def paired(pool: Pool, *pairs: tuple[str, str]) -> Matching:
    """A matching of just these pairs, by id of mentee and mentor; hand-outs look at nothing else in it."""
    made = tuple(Pair.model_construct(mentee=mentee, mentor=mentor) for mentee, mentor in pairs)
    return _nobody().model_copy(update={"pairs": made, "certificate": None})


def all_paired(pool: Pool) -> Matching:
    """Every mentee with the first mentor."""
    return paired(pool, *((mentee.id, pool.mentors[0].id) for mentee in pool.mentees))
