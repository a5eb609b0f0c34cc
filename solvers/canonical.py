"""One answer among equals: of all best choices of pairs, the one with the greatest sum of tie values.

A pair's tie value is a hash of its two keys, so it depends on nobody else, on no order and no engine. Should two
choices have the same sum, the next hash decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import numpy as np
import numpy.typing as npt

from solvers.engines.network import Network
from solvers.prices import Prices
from solvers.problem import BoolArray, IntArray
from solvers.remainder import Remainder

_GOLDEN = 0x9E3779B97F4A7C15  # splitmix64's step: an odd number near 2⁶⁴ / φ


def canonical(remainder: Remainder, taken: BoolArray, proof: Prices) -> BoolArray:
    """Return, of all choices as good as ``taken``, the one with the greatest sum of tie values.

    ``proof`` are prices that prove ``taken`` best; what they leave no freedom stays as it is.
    """
    network = Network.of(remainder)
    potential = np.concatenate([-proof.row_duals, proof.column_prices, [0]])
    tight = network.no_reduced_gain(network.gains(remainder.gains), potential)
    levels = (network.of_pairs(values) for values in tie_values(remainder))
    flows: IntArray = network.best(network.flows(taken), levels, tight)
    return flows[: network.n_pairs] > 0


def tie_values(remainder: Remainder, seed: int = 0) -> Iterator[IntArray]:
    """Go through the tie values of each pair, 0…2³² − 1, one hash after another.

    A 64-bit mixer over both keys, and not a sum of two: such a sum is the same for every choice that fills the same
    places. Every ``seed``, 0 at least, gives values of its own.
    """
    for mixed in _hashes(remainder, seed):
        yield (mixed >> np.uint64(32)).astype(np.int64)


def coins(remainder: Remainder, seed: int) -> Iterator[BoolArray]:
    """Go through a coin for each pair, one toss after another: bits that no tie value holds."""
    for mixed in _hashes(remainder, seed):
        yield (mixed & np.uint64(1)).astype(np.bool_)


def _hashes(remainder: Remainder, seed: int) -> Iterator[npt.NDArray[np.uint64]]:
    rows, columns = remainder.row_keys.view(np.uint64), remainder.column_keys.view(np.uint64)
    drawn = _mixed(np.array([seed], np.uint64))
    for round_ in count(1):
        salted = _mixed(rows + drawn + np.uint64(round_ * _GOLDEN % 2**64))
        yield _mixed(salted[remainder.rows] ^ columns[remainder.columns])


def row_lots(remainder: Remainder) -> IntArray:
    """Return a number for every row, each once, by its key alone: lots, where nothing else says who is first."""
    mixed: IntArray = _mixed(remainder.row_keys.view(np.uint64)).view(np.int64)
    return mixed


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return splitmix64's finaliser (Steele, Lea & Flood 2014): every bit of the input moves half of the output's."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
