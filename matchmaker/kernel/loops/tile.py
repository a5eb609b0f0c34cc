"""The scan of one row over a tile of columns: cheap shapes for all, the dear ones for those that may still come in."""

from __future__ import annotations

from matchmaker.kernel.loops import steps
from matchmaker.kernel.loops.begin import begin, list_columns
from matchmaker.kernel.loops.cuts import final, listed_left, promising
from matchmaker.kernel.ops import Halves, Longs, Op, Plan, Room, Words
from solvers.fast.loops.jit import compiled

LINES, CURVE, OVERLAP, GIVEN, PRODUCT = (int(op) for op in (Op.LINES, Op.CURVE, Op.OVERLAP, Op.GIVEN, Op.PRODUCT))
MEAN, MEAN_END, ADD, CUT = (int(op) for op in (Op.MEAN, Op.MEAN_END, Op.ADD, Op.CUT))


@compiled
def tile(
    plan: Plan,
    room: Room,
    row: int,
    banned: Words,
    given: Halves,
    start: int,
    size: int,
    base: int,
    least: Longs,
    enough: int,
) -> int:
    """List the columns from start on whose score with a row is above base + least[column], or above what is enough.

    Return their number. ``room.listed`` holds them then, ``room.scores`` their scores and ``room.views`` both views.
    """
    count = list_columns(room, banned, start, size)
    dense = count < 0
    if dense:
        count = size
    if count == 0:
        return 0
    begin(plan, room, row, banned, start, count, dense)
    for at in range(len(plan.ops)):
        op = plan.ops[at]
        code = op[0]
        if code < GIVEN:
            _work_out(plan, room, row, op, start, count, dense)
        elif code == GIVEN:
            steps.given(given[op[2]], room.listed, start, count, dense, room.registers[op[1]])
        elif code < CUT:
            _put_together(room, op, count)
        else:
            promising(plan, room, start, count, dense, base, least, enough, op[1], op[2])
            count = listed_left(room, start, count, dense)
            dense = False
        if count == 0:
            return 0
    return final(plan, room, count, base, least, enough)


@compiled
def _work_out(plan: Plan, room: Room, row: int, op: Longs, start: int, count: int, dense: bool) -> None:
    if op[0] == LINES:
        steps.add_lines(plan, op, row, room, start, count, dense)
    elif op[0] == CURVE:
        steps.curve(plan.curves[op[3] : op[4]], room.registers[op[2]], count, room.registers[op[1]])
    else:
        steps.overlap(plan, op, row, room.listed, count, room.registers[op[1]])


@compiled
def _put_together(room: Room, op: Longs, count: int) -> None:
    mine, other = room.registers[op[1]], room.registers[op[2]]
    if op[0] == PRODUCT:
        steps.product(other, room.registers[op[3]], op[4], count, mine)
    elif op[0] == MEAN:
        steps.mean(room.registers[op[3]], op[4], op[5], op[6] != 0, count, mine, other)
    elif op[0] == MEAN_END:
        steps.mean_end(other, op[3], count, mine)
    elif op[0] == ADD:
        steps.add(mine, op[3], op[4], count, room.views[op[2]])
    else:
        steps.less(mine, op[3], op[4], room.registers[op[5]], op[6], count, room.views[op[2]])
