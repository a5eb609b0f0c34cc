"""Pairs somebody has said no to: a person (veto, decline) or the coordinator (forbid)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matchmaker.relations import Kind
from matchmaker.rules.protocol import Ban
from matchmaker.sentences import say
from matchmaker.shapes import Shape, listed

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


@dataclass(frozen=True)
class SaidNo:
    """Bans the pairs that a relation of one kind names, whichever of the two said it.

    Who said it is private: the sentence is "not available" for all three kinds; only the record tells.
    """

    name: str
    kind: Kind
    waivable = False

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """List the pairs."""
        facts = pool.relations.of(self.kind)
        return listed((pair for fact in facts for pair in pool.pairs(fact.person, fact.other)), len(pool.mentors))

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Say that one is not available to the other, and keep the rows."""
        facts = pool.between(mentee, mentor, self.kind)
        return Ban(self.name, say("said_no"), tuple(str(fact.record) for fact in facts))
