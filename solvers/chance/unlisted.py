"""The capped lottery of a source, without listing all pairs: price and verify, with parts of pairs for pairs.

1. The best choice of whole pairs: the candidates it ends with are the first here, and its prices bound the score.
2. The best parts among the candidates; a scan finds the pairs that would leave their row more at the parts' prices,
   and the best few of each row are listed, until there are none.
3. Of parts as good, those of the most tie values: pairs that are worth just their prices, and may come in by their tie
   values, are listed in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from solvers.arrays import best_few
from solvers.chance.capped_lottery import AUTHOR, WHOLE, Parts, check_cap, draw, odds_of
from solvers.errors import EngineError
from solvers.pairs import Pairs, joined
from solvers.pricing.chosen import certified_of
from solvers.pricing.listing import with_pairs
from solvers.pricing.pricing import search
from solvers.pricing.progress import Tell
from solvers.problem import AssignmentProblem, IntArray, Objective
from solvers.proof.odds import check_odds
from solvers.proof.scanned import Scanned
from solvers.remainder import Remainder
from solvers.result import Result, Termination
from solvers.source import ScoreSource
from solvers.stop import Stop, never
from solvers.ties import Keys

MORE = 8
"""How many pairs of each row may follow each round."""
_AT_ONCE = 1 << 22
"""How many pairs the source is asked about together."""


def capped_lottery_from(
    source: ScoreSource, problem: AssignmentProblem, _: Stop, tell: Tell, *, cap: int = WHOLE // 2, seed: int = 0
) -> Result:
    """Draw the pairs of ``capped_lottery``, without listing them all.

    Raises
    ------
    ProblemError
        If the cap is not from 1 to ``WHOLE``.
    EngineError
        If the independent checker refuses the odds: a bug, never silently a success.
    """
    check_cap(cap)
    held, _termination = search(source, problem, Objective.BEST_SCORE, never, tell)
    part, best = _best_parts(source, held.part, cap)
    remainder, parts = best.remainder, best.settled()
    taken = draw(remainder, parts, seed)
    result = certified_of(source, part, AUTHOR, remainder, taken, held.prices, Termination.COMPLETED)
    assert result.score_bound is not None  # it has one wherever nothing but pins goes before the score
    odds = odds_of(part, remainder, parts, best.column_prices, cap, result.score_bound)
    pairs = None if part.all_listed else Scanned(part, source)
    if wrong := check_odds(part, odds, result.rows, result.columns, result.score_bound, pairs):
        raise EngineError(f"capped_lottery gave odds that are refused: {'; '.join(wrong)}")
    return replace(result, odds=odds)


def _best_parts(source: ScoreSource, part: AssignmentProblem, cap: int) -> tuple[AssignmentProblem, Parts]:
    """Return the best parts, and the problem with all pairs listed that those of the most tie values may take."""
    keys = Keys.of(part.row_keys, part.column_keys)
    while True:
        best = Parts.best_of(Remainder.of(part, Objective.BEST_SCORE), cap)
        if part.all_listed:
            return part, best
        rows, columns = best.row_prices, best.column_prices
        more = _few(_unlisted(source, part, rows, columns), lambda some: some.scores, rows, columns)
        if not len(more.rows):  # no pair is worth more than its prices; some may be worth as much
            as_much = _unlisted(source, part, rows - 1, columns)
            more = _few(as_much, lambda some: keys.ties(some.rows, some.columns), *best.tie_prices())
        if not len(more.rows):
            return part, best
        part = with_pairs(part, more)


def _unlisted(source: ScoreSource, part: AssignmentProblem, rows: IntArray, columns: IntArray) -> Iterator[Pairs]:
    """Go through the pairs, not listed, that score more than the prices of rows and columns, where a row has places."""
    height = max(1, _AT_ONCE // max(1, part.n_columns))
    asked = np.flatnonzero(part.row_capacity > part.row_pins)
    for first in range(0, len(asked), height):
        found = source.improving(rows, columns, asked[first : first + height])
        yield found.only(part.positions(found.rows, found.columns) < 0)


def _few(pieces: Iterator[Pairs], worth: Callable[[Pairs], IntArray], rows: IntArray, columns: IntArray) -> Pairs:
    """Return each row's first few of the pairs that are worth no less than the prices of their row and column."""
    parts = [joined([], Pairs)]
    for some in pieces:
        beyond = worth(some) - rows[some.rows] - columns[some.columns]
        at = np.flatnonzero(beyond >= 0)
        parts.append(some.only(at[best_few(some.rows[at], beyond[at], MORE)]))
    return joined(parts, Pairs)
