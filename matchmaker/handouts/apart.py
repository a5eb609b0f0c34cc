"""As many meetings as can be without two at once: exact, for a handful of people and one they all meet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from matchmaker.times.calendars import QUARTERS

MOST_TOGETHER = 10
"""How many meetings are kept apart at once; each one more doubles the work."""


class _Way(NamedTuple):
    """How some of the meetings can be over soonest: the end, which of them is last, and when that begins."""

    end: int
    last: int
    start: int


def apart(chances: Sequence[Sequence[int]], length: int, first: Sequence[bool]) -> list[int | None]:
    """Return a start for as many meetings as can be, in order; ``chances`` are the starts that each may have.

    Starts are quarter-hours, and as meetings come again every week, none runs past the week's end into the first.
    Among the largest sets it is one with most of ``first``, and of those one that is over soonest.

    The soonest that a set can be over: over its last meetings, the first start of that one after the soonest end of
    the set without it. Sets are numbers, a meeting a bit.
    """
    cut = min((start for starts in chances for start in starts), default=0)
    week = [sorted({(start - cut) % QUARTERS: start for start in starts}.items()) for starts in chances]
    ways = {0: _Way(0, -1, -1)}
    for group in range(1, 1 << len(chances)):
        if way := _soonest(group, week, ways, length):
            ways[group] = way
    favoured = sum(1 << at for at, one in enumerate(first) if one)
    group = max(ways, key=lambda one: (one.bit_count(), (one & favoured).bit_count(), -ways[one].end, -one))
    chosen: list[int | None] = [None] * len(chances)
    while group:
        way = ways[group]
        chosen[way.last] = way.start
        group ^= 1 << way.last
    return chosen


def _soonest(group: int, week: Sequence[Sequence[tuple[int, int]]], ways: dict[int, _Way], length: int) -> _Way | None:
    found = []
    for last, starts in enumerate(week):
        before = ways.get(group ^ (1 << last)) if group >> last & 1 else None
        if before is None:
            continue
        at = bisect_left(starts, (before.end,))
        if at < len(starts) and starts[at][0] + length <= QUARTERS:
            position, start = starts[at]
            found.append(_Way(position + length, last, start))
    return min(found, default=None)
