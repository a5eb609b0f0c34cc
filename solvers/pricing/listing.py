"""The listed part of a problem: which pairs are candidates, of all that a source scores."""

from __future__ import annotations

from time import monotonic

import numpy as np

from solvers.arrays import order_fits
from solvers.errors import ProblemError
from solvers.pairs import Pairs
from solvers.pricing.progress import Progress, Tell, silent
from solvers.problem import AssignmentProblem, IntArray, Whole
from solvers.proof.scanned import degrees_of
from solvers.source import ScoreSource
from solvers.ties import Keys

AT_ONCE = 100_000
"""Up to so many pairs, legal or not, are all listed: one flow among them is as fast as a search, or faster."""
OF_ROW, OF_COLUMN = 12, 48
"""How many of each row's and each column's best pairs are candidates at first: with the rows' alone the search starts
far from its end."""


def listed(source: ScoreSource, problem: AssignmentProblem, tell: Tell = silent) -> AssignmentProblem:
    """Return the problem with its first candidates listed, and with what is known of all legal pairs.

    ``problem`` lists the pinned pairs, at least. Of few pairs all are candidates. Among equals the tie values choose, a
    different few for each row: by index all rows would have the same ones. ``tell`` hears what share is done.

    Raises
    ------
    ProblemError
        As ``known_of`` does.
    """
    if source.n_rows * source.n_columns <= AT_ONCE:
        return with_pairs(problem, legal_of(source, None, None))
    keys = Keys.of(problem.row_keys, problem.column_keys)

    start = monotonic()

    def done(share: float) -> None:
        tell(Progress(scan=0, share=share, candidates=0, seconds=monotonic() - start))

    of_rows, of_columns = source.best_of_both(OF_ROW, OF_COLUMN, keys=keys, done=done)
    known = known_of(source, problem, of_rows)
    return with_pairs(with_pairs(problem, of_rows, known), of_columns, known)


def known_of(source: ScoreSource, problem: AssignmentProblem, best: Pairs) -> Whole:
    """Return what is known of all legal pairs; ``best`` are pairs of every row, the best among them.

    Raises
    ------
    ProblemError
        If scores are too large for several priorities.
    """
    highest = max(int(one.max(initial=0)) for one in (problem.scores, best.scores))
    if len(problem.level_units) > 1 and not order_fits(problem.n_columns, highest):
        raise ProblemError("scores: they are too large to be put in order with several priorities; scale them down")
    return Whole(*degrees_of(source, problem), highest)


def with_pairs(problem: AssignmentProblem, more: Pairs, whole: Whole | None = None) -> AssignmentProblem:
    """Return the problem with further legal pairs listed; those that are already keep what they have.

    What either side thinks of a further pair is its score.
    """
    new = problem.positions(more.rows, more.columns) < 0
    rows, columns, scores = more.rows[new], more.columns[new], more.scores[new]
    return AssignmentProblem(
        rows=np.concatenate([problem.rows, rows]),
        columns=np.concatenate([problem.columns, columns]),
        scores=np.concatenate([problem.scores, scores]),
        row_capacity=problem.row_capacity,
        column_capacity=problem.column_capacity,
        column_floor=problem.column_floor,
        pinned=np.concatenate([problem.pinned, np.zeros(len(rows), np.bool_)]),
        row_priority=problem.row_priority,
        spread=problem.spread,
        row_keys=problem.row_keys,
        column_keys=problem.column_keys,
        row_order=problem.row_order,
        row_view=np.concatenate([problem.row_view, scores]),
        column_view=np.concatenate([problem.column_view, scores]),
        whole=whole or problem.whole,
    )


def legal_of(source: ScoreSource, rows: IntArray | None, columns: IntArray | None) -> Pairs:
    """Return all legal pairs of some rows with some columns."""
    below, nothing = np.full(source.n_rows, -1), np.zeros(source.n_columns, np.int64)
    return source.improving(below, nothing, rows, columns)
