"""Lifting rows to a threshold: what both ways to the fairest answer share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from solvers.engines.network import best_choice
from solvers.problem import BoolArray, IntArray, Wholes
from solvers.proof.fairness import Left
from solvers.remainder import Gains, Remainder
from solvers.result import Termination
from solvers.stop import Stop


@dataclass(frozen=True, eq=False)
class Fair:
    """Positions of the pairs that were taken, and what proves them; ``highest`` is what nobody can be lifted above."""

    pairs: IntArray
    highest: int | None
    above_prices: IntArray
    column_prices: Wholes
    scale: int
    termination: Termination


@dataclass(frozen=True, eq=False)
class Lift:
    """The pairs that lift rows to a threshold, and a choice of them that lifts as many rows as can be."""

    part: Remainder
    taken: BoolArray

    @property
    def count(self) -> int:
        """How many rows are lifted."""
        return int(self.taken.sum())

    @property
    def pairs(self) -> IntArray:
        """Positions of the pairs taken."""
        return self.part.pairs[self.taken]


def asking(left: Left, threshold: int) -> BoolArray:
    """Return the rows that reach the threshold by more pairs alone: without a place yet, or with too little."""
    return left.may | (left.must & (left.have < threshold))


def lifted(left: Left, whole: Remainder, asks: BoolArray, threshold: int = 0) -> Lift:
    """Lift as many of the rows that ask as can be, with one pair each; by flow."""
    kept = np.isin(whole.pairs, left.pairs[asks[left.rows] & (left.reach >= threshold)])
    return most_rows(replace(whole.only(kept), row_capacity=asks.astype(np.int64), column_capacity=left.offered))


def most_rows(part: Remainder) -> Lift:
    """Give as many rows as can be one pair each, of those listed; by flow."""
    one = np.ones(len(part.pairs), np.int64)
    gains = Gains(one, np.zeros(part.n_rows, np.int64), np.zeros(part.n_columns, np.int64))
    return Lift(part, best_choice(part, [gains]))


def best_filled(left: Left, whole: Remainder) -> IntArray:
    """Return positions of the pairs with the best score of all choices that fill the most rows; by flow."""
    kept = np.isin(whole.pairs, left.pairs)
    part = replace(whole.only(kept), row_capacity=left.wanted, column_capacity=left.offered)
    no_pair, no_row, no_column = (np.zeros(size, np.int64) for size in (len(part.pairs), part.n_rows, part.n_columns))
    filled = Gains(no_pair, left.may.astype(np.int64), no_column)
    return part.pairs[best_choice(part, [filled, Gains(part.scores, no_row, no_column)])]


def face(left: Left, whole: Remainder, threshold: int | None, scale: int = 1) -> Remainder:
    """Return the problem of the best score with rows lifted to a threshold, ``scale`` units to a point.

    Its pairs are those that can be part of what lifts their row. Where rows want one place more at most these lift by
    themselves, and a bonus for each row that asks has as many lifted as can be.
    """
    lowest = threshold or 0
    part = whole.only(np.isin(whole.pairs, left.pairs[left.reach >= lowest]))
    bonus = 0 if left.several else left.bonus
    return replace(
        part,
        scores=part.scores * scale + bonus * asking(left, lowest)[part.rows],
        row_capacity=left.wanted,
        column_capacity=left.offered,
    )


def ceiling(left: Left, to_fill: int) -> int | None:
    """Return the most that the worst off could get if no row stood in another's way; None where no row counts."""
    best = np.zeros(len(left.wanted), np.int64)
    np.maximum.at(best, left.rows, left.reach)
    firsts = np.sort(best[left.may])[::-1][:to_fill]
    return min([*best[left.must].tolist(), *firsts.tolist()], default=None)


def highest(top: int, holds: Callable[[int], bool], stop: Stop) -> tuple[int, int]:
    """Return the highest step known to hold and the lowest known not to; 0 holds, and what holds does so below.

    The top is tried first, then ever lower steps, and once one holds those halfway: the low ones cost the most.
    """
    low, high, down = 0, top + 1, 1
    while high - low > 1 and not stop():
        middle = max(high - down, (low + high) // 2)
        if holds(middle):
            low = middle
        else:
            high, down = middle, 2 * down
    return low, high
