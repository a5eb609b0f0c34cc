"""The result of pairs that were chosen of a source, by prices or by something else."""

from __future__ import annotations

from functools import partial

import numpy as np

from solvers.answer import Author, certified
from solvers.engines.priced import priced_choice
from solvers.pairs import Pairs
from solvers.prices import Prices
from solvers.pricing.cuts import SourceCuts
from solvers.pricing.listing import listed, with_pairs
from solvers.problem import AssignmentProblem, BoolArray, IntArray, Objective
from solvers.remainder import Remainder
from solvers.result import Result, Termination
from solvers.source import ScoreSource


def unproven_of(
    source: ScoreSource, problem: AssignmentProblem, strategy: str, rows: IntArray, columns: IntArray
) -> Result:
    """Return the result of a strategy that proves nothing best: the best choice among candidates bounds the score.

    Scans make sure that the bound holds for all legal pairs.

    ``problem`` lists the pinned pairs; ``rows`` and ``columns`` are the others that were chosen.
    """
    part = with_pairs(listed(source, problem), Pairs(rows, columns, source.scores_of(rows, columns)))
    remainder = Remainder.of(part, Objective.BEST_SCORE)
    chosen = np.zeros(len(part.rows), np.bool_)
    chosen[part.positions(rows, columns)] = True
    taken = chosen[remainder.pairs]
    author = Author(strategy, strategy, Objective.BEST_SCORE, proves=False)
    best = priced_choice(remainder)  # no other prices of the candidates are as near to what all legal pairs allow
    return certified_of(source, part, author, remainder, taken, best.prices, Termination.COMPLETED)


def certified_of(
    source: ScoreSource,
    part: AssignmentProblem,
    author: Author,
    remainder: Remainder,
    taken: BoolArray,
    found: Prices,
    termination: Termination,
) -> Result:
    """Return the result of what was taken of a listed part, once the checker accepts it for all pairs of the source."""
    result = partial(certified, part, author, remainder, taken, found, termination)
    return result() if part.all_listed else result(source=source, cut_of=SourceCuts(source, part))
