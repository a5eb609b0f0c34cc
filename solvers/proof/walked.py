"""What the independent checker asks of all legal pairs, gathered in one walk over them by whoever checks.

Each block of rows is handed in once, with every column, and is then forgotten: what is kept is a few numbers for each
row and column, and no more pairs of a row than it wants places.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from solvers.arrays import costs_in_order
from solvers.pairs import Pairs, joined
from solvers.problem import AssignmentProblem, BoolArray, ColumnCounts, IntArray, Whole, Wholes
from solvers.proof.fairness import most_of_one_each, wants_one_each
from solvers.proof.odds import Odds, most_pairs
from solvers.proof.scanned import earned, reckons_with_highest

if TYPE_CHECKING:
    from solvers.proof.certificate import Certificate

_LARGEST = 1 << 58
"""More than any number that the checker of fairness takes."""
_NONE = np.iinfo(np.int64).min
"""Less than any pair is worth."""


class Walk:
    """Takes in every legal pair once, block by block, for the check of one certificate.

    ``demand`` says all but the pairs, of which it lists the pinned ones; a pinned pair is legal, whatever a block says
    of it. The certificate's cuts have to be sets of columns, and its prices one for each, as those of ``odds``, if it
    is drawn pairs that they prove.
    """

    def __init__(self, demand: AssignmentProblem, certificate: Certificate, odds: Odds | None = None) -> None:
        self.certificate, self.odds = certificate, odds
        likely = (odds.rows, odds.columns) if odds else (certificate.rows[:0], certificate.columns[:0])
        self._rows = np.concatenate([certificate.rows, likely[0]])
        self._columns = np.concatenate([certificate.columns, likely[1]])
        pinned = demand.pinned
        self._pins = Pairs(demand.rows[pinned], demand.columns[pinned], demand.scores[pinned])
        self.wanted = demand.row_capacity - demand.row_pins
        """The most places that each row can still take."""
        self._level = demand.row_level
        self._units = _units(certificate, int(self._level.max(initial=0)) + 1)
        self._outside = _outside(demand, certificate)
        self._reach = np.zeros((len(self._outside), demand.n_rows), np.int64)
        self._degrees = np.zeros(demand.n_rows, np.int64), np.zeros(demand.n_columns, np.int64)
        self._free = np.zeros(demand.n_columns, np.int64)
        self._times = np.zeros(demand.n_rows, np.int64)
        self._highest = int(self._pins.scores.max(initial=0))
        self._reckoned, self._costs = -1, list[tuple[IntArray, int]]()
        self._best = list[Pairs]()
        self._scores = np.full(len(self._rows), -1)
        self._order = np.argsort(self._rows, kind="stable")
        self._lifts, self._shares = _lifts(demand, certificate, self.wanted), _shares(demand, odds)

    def add(self, start: int, scores: IntArray) -> None:
        """Take in the scores of the rows from ``start`` on, (rows, columns); -1 is not legal."""
        stop = start + len(scores)
        self._times[start:stop] += 1
        self._highest = max(self._highest, int(scores.max(initial=0)))
        first, last = np.searchsorted(self._rows, (start, stop), sorter=self._order)
        mine = self._order[first:last]
        self._scores[mine] = scores[self._rows[mine] - start, self._columns[mine]]
        legal = scores >= 0
        first, last = np.searchsorted(self._pins.rows, (start, stop))
        pins = self._pins.rows[first:last] - start, self._pins.columns[first:last]
        legal[pins] = True
        self._degrees[0][start:stop] = legal.sum(axis=1)
        self._degrees[1][:] += legal.sum(axis=0)
        legal[pins] = False
        for asked in (*self._lifts, *([self._shares] if self._shares else [])):
            asked.keep(start, scores, legal)
        self._free += legal.sum(axis=0)
        for counts, outside in zip(self._reach, self._outside, strict=True):
            counts[start:stop] = _inside(legal, outside)
        self._keep_best(start, scores, legal)

    @property
    def whole(self) -> Whole:
        """What is known now of all legal pairs."""
        return Whole(*self._degrees, self._highest)

    @property
    def scores(self) -> IntArray:
        """The scores of the certificate's pairs, then of those that had a chance; -1 of one that is not legal."""
        return self._scores

    @property
    def missed(self) -> IntArray:
        """The rows that were not handed in, or more than once."""
        return np.flatnonzero(self._times != 1)

    @property
    def best(self) -> Pairs:
        """The pairs, not pinned, that leave each row most at the certificate's prices: as many as it wants places."""
        return joined(self._best, Pairs)

    def lifting(self, threshold: int, scale: int) -> Pairs:
        """Return the pair, not pinned, that leaves each row most of those that lift it, as the certificate asks."""
        (asked,) = (lift for lift in self._lifts if (lift.threshold, lift.scale) == (threshold, scale))
        found = joined(asked.best, Pairs)
        return found.only(asked.prices[found.columns] <= _LARGEST)

    @property
    def likely(self) -> Pairs:
        """The pairs, not pinned, that leave each row most at the prices of the odds: as many as could have a chance."""
        assert self._shares is not None  # else the odds are refused before
        return joined(self._shares.best, Pairs)

    def reachable(self, outside: BoolArray) -> IntArray:
        """Return how many pairs, not pinned, each row has with these columns, those outside one of the cuts.

        Other columns were not counted; then all of a row's pairs are, and bounds are still bounds.
        """
        for columns, counts in zip(self._outside, self._reach, strict=True):
            if not ((columns != outside) & (self._free > 0)).any():
                return counts
        return self._degrees[0] - np.bincount(self._pins.rows, minlength=len(self._degrees[0]))

    def _keep_best(self, start: int, scores: IntArray, legal: BoolArray) -> None:
        if self._highest > self._reckoned:
            self._reckoned = 2 * self._highest
            price = self.certificate.column_prices
            self._costs = [costs_in_order(price, unit, self._reckoned) for unit in self._units]
        wanted, level = (of[start : start + len(scores)] for of in (self.wanted, self._level))
        for at in np.unique(level).tolist():
            costs, scale = self._costs[at]
            for most in np.unique(wanted[(level == at) & (wanted > 0)]).tolist():
                rows = np.flatnonzero((level == at) & (wanted == most))
                value = np.where(legal[rows], scale * scores[rows] - costs, _NONE)
                row, columns = _best_of(value, most)
                self._best.append(Pairs(rows[row] + start, columns, scores[rows[row], columns].astype(np.int64)))


@dataclass(frozen=True, eq=False)
class _Asked:
    """Each row's best few pairs: as many as ``most`` says, of those that score a threshold, by what prices leave."""

    most: IntArray
    prices: IntArray
    scale: int = 1
    threshold: int = 0
    best: list[Pairs] = field(default_factory=list)

    def keep(self, start: int, scores: IntArray, legal: BoolArray) -> None:
        """Keep the best of the rows from ``start`` on."""
        most = self.most[start : start + len(scores)]
        value = np.where(legal & (scores >= self.threshold), self.scale * scores - self.prices, _NONE)
        for k in np.unique(most[most > 0]).tolist():
            rows = np.flatnonzero(most == k)
            row, columns = _best_of(value[rows], k)
            found = rows[row]
            self.best.append(Pairs(found + start, columns, scores[found, columns].astype(np.int64)))


class Walked:
    """All legal pairs but the pinned ones, as a walk has seen them."""

    def __init__(self, problem: AssignmentProblem, walk: Walk) -> None:
        self._problem, self._walk = problem, walk
        self.certificate, self.odds = walk.certificate, walk.odds

    def breaches(self, certificate: Certificate) -> list[str]:
        """Return where problem and certificate are not what the walk has seen of the pairs."""
        problem, seen = self._problem, self._walk.whole
        breaches = [f"row {row} was not walked over, or more than once" for row in self._walk.missed]
        if certificate is not self._walk.certificate:
            breaches.append("the walk was for another certificate")
        degrees = (problem.row_degree, seen.row_degree), (problem.column_degree, seen.column_degree)
        if not all(np.array_equal(*both) for both in degrees):
            breaches.append("there are more or fewer legal pairs than the problem says")
        if reckons_with_highest(problem, certificate) and seen.highest > problem.highest:
            breaches.append("there are higher scores than the problem says")
        at = problem.positions(certificate.rows, certificate.columns)
        listed = at >= 0
        listed[listed] = ~problem.pinned[at[listed]]
        scores = self._walk.scores[: len(at)]
        wrong = np.flatnonzero(listed)[scores[listed] != problem.scores[at[listed]]]
        pairs = zip(certificate.rows[wrong], certificate.columns[wrong], strict=True)
        return breaches + [f"the pair ({row}, {column}) is not legal, or has another score" for row, column in pairs]

    def filled(self, cut: IntArray, wanted: IntArray, offered: IntArray) -> int:
        """Return Σ_cut offered + Σ_rows min(wanted, pairs outside the cut): no choice fills more (Kőnig 1931)."""
        outside = offered > 0
        outside[cut] = False
        return int(offered[cut].sum() + np.minimum(wanted, self._walk.reachable(outside)).sum())

    def surplus(self, certificate: Certificate, counted: int, wanted: IntArray, first: IntArray) -> int:
        """Return the sum of every row's best few surpluses, the first of them with the bonus of a first place."""
        return earned(self._problem, certificate.column_prices, self._walk.best, counted, wanted, first)

    def most_lifted(self, threshold: int, scale: int, prices: Wholes, to_fill: int) -> int | None:
        """Return what no answer's score can exceed, ``scale`` times, if all its rows are lifted to ``threshold``."""
        return most_of_one_each(self._problem, self._walk.lifting(threshold, scale), scale, prices, to_fill)

    def best(self, prices: IntArray, most: IntArray) -> Pairs:
        """Return the best pairs of each row by the prices of the odds: at least as many as ``most`` says.

        Raises
        ------
        ValueError
            If these are not the prices that the walk was for.
        """
        if self._walk.odds is None or prices is not self._walk.odds.column_prices:
            raise ValueError("the walk was for other odds")
        return self._walk.likely


def _lifts(demand: AssignmentProblem, certificate: Certificate, wanted: IntArray) -> list[_Asked]:
    """Return what a proof of fairness asks; of one that is out of range, and refused later, nothing."""
    proof = certificate.fairness
    if proof is None or not wants_one_each(demand):
        return []
    prices, numbers = [], (proof.scale, proof.worst_off or 0, proof.worst_off_bound or 0)
    for some in (certificate.column_prices, proof.above_prices):
        if max([*numbers, *map(abs, some.tolist())]) > _LARGEST:
            return []
        prices.append(np.where(demand.column_capacity > demand.column_pins, some, 2 * _LARGEST).astype(np.int64))
    _, lowest, bound = numbers
    return [_Asked(wanted, prices[0], proof.scale, lowest), _Asked(wanted, prices[1], 0, bound + 1)]


def _shares(demand: AssignmentProblem, odds: Odds | None) -> _Asked | None:
    """Return what odds ask; of such as are out of range, and refused later, nothing."""
    if odds is None or not 1 <= odds.cap <= odds.whole <= 1 << 20:
        return None
    if max(map(abs, odds.column_prices.tolist()), default=0) > _LARGEST:
        return None
    return _Asked(most_pairs(demand, odds.whole, odds.cap), odds.column_prices)


def _units(certificate: Certificate, levels: int) -> tuple[int, ...]:
    """Return what a point counts at each level, as the certificate says; where that cannot be, it is refused later."""
    lawful = len(certificate.units) == levels and min(certificate.units) > 0
    return certificate.units if lawful else (1,) * levels


def _outside(demand: AssignmentProblem, certificate: Certificate) -> list[BoolArray]:
    """Return the columns outside each of the five cuts that have a place left, of those that count."""
    of_column = demand.column_pins
    room = demand.column_capacity > of_column
    cuts = ColumnCounts(certificate.floored_cut, certificate.floors_cut, certificate.columns_cut)
    found = [room & (most > of_column) for most in demand.column_counts] + [room.copy(), room.copy()]
    for outside, cut in zip(found, (*cuts, certificate.rows_cut, certificate.places_cut), strict=True):
        outside[cut] = False
    return found


def _inside(legal: BoolArray, columns: BoolArray) -> IntArray:
    """Count each row's pairs with some of the columns, by those or by the others, whichever are fewer."""
    few = 2 * np.count_nonzero(columns) <= len(columns)
    counted = legal[:, np.flatnonzero(columns if few else ~columns)].sum(axis=1)
    return np.asarray(counted if few else legal.sum(axis=1) - counted)


def _best_of(value: IntArray, most: int) -> tuple[IntArray, IntArray]:
    """Return the row and column of each row's ``most`` largest values, in some order."""
    if most == 1 and value.shape[1]:
        columns = value.argmax(axis=1)[:, None]
    elif most < value.shape[1]:
        columns = np.argpartition(value, -most, axis=1)[:, -most:]
    else:
        columns = np.broadcast_to(np.arange(value.shape[1]), value.shape)
    row, place = np.nonzero(np.take_along_axis(value, columns, axis=1) > _NONE)
    return row, columns[row, place]
