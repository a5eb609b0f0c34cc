"""Criterion: the seam every part of a score is built on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from matchmaker.shapes import Shape

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


class Criterion(Protocol):
    """One part of a score, in one view. Points 0…10 000 depend on the two people and the programme, nobody else."""

    @property
    def name(self) -> str:
        """The word used in weights, records and explanations."""

    @property
    def view(self) -> Literal["mentee", "mentor"]:
        """Whose view this is part of."""

    @property
    def unknown(self) -> int:
        """The points of an unknown answer, below the average of the known ones."""

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Turn people's answers into a shape over (mentees, mentors)."""

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> str:
        """Say in one sentence what the points rest on: the topic, level, time or person."""
