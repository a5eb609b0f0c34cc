"""Weeks as bits: where all begins and ends with a quarter-hour the quick way is the one by minutes."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np

from matchmaker.times import calendars
from matchmaker.times.calendars import Window


def drawn(draw: random.Random) -> tuple[Window, ...]:
    """Windows that overlap, touch, run on into the next day and round the week's end; now and then all the week."""
    if draw.random() < 0.05:
        return tuple(Window(day, 0, 1440) for day in range(7))
    starts = [(draw.randrange(7), 15 * draw.randrange(96)) for _ in range(draw.choice([1, 2, 5, 20]))]
    lengths = [15 * draw.choice([1, 2, 4, draw.randrange(1, 97)]) for _ in starts]
    return tuple(Window(day, at, at + length) for (day, at), length in zip(starts, lengths, strict=True))


def test_whole_weeks_of_bits_are_the_minutes(counted: Callable[..., None]) -> None:
    draw, weeks, starts = random.Random(5), 500, 0
    for _ in range(weeks):
        windows, meeting = drawn(draw), draw.choice([1, 15, 20, 45, 60, 90, 240, 1440])
        offsets = tuple(15 * draw.randrange(-48, 57) for _ in range(draw.choice([1, 2, 3])))
        minutes = calendars._of_minutes(windows, offsets, meeting)
        quick = calendars._of_quarters(windows, offsets, -(-meeting // 15))
        assert quick.dtype == minutes.dtype
        assert np.array_equal(quick, minutes)
        assert np.array_equal(calendars._bitmaps(windows, offsets, meeting), minutes)
        starts += int(np.bitwise_count(minutes).sum())
    assert starts > weeks
    counted(weeks=weeks, starts=starts)
