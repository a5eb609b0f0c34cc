"""What a search holds: a choice among the listed pairs, and prices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solvers.canonical import canonical
from solvers.engines.priced import Start, priced_choice
from solvers.prices import Prices
from solvers.problem import AssignmentProblem, BoolArray, Objective
from solvers.remainder import Remainder


@dataclass(frozen=True, eq=False)
class Held:
    """A choice among the listed pairs, and prices that bound what others are worth."""

    objective: Objective
    part: AssignmentProblem
    remainder: Remainder
    taken: BoolArray
    prices: Prices

    @classmethod
    def best_of(cls, part: AssignmentProblem, objective: Objective) -> Held:
        """Return the best choice among the listed pairs, with the prices that prove it."""
        remainder = Remainder.of(part, objective)
        return cls(objective, part, remainder, *priced_choice(remainder))

    @cached_property
    def totals(self) -> tuple[int, int, int]:
        """Rows with a place, places, and score of the choice and its pins."""
        pinned, taken = np.flatnonzero(self.part.pinned), np.flatnonzero(self.taken)
        filled = np.bincount(self.remainder.rows[taken], minlength=self.part.n_rows) + self.part.row_pins
        score = self.part.scores[pinned].sum() + self.remainder.scores[taken].sum()
        return int(np.count_nonzero(filled)), int(filled.sum()), int(score)

    @cached_property
    def worth(self) -> int:
        """What the choice counts."""
        return self.remainder.worth(self.taken)

    def bettered(self) -> Held:
        """Return the best choice among the listed pairs, with its prices; from this one where that pays."""
        start = Start(self.taken, self.prices.column_prices)
        return Held(self.objective, self.part, self.remainder, *priced_choice(self.remainder, start))

    def among(self, part: AssignmentProblem) -> Held:
        """Return the same choice where more pairs are listed."""
        at = self.remainder.pairs[self.taken]
        chosen = np.zeros(len(part.rows), np.bool_)
        chosen[part.positions(self.part.rows[at], self.part.columns[at])] = True
        remainder = Remainder.of(part, self.objective)
        return Held(self.objective, part, remainder, chosen[remainder.pairs], self.prices)

    def canonical(self) -> Held:
        """Return, of all choices as good as this one, proven best, the one that the keys decide on."""
        taken = canonical(self.remainder, self.taken, self.prices)
        return Held(self.objective, self.part, self.remainder, taken, self.prices)
