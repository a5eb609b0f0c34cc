"""The instructions that shapes are turned into, and the plan that the compiled loops read: flat arrays, no objects.

One column of a pool is one place in every array; registers hold a value for each column that is being looked at.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Halves = npt.NDArray[np.int16]
Codes = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]

TILE = 8192
"""How many columns are looked at together: what is worked out for them stays in the nearest cache."""
NOTHING = -(1 << 61)
"""What every pair is worth more than, and no pair is worth more than the opposite of."""
BATCH = 32
"""How many rows are looked at together, tile by tile: what they read of the columns stays in a farther cache."""
WORD = 64
OP_WIDTH = 8
"""How many numbers an instruction has, its code included."""


class Op(IntEnum):
    """What an instruction does; its numbers in the order they stand. ``to`` and ``of`` are registers."""

    LINES = 0
    """to, first pick, picks a row, divisor: the sum of the row's lines by their loads, divided; 0 by all its loads,
    -1 not at all; UNKNOWN if it picks none."""
    CURVE = 1
    """to, of, first, last: what the curve holds at ``of``, and at its end for any more."""
    OVERLAP = 2
    """to, first bound of the rows' words, first word of the columns, stretches, words of one: the least number of
    shared bits over the stretches; for listed columns alone."""
    GIVEN = 3
    """to, which: what a shape of the caller's gave, block by block."""
    PRODUCT = 4
    """to, of, by, assumed: parts of 10 000; an unknown ``by`` counts ``assumed``."""
    MEAN = 5
    """to, known, of, weight, assumed, is first: add one part of a mean."""
    MEAN_END = 6
    """to, known, sum of the weights: divide; UNKNOWN where no part was known."""
    ADD = 7
    """of, view, weight, unknown: what a criterion brings to a view, 0 or 1."""
    LESS = 8
    """of, view, weight, unknown, by, assumed: what a criterion brings to a view that has ``by`` for it already."""
    CUT = 9
    """most of the first view, of the second, that what follows can bring: pairs that cannot come in are dropped."""


class Ban(IntEnum):
    """How a rule's bans are found."""

    LISTED = 0
    """first bound: the row's own list of columns."""
    GROUPS = 1
    """first code, codes a row, first bound: the lists of the row's groups; -1 is none, -2 every column."""
    PLANE = 2
    """first code: the row's plane holds the bans."""
    OVERLAP = 3
    """first bound, stretches: of each stretch, the planes of the bits that the row has; who is in none is banned."""
    GIVEN = 4
    """which."""


class Plan(NamedTuple):
    """An encoded pool. ``starts`` are bounds of lists in ``members``, one after another for each owner."""

    settings: Longs
    """combine, minimum score, columns, registers; whether columns bring anything to the first view, to the second; the
    row that ``single_starts`` begin with."""
    ops: Longs
    rules: Longs
    """A line a rule: how its bans are found, first start of its waivers or -1, then its numbers."""
    banning: Longs
    """Of each row, a bit for each rule that can ban it; of more than 62 rules, every bit."""
    lines: Halves
    """(lines, columns)"""
    picks: Codes
    loads: Codes
    """Lines that rows pick, and the weight of each."""
    codes: Codes
    curves: Codes
    row_places: Codes
    row_bits: Words
    """The words of rows that are not 0, each with its place in a stretch; in bounds for every stretch of every row."""
    column_bits: Words
    """The words of columns: (columns, stretches, words)."""
    planes: Words
    """(planes, columns / 64): marks of columns, a bit each."""
    starts: Longs
    members: Codes
    row_points: Codes
    column_points: Codes
    """(2, rows) and (2, columns): what rows and columns bring to both views by themselves."""
    single_starts: Longs
    single_columns: Codes
    singles: Codes
    """Single pairs of a row, and what each brings to both views besides: (2, pairs)."""


class Room(NamedTuple):
    """What a scan works in: arrays as long as a tile, and marks of all columns."""

    listed: Words
    """Columns that are looked at."""
    views: Codes
    """Of each of them, so far, in hundredths of points; in the end in points: (2, tile)."""
    scores: Codes
    """Of each of them, in the end."""
    registers: Codes
    """(registers, tile)"""
    picked: Codes
    """Lines that a row picks, with their loads: (most picks, 2)."""
    needs: Codes
    """The least score that would do."""
    keep: Bytes
    eights: Words
    """The same memory as ``keep``, eight at a glance."""
    banned: Words
    """A bit for each column, of every row of a batch; those beyond the last are set: (batch, columns / 64)."""
    scratch: Words
    """(2, columns / 64)"""


def words_for(columns: int) -> int:
    """Return how many words hold a bit for each column."""
    return -(-columns // WORD)


def roomy(plan: Plan) -> Room:
    """Return room for the scan of a plan."""
    keep, columns = np.zeros(TILE, np.uint8), plan.settings[2]
    return Room(
        listed=np.zeros(TILE, np.uint64),
        views=np.zeros((2, TILE), np.int32),
        scores=np.zeros(TILE, np.int32),
        registers=np.zeros((plan.settings[3], TILE), np.int32),
        picked=np.zeros((max(1, *plan.ops[plan.ops[:, 0] == Op.LINES, 3], 1), 2), np.int32),
        needs=np.zeros(TILE, np.int32),
        keep=keep,
        eights=keep.view(np.uint64),
        banned=np.zeros((BATCH, words_for(columns)), np.uint64),
        scratch=np.zeros((2, words_for(columns)), np.uint64),
    )
