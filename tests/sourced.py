"""Listed problems as sources of scores, for price and verify: with short lists, so that it has to look for more."""

from __future__ import annotations

import numpy as np
import pytest

from solvers import AssignmentProblem, MatrixSource
from solvers.problem import IntArray


class ViewedSource(MatrixSource):
    """A problem's scores with what each side thinks of its pairs."""

    def __init__(self, problem: AssignmentProblem) -> None:
        super().__init__(matrix_of(problem))
        self._views = [matrix_of(problem, values) for values in (problem.row_view, problem.column_view)]

    def view_block(self, start: int, stop: int) -> tuple[IntArray, IntArray]:
        """Return both views of a block, the rows' first."""
        row_view, column_view = (views[start:stop].copy() for views in self._views)
        return row_view, column_view

    def views_of(self, rows: IntArray, columns: IntArray) -> tuple[IntArray, IntArray]:
        """Return both views of the given pairs, the rows' first."""
        row_view, column_view = (views[rows, columns] for views in self._views)
        return row_view, column_view


def matrix_of(
    problem: AssignmentProblem, values: IntArray | None = None
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return the scores of a problem, or other values of its pairs, as a matrix, -1 where a pair is not legal."""
    matrix = np.full((problem.n_rows, problem.n_columns), -1, np.int64)
    matrix[problem.rows, problem.columns] = problem.scores if values is None else values
    return matrix


def apart(problem: AssignmentProblem) -> tuple[ViewedSource, AssignmentProblem]:
    """Return the source of a problem's scores, and the problem without any pairs but the pinned ones."""
    pinned = problem.pinned
    rest = AssignmentProblem(
        rows=problem.rows[pinned],
        columns=problem.columns[pinned],
        scores=problem.scores[pinned],
        pinned=[True] * int(pinned.sum()),
        row_capacity=problem.row_capacity,
        column_capacity=problem.column_capacity,
        column_floor=problem.column_floor,
        row_priority=problem.row_priority,
        spread=problem.spread,
        row_keys=problem.row_keys,
        column_keys=problem.column_keys,
        row_order=problem.row_order,
    )
    return ViewedSource(problem), rest


def plainly(problem: AssignmentProblem, most_places: int = 1 << 20) -> AssignmentProblem:
    """Return the problem with its pins, as far as they fit, and its keys; nobody wants anything else of it.

    No row wants more places than the most.
    """
    pinned = np.zeros(len(problem.rows), np.bool_)
    rows, columns = np.minimum(problem.row_capacity, most_places), problem.column_capacity.copy()
    left = rows.copy(), columns.copy()
    for at in np.flatnonzero(problem.pinned).tolist():
        ends = problem.rows[at], problem.columns[at]
        pinned[at] = all(places[end] > 0 for places, end in zip(left, ends, strict=True))
        for places, end in zip(left, ends, strict=True):
            places[end] -= pinned[at]
    return AssignmentProblem(
        rows=problem.rows,
        columns=problem.columns,
        scores=problem.scores,
        row_capacity=rows,
        column_capacity=columns,
        pinned=pinned,
        row_keys=problem.row_keys,
        column_keys=problem.column_keys,
    )


def one_each(problem: AssignmentProblem) -> AssignmentProblem:
    """Return the same where no row wants several places."""
    return plainly(problem, 1)


def with_lists(
    monkeypatch: pytest.MonkeyPatch, of_row: int, of_column: int, more: int, at_once: int = 1 << 24, equals: int = 0
) -> None:
    """List never all pairs, but so many of each row and column at first, and then so many of each row a round.

    Beyond so many ``equals`` these are not all listed, either.
    """
    monkeypatch.setattr("solvers.pricing.listing.AT_ONCE", 0)
    monkeypatch.setattr("solvers.pricing.listing.OF_ROW", of_row)
    monkeypatch.setattr("solvers.pricing.listing.OF_COLUMN", of_column)
    monkeypatch.setattr("solvers.pricing.scan.MORE", more)
    monkeypatch.setattr("solvers.source.AT_ONCE", at_once)
    monkeypatch.setattr("solvers.source.ROWS", 1)
    monkeypatch.setattr("solvers.pricing.scan._LISTED_AT_ONCE", at_once)
    monkeypatch.setattr("solvers.pricing.equals.MORE", more)
    monkeypatch.setattr("solvers.pricing.equals._FEW", equals)
