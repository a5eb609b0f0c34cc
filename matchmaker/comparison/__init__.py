"""Side by side: two matchings, person by person; strategies or settings, measure by measure."""

from matchmaker.comparison.entrants import Entrant, by_settings, by_strategies
from matchmaker.comparison.moves import Change, Comparison, Move, compare
from matchmaker.comparison.results import SideBySide
from matchmaker.comparison.trials import side_by_side

__all__ = [
    "Change",
    "Comparison",
    "Entrant",
    "Move",
    "SideBySide",
    "by_settings",
    "by_strategies",
    "compare",
    "side_by_side",
]
