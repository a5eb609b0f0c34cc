"""One walk over a scored pool by the plain rules, for verification: what ``survey`` finds, found a second time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from matchmaker.matching import CriterionWeight
from matchmaker.scores import Scores
from matchmaker.survey import Tally, ViewedPairs
from matchmaker.verification.plain_numbers import PlainWeights
from matchmaker.verification.plain_rules import PlainRules
from solvers.problem import BoolArray, IntArray
from solvers.source import joined


def plain_survey(scores: Scores, rules: PlainRules) -> tuple[ViewedPairs, Tally, tuple[CriterionWeight, ...]]:
    """List the legal pairs by the plain rules, count for everybody why the others are not, and weigh the criteria."""
    least = scores.programme.minimum_score
    counts, only = _counters(scores, (*rules.names, "below_minimum", "legal")), _counters(scores, rules.names)
    found, weights = [], PlainWeights(scores.programme)
    for start, stop in scores.blocks():
        blocks = scores.points_block(start, stop)
        views = scores.views(blocks)
        points = scores.combined(*views)
        possible = np.zeros(points.shape, np.bool_)
        for row in range(start, stop):
            mine, groups = points[row - start], rules.banned(row)
            rules_against = np.sum([*groups.values()], axis=0)
            _count(only, row, {name: columns & (rules_against == 1) for name, columns in groups.items()})
            low = mine < least
            groups |= {"below_minimum": (rules_against == 0) & low, "legal": (rules_against == 0) & ~low}
            _count(counts, row, groups)
            possible[row - start] = groups["legal"]
            legal = np.flatnonzero(groups["legal"])
            seen = (view[row - start, legal] for view in views)
            found.append(ViewedPairs(np.full_like(legal, row), legal, mine[legal], *seen))
        weights.add(blocks, possible)
    below, at_all = counts.pop("below_minimum"), counts.pop("legal")
    return joined(found, ViewedPairs), Tally(counts, only, below, at_all), weights.told()


def _counters(scores: Scores, names: Iterable[str]) -> dict[str, tuple[IntArray, IntArray]]:
    """Return a count of nothing under each name, for every row and every column."""
    return {name: (np.zeros(scores.n_rows, np.int64), np.zeros(scores.n_columns, np.int64)) for name in names}


def _count(counts: Mapping[str, tuple[IntArray, IntArray]], row: int, groups: Mapping[str, BoolArray]) -> None:
    for name, columns in groups.items():
        counts[name][0][row] = columns.sum()
        counts[name][1][:] += columns
