"""Side by side: two matchings, person by person; strategies or settings, measure by measure."""

from matchmaker.comparison.moves import Change, Comparison, Move, compare

__all__ = ["Change", "Comparison", "Move", "compare"]
