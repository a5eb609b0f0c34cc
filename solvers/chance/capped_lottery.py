"""The capped lottery: no pair likelier than so much, and the best expected score under that; then one draw.

A guard against being matched with whom one has set out for (Jecmen et al. 2020; Xu, Jecmen, Song & Fang 2023), and an
answer to who else could have been chosen.

1. Cut every place into ``WHOLE`` parts and let a pair take up to ``cap`` of them: one integer flow. Of several best
   answers the tie values choose, as ever.
2. Draw whole pairs from the parts, exactly (``sampling``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from solvers.answer import Author, certified
from solvers.canonical import coins, prices_in_ties, settled, tight_arcs
from solvers.chance.sampling import drawn
from solvers.engines.flow import solve_flow
from solvers.engines.network import Network
from solvers.errors import EngineError, ProblemError
from solvers.prices import raised_prices
from solvers.problem import AssignmentProblem, BoolArray, IntArray, Objective
from solvers.proof.odds import Odds
from solvers.remainder import Remainder
from solvers.result import Result, Termination
from solvers.stop import Stop

BITS = 10
WHOLE = 1 << BITS
"""A chance is so many of these equal parts."""
AUTHOR = Author("capped_lottery", "capped_lottery", Objective.BEST_SCORE, proves=False)


def capped_lottery(problem: AssignmentProblem, stop: Stop, *, cap: int = WHOLE // 2, seed: int = 0) -> Result:
    """Draw pairs of which none was likelier than ``cap`` of ``WHOLE``, with the best expected score under that.

    ``odds`` of the result says how likely each pair was, with the proof, and what share of the best score is kept. A
    pinned pair is certain. Where a row has few legal pairs it may, under the cap, be expected to get less than a place,
    and a draw may leave it without. Every ``seed``, 0 at least, is a draw of its own.

    Raises
    ------
    ProblemError
        If the cap is not from 1 to ``WHOLE``.
    """
    check_cap(cap)
    remainder = Remainder.of(problem, Objective.BEST_SCORE)
    *_, best = solve_flow(remainder, stop)
    if best.prices is None or not best.prices.proven:
        raise EngineError("flow stopped short of the best answer")
    parts, prices = best_parts(remainder, cap)
    taken = draw(remainder, parts, seed)
    result = certified(problem, AUTHOR, remainder, taken, best.prices, Termination.COMPLETED)
    assert result.score_bound is not None  # it has one wherever nothing but pins goes before the score
    return replace(result, odds=odds_of(problem, remainder, parts, prices, cap, result.score_bound))


def check_cap(cap: int) -> None:
    """Make sure that a cap is a number of parts.

    Raises
    ------
    ProblemError
        If it is not.
    """
    if not 1 <= cap <= WHOLE:
        raise ProblemError(f"cap: {cap} is out of range; allowed is 1 to {WHOLE}, so many parts of {WHOLE}")


def best_parts(remainder: Remainder, cap: int) -> tuple[IntArray, IntArray]:
    """Return how many parts each pair takes for the best expected score, and column prices that prove it."""
    best = Parts.best_of(remainder, cap)
    return best.settled(), best.column_prices


@dataclass(frozen=True, eq=False)
class Parts:
    """Parts of pairs with the best expected score, and the prices that prove it: the least of columns."""

    remainder: Remainder
    network: Network
    flows: IntArray
    column_prices: IntArray
    row_prices: IntArray

    @classmethod
    def best_of(cls, remainder: Remainder, cap: int) -> Parts:
        """Return the best parts of which no pair takes more than ``cap``; of equals any."""
        network = Network.of(remainder).in_parts(WHOLE, cap)
        flows = network.best(np.zeros(len(network.tails), np.int64), [network.gains(remainder.gains)])
        return cls(remainder, network, flows, *_prices(remainder, flows[: network.n_pairs], cap))

    def settled(self) -> IntArray:
        """Return, of all parts as good, those with the greatest sum of tie values."""
        return settled(self.network, self.remainder, self.flows, self._tight)

    def tie_prices(self) -> tuple[IntArray, IntArray]:
        """Return what ``canonical.tie_prices`` does, of parts as good."""
        return prices_in_ties(self.network, self.remainder, self.flows, self._tight)

    @property
    def _tight(self) -> BoolArray:
        return tight_arcs(self.network, self.remainder, self.row_prices, self.column_prices)


def draw(remainder: Remainder, parts: IntArray, seed: int) -> BoolArray:
    """Return which pairs are drawn; by keys and ``seed`` alone, whatever stands where and whoever else is there."""
    likely = np.flatnonzero(parts)
    row_keys, column_keys = remainder.row_keys[remainder.rows], remainder.column_keys[remainder.columns]
    likely = likely[np.lexsort((column_keys[likely], row_keys[likely]))]
    part = remainder.only(likely)
    taken = np.zeros(len(parts), np.bool_)
    taken[likely] = drawn(part.rows, part.columns, parts[likely], BITS, coins(part, seed))
    return taken


def _prices(remainder: Remainder, parts: IntArray, cap: int) -> tuple[IntArray, IntArray]:
    """Return the least column prices, and row prices to go with them, under which no part would rather be elsewhere."""
    load = np.bincount(remainder.rows, parts, remainder.n_rows)
    room = np.where(load < remainder.row_capacity * WHOLE, 0, 1 << 62)
    nothing = np.zeros(remainder.n_columns, np.int64)
    column_prices, row_prices, settled = raised_prices(remainder, nothing, room, parts > 0, parts < cap)
    if not settled:
        raise EngineError("flow called parts the best that can be improved")
    return column_prices, row_prices


def odds_of(
    problem: AssignmentProblem, remainder: Remainder, parts: IntArray, prices: IntArray, cap: int, best: int
) -> Odds:
    """Return the odds of all pairs, the pinned ones among them."""
    chances = np.where(problem.pinned, WHOLE, 0)
    chances[remainder.pairs] = parts
    likely = np.flatnonzero(chances)
    chances, scores = chances[likely], problem.scores[likely]
    expected = sum(map(int.__mul__, scores.tolist(), chances.tolist()))
    return Odds(problem.rows[likely], problem.columns[likely], chances, WHOLE, cap, expected, prices, best)
