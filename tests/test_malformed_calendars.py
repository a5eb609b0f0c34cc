"""Malformed calendars, the cells ``free`` and ``time_zone``: read, or refused at their row; by hand, and mutations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import pytest
from malformed import LONG, MENTORS, PROMISE, Desk, mentors

from matchmaker.programme import FIRST_START, LAST_START
from matchmaker.times.calendars import Window, parse_free
from matchmaker.times.zones import _names, offsets

# fmt: off
FREE = {  # what is told -> cells of ``free``
    "required": ["", " ", "\u00a0"],
    "no free time given": [";", ";;\n;", " ; "],
    "at most 10000 characters are allowed": ["Mon" + " " * 10_000 + "9-10", "Mon 9-10;" * 2_000],
    "560 spans of free time; allowed are 500": [
        "daily " + ",".join(f"{hour}:{minute}-24" for hour in range(20) for minute in (10, 20, 30, 59)),
    ],
    "more than 30 marks on one letter": ["Mon 9-10" + "\u0315\u0316" * 16],
    "…is no time; hours go from 00:00 to 24:00": [
        "Mon 25:00-26:00", "Mon 24:01-25:00", "Mon 9-99", "Mon 00:00-24:01", "Mon 9-10; Tue 23-25", "daily 24:30-1:00",
    ],
    "…is no time; minutes go from 00 to 59": ["Mon 9:60-10:00", "Mon 9-10:99", "Mon 9.75-11"],
    "…is no time; with am or pm, hours go from 1 to 12": ["Mon 13pm-2pm", "Mon 0am-1am", "Mon 9am-24pm"],
    "…starts at 24:00": ["Mon 24:00-01:00", "Fri 24-8"],
    "…has no length": ["Mon 9-9", "Mon 9:00-9:00", "Mon 00:00-00:00", "Mon 12am-12am", "Mon 9-9:00"],
    "…ends before it starts": ["Mon 9-5", "Mon 12-1", "Mon 10:00-9:00", "Mon 9-8:59"],
    "…has am or pm on one side only": ["Mon 9am-5", "Mon 9-10:00pm", "Mon 9pm-10", "Mon 9-5pm"],
    "…: no hours": [
        "Mon", "never", "any time", "weekdays", "Mon IX-X", "Mon 九-十", "Mon nan-inf", "FREQ=WEEKLY;BYDAY=MO", "?",
        "BEGIN:VCALENDAR", "\u202e", "null", "=NOW()", "Mon morning",
    ],
    "…: no day": ["9-10", "Mon 9-10; 11-12", "and 9-10", ", 9-10"],
    "…is not a day": [
        "Mo 9-10", "Monn 9-10", "Montag 9-10", "Lun 9-10", "Mon--Tue 9-10", "Mon- 9-10", "-Mon 9-10",
        "Mon from 9 to 10", "weekendss 9-10", "every Monday 9-10", "Mon +9-10", "Mon/Tue 9-10", "\u202eMon 9-10",
        "Mоn 9-10", "M\u00f6n 9-10", "Mon\x009-10", "weekdays-Sat 9-10", "Mon–Tue–weekends 9-10",
    ],
    "…is not a range of days": ["Mon-Mon 9-10", "Mon-Tue-Wed 9-10", "Sunday-Sun 9-10"],
    "…is not a span of hours": [
        "Mon 9", "Mon 9-", "Mon -9", "Mon 9-10-11", "Mon 9--10", "Mon 9:0-10", "Mon 9:000-10", "Mon 009-10",
        "Mon 9.5-10", "Mon 9h-10h", "Mon 9:00:00-10:00:00", "Mon 09:00-11:00 Tue 10:00-11:00", "Mon 9-10, Tue 9-10",
        "24/7", "9-10 Mon", "D1 9-10", "0 9-10", "P1W 9-10",
        "Mon 9-10 CET", "Mon 9-10 UTC+1", "2027-03-01 9-10", "Mon 2027-03-01", "Mon 9 o'clock-10", "Mon ½-1",
        "Mon 9~10", "Mon 9\u20e0-10", "Mon 9\u200d-10", "Mon 9\u00ad10", "Mon 9 until 10", "Mon 9:00-10:00,,11-12",
        "Mon 1e1-11",
        "Mon 99999999999999999999-10", "Mon 0x9-0xa", "DTSTART:20270301T090000Z", "Mon 9-10\0", "Mon \x1b[2J9-10",
        "Mon 9-10)", "Mon 9 - - 10", "Mon 9-10 # x", "Mon 9-10 every 2 weeks", "Mon 9;00-10;00", "Mon 9-10pm am",
    ],
}
ZONES = {  # what is told -> cells of ``time_zone``
    "required": [""],
    "…is the name of several clocks; write ": ["EST", "est", "GMT", "IST", "P.S.T.", "Cordoba", "West"],
    "…does not say when the clock changes; write a zone": [
        "GMT+1", "UTC+1", "+01:00", "GMT0", "1", "٣", "(UTC+01:00) Berlin", "Etc/GMT+99",
    ],
    "…is not a time zone known here; write Europe/Berlin": [
        "Europe//Berlin", "../Europe/Berlin", "Berlin, Germany", "Europe/Berlín", "Europe/Berlin\u200b",
        "Еurope/Berlin",
    ],
    "…is not a time zone known here; write the zone of a large city": [
        "Mars", "Europe/Berlin/", "/etc/passwd", "Factory", "posixrules", "right/UTC", "Eastern Standard Time", "%s",
        "Europe\\Berlin", "${TZ}", "tzdata", "zone.tab", "Etc/Unknown", "=x=x",
    ],
    "control characters are not allowed": ["Europe/Berlin\0", "Europe\x1b/Berlin", "\x7f"],
    "at most 300 characters are allowed": ["Europe/Berlin" * 30, "x" * 9_000, "/" * 301],
    "more than 30 marks on one letter": ["Berlin" + "\u0300" * 31],
}
READ = {  # odd, but it can only mean one thing: cells of ``free`` -> windows
    "Mon ٩:٠٠-١٠:٠٠": [(0, 540, 600)], "Mon ９-１０": [(0, 540, 600)], "Mon\u00a09\u201310": [(0, 540, 600)],
    "MON.: 9 to\t10": [(0, 540, 600)], ",Mon,, & 9-10,": [(0, 540, 600)],
    "mond 9-10; Monday 9:00 - 10.00": [(0, 540, 600)],
    "Mon 11:59pm-12:01am": [(0, 1439, 1441)], "Mon 0-24": [(0, 0, 1440)], "Mon 12pm-12am": [(0, 720, 1440)],
    "Sun 23:59-0:00": [(6, 1439, 1440)], "Fri-Mon 9-10": [(day, 540, 600) for day in (0, 4, 5, 6)],
    "mon,mon,mon 9-10,9-10": [(0, 540, 600)], "Sat - Sun 1am - 2 am": [(5, 60, 120), (6, 60, 120)],
}
# fmt: on


def with_cell(column: str, cell: str) -> bytes:
    """Return a file in which the last mentor, in row 4, has a spoilt cell."""
    *others, last = MENTORS
    return mentors([*others, last | {column: cell}])


@pytest.mark.promise(PROMISE)
def test_each_defect_is_told_at_its_row(tmp_path: Path, counted: Callable[..., None]) -> None:
    cases = [
        (f"mentors.csv, row 4, {column}: {said}", with_cell(column, cell))
        for column, table in (("free", FREE), ("time_zone", ZONES))
        for said, cells in table.items()
        for cell in cells
    ]
    counted(hand_made_calendars=Desk(tmp_path).refuses_all(cases))


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("cell", READ)
def test_what_is_odd_but_clear_is_read(cell: str, tmp_path: Path) -> None:
    assert parse_free(cell) == tuple(Window(*window) for window in READ[cell])
    assert Desk(tmp_path).match("mentors.csv", with_cell("free", cell)).code == 0


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("start", [FIRST_START, LAST_START])
def test_every_zone_holds_at_the_ends_of_the_calendar(start: date) -> None:
    zones = sorted(_names()[0].values())
    found = offsets(zones, start, 260)
    assert found.shape[0] == len(zones) > 400
    assert abs(found).max() <= 14 * 60


WINDOWS = ["Mon 09:00-11:00; weekdays 18:00-20:00; Fri 22:00-01:00", "daily 6pm-8pm", "Tue, Thu 9-10 and 12-13"]
CLOCKS = ["Europe/Berlin", "berlin", "CET", "America/Argentina/Cordoba", "UTC", "EST", "Etc/GMT+5", "New York"]
PIECES = [*"0123456789:;,.-–&/+ \n\t\0()٣½", "am", "pm", "to", "and", "every day", "Mon", "Sun", "weekends", "24:00"]
PIECES += ["GMT", "UTC", "..", "\u202e", "\u0300", "e9", "25", "-1", "99999999999999999999"]


def mutated(cell: str, mix: Random) -> str:
    """Return a cell with a few of its characters cut, doubled, moved or put over others."""
    for _ in range(mix.choice([1, 1, 2, 4])):
        at, to = sorted((mix.randint(0, len(cell)), mix.randint(0, len(cell))))
        piece = mix.choice([mix.choice(PIECES), cell[at:to], ""])
        cell = cell[:at] + piece + cell[mix.choice([at, at + 1, to]) :]
    return cell


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("times", LONG)
def test_mutations_are_read_or_refused(times: int, tmp_path: Path, counted: Callable[..., None]) -> None:
    desk, refused = Desk(tmp_path), 0
    for number in range(times):
        mix = Random(f"calendars {number}")
        column, cells = ("free", WINDOWS) if number % 4 else ("time_zone", CLOCKS)
        ran = desk.match("mentors.csv", with_cell(column, mutated(mix.choice(cells), mix)))
        assert ran.code == 0 or ran.err.startswith(f"mentors.csv, row 4, {column}: "), ran.err
        refused += ran.code != 0
    assert times // 4 < refused < times
    counted(mutated_calendars=times, refused=refused)
