"""OR-tools: CP-SAT with a truth value per legal pair, at most one in a row, at most its places in a column."""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from peers.pool import Pairs, Pool


def run(pool: Pool) -> Pairs:
    """State the pool as its documentation states an assignment, and solve it as it comes, with all cores."""
    model = cp_model.CpModel()
    taken = [model.new_bool_var(f"pair_{at}") for at in range(len(pool.rows))]
    of_row: dict[int, list[cp_model.IntVar]] = {}
    of_column: dict[int, list[cp_model.IntVar]] = {}
    for row, column, pair in zip(pool.rows.tolist(), pool.columns.tolist(), taken, strict=True):
        of_row.setdefault(row, []).append(pair)
        of_column.setdefault(column, []).append(pair)
    for pairs in of_row.values():
        model.add_at_most_one(pairs)
    for column, pairs in of_column.items():
        model.add(sum(pairs) <= int(pool.places[column]))
    model.maximize(sum(score * pair for score, pair in zip(pool.scores.tolist(), taken, strict=True)))
    solver = cp_model.CpSolver()
    if solver.solve(model) != cp_model.OPTIMAL:
        raise RuntimeError("it found no best choice")
    chosen = np.array([at for at, pair in enumerate(taken) if solver.value(pair)], np.int64)
    return Pairs(pool.rows[chosen], pool.columns[chosen])
