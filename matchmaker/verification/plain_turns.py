"""What is taken in turn under greedy, first come and lottery, written a second time, plainly: an order, then room.

So no pairs picked by hand can be called a draw, nor a queue, nor the best pair first. Imports no strategy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from solvers.problem import AssignmentProblem, IntArray

Hashes = npt.NDArray[np.uint64]
Pair = tuple[int, int]


def pairs_in_turn(strategy: str, problem: AssignmentProblem, seed: int) -> set[Pair]:
    """Return the pairs that one of ``TURNS`` takes: the pinned ones, then each in its turn, if both have a place left.

    The mentees' priorities come before everything else.
    """
    row_left, column_left = problem.row_capacity.tolist(), problem.column_capacity.tolist()
    turns = np.lexsort((*TURNS[strategy](problem, seed)[::-1], problem.row_priority[problem.rows], ~problem.pinned))
    taken = set[Pair]()
    for pair in zip(problem.rows[turns].tolist(), problem.columns[turns].tolist(), strict=True):
        row, column = pair
        if row_left[row] > 0 and column_left[column] > 0:
            row_left[row] -= 1
            column_left[column] -= 1
            taken.add(pair)
    return taken


def _greedy(problem: AssignmentProblem, _: int) -> list[IntArray]:
    """The best scores first; of equals the greatest tie values."""
    return [-problem.scores, -_ties(problem, 0)]


def _first_come(problem: AssignmentProblem, _: int) -> list[IntArray]:
    """Who signed up first; of one day, by lot; of one mentee's pairs as the greedy go."""
    return [problem.row_order[problem.rows], row_lots(problem)[problem.rows], *_greedy(problem, 0)]


def _lottery(problem: AssignmentProblem, seed: int) -> list[IntArray]:
    """By the lots that pairs draw under the seed, the least first."""
    return [_ties(problem, seed)]


TURNS: Mapping[str, Callable[[AssignmentProblem, int], list[IntArray]]] = {
    "greedy": _greedy,
    "first_come": _first_come,
    "lottery": _lottery,
}
"""In which order pairs have their turn: what comes first, then what decides among equals."""


def row_lots(problem: AssignmentProblem) -> IntArray:
    """Return the lot of every row, which decides between those who came on one day."""
    return _mixed(problem.row_keys.astype(np.uint64)).astype(np.int64)


def ties_of(problem: AssignmentProblem, rows: IntArray, columns: IntArray, seed: int) -> IntArray:
    """Return the tie values of pairs: the upper half of splitmix64's finaliser over both keys and the seed."""
    row_keys, column_keys = problem.row_keys.astype(np.uint64), problem.column_keys.astype(np.uint64)
    salted = _mixed(row_keys + _mixed(np.array([seed], np.uint64)) + np.uint64(0x9E3779B97F4A7C15))
    upper: Any = _mixed(salted[rows] ^ column_keys[columns]) >> np.uint64(32)
    return np.asarray(upper, np.int64)


def _ties(problem: AssignmentProblem, seed: int) -> IntArray:
    return ties_of(problem, problem.rows, problem.columns, seed)


def _mixed(value: Hashes) -> Hashes:
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))
