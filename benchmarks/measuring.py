"""Every strategy on every pool: one row of a table each. A refusal is a row, too."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from registry import Pool
from tables import table

from solvers import AssignmentProblem, Result, Strategy, Termination, UnsupportedError, solve
from solvers.arrays import summed
from solvers.stability import Choice, blocking_pairs
from solvers.stop import Stop

HEADS = ("pool", "strategy", "status", "seconds", "total", "gap", "rows", "places", "worst off", "blocking pairs")
_WARM = AssignmentProblem([0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 1, 1], [1, 1], [1, 1])


@dataclass(frozen=True)
class Row:
    """How a strategy did on a pool, or why it refused; in processor seconds of all threads.

    ``worst_off`` is the least that any row with a place gets, ``blocking`` counts the pairs by both views.
    """

    pool: str
    strategy: str
    refused: str = ""
    status: str = ""
    seconds: float = 0
    total: int = 0
    gap: int | None = None
    rows: int = 0
    places: int = 0
    worst_off: int = 0
    blocking: int = 0


def measured(pools: Iterable[Pool], strategies: Mapping[str, Strategy], limit: float) -> Iterator[Row]:
    """Run all on all, once each. After so many seconds a strategy that can be stopped ends with its best so far."""
    solve(_WARM)  # engines are imported now, and not timed
    for pool in pools:
        for name, strategy in strategies.items():
            yield _run(pool, name, strategy, limit)


def after(seconds: float) -> Stop:
    """Return a stop after so many processor seconds, so that a busy machine stops nobody."""
    end = time.process_time() + seconds
    return lambda: Termination.TIME_LIMIT if time.process_time() >= end else None


def sums(problem: AssignmentProblem, result: Result) -> npt.NDArray[np.int64]:
    """Return the sum of scores that each row gets."""
    return summed(problem.n_rows, result.rows, problem.scores[problem.positions(result.rows, result.columns)])


def told(rows: Iterable[Row]) -> str:
    """Return the rows as a table; a pool's name stands once."""
    return table(HEADS, _cells(rows))


def _run(pool: Pool, name: str, strategy: Strategy, limit: float) -> Row:
    start = time.process_time()
    try:
        result = solve(pool.problem, strategy, stop=after(limit))
    except UnsupportedError as error:
        return Row(pool.name, name, refused=str(error).partition(";")[0])
    seconds = time.process_time() - start
    filled = sums(pool.problem, result)[np.unique(result.rows)]
    return Row(
        pool.name,
        name,
        status=result.status.value,
        seconds=seconds,
        total=result.score,
        gap=result.gap,
        rows=result.rows_filled,
        places=result.places_filled,
        worst_off=int(filled.min()) if len(filled) else 0,
        blocking=blocking_pairs(Choice.of(pool.problem, result.rows, result.columns)).count,
    )


def _cells(rows: Iterable[Row]) -> Iterator[list[str]]:
    last = ""
    for row in rows:
        head = ["" if row.pool == last else row.pool, row.strategy]
        last = row.pool
        if row.refused:
            yield [*head, f"refused: {row.refused}", *[""] * (len(HEADS) - 3)]
            continue
        numbers = (row.rows, row.places, row.worst_off, row.blocking)
        gap = "not known" if row.gap is None else str(row.gap)
        yield [*head, row.status, f"{row.seconds:.3f}", str(row.total), gap, *map(str, numbers)]
