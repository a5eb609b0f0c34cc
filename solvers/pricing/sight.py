"""How rows of one priority see prices: as costs in 64 bits, in the same order whatever a point counts for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solvers.arrays import costs_in_order
from solvers.pairs import Pairs
from solvers.problem import IntArray, Wholes
from solvers.remainder import Remainder


@dataclass(frozen=True, eq=False)
class Sight:
    """``scale`` · score − cost puts a row's pairs in the order of what they leave it at the prices."""

    costs: IntArray
    """One a column."""
    scale: int
    unit: int
    """What a point counts in these rows."""
    bonus: int
    """The bonus of every place, in points."""
    prices: Wholes

    @classmethod
    def of(cls, remainder: Remainder, prices: Wholes, level: int, highest: int) -> Sight:
        """Return how rows of a level of priority see prices; ``highest`` is the highest score."""
        unit, bonus = remainder.units[level], remainder.place_bonus
        if len(remainder.units) == 1:
            return cls(prices - bonus, 1, unit, bonus, prices)
        costs, scale = costs_in_order(prices, unit, highest)
        return cls(costs, scale, unit, bonus, prices)

    def value(self, pairs: Pairs) -> Wholes:
        """Return what each pair leaves its row."""
        worth = (pairs.scores + self.bonus).astype(self.prices.dtype) * self.unit
        return np.asarray(worth - self.prices[pairs.columns])

    def prices_below(self, least: Wholes) -> tuple[IntArray, IntArray]:
        """Return prices of rows and columns that no pair is worth less than together if it leaves its row ``least``.

        A few that leave less may be worth more, too, where there are several priorities: both prices are rounded down.
        """
        rows = least // self.unit - self.bonus - 1
        columns = self.prices // self.unit
        if rows.dtype == object:  # no row sighted is far below 0; of a column that is, all pairs are worth more
            far = 1 << 60
            rows, columns = np.clip(rows, -far, far), np.clip(columns, -far - far // 2, far)
        return rows.astype(np.int64), columns.astype(np.int64)
