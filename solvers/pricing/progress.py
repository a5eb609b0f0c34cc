"""What a search tells on its way: how far it is, what it holds, what is still possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Progress:
    """How far a search is.

    ``scan`` counts the scans over the pairs from 1, and is 0 while the first candidates are looked for; ``share``
    of the present one is done, 0…1. ``candidates`` is how many pairs are listed. ``rows``, ``places`` and ``score``
    are what the choice held so far reaches; 0 until there is one. ``score_gap`` is how much more score a choice
    with the same counts could have by the best bound so far; None while there is no bound, or a count is not proven
    yet; with several priorities, until all is proven. ``seconds`` are those since the start. ``over`` is whether the
    search is done, and what it found is about to be checked.
    """

    scan: int
    share: float
    candidates: int
    rows: int = 0
    places: int = 0
    score: int = 0
    score_gap: int | None = None
    seconds: float = 0.0
    over: bool = False

    @property
    def score_bound(self) -> int | None:
        """The most score that a choice with the same counts can have."""
        return None if self.score_gap is None else self.score + self.score_gap

    @property
    def relative_gap(self) -> float | None:
        """The gap as a part of the bound."""
        return None if self.score_gap is None else self.score_gap / max(self.score + self.score_gap, 1)


Tell: TypeAlias = Callable[[Progress], None]
"""Called now and then while a search goes on, from its own thread; what it does must be quick."""


def silent(_: Progress) -> None:
    """Tell nobody."""
