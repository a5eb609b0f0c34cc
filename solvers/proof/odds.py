"""Odds: how likely each pair was to be drawn; and the independent checker of that, which imports no solver.

Weak duality, as in ``certificate``: at any column prices, no shares of pairs under the cap are worth more than what
the columns' places cost and what the rows' best shares leave them. Odds hold the prices at which that meets what was
found; anybody can add it up in integers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, Protocol

import numpy as np

from solvers.arrays import long_sum, ranked
from solvers.pairs import Pairs
from solvers.problem import AssignmentProblem, IntArray


@dataclass(frozen=True, eq=False)
class Odds:
    """The chances of a draw: of ``whole`` equally likely cases each pair is drawn in ``parts``, in at most ``cap``.

    ``rows`` and ``columns`` are all pairs that had a chance, sorted. A pinned pair is certain, whatever the cap.
    ``expected`` is the expected score times ``whole``, the most that any chances under the cap have, as
    ``column_prices`` prove: what one more place of each column is worth. Pairs chosen without
    a draw score ``best`` at most, as the certificate of the drawn ones proves.
    """

    rows: IntArray
    columns: IntArray
    parts: IntArray
    whole: int
    cap: int
    expected: int
    column_prices: IntArray
    best: int

    @property
    def kept(self) -> Fraction:
        """The share of the best score that is kept at least, in expectation; all where there is nothing to score."""
        return Fraction(self.expected, self.whole * self.best) if self.best else Fraction(1)


class BestPairs(Protocol):
    """All legal pairs but the pinned ones, as the check of odds asks for them."""

    def best(self, prices: IntArray, most: IntArray) -> Pairs:
        """Return each row's best few pairs by what column prices leave, at least as many as ``most`` says.

        Those that score no more than the price of their column may be missing.
        """


def check_odds(
    problem: AssignmentProblem,
    odds: Odds,
    rows: IntArray,
    columns: IntArray,
    score_bound: int | None,
    pairs: BestPairs | None = None,
) -> tuple[str, ...]:
    """Return everything in the odds of drawn pairs that is not so; empty if all of it is.

    ``score_bound`` is what the certificate of the drawn pairs, ``rows`` and ``columns``, proves to be the best. Where
    the problem lists only some of the legal pairs, those with a chance at least, ``pairs`` knows all.
    """
    if pairs is None and not problem.all_listed:
        return ("odds: not all legal pairs are listed, and nothing else knows them",)
    breaches = list(_unreadable(problem, odds)) or list(_wrong_chances(problem, odds))
    if not breaches:
        breaches = [*_wrong_sums(problem, odds, pairs), *_wrong_draw(odds, rows, columns)]
        breaches += [] if odds.best == score_bound else [f"odds: {odds.best} is the best, {score_bound} is proven"]
    return tuple(breaches)


def most_expected(
    problem: AssignmentProblem, whole: int, cap: int, price: IntArray, pairs: BestPairs | None = None
) -> int:
    """Return ``whole`` times the most that any chances under the cap can score in expectation, by any prices from 0.

    A row fills its parts with its best surpluses, of each as much as the cap allows, and of one what is left.
    """
    pinned = problem.pinned
    row_most, column_most = _usable(problem)
    wanted = row_most - problem.row_pins
    offered = column_most - problem.column_pins
    capped, over = np.divmod(wanted * whole, cap)
    best = (_Listed(problem) if pairs is None else pairs).best(price, capped + (over > 0))
    best = best.only(best.scores > price[best.columns])
    surplus = best.scores - price[best.columns]
    order, rank = ranked(best.rows, surplus)
    row, surplus = best.rows[order], surplus[order]
    in_full, in_part = rank < capped[row], rank == capped[row]
    fixed = long_sum(problem.scores[pinned]) + long_sum(price * offered)
    rest = sum(map(int.__mul__, surplus[in_part].tolist(), over[row[in_part]].tolist()))
    return whole * fixed + cap * long_sum(surplus[in_full]) + rest


class _Listed(NamedTuple):
    """All legal pairs but the pinned ones, as the problem lists them."""

    problem: AssignmentProblem

    def best(self, prices: IntArray, most: IntArray) -> Pairs:
        """Return them all."""
        listed = Pairs(self.problem.rows, self.problem.columns, self.problem.scores)
        return listed.only(~self.problem.pinned)


def most_pairs(problem: AssignmentProblem, whole: int, cap: int) -> IntArray:
    """Return how many pairs of each row can have a chance under a cap, or more: where only the pins are known."""
    return -(-(problem.row_capacity - problem.row_pins) * whole // cap)


def _unreadable(problem: AssignmentProblem, odds: Odds) -> Iterator[str]:
    """Yield what keeps the odds from being added up at all; whoever hands them in may have them from anywhere."""
    lists = (odds.rows, odds.columns, odds.parts, odds.column_prices)
    if any(type(one) is not int for one in (odds.whole, odds.cap, odds.expected, odds.best)):
        yield "odds: whole, cap, expected and best must be integers"
    elif not 1 <= odds.cap <= odds.whole <= 1 << 20:
        yield "odds: the cap is out of range"
    if not all(isinstance(one, np.ndarray) and one.ndim == 1 and one.dtype.kind == "i" for one in lists):
        yield "odds: chances and prices must be flat arrays of integers"
    elif len({len(one) for one in lists[:3]}) > 1 or len(odds.column_prices) != problem.n_columns:
        yield "odds: three lists of chances of one length are needed, and a price for each column"
    elif ((odds.column_prices < 0) | (odds.column_prices > problem.highest)).any():
        yield "odds: a price is below 0, or above every score"


def _wrong_chances(problem: AssignmentProblem, odds: Odds) -> Iterator[str]:
    at = problem.positions(odds.rows, odds.columns)
    if (at < 0).any() or (np.diff(at) <= 0).any():
        yield "odds: a pair is not legal, stands twice, or is not in order"
        return
    pinned = problem.pinned[at]
    most = np.where(pinned, odds.whole, odds.cap)
    if ((odds.parts < np.where(pinned, odds.whole, 1)) | (odds.parts > most)).any():
        yield "odds: a chance is none, or above the cap"
    if np.count_nonzero(pinned) != np.count_nonzero(problem.pinned):
        yield "odds: a pinned pair is missing"
    for side, owners, most in zip(("row", "column"), (odds.rows, odds.columns), _usable(problem), strict=True):
        over = np.bincount(owners, odds.parts, len(most)) > most * odds.whole
        yield from (f"odds: {side} {owner} has more places than its capacity" for owner in np.flatnonzero(over))


def _usable(problem: AssignmentProblem) -> tuple[IntArray, IntArray]:
    """Return capacities, cut down to what legal pairs can use: one alone may be too large to be cut in parts."""
    rows = np.minimum(problem.row_capacity, problem.row_degree)
    return rows, np.minimum(problem.column_capacity, problem.column_degree)


def _wrong_sums(problem: AssignmentProblem, odds: Odds, pairs: BestPairs | None) -> Iterator[str]:
    at = problem.positions(odds.rows, odds.columns)
    added = sum(map(int.__mul__, problem.scores[at].tolist(), odds.parts.tolist()))
    if added != odds.expected:
        yield f"odds: {odds.expected} is expected, it adds up to {added}"
    bound = most_expected(problem, odds.whole, odds.cap, odds.column_prices, pairs)
    if odds.expected != bound:
        yield f"odds: {odds.expected} is expected, {bound} may be possible"


def _wrong_draw(odds: Odds, rows: IntArray, columns: IntArray) -> Iterator[str]:
    """Compare drawn pairs with the odds: none without a chance, none missing that was certain, loads rounded."""
    chances = dict(zip(zip(odds.rows.tolist(), odds.columns.tolist(), strict=True), odds.parts.tolist(), strict=True))
    pairs = set(zip(rows.tolist(), columns.tolist(), strict=True))
    if not pairs <= chances.keys():
        yield "odds: a pair was drawn that had no chance"
    if any(parts == odds.whole and pair not in pairs for pair, parts in chances.items()):
        yield "odds: a pair that was certain was not drawn"
    for side, likely, drawn in (("row", odds.rows, rows), ("column", odds.columns, columns)):
        length = 1 + max(likely.max(initial=0), drawn.max(initial=0))
        expected = np.bincount(likely, odds.parts, length).astype(np.int64)
        off = np.abs(np.bincount(drawn, minlength=length) * odds.whole - expected) >= odds.whole
        yield from (f"odds: {side} {at} has not its expected places, rounded" for at in np.flatnonzero(off))
