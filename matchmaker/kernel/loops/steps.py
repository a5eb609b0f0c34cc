"""What each instruction does to the columns that are looked at: ``size`` of them, from ``start`` on or as listed."""

from __future__ import annotations

import numpy as np

from matchmaker.kernel.loops.jit import fetch, ones
from matchmaker.kernel.ops import Codes, Halves, Longs, Plan, Room, Words
from solvers.fast.loops.jit import compiled


@compiled
def add_lines(plan: Plan, op: Longs, row: int, room: Room, start: int, size: int, dense: bool) -> None:
    """Add up the lines that a row picks, by their loads, and divide."""
    out, picked, total = room.registers[op[1]], 0, np.int64(0)
    for pick in range(op[2] + row * op[3], op[2] + (row + 1) * op[3]):
        if plan.picks[pick] >= 0 and plan.loads[pick]:
            room.picked[picked, 0], room.picked[picked, 1] = plan.picks[pick], plan.loads[pick]
            total += plan.loads[pick]
            picked += 1
    out[:size] = 0 if picked else -1
    for first in range(0, picked, 4):
        some = room.picked[first : min(picked, first + 4)]
        if dense:
            _near(plan.lines[:, start : start + size], some, out)
        else:
            _far(plan.lines, some, room.listed, size, out)
    if op[4] >= 0 and (op[4] or total) > 1:
        divide(out, op[4] or total, size)


@compiled
def _near(lines: Halves, some: Codes, out: Codes) -> None:
    """Add one line, or four at once, column by column."""
    if len(some) < 4:
        for one in range(len(some)):
            line, load = lines[some[one, 0]], some[one, 1]
            for at in range(len(line)):
                out[at] += load * line[at]
        return
    first, second, third, fourth = lines[some[0, 0]], lines[some[1, 0]], lines[some[2, 0]], lines[some[3, 0]]
    one, two, three, four = some[0, 1], some[1, 1], some[2, 1], some[3, 1]
    for at in range(lines.shape[1]):
        out[at] += one * first[at] + two * second[at] + three * third[at] + four * fourth[at]


@compiled
def _far(lines: Halves, some: Codes, listed: Words, size: int, out: Codes) -> None:
    """Add one to four lines at once, at the listed columns."""
    first, one, last = lines[some[0, 0]], some[0, 1], len(some) - 1
    second, two = lines[some[min(1, last), 0]], some[min(1, last), 1]
    if last == 0:
        for at in range(size):
            out[at] += one * first[listed[at]]
    elif last == 1:
        for at in range(size):
            out[at] += one * first[listed[at]] + two * second[listed[at]]
    else:
        third, three = lines[some[2, 0]], some[2, 1]
        fourth, four = lines[some[last, 0]], some[last, 1] if last == 3 else some[last, 1] * 0
        for at in range(size):
            column = listed[at]
            out[at] += one * first[column] + two * second[column] + three * third[column] + four * fourth[column]


@compiled
def divide(out: Codes, total: int, size: int) -> None:
    """Divide by ``total``, 1 to 250, rounded down; what is divided lies between -total and 10 000 · total.

    In floats of 24 bits, and exact: t + total + ½ has at most 23 bits, as 10 001 · 250 + ½ < 2²² has. Its quotient lies
    ½ / total ≥ 0.002 off every integer, and below 10 002. The reciprocal and the product are each wrong by 2⁻²⁴ of
    themselves at most, together 0.0012: the integer part is right.
    """
    more, part = np.float32(total) + np.float32(0.5), np.float32(1) / np.float32(total)
    for at in range(size):
        out[at] = np.int32((np.float32(out[at]) + more) * part) - np.int32(1)


@compiled
def curve(points: Codes, of: Codes, size: int, out: Codes) -> None:
    """Look up what a curve holds."""
    last = np.int32(len(points) - 1)
    for at in range(size):
        out[at] = points[np.uint32(min(of[at], last))]


@compiled
def overlap(plan: Plan, op: Longs, row: int, listed: Words, size: int, out: Codes) -> None:
    """Count the bits that are shared in the leanest stretch; once it is 0 the others change nothing."""
    stretches, words = op[4], op[5]
    bounds = plan.starts[op[2] + row * stretches : op[2] + (row + 1) * stretches + 1]
    for at in range(size):
        first = op[3] + np.int64(listed[at]) * stretches * words
        for word in range(first, first + stretches * words, 8):
            fetch(plan.column_bits, word)
    for at in range(size):
        first, least = op[3] + np.int64(listed[at]) * stretches * words, np.uint64(1 << 30)
        for stretch in range(stretches):
            right = plan.column_bits[first + stretch * words : first + (stretch + 1) * words]
            count = np.uint64(0)
            for word in range(bounds[stretch], bounds[stretch + 1]):
                count += ones(plan.row_bits[word] & right[plan.row_places[word]])
            least = min(least, count)
            if least == 0:
                break
        out[at] = least


@compiled
def given(block: Halves, listed: Words, start: int, size: int, dense: bool, out: Codes) -> None:
    """Take what a shape of the caller's gave."""
    for at in range(size):
        out[at] = block[start + at] if dense else block[listed[at]]


@compiled
def product(of: Codes, by: Codes, assumed: int, size: int, out: Codes) -> None:
    """Multiply; ½ is added to a whole number below 2²⁷, so that no double can be on the wrong side of an integer."""
    for at in range(size):
        share = by[at] if by[at] >= 0 else np.int32(assumed)
        whole = np.int32((np.float64(of[at] * share) + 0.5) / 10_000.0)
        out[at] = whole if of[at] >= 0 else np.int32(-1)


@compiled
def mean(of: Codes, weight: int, assumed: int, is_first: bool, size: int, out: Codes, known: Codes) -> None:
    """Add one part of a mean."""
    if is_first:
        out[:size] = 0
        known[:size] = 0
    for at in range(size):
        is_known = of[at] >= 0
        out[at] += np.int32(weight) * (of[at] if is_known else np.int32(assumed))
        known[at] |= np.int32(is_known and weight > 0)


@compiled
def mean_end(known: Codes, total: int, size: int, out: Codes) -> None:
    """Divide the parts of a mean by their weights."""
    divide(out, total, size)
    for at in range(size):
        out[at] = out[at] if known[at] else np.int32(-1)


@compiled
def add(of: Codes, weight: int, unknown: int, size: int, view: Codes) -> None:
    """Add a criterion's points to a view."""
    for at in range(size):
        view[at] += np.int32(weight) * (of[at] if of[at] >= 0 else np.int32(unknown))


@compiled
def less(of: Codes, weight: int, unknown: int, by: Codes, assumed: int, size: int, view: Codes) -> None:
    """Put a criterion's points into a view in place of ``by``."""
    for at in range(size):
        now, before = of[at] if of[at] >= 0 else np.int32(unknown), by[at] if by[at] >= 0 else np.int32(assumed)
        view[at] += np.int32(weight) * (now - before)
