"""The compiled flow: a network's best circulation by shortest augmenting paths, from any prices of its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solvers.engines.network import filled
from solvers.fast.loops.arcs import arcs_of, order_by
from solvers.fast.loops.auction import auction
from solvers.fast.loops.least import lower
from solvers.fast.loops.paths import FAR, Side, fill, settle
from solvers.problem import BoolArray, IntArray
from solvers.remainder import Remainder

if TYPE_CHECKING:
    from solvers.engines.network import Network

_MOST = 50
"""Once each pair has been looked at so often on average the search is given up: cost scaling does better there."""
_FEW = 4
"""And after so often an auction first goes on for it: that is quicker where many want the same."""
_BARGAINS = 400
"""And an auction after so often: what is left is war over few places."""
_COARSE, _FINE = 1 << 9, 1 << 13
"""What is added to a bid is such a part of the range of gains, one unit at least."""


class Circulation(NamedTuple):
    """A best circulation, with potentials of rows, columns and hub that prove it."""

    flows: IntArray
    potential: IntArray


def improved(
    network: Network, free: BoolArray, flows: IntArray, gains: IntArray, prices: IntArray | None = None
) -> Circulation | None:
    """Return the best circulation; arcs that are not ``free`` keep what they have. None where this is not the way.

    With ``prices`` of the columns the search starts from them and from ``flows``, else from nothing.
    """
    pairs, n = network.n_pairs, network.n_rows
    apart = 4 * (int(abs(gains).max(initial=0)) + 1) * (n + network.n_columns)  # longer than any path of free arcs
    if not pairs or apart > FAR >> 3 or (network.capacities[:pairs] > 1).any():
        return None
    chosen = flows[:pairs] > 0
    if prices is None:
        chosen &= ~free[:pairs]
    at = np.flatnonzero(free[:pairs])
    rows, columns = network.tails[:pairs], network.heads[:pairs] - n
    sides = [
        _Places.of(part, free, network.capacities, flows, gains, apart, np.bincount(ends[chosen], minlength=count))
        for part, ends, count in zip(network.places, (rows, columns), (n, network.n_columns), strict=True)
    ]
    if prices is not None:
        sides[1].side.price[:] = prices
    both = _Both(rows[at], columns[at], gains[at], chosen[at], sides[0].side, sides[1].side)
    if not both.balanced(warm=prices is not None):
        return None
    better = flows.copy()
    better[at] = both.chosen
    for one in sides:
        better[one.arcs] = one.flows()
    return Circulation(better, np.concatenate([-sides[0].side.price, sides[1].side.price, [0]]))


@dataclass(frozen=True, eq=False)
class _Places:
    """The arcs between one side's ends and the hub, and what they are to the search: parts of places."""

    arcs: slice
    kept: IntArray
    """What the arcs that are not free carry."""
    side: Side

    @classmethod
    def of(
        cls,
        arcs: slice,
        free: BoolArray,
        capacities: IntArray,
        flows: IntArray,
        gains: IntArray,
        apart: int,
        load: IntArray,
    ) -> _Places:
        """Take arcs that are not free as places that have to be filled: so they count more than any path is long."""
        shape = -1, len(load)
        kept = np.where(free[arcs], 0, flows[arcs]).reshape(shape)
        sizes, brought = (capacities * free)[arcs].reshape(shape), gains[arcs].reshape(shape)
        first = kept.sum(axis=0)
        side = Side(
            sizes=np.vstack([first, sizes]),
            gains=np.vstack([np.full_like(first, apart), brought]),
            load=load,
            price=-np.where(sizes > 0, brought, 0).max(axis=0),
        )
        return cls(arcs, kept, side)

    def flows(self) -> IntArray:
        """Return what the arcs carry at the side's present load."""
        return filled(self.side.load - self.side.sizes[0], self.side.sizes[1:]) + self.kept.ravel()


@dataclass(frozen=True, eq=False)
class _Both:
    """Pairs between two sides; which are chosen changes."""

    rows: IntArray
    columns: IntArray
    gains: IntArray
    chosen: BoolArray
    row_side: Side
    column_side: Side

    def balanced(self, *, warm: bool) -> bool:
        """Choose the pairs that bring the most, if that does not take too long.

        The side that wants fewer places goes first: it seldom meets its own kind. Not so where only a few rows want
        something: those of which a chosen pair, or none, is no longer the best at the columns' prices.
        """
        row_places, column_places = (int(side.sizes.sum()) for side in (self.row_side, self.column_side))
        rows_first = warm or row_places <= column_places
        return self._filled(rows_first, first=True, warm=warm) and self._filled(not rows_first)

    def _steps(self, warm: bool) -> tuple[int, ...]:
        """Return what is added to bids in one auction after the other; 0 where a search needs none before it."""
        span = int(self.gains.max(initial=0)) - int(self.gains.min(initial=0))
        return 0 if warm else max(1, span // _COARSE), max(1, span // _FINE)

    def _filled(self, by_row: bool, *, first: bool = False, warm: bool = True) -> bool:
        mine, other, side, far = self.columns, self.rows, self.column_side, self.row_side
        if by_row:
            mine, other, side, far = other, mine, far, side
        order = _order_by(mine, len(side.load))
        chosen = self.chosen[order]
        arcs = arcs_of(mine[order], other[order], self.gains[order], chosen, len(side.load), len(far.load))
        looked, few, most = 0, _FEW * len(mine), _MOST * len(mine)
        for step in self._steps(warm) if first else ():
            if step:
                auction(arcs, side, far, step, _BARGAINS * len(mine))
            settle(arcs, side, far)
            looked = fill(arcs, side, far, few)
            if looked <= few:
                break
        else:
            looked = fill(arcs, side, far, most)
        self.chosen[order] = chosen
        return looked <= most


def _order_by(owners: IntArray, count: int) -> IntArray | slice:
    """Return the order of pairs by owner; all as they stand, not copied, where that is it."""
    return slice(None) if (owners[:-1] <= owners[1:]).all() else order_by(owners, count)


def lowered(
    remainder: Remainder, taken: BoolArray, potential: IntArray, lowest: IntArray, highest: IntArray
) -> IntArray:
    """Return the least column prices of a choice that ``potential`` proves best.

    ``lowest`` and ``highest`` bound the prices of columns and of rows by themselves.
    """
    n, m = remainder.n_rows, remainder.n_columns
    rows, columns = -potential[:n], potential[n:-1].copy()
    order = _order_by(remainder.rows, n)
    gains, chosen = remainder.gains.pairs[order], taken[order]
    arcs = arcs_of(remainder.rows[order], remainder.columns[order], gains, chosen, n, m)
    lower(arcs, rows, columns, highest, lowest)
    return columns
