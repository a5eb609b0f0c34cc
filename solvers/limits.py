"""Limits: sums over chosen pairs that may not go beyond a number. They are hard, and no flow has their shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solvers import checked
from solvers.arrays import summed
from solvers.errors import ProblemError

if TYPE_CHECKING:
    from solvers.problem import BoolArray, IntArray, Integers

_WEIGHT_BITS = 32


@dataclass(frozen=True, eq=False, init=False)
class Limit:
    """At most so much of something: Σ weights of the chosen ones among ``pairs`` ≤ ``at_most``.

    Parameters
    ----------
    pairs
        Legal pairs (row, column), each once; a pair that is not among them counts nothing.
    weights
        What each of them counts; any integers. "At least 3" is weights of -1 and ``at_most=-3``.
    at_most
        Any integer.
    name
        What the limit is called where it cannot be kept.

    Raises
    ------
    ProblemError
        Naming the field, the entry and what is allowed there.
    """

    rows: IntArray
    columns: IntArray
    weights: IntArray
    at_most: int
    name: str

    def __init__(self, pairs: Sequence[tuple[int, int]] | IntArray, weights: Integers, at_most: int, name: str = ""):
        if not isinstance(at_most, int | np.integer) or isinstance(at_most, bool) or abs(at_most) > 2**62:
            raise ProblemError("at_most: an integer of at most 62 bits is needed")
        rows, columns = _ends(pairs)
        checked.pair_order(rows, columns)
        weighed = checked.integers("weights", weights, len(rows), lowest=None, bits=_WEIGHT_BITS)
        fields = {"rows": rows, "columns": columns, "weights": weighed}
        for field, values in fields.items():
            values.setflags(write=False)
            object.__setattr__(self, field, values.view())
        object.__setattr__(self, "at_most", int(at_most))
        object.__setattr__(self, "name", str(name))


def _ends(pairs: Sequence[tuple[int, int]] | IntArray) -> tuple[IntArray, IntArray]:
    """Return the rows and the columns of a list of pairs."""
    listed = list(pairs)
    if any(np.ndim(pair) != 1 or len(pair) != 2 for pair in listed):
        raise ProblemError("pairs: a list of (row, column) is needed")
    rows, columns = ([pair[side] for pair in listed] for side in (0, 1))
    return checked.integers("pairs", rows), checked.integers("pairs", columns)


@dataclass(frozen=True, eq=False)
class Terms:
    """All limits of a problem in flat lists: ``weights`` that the pairs at ``pairs`` count in the limits ``owners``."""

    owners: IntArray
    pairs: IntArray
    weights: IntArray
    at_most: IntArray

    def __len__(self) -> int:
        return len(self.at_most)

    def used(self, taken: BoolArray) -> IntArray:
        """Return what a choice of pairs counts in every limit."""
        mine = taken[self.pairs]
        return summed(len(self), self.owners[mine], self.weights[mine])

    def broken(self, taken: BoolArray) -> IntArray:
        """Return the limits that a choice of pairs does not keep."""
        return np.flatnonzero(self.used(taken) > self.at_most)

    def among(self, kept: BoolArray) -> Terms:
        """Return the limits where only some of the pairs are left, numbered anew; the others are not chosen."""
        return self.in_order(np.flatnonzero(kept), len(kept))

    def in_order(self, order: IntArray, length: int) -> Terms:
        """Return the limits where only the pairs of ``order``, of so many, are left, numbered as they stand there."""
        if not len(self.pairs):
            return self
        place = np.full(length, -1)
        place[order] = np.arange(len(order))
        mine = np.flatnonzero(place[self.pairs] >= 0)
        mine = mine[np.lexsort((place[self.pairs[mine]], self.owners[mine]))]
        return Terms(self.owners[mine], place[self.pairs[mine]], self.weights[mine], self.at_most)

    def after(self, pinned: BoolArray) -> Terms:
        """Return what pinned pairs leave of the limits, over all pairs."""
        left = self.at_most - self.used(pinned)
        mine = ~pinned[self.pairs]
        return Terms(self.owners[mine], self.pairs[mine], self.weights[mine], left)

    def too_large(self, length: int) -> BoolArray:
        """Return which of ``length`` pairs use more of a limit than there is, whatever else is chosen."""
        most = self.at_most.copy()
        np.subtract.at(most, self.owners, np.minimum(self.weights, 0))
        found = np.zeros(length, np.bool_)
        found[self.pairs[self.weights > np.maximum(most, 0)[self.owners]]] = True
        return found

    def at_prices(self, prices: IntArray) -> int:
        """Return what all limits have to give, at a price for every unit of each."""
        return sum(price * most for price, most in zip(prices.tolist(), self.at_most.tolist(), strict=True))

    def only(self, chosen: IntArray) -> Terms:
        """Return some of the limits, numbered anew."""
        mine = np.isin(self.owners, chosen)
        return Terms(
            np.searchsorted(chosen, self.owners[mine]), self.pairs[mine], self.weights[mine], self.at_most[chosen]
        )

    def charges(self, prices: IntArray, length: int) -> IntArray:
        """Return what each of ``length`` pairs is charged at a price for every unit of every limit."""
        return summed(length, self.pairs, self.weights * prices[self.owners])


class Room:
    """What is left of the limits while pairs are taken one after the other."""

    def __init__(self, terms: Terms) -> None:
        self._left = terms.at_most.tolist()
        self._counts: dict[int, list[tuple[int, int]]] = {}
        for owner, pair, weight in zip(
            *(one.tolist() for one in (terms.owners, terms.pairs, terms.weights)), strict=True
        ):
            self._counts.setdefault(pair, []).append((owner, weight))

    def take(self, pair: int) -> bool:
        """Take a pair if it fits, which it does unless it uses more of a limit than is left."""
        mine = self._counts.get(pair, ())
        if any(weight > 0 and weight > self._left[owner] for owner, weight in mine):
            return False
        for owner, weight in mine:
            self._left[owner] -= weight
        return True


def terms(limits: Sequence[Limit], pairs: Sequence[IntArray]) -> Terms:
    """Return limits in flat lists; ``pairs`` are the positions of each one's pairs."""
    none = np.zeros(0, np.int64)
    owners = [np.full(len(limit.weights), at) for at, limit in enumerate(limits)]
    return Terms(
        owners=np.concatenate([none, *owners]),
        pairs=np.concatenate([none, *pairs]),
        weights=np.concatenate([none, *(limit.weights for limit in limits)]),
        at_most=np.array([limit.at_most for limit in limits], np.int64),
    )
