"""networkx: ``max_flow_min_cost`` of a graph with an edge per legal pair; who has no place flows past all columns."""

from __future__ import annotations

import networkx as nx
import numpy as np

from peers.pool import Pairs, Pool


def run(pool: Pool) -> Pairs:
    """Let a unit flow from the source through each row, to a column or past them, to the sink."""
    graph = nx.DiGraph()
    for row in range(pool.n_rows):
        graph.add_edge("source", ("row", row), capacity=1, weight=0)
        graph.add_edge(("row", row), "sink", capacity=1, weight=0)
    for column, places in enumerate(pool.places.tolist()):
        graph.add_edge(("column", column), "sink", capacity=places, weight=0)
    for row, column, score in zip(pool.rows.tolist(), pool.columns.tolist(), pool.scores.tolist(), strict=True):
        graph.add_edge(("row", row), ("column", column), capacity=1, weight=-score)
    flow = nx.max_flow_min_cost(graph, "source", "sink")
    ends = [("row", row) for row in range(pool.n_rows)]
    chosen = [(end[1], to[1]) for end in ends for to, units in flow[end].items() if units and to != "sink"]
    rows, columns = np.array(chosen, np.int64).reshape(-1, 2).T
    return Pairs(rows, columns)
