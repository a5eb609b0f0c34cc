"""One answer among equals: of all best choices of pairs, the one with the greatest sum of tie values.

A pair's tie value is a hash of its two keys, so it depends on nobody else, on no order and no engine. Should two
choices have the same sum, the next hash decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import numpy as np

from solvers.engines.network import Network
from solvers.prices import Prices
from solvers.problem import BoolArray, IntArray, Wholes
from solvers.remainder import Remainder
from solvers.ties import Keys, mixed


def canonical(remainder: Remainder, taken: BoolArray, proof: Prices) -> BoolArray:
    """Return, of all choices as good as ``taken``, the one with the greatest sum of tie values.

    ``proof`` are prices that prove ``taken`` best; what they leave no freedom stays as it is.
    """
    network = Network.of(remainder)
    return settled(network, remainder, network.flows(taken), _tight(network, remainder, proof)) > 0


def tie_prices(remainder: Remainder, taken: BoolArray, proof: Prices) -> tuple[IntArray, IntArray]:
    """Return prices of rows and columns that prove a choice as good as ``taken`` to have the most tie values, listed.

    Of further pairs that are worth as much, only those matter whose first tie value is no less than their column's
    price and their row's together.
    """
    network = Network.of(remainder)
    return prices_in_ties(network, remainder, network.flows(taken), _tight(network, remainder, proof))


def settled(network: Network, remainder: Remainder, flows: IntArray, tight: BoolArray) -> IntArray:
    """Return what each pair takes in the circulation, of those as good as ``flows``, of the most tie values."""
    levels = (network.of_pairs(values) for values in tie_values(remainder))
    return network.best(flows, levels, tight)[: network.n_pairs]


def prices_in_ties(
    network: Network, remainder: Remainder, flows: IntArray, tight: BoolArray
) -> tuple[IntArray, IntArray]:
    """Return prices of rows and columns that prove a circulation as good as ``flows`` to have the most tie values."""
    ties = network.of_pairs(next(tie_values(remainder)))
    potential = network.potentials(tight, network.best(flows, [ties], tight), ties)
    rows, columns, _ = np.split(potential, [remainder.n_rows, remainder.n_rows + remainder.n_columns])
    return -rows, columns


def tight_arcs(network: Network, remainder: Remainder, row_prices: Wholes, column_prices: Wholes) -> BoolArray:
    """Return the arcs that circulations as good as the best may use differently, by the prices that prove it best."""
    return network.no_reduced_gain(network.gains(remainder.gains), np.concatenate([-row_prices, column_prices, [0]]))


def _tight(network: Network, remainder: Remainder, proof: Prices) -> BoolArray:
    return tight_arcs(network, remainder, proof.row_duals, proof.column_prices)


def tie_values(remainder: Remainder, seed: int = 0) -> Iterator[IntArray]:
    """Go through the tie values of each pair, one round after another."""
    for keys in _rounds(remainder, seed):
        yield keys.ties(remainder.rows, remainder.columns)


def coins(remainder: Remainder, seed: int) -> Iterator[BoolArray]:
    """Go through a coin for each pair, one toss after another: bits that no tie value holds."""
    for keys in _rounds(remainder, seed):
        yield (keys.hashes(remainder.rows, remainder.columns) & np.uint64(1)).astype(np.bool_)


def _rounds(remainder: Remainder, seed: int) -> Iterator[Keys]:
    return (Keys.of(remainder.row_keys, remainder.column_keys, seed, round_) for round_ in count(1))


def row_lots(remainder: Remainder) -> IntArray:
    """Return a number for every row, each once, by its key alone: lots, where nothing else says who is first."""
    return lots_of(remainder.row_keys)


def lots_of(keys: IntArray) -> IntArray:
    """Return a number for every key, each once."""
    return mixed(keys.view(np.uint64)).view(np.int64)
