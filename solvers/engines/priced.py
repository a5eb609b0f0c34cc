"""The best choice among listed pairs, with the prices that prove it; from where the last search ended, if it helps."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from solvers.compiled import worthwhile
from solvers.engines.network import ENOUGH, Network, best_choice
from solvers.errors import EngineError
from solvers.prices import Prices, price_bounds, searched_prices
from solvers.problem import BoolArray, Wholes
from solvers.remainder import Remainder


class Priced(NamedTuple):
    """A choice of pairs, and prices."""

    taken: BoolArray
    prices: Prices


class Start(NamedTuple):
    """A choice of pairs that need not be the best, and column prices to start from, if there are any."""

    taken: BoolArray
    column_prices: Wholes | None


def priced_choice(remainder: Remainder, start: Start | None = None) -> Priced:
    """Return the best choice of pairs with the least prices that prove it; the same from wherever it starts.

    Raises
    ------
    EngineError
        If the prices do not prove it: a bug, never silently a success.
    """
    if len(remainder.units) == 1 and worthwhile(len(remainder.pairs), ENOUGH):
        found = _compiled(remainder, start)
    else:
        taken = best_choice(remainder, remainder.levels())
        found = Priced(taken, searched_prices(remainder, taken))
    if not found.prices.proven:
        raise EngineError("flow called a choice the best that can be improved")
    return found


def _compiled(remainder: Remainder, start: Start | None) -> Priced:
    """Return the same by the compiled search; where that is not the way, by the flow engine."""
    from solvers.fast.flow import improved, lowered

    network = Network.of(remainder)
    gains, free = network.gains(remainder.gains), np.ones(len(network.tails), np.bool_)
    begun = start or _start(network, remainder)
    if begun and (found := improved(network, free, network.flows(begun.taken), gains, begun.column_prices)):
        taken = found.flows[: network.n_pairs] > 0
        least = lowered(remainder, taken, found.potential, *price_bounds(remainder, taken))
        return Priced(taken, searched_prices(remainder, taken, least))
    taken = network.improved(free, np.zeros(len(free), np.int64), gains)[: network.n_pairs] > 0
    return Priced(taken, searched_prices(remainder, taken))


def _start(network: Network, remainder: Remainder) -> Start | None:
    """Return where to begin: with nothing, or where a place counts little more than a score; None if that is no way.

    Where there is hardly room for all, prices climb to what a place counts, by small steps. Where it counts little more
    than a score mostly as many places are filled: from there the best choice is not far.
    """
    from solvers.fast.flow import improved

    little = int(remainder.scores.max(initial=0)) + 1
    if little >= remainder.place_bonus:
        return Start(np.zeros(network.n_pairs, np.bool_), None)
    gains = network.gains(replace(remainder, place_bonus=little).gains)
    near = improved(network, np.ones(len(gains), np.bool_), np.zeros(len(gains), np.int64), gains)
    return Start(near.flows[: network.n_pairs] > 0, near.potential[network.n_rows : -1]) if near else None
