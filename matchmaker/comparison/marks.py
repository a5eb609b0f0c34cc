"""The numbers that strategies or settings are compared by: each a whole number that ``Measures`` holds."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from matchmaker.metrics import Measures


class Mark(NamedTuple):
    """Where it stands in ``Measures``, how it is called, how many units make one, and whether more of it is better.

    ``short`` is a table's heading.
    """

    path: str
    title: str
    short: str
    units: int
    more_is_better: bool

    def of(self, measures: Measures) -> int | None:
        """Return what it is in a matching; None where there is nothing to measure."""
        found: object = measures
        for name in self.path.split("."):
            found = getattr(found, name, None)
        return found if isinstance(found, int) else None


MARKS: Mapping[str, Mark] = MappingProxyType(
    {
        "mentees": Mark("coverage.mentees.count", "mentees matched", "mentees", 1, True),
        "places": Mark("pairs", "places filled", "places", 1, True),
        "coverage": Mark("coverage.places.share", "wanted places filled, %", "coverage %", 100, True),
        "mean": Mark("score.mean", "mean score", "mean", 100, True),
        "worst_off": Mark("worst_off", "worst-off mentee: the least sum of scores", "worst off", 100, True),
        "lowest": Mark("score.least", "lowest score of a pair", "lowest", 100, True),
        "p10": Mark("worse_off.p10", "worse-off side, 10th percentile", "worse-off p10", 100, True),
        "gini": Mark("gini", "Gini of what mentees get, %", "Gini %", 100, False),
        "loads": Mark("loads.deviation", "deviation of loads", "load deviation", 1000, False),
        "first": Mark("mentee_ranks.first.share", "mentees with a first choice, %", "first choice %", 100, True),
        "blocking": Mark("blocking.count", "blocking pairs", "blocking", 1, False),
        "envy": Mark("envy.mentees", "mentees who envy with reason", "envious", 1, False),
        "regret": Mark("regret.mean", "mean regret", "regret", 100, False),
    }
)
