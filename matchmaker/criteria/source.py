"""Source: how the mentee comes to this mentor. A tie that both can name starts a pair better than a list does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from matchmaker.reach import acquaintances, experts
from matchmaker.sentences import say
from matchmaker.shapes import Highest, Shape
from matchmaker.ways import Ways

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


MOST_LISTED = 1 << 24
"""Pairs, of some twenty bytes each: in a large firm everybody knows somebody who knows everybody."""


class Source:
    """The best way from the mentee to the mentor through the facts between people (``ways.py`` says which).

    Where no way leads the two are strangers, as far as anybody said: unknown.
    """

    name = "source"
    view: Literal["mentee"] = "mentee"
    unknown = 3_000

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """List the pairs between whom a way leads, or where they are very many what the ways lead over."""
        ways = Ways(pool, programme)
        reached = Highest((*acquaintances(pool, ways), *experts(pool, ways)), len(pool.mentees), len(pool.mentors))
        return reached.listed() if reached.size <= MOST_LISTED else reached

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> str:
        """Name the way, person by person."""
        asking, offering = pool.mentees[mentee], pool.mentors[mentor]
        way = Ways(pool, programme).between(mentee, mentor)
        facts = {"kind": way.kind, "old": way.is_old} if way else {"kind": None, "old": False}
        by = [pool.name_of(key) for key in way.by] if way else []
        years = programme.source.old_years
        return say("source", mentee=asking.name, mentor=offering.name, by=by, years=years, **facts)
