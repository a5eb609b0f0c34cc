"""Counting what each rule bans; for columns many at once, in numbers that lie across words."""

from __future__ import annotations

import numpy as np

from matchmaker.kernel.loops.jit import lent, ones
from matchmaker.kernel.loops.rules import ALL, given_of, mark
from matchmaker.kernel.ops import WORD, Halves, Longs, Plan, Room, Words
from solvers.fast.loops.jit import compiled


@compiled
def count_bans(
    plan: Plan, room: Room, rows: Longs, given: Halves, first: int, by_row: Longs, by_column: Words, marks: Words
) -> None:
    """Count the pairs: those that each rule bans, those that each bans alone, and last the ones no rule bans.

    ``by_row`` is (2 · rules + 1, rows). ``by_column`` is (2 · rules + 1, bits, words): bit b of the count of a column
    is its bit in the words of b. ``marks`` is room for (rules + 2, words).
    """
    plan, room, given, by_column, marks = lent(plan), lent(room), lent(given), lent(by_column), lent(marks)
    rules = len(plan.rules)
    once, twice = marks[rules], marks[rules + 1]
    for row in rows:
        mine = given_of(given, row, first)
        once[:], twice[:] = 0, 0
        for rule in range(rules):
            marks[rule] = 0
            if plan.banning[row] >> min(rule, 63) & 1 and mark(plan, rule, row, mine, marks[rule], room.scratch):
                _within(marks[rule], plan.settings[2])
                _note(marks[rule], once, twice)
                by_row[rule, row] += _counted(marks[rule], by_column[rule], room.scratch[0])
        for rule in range(rules):
            _take_away(marks[rule], twice)
            by_row[rules + rule, row] += _counted(marks[rule], by_column[rules + rule], room.scratch[0])
        _turn(once)
        _within(once, plan.settings[2])
        by_row[2 * rules, row] += _counted(once, by_column[2 * rules], room.scratch[0])


@compiled
def _within(marks: Words, columns: int) -> None:
    """Take away the marks beyond the last column."""
    over = len(marks) * WORD - columns
    if over:
        marks[len(marks) - 1] &= ALL >> np.uint64(over)


@compiled
def _note(marks: Words, once: Words, twice: Words) -> None:
    for at in range(len(marks)):
        twice[at] |= once[at] & marks[at]
        once[at] |= marks[at]


@compiled
def _take_away(marks: Words, others: Words) -> None:
    for at in range(len(marks)):
        marks[at] &= ~others[at]


@compiled
def _turn(marks: Words) -> None:
    for at in range(len(marks)):
        marks[at] = ~marks[at]


@compiled
def _counted(marks: Words, counts: Words, carry: Words) -> int:
    """Add one to the count of every column that is marked; return how many are."""
    total = np.uint64(0)
    for at in range(len(marks)):
        carry[at] = marks[at]
        total += ones(marks[at])
    for bit in range(len(counts) if total else 0):
        if not _carried(counts[bit], carry):
            break
    return total


@compiled
def _carried(bits: Words, carry: Words) -> bool:
    """Add ``carry`` to one bit of the counts, and leave in it what goes on to the next; say whether anything does."""
    any_ = np.uint64(0)
    for at in range(len(bits)):
        both = bits[at] & carry[at]
        bits[at] ^= carry[at]
        carry[at] = both
        any_ |= both
    return any_ != 0
