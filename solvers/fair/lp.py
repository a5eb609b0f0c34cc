"""The fairest answer relaxed: rows may take fractions of sets of pairs (Dantzig & Wolfe 1960).

Where there are few sets that lift a row, each is a variable of its own; that bounds so tightly that the optimum takes
whole ones almost always. Where there are many, pairs are the variables, and a row's sum has to reach the threshold; its
prices say which sets are worth a variable (column generation; Desaulniers, Desrosiers & Solomon 2005).
Numbers are floats here: what they suggest counts only once it is proven in integers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
import numpy.typing as npt

from solvers.arrays import ranked
from solvers.fair.lifting import asking
from solvers.problem import IntArray
from solvers.proof.fairness import Left

FloatArray = npt.NDArray[np.float64]

_NEAREST = 8
"""How many of a row's best pairs at given prices sets are made of."""
MOST_SETS = 50_000
"""Up to so many sets are variables; the linear optimum of them takes a few seconds at most."""


@dataclass(frozen=True, eq=False)
class Relaxation:
    """Variables between 0 and 1, and what each is made of; matrices are sparse, with one column a variable."""

    left: Left
    asks: IntArray
    """1 for rows that reach the threshold by more pairs alone."""
    pairs: Any
    """How much of each pair."""
    rows: Any
    """How far each row is lifted."""
    ties: Any
    """What may not be positive."""

    @classmethod
    def of(cls, left: Left, threshold: int, near: IntArray | None = None) -> Relaxation:
        """Relax lifting rows to a threshold; by sets of the pairs that are ``near``, if these are told."""
        usable = np.flatnonzero(left.reach >= threshold) if near is None else near
        of_sets = near is not None or few_sets(left, usable)
        parts = (_of_sets if of_sets else _of_pairs)(left, threshold, usable)
        return cls(left, asking(left, threshold).astype(np.int64), *parts)

    def lifting(self) -> FloatArray:
        """Return column prices of lifting as many rows as can be."""
        found = self._solved(self.asks @ self.rows)
        return np.zeros(len(self.left.offered)) if found is None else found[1]

    def best(self, to_fill: int) -> tuple[FloatArray, FloatArray] | None:
        """Return how much of each pair the best score takes, and column prices; None if not all rows can be lifted."""
        from scipy.sparse import csr_array, vstack

        left = self.left
        firsts = csr_array(left.may[None, :].astype(float)) @ self.rows
        filled = vstack([self.rows[np.flatnonzero(left.must)], firsts], format="csr")
        to = np.append(np.ones(left.must.sum()), to_fill)
        return self._solved(left.scores @ self.pairs, (filled, to))

    def _solved(self, gains: FloatArray, equal: tuple[Any, Any] = (None, None)) -> tuple[FloatArray, FloatArray] | None:
        from scipy.optimize import linprog
        from scipy.sparse import coo_array, vstack

        left, m = self.left, len(self.left.offered)
        at = np.arange(len(left.columns))
        columns = coo_array((np.ones(len(at)), (left.columns, at)), (m, len(at)))
        limits = vstack([columns @ self.pairs, self.rows, self.ties], format="csr")
        most = np.concatenate([left.offered, np.ones(len(left.wanted)), np.zeros(self.ties.shape[0])])
        found = linprog(-gains, limits, most, *equal, (0, 1), method="highs-ds")
        return None if found.x is None else (self.pairs @ found.x, -found.ineqlin.marginals[:m])


def few_sets(left: Left, usable: IntArray) -> bool:
    """Whether there are few enough sets of these pairs to make each a variable."""
    open_pairs = np.bincount(left.rows[usable], minlength=len(left.wanted)).tolist()
    sizes = (
        comb(n, size) for n, most in zip(open_pairs, left.wanted.tolist(), strict=True) for size in range(most + 1)
    )
    return sum(sizes) <= MOST_SETS


def promising(left: Left, threshold: int, parts: FloatArray, prices: FloatArray) -> IntArray:
    """Return the pairs that sets are to be made of next: those taken, each row's best at the prices, and its best."""
    usable = np.flatnonzero(left.reach >= threshold)
    rows, chosen = left.rows[usable], parts[usable] > 0
    for values, most in ((left.scores - prices[left.columns], _NEAREST), (left.scores, left.wanted[rows])):
        order, rank = ranked(rows, values[usable])
        chosen[order[rank < (most if isinstance(most, int) else most[order])]] = True
    return usable[chosen]


def _of_sets(left: Left, threshold: int, usable: IntArray) -> tuple[Any, Any, Any]:
    """Make every set of pairs that lifts its row a variable."""
    from scipy.sparse import csr_array

    sets = list(_sets(left, threshold, usable))
    members = np.array([pair for _, chosen in sets for pair in chosen], np.int64)
    of_set = np.repeat(np.arange(len(sets)), [len(chosen) for _, chosen in sets])
    rows = np.array([row for row, _ in sets], np.int64)
    pairs = csr_array((np.ones(len(members)), (members, of_set)), (len(left.pairs), len(sets)))
    lifts = csr_array((np.ones(len(sets)), (rows, np.arange(len(sets)))), (len(left.wanted), len(sets)))
    return pairs, lifts, csr_array((0, len(sets)))


def _sets(left: Left, threshold: int, usable: IntArray) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Go through the sets of pairs that lift their row."""
    ends = np.searchsorted(left.rows[usable], np.arange(len(left.wanted) + 1)).tolist()
    scores = left.scores.tolist()
    for row, (most, begun, have) in enumerate(zip(left.wanted.tolist(), left.begun, left.have.tolist(), strict=True)):
        mine = usable[ends[row] : ends[row + 1]].tolist()
        for size in range(0 if begun else 1, most + 1):
            for chosen in combinations(mine, size):
                if have + sum(scores[pair] for pair in chosen) >= threshold:
                    yield row, chosen


def _of_pairs(left: Left, threshold: int, usable: IntArray) -> tuple[Any, Any, Any]:
    """Make every usable pair a variable, and how far each row is lifted: as far as its places, and its sum."""
    from scipy.sparse import csr_array, vstack

    n, count = len(left.wanted), len(usable)
    pairs = csr_array((np.ones(count), (usable, np.arange(count))), (len(left.pairs), count + n))
    lifts = csr_array((np.ones(n), (np.arange(n), count + np.arange(n))), (n, count + n))
    of_row = (left.rows[usable], np.arange(count))
    places = csr_array((np.ones(count), of_row), (n, count + n)) - lifts.multiply(left.wanted[:, None])
    sums = csr_array((left.scores[usable].astype(float), of_row), (n, count + n))
    short = lifts.multiply((threshold - left.have)[:, None]) - sums
    return pairs, lifts, vstack([places, short], format="csr")
