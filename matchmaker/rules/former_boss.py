"""Nobody is mentored by somebody who was their boss until lately, if the programme asks for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matchmaker.relations import Fact, Kind
from matchmaker.rules.protocol import Ban
from matchmaker.sentences import say
from matchmaker.shapes import Shape, listed
from matchmaker.times.dates import is_recent

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


class FormerBoss:
    """Bans a mentor who was the mentee's boss until less than ``months`` before the start; never the other way round.

    Who was a boss without an end counts as if that had just ended.
    """

    name = "former_boss"
    waivable = False

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """List the pairs of a mentee and a boss who left lately."""
        facts = [fact for fact in pool.relations.of(Kind.BOSS, Kind.FORMER_BOSS) if _counts(fact, programme)]
        inside = [fact for fact in facts if fact.person in pool.row_of and fact.other in pool.column_of]
        pairs = ((pool.row_of[fact.person], pool.column_of[fact.other]) for fact in inside)
        return listed(pairs, len(pool.mentors))

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Say until when, the last of several ends, and how long ago that has to be."""
        one, other = pool.mentees[mentee], pool.mentors[mentor]
        key = pool.directory.key(one)
        found = pool.between(mentee, mentor, Kind.BOSS, Kind.FORMER_BOSS)
        facts = [fact for fact in found if fact.person == key and _counts(fact, programme)]
        ends = [fact.until for fact in facts]
        until = None if None in ends else max(filter(None, ends))
        months = programme.rules.former_boss.months
        sentence = say("former_boss", mentee=one.name, mentor=other.name, until=until, months=months)
        return Ban(self.name, sentence, tuple(str(fact.record) for fact in facts))


def _counts(fact: Fact, programme: Programme) -> bool:
    months = programme.rules.former_boss.months
    return fact.was_boss(programme.start) and is_recent(fact.until, programme.start, months)
