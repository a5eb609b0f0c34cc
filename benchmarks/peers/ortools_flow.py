"""OR-tools: ``SimpleMinCostFlow`` with an arc per legal pair; who has no place flows past all columns."""

from __future__ import annotations

import numpy as np
from ortools.graph.python import min_cost_flow

from peers.pool import Pairs, Pool


def run(pool: Pool) -> Pairs:
    """Let each row supply a unit that goes to a column or past them, and on to the sink."""
    n, m = pool.n_rows, len(pool.places)
    sink = n + m
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([pool.rows, np.arange(n), n + np.arange(m)]),
        np.concatenate([n + pool.columns, np.full(n + m, sink)]),
        np.concatenate([np.ones(len(pool.rows) + n, np.int64), pool.places]),
        np.concatenate([-pool.scores, np.zeros(n + m, np.int64)]),
    )
    flow.set_nodes_supplies(np.arange(sink + 1), np.concatenate([np.ones(n, np.int64), np.zeros(m, np.int64), [-n]]))
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("it found no best flow")
    taken = np.flatnonzero(flow.flows(arcs[: len(pool.rows)]))
    return Pairs(pool.rows[taken], pool.columns[taken])
