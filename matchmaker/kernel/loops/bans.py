"""Counting what each rule bans."""

from __future__ import annotations

import numpy as np

from matchmaker.kernel.loops.jit import compiled, lent
from matchmaker.kernel.loops.rules import mark
from matchmaker.kernel.ops import Bytes, Halves, Longs, Plan, Room

ALL = 1 << 30
"""More stretches than there are."""


@compiled
def count_bans(plan: Plan, room: Room, rows: Longs, given: Halves, first: int, by_row: Longs, by_column: Longs) -> None:
    """Count the pairs: those that each rule bans, those that each bans alone, and last the ones no rule bans.

    ``by_row`` is (2 · rules + 1, rows), ``by_column`` (2 · rules + 1, columns).
    """
    plan, room, given, rules, columns = lent(plan), lent(room), lent(given), len(plan.rules), plan.settings[2]
    marks, several, used = np.zeros((rules, columns), np.uint8), room.banned, np.zeros(rules, np.uint8)
    for row in rows:
        mine = given[:, row - first] if len(given) else given[:, 0]
        several[:] = 0
        for rule in range(rules):
            if used[rule]:
                marks[rule] = 0
            used[rule] = mark(plan, rule, row, mine, marks[rule], room, ALL)
            if used[rule]:
                _add(marks[rule], several)
        for rule in range(rules):
            if used[rule]:
                by_row[rule, row] += _counted(marks[rule], by_column[rule])
                by_row[rules + rule, row] += _counted_alone(marks[rule], several, by_column[rules + rule])
        by_row[2 * rules, row] += _counted_none(several, by_column[2 * rules])


@compiled
def _add(marks: Bytes, several: Bytes) -> None:
    for at in range(len(marks)):
        several[at] += marks[at]


@compiled
def _counted(marks: Bytes, columns: Longs) -> int:
    total = 0
    for at in range(len(marks)):
        columns[at] += marks[at]
        total += marks[at]
    return total


@compiled
def _counted_alone(marks: Bytes, several: Bytes, columns: Longs) -> int:
    total = 0
    for at in range(len(marks)):
        alone = np.int64((several[at] == 1) & (marks[at] == 1))
        columns[at] += alone
        total += alone
    return total


@compiled
def _counted_none(several: Bytes, columns: Longs) -> int:
    total = 0
    for at in range(len(several)):
        none = np.int64(several[at] == 0)
        columns[at] += none
        total += none
    return total
