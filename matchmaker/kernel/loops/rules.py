"""Which columns each rule bans for a row."""

from __future__ import annotations

import numpy as np

from matchmaker.kernel.loops.jit import compiled
from matchmaker.kernel.ops import Ban, Bytes, Halves, Longs, Plan, Room

LISTED, GROUPS, LINE, OVERLAP = (int(one) for one in (Ban.LISTED, Ban.GROUPS, Ban.LINE, Ban.OVERLAP))


@compiled
def waived(plan: Plan, rule: int, row: int, column: int) -> bool:
    """Say whether a rule is waived for a pair."""
    first = plan.rules[rule, 1]
    if first < 0:
        return False
    for at in range(plan.starts[first + row], plan.starts[first + row + 1]):
        if plan.members[at] == column:
            return True
    return False


@compiled
def mark(plan: Plan, rule: int, row: int, given: Halves, out: Bytes, room: Room, stretches: int) -> bool:
    """Set ``out`` to 1 at every column that the rule bans for a row, and leave it elsewhere; say whether it may.

    Of shared bits only so many stretches are looked at.
    """
    first = plan.rules[rule, 1]
    start, stop = np.int64(0), np.int64(0)
    if first >= 0:
        start, stop = plan.starts[first + row], plan.starts[first + row + 1]
    if start == stop:
        return _mark(plan, plan.rules[rule], row, given, out, room, stretches)
    mine = room.scratch
    mine[:] = 0
    _mark(plan, plan.rules[rule], row, given, mine, room, stretches)
    for at in range(start, stop):
        mine[plan.members[at]] = 0
    for at in range(len(out)):
        out[at] |= mine[at]
    return True


@compiled
def _mark(plan: Plan, rule: Longs, row: int, given: Halves, out: Bytes, room: Room, stretches: int) -> bool:
    kind = rule[0]
    if kind == LISTED:
        return _members(plan, rule[2] + row, out)
    if kind == GROUPS:
        return _groups(plan, rule, row, out)
    if kind == OVERLAP:
        _nothing_shared(plan, rule, row, min(stretches, rule[4]), out, room.shared)
    elif kind == LINE:
        _ones(plan.lines[plan.picks[rule[2] + row]], out)
    else:
        _ones(given[rule[2]], out)
    return True


@compiled
def _ones(line: Halves, out: Bytes) -> None:
    for at in range(len(out)):
        out[at] |= line[at] == 1


@compiled
def _members(plan: Plan, start: int, out: Bytes) -> bool:
    first, last = plan.starts[start], plan.starts[start + 1]
    for at in range(first, last):
        out[plan.members[at]] = 1
    return bool(first < last)


@compiled
def _groups(plan: Plan, rule: Longs, row: int, out: Bytes) -> bool:
    found = False
    for at in range(rule[2] + row * rule[3], rule[2] + (row + 1) * rule[3]):
        group = plan.codes[at]
        if group == -2:
            out[:] = 1
            found = True
        elif group >= 0:
            found |= _members(plan, rule[4] + group, out)
    return found


@compiled
def _nothing_shared(plan: Plan, rule: Longs, row: int, stretches: int, out: Bytes, shared: Bytes) -> None:
    """Mark the columns that share no bit in one of the stretches, a tile at a time."""
    columns, words = len(out), rule[5]
    bounds = rule[2] + row * rule[4]
    laid = rule[3] + columns * rule[4] * words
    for start in range(0, columns, len(shared)):
        size = min(len(shared), columns - start)
        for stretch in range(stretches):
            shared[:size] = 0
            for word in range(plan.starts[bounds + stretch], plan.starts[bounds + stretch + 1]):
                first = laid + (stretch * words + plan.row_places[word]) * columns + start
                _share(plan.column_bits[first : first + size], plan.row_bits[word], shared)
            _mark_none(shared[:size], out[start : start + size])


@compiled
def _share(words: Longs, mine: int, shared: Longs) -> None:
    for at in range(len(words)):
        shared[at] |= words[at] & mine


@compiled
def _mark_none(shared: Longs, out: Bytes) -> None:
    for at in range(len(out)):
        out[at] |= shared[at] == 0
