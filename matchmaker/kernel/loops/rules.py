"""Which columns each rule bans for a row: a bit each."""

from __future__ import annotations

import numpy as np

from matchmaker.kernel.ops import WORD, Ban, Halves, Longs, Plan, Room, Words
from solvers.fast.loops.jit import compiled

LISTED, GROUPS, PLANE, OVERLAP = (int(one) for one in (Ban.LISTED, Ban.GROUPS, Ban.PLANE, Ban.OVERLAP))
ALL = np.uint64(2**64 - 1)
ONE = np.uint64(1)


@compiled
def ban_columns(plan: Plan, room: Room, batch: Longs, given: Halves, first: int) -> None:
    """Mark every column that a rule bans for each row of a batch, and the places beyond the last column."""
    for at in range(len(batch)):
        row, banned = batch[at], room.banned[at]
        banned[:] = 0
        for rule in range(len(plan.rules)):
            if plan.banning[row] >> min(rule, 63) & 1:
                mark(plan, rule, row, given_of(given, row, first), banned, room.scratch)
        over = len(banned) * WORD - plan.settings[2]
        if over:
            banned[len(banned) - 1] |= ALL << np.uint64(WORD - over)


@compiled
def given_of(given: Halves, row: int, first: int) -> Halves:
    """Return what the caller's own shapes give for a row; ``given`` begins with the row ``first``, or is empty."""
    return given[:, row - first] if len(given) else given[:, 0]


@compiled
def mark(plan: Plan, rule: int, row: int, given: Halves, out: Words, scratch: Words) -> bool:
    """Mark the columns that the rule bans for a row, besides those marked; say whether there may be any."""
    first = plan.rules[rule, 1]
    if first < 0 or plan.starts[first + row] == plan.starts[first + row + 1]:
        return _mark(plan, plan.rules[rule], row, given, out, scratch[0])
    mine = scratch[1]
    mine[:] = 0
    _mark(plan, plan.rules[rule], row, given, mine, scratch[0])
    for at in range(plan.starts[first + row], plan.starts[first + row + 1]):
        column = np.uint64(plan.members[at])
        mine[column >> np.uint64(6)] &= ~(ONE << (column & np.uint64(63)))
    _join(mine, out)
    return True


@compiled
def _mark(plan: Plan, rule: Longs, row: int, given: Halves, out: Words, scratch: Words) -> bool:
    kind = rule[0]
    if kind == LISTED:
        return _members(plan, rule[2] + row, out)
    if kind == GROUPS:
        return _groups(plan, rule, row, out)
    if kind == PLANE:
        _join(plan.planes[plan.codes[rule[2] + row]], out)
    elif kind == OVERLAP:
        for stretch in range(rule[3]):
            _none_of(plan, rule[2] + row * rule[3] + stretch, out, scratch)
    else:
        _ones(given[rule[2]], out)
    return True


@compiled
def _set(out: Words, place: int) -> None:
    column = np.uint64(place)
    out[column >> np.uint64(6)] |= ONE << (column & np.uint64(63))


@compiled
def _join(marks: Words, out: Words) -> None:
    for at in range(len(out)):
        out[at] |= marks[at]


@compiled
def _ones(line: Halves, out: Words) -> None:
    for at in range(len(line)):
        if line[at] == 1:
            _set(out, at)


@compiled
def _members(plan: Plan, bound: int, out: Words) -> bool:
    first, last = plan.starts[bound], plan.starts[bound + 1]
    for at in range(first, last):
        _set(out, plan.members[at])
    return first < last


@compiled
def _groups(plan: Plan, rule: Longs, row: int, out: Words) -> bool:
    found = False
    for at in range(rule[2] + row * rule[3], rule[2] + (row + 1) * rule[3]):
        group = plan.codes[at]
        if group == -2:
            out[:] = ALL
            found = True
        elif group >= 0:
            found |= _members(plan, rule[4] + group, out)
    return found


@compiled
def _none_of(plan: Plan, bound: int, out: Words, scratch: Words) -> None:
    """Mark the columns that are in none of the listed planes."""
    scratch[:] = 0
    first, last = plan.starts[bound], plan.starts[bound + 1]
    for at in range(first, last, 4):
        some = plan.members[at : min(at + 4, last)]
        one, two, three, four = some[0], some[len(some) // 2], some[(len(some) - 1) // 2], some[len(some) - 1]
        _join_four(plan.planes[one], plan.planes[two], plan.planes[three], plan.planes[four], scratch)
    for at in range(len(out)):
        out[at] |= ~scratch[at]


@compiled
def _join_four(one: Words, two: Words, three: Words, four: Words, out: Words) -> None:
    for at in range(len(out)):
        out[at] |= one[at] | two[at] | three[at] | four[at]
