"""Other pools like this one: its people drawn again with replacement, mentors among mentors, mentees among mentees.

The bootstrap (Efron 1979): what a comparison says of one pool it says of that pool only; how far it would hold for
another of its kind is told by pools drawn from it. Drawn is from the scored problem, since a pair's score hangs on
nobody else: a person drawn twice is two people with the same answers.
"""

from __future__ import annotations

import numpy as np

from solvers.arrays import runs
from solvers.problem import AssignmentProblem, IntArray

NOT_DRAWN = ("pins", "limits")
"""What a problem may have, of its ``FEATURES``, that binds nobody in those drawn from it."""


def drawn(problem: AssignmentProblem, seed: int) -> AssignmentProblem:
    """Return a problem of as many rows and columns, drawn with replacement; the same for one ``seed``, 0 at least.

    Copies have keys of their own. Pins bind nobody there: a copy of one would pin its mentor twice;
    nor do limits, which sums over people of whom some are missing may not keep.
    """
    draw = np.random.default_rng(seed)
    rows = np.sort(draw.integers(problem.n_rows, size=problem.n_rows)) if problem.n_rows else _NOBODY
    columns = np.sort(draw.integers(problem.n_columns, size=problem.n_columns)) if problem.n_columns else _NOBODY
    # Every copy of a row has its pairs, and each of them stands as often as its column was drawn.
    row, pair = _each(np.searchsorted(problem.rows, rows), problem.row_degree[rows])
    times = np.bincount(columns, minlength=problem.n_columns)[problem.columns[pair]]
    copy, at_columns = _each(np.searchsorted(columns, problem.columns[pair]), times)
    at_rows, at = row[copy], pair[copy]
    return AssignmentProblem(
        at_rows,
        at_columns,
        problem.scores[at],
        problem.row_capacity[rows],
        problem.column_capacity[columns],
        column_floor=problem.column_floor[columns],
        row_priority=problem.row_priority[rows],
        spread=problem.spread,
        row_keys=draw.integers(2**63, size=len(rows)),
        column_keys=draw.integers(2**63, size=len(columns)),
        row_order=problem.row_order[rows],
        row_view=problem.row_view[at],
        column_view=problem.column_view[at],
    )


def _each(first: IntArray, lengths: IntArray) -> tuple[IntArray, IntArray]:
    """Return, for ranges of these lengths, which range each entry is of, and the entries, counted up from its first."""
    return np.repeat(np.arange(len(lengths)), lengths), runs(first, lengths)


_NOBODY: IntArray = np.zeros(0, np.int64)
