"""From shapes to instructions: what each kind of shape is to the compiled loops, and which are none they know.

Most shapes become *lines*: the points of one row's answer with every column, laid out once for each different answer.
A need is a line (BestOf), so is an item that tokens are laid on (Tokens), some marks (Distance), a code (Table). Of a
row, a few lines then only have to be added up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.kernel.lines import best_of, distance_lines, representative
from matchmaker.kernel.ops import Halves, Op
from matchmaker.kernel.store import Given, Store
from matchmaker.shapes import (
    FULL,
    UNKNOWN,
    BestOf,
    Distance,
    IntArray,
    Mean,
    Overlap,
    Product,
    Ratio,
    Shape,
    Table,
    Tokens,
)

_ODD = 0x9E3779B97F4A7C16
LARGEST_TOTAL = 250
"""By no more than this the loops divide exactly: steps.divide says why."""
MOST_LINES = 1 << 30
"""How many numbers the lines of one shape may hold; beyond that the shape is asked block by block."""


class Unfit(Exception):  # noqa: N818 - no error: such a shape is asked block by block
    """A shape that the loops do not know, or whose numbers are beyond what they count exactly."""


class Program:
    """The instructions of one measure, and the registers they use."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.ops: list[tuple[int, ...]] = []
        self.registers = 0
        self.cost = 0.0
        self.counts_bits = False

    def register(self) -> int:
        """Return a register that nothing uses."""
        self.registers += 1
        return self.registers - 1

    def of(self, shape: Shape) -> int:
        """Add what works a shape out, and return the register that holds it.

        Raises
        ------
        Unfit
            If the loops do not know it.
        """
        know = _KNOWN.get(type(shape))
        if know is None:
            raise Unfit
        return know(self, shape)

    def picked(self, lines: npt.ArrayLike, loads: npt.ArrayLike, divisor: int) -> int:
        """Add a sum of lines, both (rows, most picks); return its register."""
        picks, weights = np.asarray(lines), np.asarray(loads)
        to = self.register()
        self.cost += float(((picks >= 0) & (weights != 0)).sum()) / max(1, len(picks))
        self.ops.append((Op.LINES, to, self.store.add_picks(picks, weights), picks.shape[1], divisor))
        return to

    def given(self, block: Given) -> int:
        """Add a shape that is asked block by block; return its register."""
        to = self.register()
        self.ops.append((Op.GIVEN, to, self.store.add_given(block)))
        return to

    def curved(self, of: int, curve: npt.ArrayLike) -> int:
        """Add a look-up in a curve; return its register."""
        to, begins = self.register(), self.store.curves.put(curve)
        self.cost += 1
        self.ops.append((Op.CURVE, to, of, begins, begins + np.size(curve)))
        return to

    def counted(self, shape: Overlap) -> int:
        """Add the count of the bits shared in the leanest stretch, and return its register."""
        to, (_, stretches, words) = self.register(), shape.left.shape
        self.cost += stretches * words
        self.ops.append((Op.OVERLAP, to, *self.store.add_bits(shape), stretches, words))
        self.counts_bits = True
        return to


def lawful(values: npt.NDArray[Any], least: int = UNKNOWN) -> None:
    """Check that all values are points.

    Raises
    ------
    Unfit
        If one is not: the reference refuses it, or not, pair by pair.
    """
    if values.dtype.kind not in "iu" or (values.size and not (values.min() >= least and values.max() <= FULL)):
        raise Unfit


def by_answer(program: Program, shape: Shape, answers: npt.NDArray[Any]) -> int:
    """Lay a shape out as one line for each different answer of a row, read off its own blocks."""
    rows, which = representative(answers)
    if len(rows) * program.store.n_columns > MOST_LINES:
        raise Unfit

    def fill(out: Halves) -> None:
        for line, row in zip(out, rows.tolist(), strict=True):
            line[:] = shape.block(row, row + 1)[0]

    first = program.store.add_lines(len(rows), fill)
    return program.picked(first + which[:, None], np.ones((len(which), 1), np.int32), 0)


def _table(program: Program, shape: Table) -> int:
    lawful(shape.table)
    return by_answer(program, shape, shape.rows)


def _ratio(program: Program, shape: Ratio) -> int:
    if min(shape.wants.min(initial=0), shape.has.min(initial=0)) < UNKNOWN or shape.has.max(initial=0) > 1 << 16:
        raise Unfit
    return by_answer(program, shape, shape.wants)


def few_answers(shape: Overlap) -> bool:
    """Say whether the rows' bitmaps seem so few that a line for each costs less than counting; by a sum over each."""
    flat = shape.left.reshape(len(shape.left), -1)
    sums = flat @ (np.arange(flat.shape[1], dtype=np.uint64) * np.uint64(_ODD) + np.uint64(1))
    return 4 * len(np.unique(sums)) <= len(flat)


def _overlap(program: Program, shape: Overlap) -> int:
    lawful(shape.curve)
    if few_answers(shape):
        return by_answer(program, shape, shape.left)
    return program.curved(program.counted(shape), shape.curve)


def _best_of(program: Program, shape: BestOf) -> int:
    loads = np.where(shape.needs >= 0, shape.importance, 0)
    if shape.table.dtype.kind != "i" or shape.table.max(initial=0) > FULL or loads.min(initial=0) < 0:
        raise Unfit
    if loads.sum(axis=1).max(initial=0) > LARGEST_TOTAL or shape.table.shape[0] * program.store.n_columns > MOST_LINES:
        raise Unfit
    first = program.store.add_lines(len(shape.table), lambda out: best_of(shape.table, shape.offers, out))
    return program.picked(np.where(shape.needs >= 0, first + shape.needs, -1), loads, 0)


def _distance(program: Program, shape: Distance) -> int:
    lawful(shape.curve)
    found = distance_lines(shape)
    if found is None:
        raise Unfit
    firsts = [program.store.add_lines(len(lines), _copier(lines)) for lines, _ in found]
    picks = np.stack([first + which for first, (_, which) in zip(firsts, found, strict=True)], axis=1)
    curve = shape.curve.copy()
    curve[0] = UNKNOWN  # no item in common
    return program.curved(program.picked(picks, np.ones_like(picks), -1), curve)


def _copier(lines: Halves) -> Callable[[Halves], None]:
    def fill(out: Halves) -> None:
        out[:] = lines

    return fill


def _tokens(program: Program, shape: Tokens) -> int:
    """Items are lines, and their loads tokens or points. A column without an answer has -1 by a line of its own."""
    if not 0 < shape.total <= LARGEST_TOTAL:
        raise Unfit
    quiet = [(side == UNKNOWN).all(axis=1) for side in (shape.left, shape.right)]
    left, right = (np.where(own[:, None], 0, side) for own, side in zip(quiet, (shape.left, shape.right), strict=True))
    if _laid(left, quiet[0], shape.total):
        lawful(right, least=0)
    elif _laid(right, quiet[1], shape.total):
        lawful(left, least=0)
    else:
        raise Unfit
    lines = np.concatenate([right.T, -quiet[1][None].astype(np.int16)]).astype(np.int16)
    first = program.store.add_lines(len(lines), _copier(lines))
    picks = np.tile(np.arange(first, first + len(lines)), (len(left), 1))
    picks[quiet[0]] = UNKNOWN
    # A row that loads nothing is known all the same; only one that picks no line is not.
    last = np.where(left.any(axis=1), 0, 1) if not quiet[1].any() else np.full(len(left), shape.total)
    return program.picked(picks, np.concatenate([left, last[:, None]], axis=1), shape.total)


def _laid(side: IntArray, quiet: npt.NDArray[np.bool_], total: int) -> bool:
    """Say whether a side holds tokens that sum to ``total``, where it is not quiet."""
    return bool(side.min(initial=0) >= 0 and (side.sum(axis=1)[~quiet] == total).all())


def _product(program: Program, shape: Product) -> int:
    if not 0 <= shape.assumed <= FULL:
        raise Unfit
    first, share = program.of(shape.first), program.of(shape.share)
    to = program.register()
    program.ops.append((Op.PRODUCT, to, first, share, shape.assumed))
    return to


def _mean(program: Program, shape: Mean) -> int:
    total = sum(shape.weights)
    if min(shape.weights) < 0 or not 0 < total <= LARGEST_TOTAL or not all(0 <= one <= FULL for one in shape.assumed):
        raise Unfit
    to, known = program.register(), program.register()
    for number, (part, weight, assumed) in enumerate(zip(shape.parts, shape.weights, shape.assumed, strict=True)):
        program.ops.append((Op.MEAN, to, known, program.of(part), weight, assumed, number == 0))
    program.ops.append((Op.MEAN_END, to, known, total))
    return to


_KNOWN: Mapping[type, Callable[[Program, Any], int]] = {
    Table: _table,
    Ratio: _ratio,
    Overlap: _overlap,
    BestOf: _best_of,
    Distance: _distance,
    Tokens: _tokens,
    Product: _product,
    Mean: _mean,
}
