"""Malformed files for tests: a good programme, ways to spoil its files, and the command line as the judge."""

from __future__ import annotations

import io
import re
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest import mock

import pytest
from pace import usually
from people import mentee_cells, mentor_cells, table
from typer.main import get_command

from matchmaker import cli

PROMISE = "malformed files"
MOST_SECONDS = 2.0
"""Of processor time, for one command."""

LONG = [500, pytest.param(10_000, marks=pytest.mark.long)]
"""How many mutations a kind, as parameters: by default and in the long version."""

MENTORS = [
    mentor_cells("ann") | {"email": "ann@example.org", "capacity": "2", "floor": "2", "languages": "English; de"},
    mentor_cells("bob") | {"offers": "leadership:4; python", "time_zone": "Berlin", "boss": "Eva Extern"},
    mentor_cells("cem")
    | {"capacity": "2", "floor": "2", "free": "Mon 09:00-11:00; Fri 22:00-01:00", "style_pace": "3"}
    | {"gains": "learn:4; network:6"},
]
MENTEES = [
    mentee_cells("dan")
    | {"goal": 'More "say", less', "goal_by": "2027-09-01", "priority": "1", "languages": "English"},
    mentee_cells("eve") | {"needs": "leadership:3>2; python", "readiness": "5;4;4;-;3;4;5;2", "hours_per_month": "1,5"},
    mentee_cells("fay") | {"can_offer": "learn:3", "request": "mentoring", "mentors_wanted": "2", "wishes": "ann; bob"},
]
_PROGRAMME = """name = "Pilot"
start = 2027-03-01
weeks = 26
strategy = "most_people"
minimum_score = 10
salt = 'a # b'
[weights]
mentee = { expertise = 60, style = 20, availability = 20 }
mentor = { style = 50, availability = 50 }
[style]
scale = 0.25
[rules]
current_boss = { levels = 2, peers = true }
same_company.unknown = "error"
[rules.past_pair]
months = 24
[rules.former_boss]
months = 6
[columns]
"Zone" = "time_zone"
"""
_COMPANIES = """[aliases]
"IBM" = ["Big Blue", 'International "B" Machines']
Acme = [
  "Acme Labs",  # theirs
]
[groups]
"Globex" = ["Initech", "Acme"]
[competitors]
"blue, too" = ['IBM', "Globex"]
"""
_FACTS = """person,other,kind,since,until,why
dan,ann,boss,2020-01-01,2021-12-31,
dan,Bob Mentor,pin,,,asked
eve,bob,veto,,,
fay,cem,past_pair,2024-01-01,2024-06-30,
fay,cem,waive,,,past_pair
"""
_TOPICS = """topic,broader,related,aliases
work,,,
leadership,work,,leading
python,work,java:0.6,py
java,work,,
"""


def people(rows: Sequence[Mapping[str, object]]) -> bytes:
    """Return people as a file in which everybody has all the columns that anybody has."""
    columns = dict.fromkeys(name for row in rows for name in row)
    return table([{name: row.get(name, "") for name in columns} for row in rows]).encode()


def mentors(rows: Sequence[Mapping[str, object]]) -> bytes:
    """Return mentors as a file in which one column has a header of the programme's own."""
    return people(rows).replace(b"time_zone", b"Zone", 1)


GOOD: Mapping[str, bytes] = {
    "mentors.csv": mentors(MENTORS),
    "mentees.csv": people(MENTEES),
    "relations.csv": _FACTS.encode(),
    "topics.csv": _TOPICS.encode(),
    "programme.toml": _PROGRAMME.encode(),
    "companies.toml": _COMPANIES.encode(),
}
"""The files of a programme in which every kind of answer is given."""


class Ran(NamedTuple):
    """What a command answered, and the processor time it took."""

    code: int
    out: str
    err: str
    seconds: float


@cache
def _command() -> Callable[[], None]:
    """The command line's parser, made once."""
    return get_command(cli.app)


def run(*words: object) -> Ran:
    """Run a command in this process as ``matchmaker …`` does; whether a disk has what is written is not waited for."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    code: object = "it did not end"
    began = time.process_time()
    with (
        mock.patch.object(sys, "argv", ["matchmaker", *map(str, words)]),
        mock.patch.object(cli, "app", _command()),
        mock.patch("os.fsync"),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            cli.main()
        except SystemExit as stop:
            code = stop.code or 0
    seconds = time.process_time() - began
    for stream in (out, err):
        stream.flush()
    assert isinstance(code, int)
    return Ran(code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode(), seconds)


_PLACES = re.compile(
    r"(mentors|mentees|relations|topics)\.csv(, row \d+(, .+?)?: .|: is empty)"
    r"|(programme|companies)\.toml(, .+?: .|: line \d|: is larger than|: is not TOML: (nested too|.*\(at (line|end)))"
    r"|(skills|tree)\.xlsx(, row \d+(, .+?)?)?: ."
    r"|and \d+ more"
)
"""How each line of a refusal begins: with the file and the row, or the key or line."""


class Desk:
    """A good programme's folder, in which a file is spoilt and made good again."""

    def __init__(self, folder: Path, good: Mapping[str, bytes] = GOOD) -> None:
        self.folder, self.out, self.good = folder / "programme", folder / "out", good
        self.folder.mkdir()
        for name, data in good.items():
            (self.folder / name).write_bytes(data)

    def match(self, file: str, data: bytes) -> Ran:
        """Match with one file spoilt. It is taken, or refused in plain words that say where; nothing is left of it."""
        (self.folder / file).write_bytes(data)
        ran = run("match", self.folder, "--out", self.out)
        (self.folder / file).write_bytes(self.good[file])
        written = self.out.exists()
        shutil.rmtree(self.out, ignore_errors=True)
        assert ran.code in {0, 2, 3}, ran.err
        assert usually(ran.seconds, MOST_SECONDS) < MOST_SECONDS
        assert (written, ran.out != "", ran.err == "") == (ran.code == 0,) * 3
        if ran.code == 2:
            assert [line for line in ran.err.splitlines() if not _PLACES.match(line)] == []
        if ran.code == 3:
            assert "relations.csv row " in ran.err
        assert "".join(ran.err.split("\n")).isprintable()
        return ran

    def refuses_all(self, cases: Sequence[tuple[str, bytes]]) -> int:
        """See that each spoilt file is refused with what is said of it, where … stands for anything; return how many.

        What is said begins with the file.
        """
        assert len(set(cases)) == len(cases) > 100
        missed = []
        for said, data in cases:
            ran, pattern = self.match(re.split("[,:]", said)[0], data), re.escape(said).replace("…", ".*")
            if ran.code != 2 or not re.search(f"^{pattern}", ran.err, re.MULTILINE):
                missed.append(f"{said!r} is not what is said of {data[:200]!r}…, but {ran.err[:300]!r}")
        assert not missed, "\n".join(missed)
        return len(cases)

    def refuses_some(self, times: int, files: Sequence[str], rearranged: Callable[[str, Random], bytes]) -> int:
        """Match with mutated files, one after the other, half of them by their bytes; return how many are refused."""
        refused = 0
        for number in range(times):
            mix, file = Random(f"{files[0]} {number}"), files[number % len(files)]
            by_bytes = number // len(files) % 2
            refused += self.match(file, mutated(self.good[file], mix) if by_bytes else rearranged(file, mix)).code != 0
        assert times // 4 < refused < times
        return refused


_PIECES = (
    b"",
    *map(bytes.fromhex, ["00", "09", "0a", "0d", "20", "ff", "efbbbf", "fffe", "eda080", "c080", "f490"]),
    *b""", ; : . > < = [ ] [[ { } {} # ' " \"\" '' \"\"\" \\ \\u ~ @ =1+1 true null""".split(),
    *b"-1 0 007 1e999 -Infinity nan 0x 1_0 0.5 99999999999999999999 9999-12-31 0000-00-00 25:00".split(),
    *"\u202e|\u2028|\x85|\x1b[2J|\u200d|٣|𝟗|ﷺ|𐀀|É".encode().split(b"|"),
    "\u0300".encode() * 40,
)
"""What a mutation puts in: what a format means something by, what no format allows, what programs stumble over."""


def mutated(good: bytes, mix: Random) -> bytes:
    """Return a file with a few of its bytes cut, flipped, doubled, moved or put over others."""
    data = bytearray(good)
    for _ in range(mix.choice([1, 1, 2, 6])):
        at, to = sorted((mix.randint(0, len(data)), mix.randint(0, len(data))))
        piece = mix.choice([*_PIECES, bytes(data[at:to])[:30], mix.randbytes(3)])
        data[at : mix.choice([at, at + 1, min(to, at + 20)])] = piece
    return bytes(data)
