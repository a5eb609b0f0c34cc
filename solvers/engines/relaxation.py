"""Prices for limits: what the linear relaxation pays for them, and the flow that bounds every answer at these prices.

Lagrangian relaxation (Geoffrion 1974): pairs are charged for what they use of the limits, and what is left is a flow.
Any prices bound; those of the linear relaxation bound best. They come in floats, are rounded to parts of a point, and
everything after that is in integers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from solvers.arrays import summed
from solvers.bounds import most_worth
from solvers.engines.network import best_choice
from solvers.prices import Prices, row_prices, searched_prices
from solvers.problem import BoolArray, IntArray
from solvers.remainder import Remainder

_FINEST = 1 << 14
"""The most parts of a point that prices are told in."""
_LARGEST_TOTAL = 1 << 56


@dataclass(frozen=True, eq=False)
class Relaxation:
    """What no answer that keeps the limits can count more than, ``prices.scale`` times; and the best without limits.

    ``losses`` are what every pair costs of ``most`` at least, if it is chosen.
    """

    prices: Prices
    most: int
    losses: IntArray
    flow: BoolArray


def relaxation(remainder: Remainder) -> Relaxation:
    """Return prices for limits and columns with what they prove; for problems with one priority."""
    wished = _paid(remainder)
    scale, limit_prices = _whole(remainder, wished)
    priced = remainder.priced(limit_prices, scale)
    taken = best_choice(priced, [priced.gains])
    found = searched_prices(priced, taken)
    rows, columns = remainder.rows, remainder.columns
    surplus = priced.gains.pairs + priced.gains.first[rows] - found.column_prices[columns]
    return Relaxation(
        prices=replace(found, proven=False, limit_prices=limit_prices, scale=scale),
        most=most_worth(priced, found.column_prices) + remainder.limits.at_prices(limit_prices),
        losses=np.maximum(row_prices(priced, found.column_prices)[rows] - surplus, 0),
        flow=taken,
    )


def counts_alike(remainder: Remainder) -> bool:
    """Whether one sum, the score with a bonus on every pair, orders all answers as what is sought does."""
    one_count = not remainder.place_bonus or (remainder.first == remainder.row_capacity).all()
    no_other = not any(most.any() for most in remainder.counted)
    return len(remainder.units) == 1 and bool(one_count) and no_other


def _whole(remainder: Remainder, wished: npt.NDArray[np.float64]) -> tuple[int, IntArray]:
    """Return the wished prices in the finest parts of a point at which all sums fit; none if they never do."""
    nodes = 4 * (remainder.n_rows + remainder.n_columns + 4)
    terms, scale = remainder.limits, _FINEST
    charged = summed(len(remainder.pairs), terms.pairs, abs(terms.weights) * wished[terms.owners])
    worth = float(remainder.scores.max(initial=0)) + 2.0 * max(remainder.place_bonus, remainder.floor_bonus)
    while scale > 1 and (charged.max(initial=0) + worth) * scale * nodes > _LARGEST_TOTAL:
        scale //= 2
    if (charged.max(initial=0) + worth) * scale * nodes > _LARGEST_TOTAL:
        return 1, np.zeros(len(wished), np.int64)
    return scale, np.rint(wished * scale).astype(np.int64)


def _paid(remainder: Remainder) -> npt.NDArray[np.float64]:
    """Return what the linear relaxation pays for a unit of every limit; 0 where it has no answer.

    Variables: pairs; whether each row has a first place; how many places of each column count extra.
    """
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    n, m, limits, gains = remainder.n_rows, remainder.n_columns, remainder.limits, remainder.gains
    firsts, counted = remainder.first, remainder.counted
    k, extra = len(remainder.pairs), n + m * len(counted)
    pairs, more = np.arange(k), k + np.arange(extra)
    # Below: rows' and columns' capacities, then that a first place, or a counted one, is a place; then the limits.
    links = [n + m + remainder.rows, *(n + m + n + at * m + remainder.columns for at in range(len(counted)))]
    at = [remainder.rows, n + remainder.columns, *links, n + m + np.arange(extra), n + m + extra + limits.owners]
    of = [pairs, pairs, *[pairs] * len(links), more, limits.pairs]
    value = [np.ones(2 * k), -np.ones(k * len(links)), np.ones(extra), limits.weights]
    matrix = coo_array(
        (np.concatenate(value), (np.concatenate(at), np.concatenate(of))), (n + m + extra + len(limits), k + extra)
    )
    most = [remainder.row_capacity, remainder.column_capacity, np.zeros(extra), limits.at_most]
    found: Any = linprog(  # type: ignore[call-overload]
        -np.concatenate([gains.pairs, gains.first, *[gains.floor] * len(counted)]).astype(np.float64),
        A_ub=matrix.tocsr(),
        b_ub=np.concatenate(most),
        bounds=np.stack([np.zeros(k + extra), np.concatenate([np.ones(k), firsts, *counted])], axis=1).tolist(),
    )
    paid = -found.ineqlin.marginals[n + m + extra :] if found.status == 0 else np.zeros(len(limits))
    return np.asarray(np.maximum(paid, 0), np.float64)
