"""Weekly free time across time zones, exact to the quarter-hour.

People write free time in their own clock; pairs meet at one moment. So a week is a circle of 672 quarter-hours
that begins on Monday 00:00 UTC, and a person's *starts* are the quarter-hours at which a whole meeting fits into
their free time: one bitmap for each stretch of the programme in which no clock changes. Two people's shared starts
in a stretch are the popcount of ``a & b``; a pair's number is the least over the stretches.

A stretch is a constant offset from UTC in each zone, so no local time is ever looked up and one that a clock skips
or repeats cannot be met. Each week counts with the offsets of its Wednesday noon (UTC). Clocks change between
Thursday night and Sunday nowadays, so a new offset counts from the following week, and a meeting on the days (nearly
always the one Sunday) between the change and that week is moved once, by the pair. Without this, the one hour in
which New York has changed its clock and Chicago has not would count like a stretch of weeks and could ban a pair.
The moments looked at do not depend on who else is in the pool, so other people's zones never change a pair's least.

Zones come from the ``tzdata`` package and never from the machine (``zoneinfo`` would prefer the machine's files).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

REFERENCE_START = date(2026, 1, 5)  # a programme without dates is matched in this year: fixed, never today's
REFERENCE_WEEKS = 52

DAY, WEEK, QUARTERS = 1440, 10080, 672  # minutes, minutes, quarter-hours in a week
WORDS = 11  # 64-bit words that hold 672 bits; the last 32 bits are always clear
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GROUPS = {"weekday": range(5), "weekend": (5, 6), "daily": range(7), "everyday": range(7)}

# Abbreviations whose users all keep one clock. "CET" is the zone's own name; Algiers and Tunis must write theirs.
ONE_CLOCK = {
    "utc": "UTC", "z": "UTC", "cet": "Europe/Brussels", "cest": "Europe/Brussels", "mez": "Europe/Brussels",
    "wet": "Europe/Lisbon", "msk": "Europe/Moscow", "sast": "Africa/Johannesburg",
    "eat": "Africa/Nairobi", "cat": "Africa/Maputo", "wat": "Africa/Lagos", "pkt": "Asia/Karachi",
    "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "hkt": "Asia/Hong_Kong", "sgt": "Asia/Singapore", "wib": "Asia/Jakarta",
    "awst": "Australia/Perth", "acdt": "Australia/Adelaide", "aedt": "Australia/Sydney", "nzst": "Pacific/Auckland",
    "nzdt": "Pacific/Auckland", "hst": "Pacific/Honolulu", "akst": "America/Anchorage", "akdt": "America/Anchorage",
    "edt": "America/New_York", "adt": "America/Halifax", "ndt": "America/St_Johns",
}  # fmt: skip
# Names of several clocks, with the zones to write instead. EST, MST, EET and GMT are zones to a computer as well,
# but people in New York, Denver, Helsinki and London write them and mean a clock that changes.
SEVERAL_CLOCKS = {
    "gmt": ("Europe/London", "Africa/Accra"), "bst": ("Europe/London", "Asia/Dhaka"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "eet": ("Europe/Athens", "Africa/Cairo", "Africa/Tripoli"), "eest": ("Europe/Athens", "Africa/Cairo"),
    "est": ("America/New_York", "America/Panama", "Australia/Sydney"), "et": ("America/New_York", "America/Panama"),
    "cst": ("America/Chicago", "America/Costa_Rica", "Asia/Shanghai"), "cdt": ("America/Chicago", "America/Havana"),
    "ct": ("America/Chicago", "America/Costa_Rica"), "mst": ("America/Denver", "America/Phoenix"),
    "mt": ("America/Denver", "America/Phoenix"), "pst": ("America/Los_Angeles", "Asia/Manila"),
    "mdt": ("America/Denver", "America/Edmonton"), "pdt": ("America/Los_Angeles", "America/Vancouver"),
    "pt": ("America/Los_Angeles", "Europe/Lisbon"), "ast": ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"),
    "west": ("Europe/Lisbon", "Australia/Perth"), "aest": ("Australia/Sydney", "Australia/Brisbane"),
    "acst": ("Australia/Adelaide", "Australia/Darwin"), "cordoba": ("America/Argentina/Cordoba", "Europe/Madrid"),
    "merida": ("America/Merida", "Europe/Madrid"), "victoria": ("Australia/Melbourne", "America/Vancouver"),
}  # fmt: skip
CONTINENTS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
NO_CITY = {"north", "south", "west"}  # Australia/North and the like: regions whose bare names say nothing

_DASH = re.compile(r"\s*(?:[-‐‑‒–—−]|\bto\b)\s*")
_AND = re.compile(r"\s*(?:,|&|\band\b)\s*")
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
    plain = unicodedata.normalize("NFKC", text)
    windows: set[Window] = set()
    problems = []
    for part in filter(None, map(str.strip, re.split(r"[;\n]", plain))):
        try:
            windows.update(_part(part))
        except ValueError as error:
            problems.append(f'"{part}": {error}')
    if problems:
        raise ValueError("; ".join(problems))
    if not windows:
        raise ValueError('no free time given; write days and hours, such as "Mon 09:00-11:00; weekdays 18:00-20:00"')
    return tuple(sorted(windows))


def _part(part: str) -> list[Window]:
    """The windows of one part: days, then hours."""
    part = _DASH.sub("-", part.casefold())
    first_digit = re.search(r"\d", part)
    if first_digit is None:
        raise ValueError('no hours; write days and hours, such as "Tue 18:00-21:00"')
    days, hours = part[: first_digit.start()], part[first_digit.start() :]
    spans = [_span(piece) for piece in _AND.split(hours.strip(" ,"))]
    return [Window(day, start, end) for day in _days(days) for start, end in spans]


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


@cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """Every zone of ``tzdata`` by its lower-case name, and by its city's letters."""
    keys = [key for key in files("tzdata").joinpath("zones").read_text("utf-8").split() if key != "Factory"]
    cities: dict[str, str] = {}
    for key in keys:  # a three-part name's town never stands alone: San Juan, Petersburg have famous namesakes
        continent, _, city = key.partition("/")
        if continent in CONTINENTS and city.lower() not in NO_CITY:
            cities.setdefault(_letters(city), key)  # tzdata lists a zone before its older names
    return {key.lower(): key for key in keys}, cities


def _letters(text: str) -> str:
    """A name without case, accents, spaces, underscores, hyphens, dots and apostrophes."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\s_.'’-]+", "", bare.casefold())


def parse_zone(text: str) -> str:
    """The IANA name, in its own case, of an IANA name, a city, or an abbreviation that means one clock.

    Raises ``ValueError`` that names the zones to write.
    """
    keys, cities = _names()
    if re.search(r"[\d+]", text):  # "UTC+1" must not be read by its letters alone
        exact = keys.get(text.strip().lower())
        if exact is None or exact.startswith("GMT"):  # "GMT+0" is the London clock to many, like "GMT"
            raise ValueError(f'"{text}" does not say when the clock changes; write a zone, such as Europe/Berlin')
        return exact
    letters = _letters(text)
    if letters in SEVERAL_CLOCKS:
        raise ValueError(f'"{text}" is the name of several clocks; write {" or ".join(SEVERAL_CLOCKS[letters])}')
    found = ONE_CLOCK.get(letters) or keys.get(re.sub(r"\s+", "_", text.strip().lower())) or cities.get(letters)
    if found is None:
        from rapidfuzz import fuzz, process

        place = _letters(text.rpartition("/")[2].partition(",")[0])
        near = process.extractOne(place, list(cities), scorer=fuzz.ratio, score_cutoff=75)
        write = cities[near[0]] if near else "the zone of a large city with the same clock, such as Europe/Berlin"
        raise ValueError(f'"{text}" is not a time zone known here; write {write}')
    return found


@cache
def _zone(key: str) -> ZoneInfo:
    """The zone as the ``tzdata`` package has it, whatever the machine has."""
    if _names()[0].get(key.lower()) != key:
        raise ValueError(f'"{key}" is not an IANA time zone; read it with parse_zone first')
    with files("tzdata").joinpath("zoneinfo", *key.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=key)


def _offset(key: str, moment: datetime) -> int:
    """Minutes a zone is ahead of UTC at a moment given in UTC."""
    ahead = moment.astimezone(_zone(key)).utcoffset() or timedelta()
    minutes, rest = divmod(ahead, timedelta(minutes=1))
    if rest:
        raise ValueError(f"{key} is {ahead} from UTC on {moment:%Y-%m-%d}; only whole minutes can be used")
    return minutes


def offsets(zones: Sequence[str], first_day: date, weeks: int) -> NDArray[np.int32]:
    """Offsets from UTC, in minutes, ``[len(zones), splits]``: the distinct columns over the weeks, in time order.

    Each week counts with the offsets of its Wednesday noon (see above). Raises ``ValueError`` for a zone that is not
    one of ``tzdata``, fewer than one week, or an offset of odd seconds (none since 1972).
    """
    if weeks < 1:
        raise ValueError(f"a programme takes at least 1 week, not {weeks}")
    wednesday = first_day + timedelta(days=(2 - first_day.weekday()) % 7)
    noon = datetime.combine(wednesday, time(12), tzinfo=UTC)
    moments = [noon + timedelta(weeks=week) for week in range(weeks)]
    rows = {zone: [_offset(zone, moment) for moment in moments] for zone in dict.fromkeys(zones)}
    columns = dict.fromkeys(tuple(rows[zone][week] for zone in zones) for week in range(weeks))
    return np.array(list(columns), dtype=np.int32).reshape(len(columns), len(zones)).T


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
    known: dict[tuple[tuple[Window, ...], bytes], NDArray[np.uint64]] = {}  # many people share hours and zone
    result = np.zeros((*offsets.shape, WORDS), dtype=np.uint64)
    for person, windows in enumerate(free):
        key = windows, offsets[person].tobytes()
        if key not in known:
            known[key] = _bitmaps(_fits(windows, meeting_minutes), offsets[person])
        result[person] = known[key]
    return result


def _fits(windows: tuple[Window, ...], meeting: int) -> NDArray[np.bool_]:
    """For each minute of the local week, whether it and the whole meeting from it on are free."""
    free = np.zeros(WEEK + DAY, dtype=np.bool_)  # the week, and its first day once more
    for day, start, end in windows:
        free[day * DAY + start : day * DAY + end] = True
    free[:DAY] |= free[WEEK:]  # Sunday night runs on into Monday
    free[WEEK:] = free[:DAY]
    total = np.concatenate(([0], np.cumsum(free)))
    return np.asarray(total[meeting : meeting + WEEK] - total[:WEEK] == meeting)


def _bitmaps(fits: NDArray[np.bool_], offsets: NDArray[np.int32]) -> NDArray[np.uint64]:
    """The minutes that begin a UTC quarter-hour, packed: one row of words per offset."""
    local = (15 * np.arange(QUARTERS) + offsets[:, None]) % WEEK
    bits = np.zeros((len(offsets), WORDS * 64), dtype=np.bool_)
    bits[:, :QUARTERS] = fits[local]
    return np.packbits(bits, axis=1, bitorder="little").view("<u8").astype(np.uint64)


def describe(q: int, offset_minutes: int) -> str:
    """Quarter-hour ``q`` (0 to 671) of the UTC week as a person's local time, such as ``"Tue 18:15"``."""
    if not 0 <= q < QUARTERS:
        raise ValueError(f"quarter-hours of a week are 0 to {QUARTERS - 1}, not {q}")
    day, minute = divmod((15 * q + offset_minutes) % WEEK, DAY)
    return f"{DAYS[day][:3]} {minute // 60:02}:{minute % 60:02}"
