"""A score matrix as a source of scores, and its solution in one call."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from solvers.blocks import BlockSource
from solvers.compiled import worthwhile
from solvers.errors import ProblemError
from solvers.pairs import Pairs
from solvers.pricing.progress import Tell, silent
from solvers.problem import AssignmentProblem, IntArray, Integers
from solvers.registry import solve_source
from solvers.result import Result
from solvers.stop import Stop, never
from solvers.ties import Keys

ENOUGH = 4_000_000
"""From so many pairs on compiled code pays for its loading."""


class MatrixSource(BlockSource):
    """The scores of a matrix of integers, rows by columns; what is negative is not legal. The matrix is not copied."""

    def __init__(self, scores: npt.NDArray[np.integer]) -> None:
        """Take a matrix.

        Raises
        ------
        ProblemError
            If the scores are no matrix of integers that fit into 62 bits.
        """
        given: object = scores
        if not isinstance(given, np.ndarray) or scores.ndim != 2 or scores.dtype.kind not in "iu":
            found = f"{given.dtype} of shape {given.shape}" if isinstance(given, np.ndarray) else type(given).__name__
            raise ProblemError(f"scores: a matrix of integers is needed, rows by columns, not {found}")
        if scores.dtype.itemsize == 8 and scores.max(initial=0) >= 1 << 62:
            raise ProblemError("scores: they are too large to add up in 64 bits; scale them down")
        self.scores = scores.astype(scores.dtype.newbyteorder("="), copy=False)
        self.n_rows, self.n_columns = scores.shape

    def block(self, start: int, stop: int) -> IntArray:
        """Return the scores of rows ``start`` to ``stop`` (not included) with every column; -1 is not legal."""
        return np.maximum(self.scores[start:stop].astype(np.int64), -1)

    def rows_block(self, rows: IntArray) -> IntArray:
        """Return the scores of some rows, ascending, with every column; -1 is not legal."""
        return np.maximum(self.scores[rows].astype(np.int64), -1)

    def at_least(self, score: int) -> MatrixSource:
        """Return the same source with only the pairs of that score or more: a matrix of its own."""
        if score <= 0:
            return self
        signed = self.scores if self.scores.dtype.kind == "i" else self.scores.astype(np.int64)
        return matrix_source(np.where(signed >= score, signed, np.array(-1, signed.dtype)))

    def best_per_column(self, row_prices: IntArray, k: int, *, keys: Keys | None = None) -> Pairs:
        """Return each column's ``k`` best pairs: what each row of the turned matrix has, which is read as fast."""
        turned = MatrixSource(self.scores.T)
        found = turned.best_per_row(row_prices, k, keys=keys and Keys(keys.columns, keys.rows))
        order = np.lexsort((found.rows, found.columns))
        return Pairs(found.columns[order], found.rows[order], found.scores[order])

    def scores_of(self, rows: IntArray, columns: IntArray) -> IntArray:
        """Return the scores of the given pairs, in whatever order; -1 is not legal."""
        return np.maximum(self.scores[rows, columns].astype(np.int64), -1)


def matrix_source(scores: npt.NDArray[np.integer]) -> MatrixSource:
    """Return the source of a matrix's scores: one that is scanned by compiled loops, where that pays."""
    plain = MatrixSource(scores)
    if not scores.size or not worthwhile(scores.size, ENOUGH):
        return plain
    from solvers.fast.matrix import CompiledMatrix

    return CompiledMatrix(scores)


def solve_matrix(
    scores: npt.NDArray[np.integer],
    row_capacity: Integers | int = 1,
    column_capacity: Integers | int = 1,
    strategy: str = "most_people",
    *,
    stop: Stop = never,
    tell: Tell = silent,
    **demands: Any,  # noqa: ANN401 - each is typed by AssignmentProblem
) -> Result:
    """Choose pairs of a score matrix and prove the choice: price and verify, exact at any size.

    Parameters
    ----------
    scores
        Integers, rows by columns; a negative one is a pair that is not legal.
    row_capacity, column_capacity
        The most places each row takes and each column gives: a list, or one number for all.
    strategy
        One of the table: most_people and best_score price and verify; leximin, and fairest where a row wants several
        places, need a list of all pairs, which they get of 100 000 at most.
    stop, tell
        As ``solve_source`` has them.
    demands
        What else ``AssignmentProblem`` knows of rows and columns: column_floor, row_priority, spread, row_keys,
        column_keys.

    Raises
    ------
    ProblemError
        If the scores are no matrix of integers, or as ``AssignmentProblem`` does.
    UnsupportedError, EngineError
        As ``solve_source`` does.
    """
    source = matrix_source(scores)
    n, m = source.n_rows, source.n_columns
    problem = AssignmentProblem(
        rows=[],
        columns=[],
        scores=[],
        row_capacity=_of_each(row_capacity, n),
        column_capacity=_of_each(column_capacity, m),
        **demands,
    )
    return solve_source(source, problem, strategy, stop=stop, tell=tell)


def _of_each(capacity: Integers | int, count: int) -> Integers:
    """Return a list as it is, and of one number a list of it."""
    if isinstance(capacity, int | np.integer) and not isinstance(capacity, bool):
        return [int(capacity)] * count
    return capacity  # type: ignore[return-value]  # what is neither is refused as a list
