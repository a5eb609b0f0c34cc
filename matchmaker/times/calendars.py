"""Weekly free time across time zones, exact to the quarter-hour.

People write free time in their own clock; pairs meet at one moment. So a week is a circle of 672 quarter-hours
that begins on Monday 00:00 UTC, and a person's *starts* are the quarter-hours at which a whole meeting fits into
their free time: one bitmap for each stretch of the programme in which no clock changes (``zones.py``). Two people's
shared starts in a stretch are the popcount of ``a & b``; a pair's number is the least over the stretches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matchmaker.answers import LONGEST_CELL, normal, some

DAY, WEEK, QUARTERS = 1440, 10080, 672  # minutes, minutes, quarter-hours in a week
_ALL_WEEK = (1 << QUARTERS) - 1
WORDS = 11  # 64-bit words that hold 672 bits; the last 32 bits are always clear
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GROUPS = {"weekday": range(5), "weekend": (5, 6), "daily": range(7), "everyday": range(7)}

_BETWEEN = re.compile(r"[;\n]")
_DASH = re.compile(r" ?(?:[-‐‑‒–—−]|\bto\b) ?")  # spaces are folded by then: " *" would be tried at each of many
_AND = re.compile(r" ?(?:,|&|\band\b) ?")
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"
_HOURS = re.compile(f"{_CLOCK}-{_CLOCK}")


class Window(NamedTuple):
    """Free time on one day of every week, in local minutes since that day's midnight.

    ``day`` is 0 (Monday) to 6; ``0 <= start < 1440`` and ``start < end <= start + 1440``: an ``end`` beyond 1440
    lies on the next day.
    """

    day: int
    start: int
    end: int


def parse_free(text: str) -> tuple[Window, ...]:
    """Weekly free time such as ``"Mon 09:00-11:00; weekdays 18:00-20:00; Fri 22:00-01:00"``, sorted, each once.

    Raises ``ValueError`` that quotes every part that cannot be read and says what to write.
    """
    if len(text) > LONGEST_CELL:
        raise ValueError(f"at most {LONGEST_CELL} characters are allowed")
    plain = normal(text, "NFKC")
    windows: set[Window] = set()
    problems = []
    for part in filter(None, map(str.strip, _BETWEEN.split(plain))):
        try:
            windows.update(_part(part))
        except ValueError as error:
            problems.append(f'"{part}": {error}')
    if problems:
        raise ValueError(some(problems))
    if not windows:
        raise ValueError('no free time given; write days and hours, such as "Mon 09:00-11:00; weekdays 18:00-20:00"')
    return tuple(sorted(windows))


@lru_cache(maxsize=1 << 16)
def _part(part: str) -> tuple[Window, ...]:
    """The windows of one part: days, then hours. Kept, as many people are free at the same hours."""
    part = _DASH.sub("-", " ".join(part.casefold().split()))
    first_digit = re.search(r"\d", part)
    if first_digit is None:
        raise ValueError('no hours; write days and hours, such as "Tue 18:00-21:00"')
    days, hours = part[: first_digit.start()], part[first_digit.start() :]
    spans = [_span(piece) for piece in _AND.split(hours.strip(" ,"))]
    return tuple(Window(day, start, end) for day in dict.fromkeys(_days(days)) for start, end in dict.fromkeys(spans))


def _days(text: str) -> list[int]:
    """The days named by ``"mon, wed"``, ``"mon-thu"``, ``"weekdays"`` or ``"every day"``."""
    days: list[int] = []
    for word in re.split(r"[\s,&:]+|\band\b", re.sub(r"\bevery day\b", "daily", text)):
        if word.removesuffix("s") in GROUPS:
            days.extend(GROUPS[word.removesuffix("s")])
        elif word:
            first, *rest = map(_day, word.split("-"))
            if len(rest) > 1 or rest == [first]:
                raise ValueError(f'"{word}" is not a range of days; write "Mon-Thu"')
            days.extend((first + step) % 7 for step in range((rest[0] - first) % 7 + 1 if rest else 1))
    if not days:
        raise ValueError('no day; write one before the hours, such as "Mon 09:00-11:00" or "daily 18:00-20:00"')
    return days


def _day(word: str) -> int:
    """0 for Monday, from three letters or more of its English name."""
    stem = word.rstrip(".")
    for number, name in enumerate(DAYS):
        if len(stem) >= 3 and f"{name.lower()}s".startswith(stem):
            return number
    raise ValueError(f'"{word}" is not a day; allowed are Mon to Sun, "Mon-Thu", weekdays, weekends and daily')


def _span(text: str) -> tuple[int, int]:
    """Start and end in minutes since the day's midnight; an end that is not after the start is the next day's."""
    found = _HOURS.fullmatch(text)
    if found is None:
        raise ValueError(f'"{text}" is not a span of hours; write "18:00-20:00" or "6pm-8pm", and a new day after ";"')
    start, end = _minutes(*found.group(1, 2, 3)), _minutes(*found.group(4, 5, 6))
    if (found[3] is None) != (found[6] is None):
        raise ValueError(f'"{text}" has am or pm on one side only; write it on both, or use 24 hours')
    if start == DAY:
        raise ValueError(f'"{text}" starts at 24:00; write 00:00 of the next day')
    if start == end:
        raise ValueError(f'"{text}" has no length; a whole day is "00:00-24:00"')
    if end > start:
        return start, end
    if found[3] is None and 1 <= int(found[4]) <= 12 and int(found[1]) <= 12:  # "9-5" hardly ends the next morning
        raise ValueError(
            f'"{text}" ends before it starts; write "09:00-17:00" or "9am-5pm", or two days if it is night'
        )
    return start, end + DAY


def _minutes(hour_text: str, minute_text: str | None, half: str | None) -> int:
    """Minutes since midnight, 0 to 1440, of a time of day with or without am or pm."""
    hour, minute = int(hour_text), int(minute_text or 0)
    shown = f"{hour_text}{f':{minute_text}' if minute_text else ''}{half or ''}"
    if minute > 59:
        raise ValueError(f'"{shown}" is no time; minutes go from 00 to 59')
    if half is None:
        if hour * 60 + minute > DAY:
            raise ValueError(f'"{shown}" is no time; hours go from 00:00 to 24:00')
        return hour * 60 + minute
    if not 1 <= hour <= 12:
        raise ValueError(f'"{shown}" is no time; with am or pm, hours go from 1 to 12')
    return (hour % 12 + (12 if half == "pm" else 0)) * 60 + minute


def starts(free: Sequence[tuple[Window, ...]], offsets: NDArray[np.int32], meeting_minutes: int) -> NDArray[np.uint64]:
    """Bitmaps ``[people, splits, 11]`` of the quarter-hours of the UTC week at which a whole meeting fits.

    ``offsets`` is ``[people, splits]``. Quarter-hour ``q`` (0 is Monday 00:00 UTC) is bit ``q % 64`` of word
    ``q // 64``. Windows that overlap or touch are one stretch of free time, also round the week's end. Raises
    ``ValueError`` unless there is one row of offsets per person and a meeting takes 1 to 1440 minutes.
    """
    if not 1 <= meeting_minutes <= DAY:
        raise ValueError(f"a meeting takes 1 to {DAY} minutes, not {meeting_minutes}")
    if len(free) != len(offsets):
        raise ValueError(f"{len(free)} people, but {len(offsets)} rows of offsets")
    result = np.zeros((*offsets.shape, WORDS), dtype=np.uint64)
    for person, (windows, ahead) in enumerate(zip(free, offsets.tolist(), strict=True)):
        result[person] = _bitmaps(windows, tuple(ahead), meeting_minutes)
    return result


def fits(windows: tuple[Window, ...], meeting: int) -> NDArray[np.bool_]:
    """For each minute of the local week, whether it and the whole meeting from it on are free."""
    free = np.zeros(WEEK + DAY, dtype=np.bool_)  # the week, and its first day once more
    for day, start, end in windows:
        free[day * DAY + start : day * DAY + end] = True
    free[:DAY] |= free[WEEK:]  # Sunday night runs on into Monday
    free[WEEK:] = free[:DAY]
    total = np.concatenate(([0], np.cumsum(free, dtype=np.int32)))
    return np.asarray(total[meeting : meeting + WEEK] - total[:WEEK] == meeting)


@lru_cache(maxsize=16_384)
def _bitmaps(windows: tuple[Window, ...], offsets: tuple[int, ...], meeting: int) -> NDArray[np.uint64]:
    """The minutes that begin a UTC quarter-hour, packed: one row of words per offset.

    Kept for a while: many people share hours and zone.
    """
    if not any(start % 15 or end % 15 for _, start, end in windows) and not any(ahead % 15 for ahead in offsets):
        return _of_quarters(windows, offsets, -(-meeting // 15))
    return _of_minutes(windows, offsets, meeting)


def _of_quarters(windows: tuple[Window, ...], offsets: tuple[int, ...], meeting: int) -> NDArray[np.uint64]:
    """The same where all begins and ends with a quarter-hour: by whole weeks of bits, many times as fast.

    ``meeting`` is in quarter-hours.
    """
    free = 0
    for day, start, end in windows:
        free |= ((1 << (end - start) // 15) - 1) << (day * DAY + start) // 15
    free = (free | free >> QUARTERS) & _ALL_WEEK  # Sunday night runs on into Monday
    fitting = free
    for later in range(1, meeting):
        fitting &= _turned(free, later)
    weeks = b"".join(_turned(fitting, ahead // 15 % QUARTERS).to_bytes(8 * WORDS, "little") for ahead in offsets)
    return np.frombuffer(weeks, "<u8").reshape(len(offsets), WORDS).astype(np.uint64)


def _turned(week: int, quarters: int) -> int:
    """A week of bits, read from some quarter-hours later on."""
    return (week >> quarters | week << QUARTERS - quarters) & _ALL_WEEK


def _of_minutes(windows: tuple[Window, ...], offsets: tuple[int, ...], meeting: int) -> NDArray[np.uint64]:
    local = (15 * np.arange(QUARTERS) + np.array(offsets)[:, None]) % WEEK
    bits = np.zeros((len(offsets), WORDS * 64), dtype=np.bool_)
    bits[:, :QUARTERS] = fits(windows, meeting)[local]
    return np.packbits(bits, axis=1, bitorder="little").view("<u8").astype(np.uint64)


def describe(q: int, offset_minutes: int) -> str:
    """Quarter-hour ``q`` (0 to 671) of the UTC week as a person's local time, such as ``"Tue 18:15"``."""
    if not 0 <= q < QUARTERS:
        raise ValueError(f"quarter-hours of a week are 0 to {QUARTERS - 1}, not {q}")
    day, minute = divmod((15 * q + offset_minutes) % WEEK, DAY)
    return f"{DAYS[day][:3]} {minute // 60:02}:{minute % 60:02}"
