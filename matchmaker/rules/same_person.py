"""Nobody is their own mentor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matchmaker.rules.protocol import Ban
from matchmaker.sentences import say
from matchmaker.shapes import Shape, listed

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


class SamePerson:
    """Bans a person in both roles from being paired with themselves."""

    name = "self"
    waivable = False

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """List everybody who is in both files."""
        both = pool.row_of.keys() & pool.column_of.keys()
        return listed(((pool.row_of[key], pool.column_of[key]) for key in both), len(pool.mentors))

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Name the two rows."""
        one, other = pool.mentees[mentee], pool.mentors[mentor]
        return Ban(self.name, say("same_person", mentee=one.name), (str(one.record), str(other.record)))
