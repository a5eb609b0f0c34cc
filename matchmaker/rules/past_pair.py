"""Pairs that have been matched before."""

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


class PastPair:
    """Bans people who were matched before, in either role; with ``months`` set, only if it ended less long ago.

    A past pair without an end counts as if it had just ended.
    """

    name = "past_pair"
    waivable = True

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """List the pairs that still count."""
        facts = [fact for fact in pool.relations.of(Kind.PAST_PAIR) if _counts(fact, programme)]
        return listed((pair for fact in facts for pair in pool.pairs(fact.person, fact.other)), len(pool.mentors))

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Say since when and until when."""
        facts = [fact for fact in pool.between(mentee, mentor, Kind.PAST_PAIR) if _counts(fact, programme)]
        one, other, relation = pool.mentees[mentee], pool.mentors[mentor], facts[-1].relation
        sentence = say("past_pair", mentee=one.name, mentor=other.name, since=relation.since, until=relation.until)
        return Ban(self.name, sentence, tuple(str(fact.record) for fact in facts))


def _counts(fact: Fact, programme: Programme) -> bool:
    return is_recent(fact.until, programme.start, programme.rules.past_pair.months)
