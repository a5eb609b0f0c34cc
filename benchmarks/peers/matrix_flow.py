"""OR-tools: ``SimpleMinCostFlow`` with an arc per legal pair, added as arrays; who has no place flows past columns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from ortools.graph.python import min_cost_flow

from peers.matrix import Matrix
from peers.pool import Ints, Pairs

Nodes = npt.NDArray[np.int32]


class Arcs(NamedTuple):
    """The network as arrays: pairs first, then a way past all columns for each row, then the columns' places."""

    tails: Nodes
    heads: Nodes
    capacities: Ints
    costs: Ints
    n_rows: int
    n_pairs: int


def arcs(matrix: Matrix) -> Arcs:
    """Make the arrays of the network."""
    n, m = matrix.scores.shape
    rows, columns = (ends.astype(np.int32) for ends in np.nonzero(matrix.scores >= 0))
    sources = [rows, np.arange(n + m, dtype=np.int32)]
    targets = [np.int32(n) + columns, np.full(n + m, n + m, np.int32)]
    capacities = np.concatenate([np.ones(len(rows) + n, np.int64), matrix.places])
    costs = np.concatenate([-matrix.scores[rows, columns].astype(np.int64), np.zeros(n + m, np.int64)])
    return Arcs(np.concatenate(sources), np.concatenate(targets), capacities, costs, n, len(rows))


def run(given: Arcs) -> Pairs:
    """Let each row supply a unit that goes to a column or past them, and on to the sink."""
    n, sink = given.n_rows, int(given.heads[-1])
    flow = min_cost_flow.SimpleMinCostFlow()
    added = flow.add_arcs_with_capacity_and_unit_cost(given.tails, given.heads, given.capacities, given.costs)
    supplies = np.concatenate([np.ones(n, np.int64), np.zeros(sink - n, np.int64), [-n]])
    flow.set_nodes_supplies(np.arange(sink + 1), supplies)
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("it found no best flow")
    taken = np.flatnonzero(flow.flows(added[: given.n_pairs]))
    return Pairs(given.tails[taken].astype(np.int64), given.heads[taken].astype(np.int64) - n)
