"""The exact engine: one min-cost flow (OR-tools' cost-scaling push-relabel, Goldberg & Kennedy 1995)."""

from __future__ import annotations

import numpy as np

from solvers.errors import EngineError
from solvers.problem import IntArray
from solvers.remainder import Remainder


def solve_flow(remainder: Remainder) -> IntArray:
    """Return the positions, within the remainder, of an optimal choice of pairs.

    Source → row → column → sink. A row's first place and a column's floor places are arcs of their own with a
    bonus; being dearer they are filled first. What no row wants to use goes straight from source to sink.
    """
    from ortools.graph.python import min_cost_flow

    n, m = remainder.n_rows, remainder.n_columns
    source, sink = n + m, n + m + 1
    first = np.minimum(remainder.row_capacity, 1)
    supply = int(remainder.row_capacity.sum())
    row_nodes, column_nodes = np.arange(n), n + np.arange(m)
    network = min_cost_flow.SimpleMinCostFlow()

    def add(tails: IntArray, heads: IntArray, capacities: IntArray, gains: IntArray) -> IntArray:
        arcs = network.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities, -gains)
        return np.asarray(arcs, dtype=np.int64)

    none_r, none_c = np.zeros(n, np.int64), np.zeros(m, np.int64)
    pair_arcs = add(remainder.rows, n + remainder.columns, np.ones(len(remainder.rows), np.int64), remainder.weights)
    add(none_r + source, row_nodes, first, remainder.first_bonus)
    add(none_r + source, row_nodes, remainder.row_capacity - first, none_r)
    add(column_nodes, none_c + sink, remainder.column_floor, none_c + remainder.floor_bonus)
    add(column_nodes, none_c + sink, remainder.column_capacity - remainder.column_floor, none_c)
    network.add_arc_with_capacity_and_unit_cost(source, sink, supply, 0)
    network.set_node_supply(source, supply)
    network.set_node_supply(sink, -supply)
    status = network.solve()
    if status != network.OPTIMAL:
        raise EngineError(f"flow answered {status.name}, though an empty matching is always possible")
    return np.flatnonzero(np.asarray(network.flows(pair_arcs)) > 0)
