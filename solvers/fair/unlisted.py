"""The fairest answer of a source, where no row wants several places: found and proven without listing all pairs.

1. The most rows that can get a place: a flow among candidates; the source is asked what else the rows left out reach,
   until they reach no free place.
2. The highest threshold to which as many can be lifted: by bisection, the same on the pairs that reach it.
3. The best score on those pairs: price and verify.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solvers.cuts import closure, tight_cut
from solvers.fair.fairest import fair_result, make_sure
from solvers.fair.lifting import Fair, highest, most_rows
from solvers.pairs import AWAY, Pairs
from solvers.prices import certificate_of
from solvers.pricing.cuts import SourceCuts
from solvers.pricing.held import Held
from solvers.pricing.listing import known_of, listed, with_pairs
from solvers.pricing.pricing import search
from solvers.pricing.progress import Progress, Tell
from solvers.problem import AssignmentProblem, BoolArray, IntArray, Objective
from solvers.remainder import Remainder
from solvers.result import Result, Termination
from solvers.source import ScoreSource
from solvers.stop import Stop
from solvers.ties import Keys

MORE = 8
"""How many pairs of each row may follow each time that the source is asked."""


def fairest_from(source: ScoreSource, problem: AssignmentProblem, stop: Stop, tell: Tell) -> Result:
    """Return the answer of ``fairest`` where no row wants several places, without listing all pairs."""
    demand = _without_pins(problem)
    candidates = _Candidates(source, demand, tell)
    lift = candidates.lifted(0)
    to_fill, above = lift.count, np.zeros(problem.n_columns, np.int64)

    def holds(threshold: int) -> bool:
        nonlocal lift, above
        tried = candidates.lifted(threshold, to_fill)
        if tried.count == to_fill:
            lift = tried
            return True
        above = tried.reached.astype(np.int64)
        return False

    threshold, ruled_out = highest(candidates.ceiling(to_fill), holds, stop)
    reaching = source.at_least(threshold)
    held, termination = search(reaching, demand, Objective.MOST_PEOPLE, stop, tell)
    taken = _taken(held)
    if termination is not Termination.COMPLETED:  # the pairs that were lifted may be better
        taken = max(taken, lift.pairs, key=lambda pairs: (len(pairs.rows), int(pairs.scores.sum())))
    part = with_pairs(problem, taken, known_of(source, problem, candidates.pairs))
    prices = _of_bonus(held.prices.column_prices, 2 * held.part.bonus, part.bonus)
    prices = np.where(demand.column_capacity > 0, prices, 0)  # where there is no place none is sold
    remainder = Remainder.of(part, Objective.FAIREST)
    at = np.isin(remainder.pairs, part.positions(taken.rows, taken.columns))
    found = Fair(remainder.pairs[at], ruled_out - 1 if to_fill else None, above, prices, 1, termination)
    left_over = _left_over(reaching, demand, prices, part.bonus)
    cut_of, scanned = (tight_cut, None) if part.all_listed else (SourceCuts(source, part), source)
    certificate = certificate_of(part, Objective.FAIREST, remainder, at, prices, cut_of=cut_of)
    result = fair_result(part, certificate, found, left_over, scanned)
    make_sure(result)
    return result


def _without_pins(problem: AssignmentProblem) -> AssignmentProblem:
    """Return what the pins of a problem leave of everybody's places; no pairs are listed."""
    return AssignmentProblem(
        rows=[],
        columns=[],
        scores=[],
        row_capacity=problem.row_capacity - problem.row_pins,
        column_capacity=problem.column_capacity - problem.column_pins,
        row_keys=problem.row_keys,
        column_keys=problem.column_keys,
    )


@dataclass(frozen=True, eq=False)
class _Lift:
    """Pairs that lift as many rows as can be, if no more were sought; and the columns that the others reach."""

    pairs: Pairs
    reached: BoolArray

    @property
    def count(self) -> int:
        """How many rows are lifted."""
        return len(self.pairs.rows)


class _Candidates:
    """Pairs that are listed, of all that a source has: more, whenever others could lift more rows."""

    def __init__(self, source: ScoreSource, demand: AssignmentProblem, tell: Tell) -> None:
        self._source, self._demand, self._tell = source, demand, tell
        self._part = listed(source, demand)
        self._keys = Keys.of(demand.row_keys, demand.column_keys)

    @property
    def pairs(self) -> Pairs:
        """The pairs that are listed, each row's best among them."""
        return Pairs(self._part.rows, self._part.columns, self._part.scores)

    def ceiling(self, to_fill: int) -> int:
        """Return the most that the worst off of so many rows could get if no row stood in another's way."""
        scores = _best_of(self._source, self._demand, np.zeros(self._demand.n_columns, np.int64), 0).scores
        return int(np.sort(scores)[-to_fill]) if to_fill else 0

    def lifted(self, threshold: int, enough: int | None = None) -> _Lift:
        """Lift as many rows as can be by pairs that score at least a threshold, one each; or as many as are enough."""
        source = self._source.at_least(threshold)
        while True:
            self._tell(Progress(scan=0, share=0.0, candidates=len(self._part.rows)))
            remainder = Remainder.of(self._part, Objective.BEST_SCORE)
            remainder = remainder.only(remainder.scores >= threshold)
            taken = most_rows(remainder).taken
            pairs = Pairs(remainder.rows[taken], remainder.columns[taken], remainder.scores[taken])
            if len(pairs.rows) == enough:
                return _Lift(pairs, np.zeros(remainder.n_columns, np.bool_))
            rows, columns = closure(remainder, taken, remainder.row_capacity, remainder.column_capacity)
            more = self._beyond(source, rows, columns)
            if not len(more.rows):
                return _Lift(pairs, columns)
            self._part = with_pairs(self._part, more)

    def _beyond(self, source: ScoreSource, rows: BoolArray, columns: BoolArray) -> Pairs:
        """Return pairs of the rows that are reached with columns that are not, none of which is listed."""
        missing = (self._demand.column_capacity > 0) & ~columns
        asked = np.flatnonzero(rows) if missing.any() else np.zeros(0, np.int64)
        above, costs = np.full(len(asked), -1), np.where(missing, 0, AWAY)
        return source.best_per_row(costs, MORE, rows=asked, above=above, keys=self._keys)


def _taken(held: Held) -> Pairs:
    """Return the pairs of a choice."""
    at = held.remainder.pairs[held.taken]
    return Pairs(held.part.rows[at], held.part.columns[at], held.part.scores[at])


def _of_bonus(prices: IntArray, bonus: int, other: int) -> IntArray:
    """Return prices at which each place counts another bonus: columns that rows left out reach cost it, and no others.

    Either bonus is more than all scores together, and so than what else is in a price.
    """
    return np.where(2 * prices > bonus, prices - bonus + other, prices)


def _best_of(source: ScoreSource, demand: AssignmentProblem, prices: IntArray, bonus: int) -> Pairs:
    """Return the pair, if it has any, that leaves each row most, of those whose row and column have a place left."""
    rows = np.flatnonzero(demand.row_capacity)
    costs = np.where(demand.column_capacity > 0, prices, AWAY)
    return source.best_per_row(costs, 1, rows=rows, above=np.full(len(rows), -1 - bonus))


def _left_over(source: ScoreSource, demand: AssignmentProblem, prices: IntArray, bonus: int) -> IntArray:
    """Return what each row's best pair leaves it at column prices, if that is more than nothing."""
    best, found = _best_of(source, demand, prices, bonus), np.zeros(demand.n_rows, np.int64)
    found[best.rows] = np.maximum(0, best.scores + bonus - prices[best.columns])
    return found
