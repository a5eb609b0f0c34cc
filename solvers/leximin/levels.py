"""Leximin where no row has more than one choice: level after level, as few rows at each as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solvers.canonical import tie_values
from solvers.engines.network import Network
from solvers.problem import AssignmentProblem, BoolArray, IntArray
from solvers.proof.fairness import Left
from solvers.proof.leximin import EMPTY, values_without
from solvers.remainder import Remainder
from solvers.result import Termination
from solvers.stop import Stop

_HALVED_EVERY = 8
"""What a row still lacks counts half as much with so many of the others passed."""


def level_by_level(problem: AssignmentProblem, remainder: Remainder, stop: Stop) -> tuple[BoolArray, Termination]:
    """Return the choice of pairs that is leximin, of all that are the one with the greatest sum of tie values.

    A level is the lowest value of a row that can still change. Once as few rows as can be are there, only arcs stay
    free on which that stays so. It ends where no row can change any more; when stopped, with the best so far.
    """
    network, left = Network.of(remainder), Left.of(problem)
    without, with_it = values_without(left), left.have[remainder.rows] + remainder.scores

    def gains(count: Callable[[IntArray], IntArray]) -> IntArray:
        return network.of_pairs(count(with_it) - count(without)[remainder.rows])

    free, flows = np.ones(len(network.tails), np.bool_), np.zeros(len(network.tails), np.int64)
    lowest, values = EMPTY - 1, without
    while True:
        open_rows = np.unique(remainder.rows[free[: network.n_pairs]])
        ahead = np.sort(values[open_rows])
        ahead = ahead[ahead > lowest]
        if len(ahead) == 0:
            ties = (network.of_pairs(values) for values in tie_values(remainder))
            return network.best(flows, ties, free)[: network.n_pairs] > 0, Termination.COMPLETED
        lowest = int(ahead[0])
        level = _Level(ahead, network)
        flows = network.improved(free, flows, gains(level.sought))
        free = network.left_free(free, flows, gains(level.counted))
        taken = flows[: network.n_pairs] > 0
        values = without.copy()
        values[remainder.rows[taken]] = with_it[taken]
        if (why := stop()) is not None:
            return taken, Termination(why)


@dataclass(frozen=True, eq=False)
class _Level:
    """What values count while few rows are sought at the lowest of ``ahead``, which are sorted."""

    ahead: IntArray
    network: Network

    def counted(self, values: IntArray) -> IntArray:
        """To be above the level; and more than all that, not to be below it."""
        not_below, above = (values >= self.ahead[0]).astype(np.int64), (values > self.ahead[0]).astype(np.int64)
        counts: IntArray = (self.network.n_rows + 1) * not_below + above
        return counts

    def sought(self, values: IntArray) -> IntArray:
        """What is counted, and less than any of it, what is good for later levels: most of them are then met at once.

        The lower a value is among today's, the more it counts against an answer. All in what numbers the flow engine
        takes: times nodes below 2⁶⁰.
        """
        nodes = self.network.n_rows + self.network.n_columns + 4
        unit = (1 << 60) // nodes // (self.network.n_rows + 3)
        halved = np.minimum(np.searchsorted(self.ahead, values) // _HALVED_EVERY, 62)
        lacking: IntArray = unit // (self.network.n_rows + 1) >> halved
        return self.counted(values) * unit - lacking
