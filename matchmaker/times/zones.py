"""Time zones: which one people mean, and how far each is from UTC in each stretch of a programme.

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
from bisect import bisect
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

REFERENCE_START = date(2026, 1, 5)  # a programme without dates is matched in this year: fixed, never today's
REFERENCE_WEEKS = 52

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


@lru_cache(maxsize=4096)
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
    key = re.sub(r"\s+", "_", text.strip().lower())
    # A bare name is a city's first: "Singapore" is an old name of Asia/Singapore, too.
    found = ONE_CLOCK.get(letters) or ("/" not in key and cities.get(letters)) or keys.get(key) or cities.get(letters)
    if found is None:
        from rapidfuzz import fuzz, process

        place = _letters(text.rpartition("/")[2].partition(",")[0])
        near = process.extractOne(place, list(cities), scorer=fuzz.ratio, score_cutoff=75)
        write = cities[near[0]] if near else "the zone of a large city with the same clock, such as Europe/Berlin"
        raise ValueError(f'"{text}" is not a time zone known here; write {write}')
    return found


@cache
def zone(key: str) -> ZoneInfo:
    """The zone as the ``tzdata`` package has it, whatever the machine has."""
    if _names()[0].get(key.lower()) != key:
        raise ValueError(f'"{key}" is not an IANA time zone; read it with parse_zone first')
    with files("tzdata").joinpath("zoneinfo", *key.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=key)


def _offset(key: str, moment: datetime) -> int:
    """Minutes a zone is ahead of UTC at a moment given in UTC."""
    ahead = moment.astimezone(zone(key)).utcoffset() or timedelta()
    minutes, rest = divmod(ahead, timedelta(minutes=1))
    if rest:
        raise ValueError(f"{key} is {ahead} from UTC on {moment:%Y-%m-%d}; only whole minutes can be used")
    return minutes


@lru_cache(maxsize=4096)
def _weekly(key: str, first: datetime, weeks: int) -> tuple[int, ...]:
    """A zone's offset at a moment of each week: cached, as explanations ask for the same few zones pair by pair."""
    return tuple(_offset(key, first + timedelta(weeks=week)) for week in range(weeks))


def clock_changes(key: str, first: datetime, last: datetime) -> list[tuple[datetime, int]]:
    """Return when a zone's clock changes between two moments, to the minute, and its offset from then on."""
    changes = []
    while first < last:
        later = min(first + timedelta(days=1), last)
        if _offset(key, later) != (before := _offset(key, first)):
            minutes = range(1, int((later - first) / timedelta(minutes=1)) + 1)
            at = bisect(minutes, False, key=lambda minute: _offset(key, first + timedelta(minutes=minute)) != before)
            moment = first + timedelta(minutes=minutes[at])
            changes.append((moment, _offset(key, moment)))
        first = later
    return changes


@lru_cache(maxsize=1024)
def quarterly_offsets(key: str, first: datetime) -> NDArray[np.int32]:
    """Return a zone's offset, in minutes, at each quarter-hour of eight days from a moment on."""
    found = np.full(8 * 96, _offset(key, first), dtype=np.int32)
    for moment, ahead in clock_changes(key, first, first + timedelta(days=8)):
        found[-((first - moment) // timedelta(minutes=15)) :] = ahead
    return found


def offsets(zones: Sequence[str], first_day: date, weeks: int) -> NDArray[np.int32]:
    """Offsets from UTC, in minutes, ``[len(zones), splits]``: the distinct columns over the weeks, in time order.

    Each week counts with the offsets of its Wednesday noon (see above). Raises ``ValueError`` for a zone that is not
    one of ``tzdata``, fewer than one week, or an offset of odd seconds (none since January 1972).
    """
    if weeks < 1:
        raise ValueError(f"a programme takes at least 1 week, not {weeks}")
    wednesday = first_day + timedelta(days=(2 - first_day.weekday()) % 7)
    noon = datetime.combine(wednesday, time(12), tzinfo=UTC)
    rows = {zone: _weekly(zone, noon, weeks) for zone in dict.fromkeys(zones)}
    columns = dict.fromkeys(tuple(rows[zone][week] for zone in zones) for week in range(weeks))
    return np.array(list(columns), dtype=np.int32).reshape(len(columns), len(zones)).T
