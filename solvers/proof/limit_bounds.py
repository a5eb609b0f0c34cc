"""What the independent checker adds where there are limits: prices for them, and counts bounded together.

Lagrangian relaxation (Geoffrion 1974): give every limit a price of 0 or more, charge each pair for what it uses, and
what is left has the flow's shape, which column prices bound. With what the limits have to give at their prices that
bounds every answer that keeps them. The bound need not meet the best answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from solvers.arrays import summed
from solvers.limits import Terms
from solvers.problem import AssignmentProblem, IntArray


def unreadable_prices(problem: AssignmentProblem, limit_prices: object, scale: object, largest: int) -> Iterator[str]:
    """Yield what keeps the prices of limits from being weighed; no product of theirs may go beyond ``largest``."""
    if type(scale) is not int or scale < 1 or (scale > 1 and not problem.limits):
        yield "the scale must be an integer from 1 up, and 1 where there are no limits"
        return
    if not (isinstance(limit_prices, np.ndarray) and limit_prices.ndim == 1 and limit_prices.dtype.kind == "i"):
        yield "the prices of limits must be a flat array of integers"
    elif len(limit_prices) != len(problem.limits) or (limit_prices < 0).any():
        yield f"{len(problem.limits)} prices of limits are needed, 0 at least"
    elif _most_charged(problem.limit_terms, limit_prices, len(problem.rows)) > largest or scale > largest:
        yield "the price of a limit is out of range"


def _most_charged(terms: Terms, limit_prices: IntArray, length: int) -> float:
    """Return about the most that any pair is charged, in numbers that cannot wrap round."""
    charged = summed(length, terms.pairs, abs(terms.weights.astype(np.float64)) * limit_prices[terms.owners])
    return float(charged.max(initial=0))


def bounded_together(most: int, bonus: int, claims: Sequence[int], bounds: Sequence[int], people: bool) -> list[int]:
    """Return bounds of the counts in their order, each among answers that reach the claims before it.

    ``most`` bounds score + bonus · all counts together, and no score is below 0. Every row with a place counts again
    as a place; with ``people`` rows and places are the last two.
    """
    if not bonus:
        return list(bounds)
    found, left = [], most // bonus
    for at, (claim, bound) in enumerate(zip(claims, bounds, strict=True)):
        found.append(min(bound, left // 2 if people and at == len(bounds) - 2 else left))
        left -= claim
    return found


def most_people(most: int, bonus: int, rows: int, places: int, wanted: npt.NDArray[Any]) -> tuple[int, int]:
    """Return the bounds of rows with a place and of places, as ``most`` lowers them, whatever else is reached."""
    if bonus:
        rows, places = min(rows, most // bonus // 2), min(places, most // bonus)
    return rows, min(places, rows * int(wanted.max(initial=0)))
