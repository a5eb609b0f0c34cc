"""The exact engine: min-cost flow over candidate pairs, priced and verified until no other pair can help.

Small problems are one flow over all pairs. In large ones few pairs matter: each row's best and each column's, then
those that the prices of the last flow show to be worth more (column generation; Desaulniers, Desrosiers & Solomon
2005). Every round ends with a legal choice and prices that bound all others, so a search can stop after any.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from solvers.arrays import best_few
from solvers.canonical import tie_values
from solvers.engines.network import best_choice
from solvers.prices import Prices, searched_prices
from solvers.problem import BoolArray, IntArray
from solvers.remainder import Remainder
from solvers.step import Step
from solvers.stop import Stop

AT_ONCE = 400_000
"""Up to so many pairs are solved in one flow, which takes less than half a second."""
_OF_ROW, _OF_COLUMN, _MORE = 16, 64, 8
"""How many pairs of each row and column are candidates at first, and how many of a row may follow each round."""


def solve_flow(remainder: Remainder, _: Stop) -> Iterator[Step]:
    """Yield better and better choices of pairs with their prices; the last is optimal."""
    candidates = _first(remainder) if len(remainder.pairs) > AT_ONCE else np.ones(len(remainder.pairs), np.bool_)
    while True:
        part = remainder.only(candidates)
        chosen = best_choice(part, part.levels())
        found = searched_prices(part, chosen)
        taken = candidates.copy()
        taken[candidates] = chosen
        yield Step(taken, found)
        more = _worth_more(remainder, ~candidates, found)
        if not more.any():
            return
        candidates = candidates | more


def _first(remainder: Remainder) -> BoolArray:
    """Return the first candidates, from both sides: with the rows' alone the search starts far from its end.

    Among equals the tie values choose, a different few for each row: by index all rows would have the same ones.
    Those of columns without a place can never be chosen; they only tell what a place there would be worth.
    """
    ties, no_place = next(tie_values(remainder)), remainder.column_capacity == 0
    of_row = _best_of(remainder.rows, remainder.scores, _OF_ROW, ties)
    of_column = _best_of(remainder.columns, remainder.scores, _OF_COLUMN, ties)
    candidates: BoolArray = of_row | of_column | no_place[remainder.columns]
    return candidates


def _worth_more(remainder: Remainder, others: BoolArray, found: Prices) -> BoolArray:
    """Return, of the other pairs, each row's best few among those that would leave it more than its worst place."""
    at = np.flatnonzero(others & (remainder.row_capacity > 0)[remainder.rows])
    rows, columns = remainder.rows[at], remainder.columns[at]
    surplus = remainder.gains.pairs[at] - found.column_prices[columns] - found.row_duals[rows]
    better = np.flatnonzero(surplus > 0)
    more = np.zeros(len(others), np.bool_)
    more[at[better[_best_of(rows[better], surplus[better], _MORE)]]] = True
    return more


def _best_of(owners: IntArray, values: IntArray, most: int, ties: IntArray | None = None) -> BoolArray:
    best = np.zeros(len(owners), np.bool_)
    best[best_few(owners, values, most, ties)] = True
    return best
