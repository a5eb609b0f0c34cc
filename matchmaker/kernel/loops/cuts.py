"""Which pairs are still in the running: what their views can come to at most, and what they come to."""

from __future__ import annotations

import numpy as np

from matchmaker.kernel.ops import Codes, Longs, Plan, Room
from solvers.fast.loops.jit import compiled

_TWICE = np.float32(2 + 2**-18)
"""Twice, and a little more: what three roundings to 24 bits can take away at most."""
_FULL = 10_001
"""A score that no pair has."""


@compiled
def promising(
    plan: Plan,
    room: Room,
    start: int,
    size: int,
    dense: bool,
    base: int,
    least: Longs,
    enough: int,
    more: int,
    other: int,
) -> None:
    """Mark in ``keep`` the pairs whose score can be above base + least, or enough, if the views gain what they may.

    A score s is above it if s ≥ need. Views stand in hundredths, whole and below 2²⁴. With these, harmonic s ≥ need
    takes 2GH ≥ 100 · need · (G + H); floats hold all of that exactly but the three products.
    """
    if dense:
        needs = least[start : start + size]
        for at in range(size):
            room.needs[at] = min(max(min(needs[at] + base, enough) + 1, plan.settings[1]), _FULL)
    else:
        for at in range(size):
            need = min(least[room.listed[at]] + base, enough) + 1
            room.needs[at] = min(max(need, plan.settings[1]), _FULL)
    _compare(plan.settings[0], room.views[0], room.views[1], np.float32(more), np.float32(other), size, room)


@compiled
def _compare(how: int, one: Codes, two: Codes, first: float, second: float, size: int, room: Room) -> None:
    needs, keep = room.needs, room.keep
    if how == 0:
        for at in range(size):
            g, h = np.float32(one[at]) + first, np.float32(two[at]) + second
            keep[at] = (one[at] >= 0) & (g * h * _TWICE >= np.float32(100) * np.float32(needs[at]) * (g + h))
    elif how == 1:
        for at in range(size):
            lower = min(np.float32(one[at]) + first, np.float32(two[at]) + second)
            keep[at] = (one[at] >= 0) & (lower >= np.float32(100) * np.float32(needs[at]))
    else:
        for at in range(size):
            both = np.float32(one[at]) + first + np.float32(two[at]) + second
            keep[at] = (one[at] >= 0) & (both >= np.float32(200) * np.float32(needs[at]))


@compiled
def listed_left(room: Room, start: int, size: int, dense: bool) -> int:
    """List the columns that are kept, eight at a glance; their views move up with them. Return how many."""
    count, keep, listed, one, two = 0, room.keep, room.listed, room.views[0], room.views[1]
    for eight in range(0, size, 8):
        if room.eights[eight >> 3] == 0:
            continue
        for at in range(eight, min(eight + 8, size)):
            listed[count] = np.uint64(start + at) if dense else listed[at]
            one[count] = one[at]
            two[count] = two[at]
            count += keep[at]
    return count


@compiled
def final(plan: Plan, room: Room, size: int, base: int, least: Longs, enough: int) -> int:
    """Keep the listed columns whose score is above base + least, or enough, to the last digit; return how many.

    Their views and scores, in points, move up with them.
    """
    count = 0
    for at in range(size):
        one, two = np.int64(room.views[0, at]) // 100, np.int64(room.views[1, at]) // 100
        if plan.settings[0] == 0:
            score = 2 * one * two // max(one + two, 1)
        else:
            score = min(one, two) if plan.settings[0] == 1 else (one + two) // 2
        column = room.listed[at]
        room.listed[count] = column
        count_it = score >= max(min(base + least[column], enough) + 1, plan.settings[1])
        room.views[0, count], room.views[1, count], room.scores[count] = one, two, score
        count += count_it
    return count
