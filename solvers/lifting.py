"""Lifting rows to a threshold: what both ways to the fairest answer share."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from solvers.fairness import Left
from solvers.network import Network
from solvers.problem import BoolArray, IntArray, Wholes
from solvers.remainder import Gains, Remainder
from solvers.result import Termination


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
    part = replace(whole.only(kept), row_capacity=asks.astype(np.int64), column_capacity=left.offered)
    network, one = Network.of(part), np.ones(kept.sum(), np.int64)
    gains = network.gains(Gains(one, np.zeros(part.n_rows, np.int64), np.zeros(part.n_columns, np.int64)))
    flows = network.best(np.zeros(len(network.tails), np.int64), [gains])
    return Lift(part, flows[: network.n_pairs] > 0)


def face(left: Left, whole: Remainder, threshold: int | None, scale: int = 1) -> Remainder:
    """Return the problem of the best score with rows lifted to a threshold, ``scale`` units to a point.

    Its pairs are those that can be part of what lifts their row. Where rows want one place more at most these lift by
    themselves, and a bonus for each row that asks has as many lifted as can be.
    """
    lowest = threshold or 0
    part = whole.only(np.isin(whole.pairs, left.pairs[left.reach >= lowest]))
    most_places = int(min(left.wanted.sum(), left.offered.sum()))
    bonus = 0 if left.several else int(left.scores.max(initial=0)) * most_places + 1  # more than all scores together
    return replace(
        part,
        scores=part.scores * scale + bonus * asking(left, lowest)[part.rows],
        row_capacity=left.wanted,
        column_capacity=left.offered,
    )
