"""Rule: the seam every ban is built on, and Ban: what a ban says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from matchmaker.shapes import Shape

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


@dataclass(frozen=True)
class Ban:
    """Why a pair is banned: the rule, a sentence, and the places in the input it came from."""

    rule: str
    why: str
    records: tuple[str, ...] = ()


class Rule(Protocol):
    """A pair it bans can never be matched. Truth depends on the two people, their facts and the programme only."""

    @property
    def name(self) -> str:
        """The word used in records and explanations."""

    @property
    def waivable(self) -> bool:
        """Whether a coordinator may waive it for one pair."""

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Turn people and facts into a shape over (mentees, mentors): 1 where the pair is banned, else 0."""

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Say why a pair this rule bans is banned, and which records say so."""
