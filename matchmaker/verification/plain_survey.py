"""What ``survey`` finds of a scored pool, found a second time by the plain rules, for verification: with a list."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matchmaker.matching import CriterionWeight
from matchmaker.scoring.scores import Scores
from matchmaker.scoring.survey import Tally, ViewedPairs
from matchmaker.verification.plain_rules import PlainRules
from matchmaker.verification.plain_walk import PlainBlock, PlainLook, PlainTally, Share, walk
from solvers.pairs import joined


class Lister:
    """Hands on the legal pairs of each block, with what each side thinks of them."""

    def __init__(self, scores: Scores, take: Callable[[ViewedPairs], object]) -> None:
        self._scores, self._take = scores, take

    def add(self, block: PlainBlock) -> None:
        """List those of a block."""
        views = self._scores.views(self._scores.points_block(block.start, block.stop))
        rows, columns = np.nonzero(block.legal >= 0)
        seen = (one[rows, columns] for one in (block.legal, *views))
        self._take(ViewedPairs(rows + block.start, columns, *seen))


def plain_survey(
    scores: Scores, rules: PlainRules, tell: Share
) -> tuple[ViewedPairs, Tally, tuple[CriterionWeight, ...]]:
    """List the legal pairs by the plain rules, count for everybody why the others are not, and weigh the criteria."""
    found = list[ViewedPairs]()
    tally, look = PlainTally(rules.names, scores.n_rows, scores.n_columns), PlainLook(scores)
    walk(scores, rules, (tally, look, Lister(scores, found.append)), tell)
    return joined(found, ViewedPairs), tally.told(), look.weights()
