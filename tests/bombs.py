"""Inputs that could cost a reader much, for tests: what they hold, which command reads them, and what it should say."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from people import mentee_cells, mentor_cells, table

from matchmaker.answers import LONGEST_CELL
from matchmaker.people import Mentee, Mentor, Person
from matchmaker.reading.input_file import LARGEST_FILE, LARGEST_TOML
from matchmaker.topics.graph import LARGEST as LARGEST_TOPICS
from matchmaker.writing.whole import LARGEST as LARGEST_RECORD

MILLION = 1_000_000
LONG, FILLED = 130_000, 40_000
"""Characters of a cell that csv just lets through, and of each of many."""

Make = Callable[[Path], object]


class Bomb(NamedTuple):
    """Files to be made anew, in a programme's folder or in a result's, and a pattern of how what is said begins.

    Nothing is said of what is no fault, and has to be handled.
    """

    name: str
    said: str
    files: Mapping[str, Make]
    command: str = "match"


def bombs() -> Iterator[Bomb]:
    """Yield them all."""
    for kind in (_cells, _tables, _facts, _topics, _settings, _companies, _records, _no_files):
        yield from kind()


def holding(text: Callable[[], str]) -> Make:
    """Let a file hold a text, which is only then made."""
    return lambda path: path.write_text(text(), "utf-8", newline="")


def holes(size: int, path: Path) -> None:
    """Let a file be of some size, all of it zero and none of it on the disk."""
    with path.open("wb") as file:
        file.truncate(size)


MENTOR, MENTEE = mentor_cells("ann"), mentee_cells("ben")
HEADER = ",".join(MENTOR) + "\n"
COLUMNS = {"mentors.csv": (MENTOR, Mentor), "mentees.csv": (MENTEE, Mentee)}
# fmt: off
FILLS = {  # what cells are filled with: what a pattern, a split or a look-up may try again and again
    "spaces": " ", "marks": "\u0315\u0316", "semicolons": ";", "brackets": "(", "initials": "a.",
    "words": "and ", "levels": "a:1;", "colons": ":", "dashes": "- ", "to": " to", "digits": "1", "umlauts": "üe",
    "ligatures": "ﷺ", "days": "mon,", "hours": "9-10,", "lines": "x\n", "quotes": '"', "zeros": "\0",
    "halves": "½", "jamo": "\u1100\u1161\u11a8", "tags": "en-GB;",
}
LISTS = {  # a part of a list, of which a cell holds a hundred thousand
    "offers": "python:5;", "boss": "Eva;", "wishes": "ann;", "languages": "en;", "free": "Mon 9-10;",
    "enjoys": "java;", "refuses": "job;", "gains": "learn:1;", "time_zone": "UTC;", "needs": "python:3>1;",
    "can_offer": "learn:1;", "readiness": "5;", "wants_qualities": "time:1;",
}
# fmt: on


def _cells() -> Iterator[Bomb]:
    for file, (cells, _) in COLUMNS.items():
        million = holding(lambda cells=cells: table([cells | {"name": "x" * MILLION}]))
        yield Bomb(f"a million letters in {file}", f"{file}, row 2: is not CSV", {file: million})
    for name, fill in FILLS.items():
        files = {file: holding(partial(_filled, *COLUMNS[file], fill)) for file in COLUMNS}
        yield Bomb(f"{name} in every column", r"mentors\.csv, row 2(.|\n)*mentees\.csv, row 2", files)


def spoilt_cells() -> Iterator[tuple[str, str, str]]:
    """Yield files and columns, and a cell for each of them that is longer than csv lets through."""
    for file, (_, model) in COLUMNS.items():
        for column in _columns(model):
            yield file, column, "x" * MILLION
            if column in LISTS:
                yield file, column, LISTS[column] * 100_000


def _columns(model: type[Person]) -> list[str]:
    return sorted(model.model_fields.keys() - {"other", "record"} | {"hobby"})


def _filled(cells: Mapping[str, object], model: type[Person], fill: str) -> str:
    """Return a file in whose rows ten columns after the other are filled, then all, with as much as any cell may hold.

    More of what is longer would make a row that is too long.
    """
    columns = _columns(model)
    some = [dict.fromkeys(columns[at : at + 10], _text(fill, FILLED)) for at in range(0, len(columns), 10)]
    return table(
        [
            dict.fromkeys(columns, "") | cells | filled
            for filled in some + [dict.fromkeys(columns, _text(fill, LONGEST_CELL))] * 5
        ]
    )


def _text(fill: str, length: int) -> str:
    return ("Mon" + fill * length)[:length]


def _tables() -> Iterator[Bomb]:
    made: dict[str, tuple[str, Callable[[], str]]] = {
        "a million ragged rows": ("row 2, free: the row has 1 cells", lambda: HEADER + "1\n" * MILLION),
        "a million rows that are all wrong": ("row 2, ", lambda: HEADER + "1,2,3,4,5,6,7\n" * MILLION),
        "100 000 columns": ("row 1: has 100000 columns", lambda: ",".join(f"c{at}" for at in range(100_000)) + "\n"),
        "100 000 columns of one name": ("row 1: has 100000 columns", lambda: "c," * 99_999 + "c\n"),
        "1000 columns of one name": ("row 1, c: stands more than once", lambda: "id" + ",c" * 999 + "\nx" * 10_000),
        "a header of 10 M letters": ("row 1: is not CSV", lambda: "x" * 10 * MILLION),
        "a row of 10 M cells": ("row 2: is not CSV", lambda: HEADER + "," * 10 * MILLION),
        "a row of 2 M lines": ("row 2: is not CSV", lambda: HEADER + '"\n",' * 2 * MILLION),
        "a quote that is never closed": ("row 2: is not CSV", lambda: HEADER + '"' + "x\n" * 5 * MILLION),
        "two million blank rows": ("row 1048578: is not CSV", lambda: "\n" * 2 * MILLION + HEADER),
        "long names in every row": ("row 2, name: ", lambda: HEADER + _line(MENTOR | {"name": "x" * LONG}) * 100),
    }
    for name, (said, text) in made.items():
        yield Bomb(name, f"mentors.csv, {said}", {"mentors.csv": holding(text)})


def _line(cells: Mapping[str, object]) -> str:
    return ",".join(map(str, cells.values())) + "\n"


def _facts() -> Iterator[Bomb]:
    top = "person,other,kind,why\n"
    made: dict[str, tuple[str, Callable[[], str]]] = {
        "a line of 5000 bosses": ("", lambda: _bosses(lambda at: at + 1)),
        "a loop of 5000 bosses": ("", lambda: _bosses(lambda at: (at + 1) % 5000)),
        "one boss of 5000": ("", lambda: _bosses(lambda at: 5000)),
        "a million ragged facts": ("relations.csv, row 2, other: ", lambda: top + "ben\n" * MILLION),
        "a million facts of a kind there is not": ("relations.csv, row 2, kind: ", lambda: top + "a,b,c,d\n" * MILLION),
        "waivers of much": ("relations.csv, row 2, why: ", lambda: top + f"ben,ann,waive,{' ;' * 4999}x\n" * 50),
        "marks in a note": (
            "relations.csv, row 2, why: ",
            lambda: top + f"ben,ann,veto,{FILLS['marks'] * 60_000}\n" * 50,
        ),
    }
    for name, (said, text) in made.items():
        yield Bomb(name, said, {"relations.csv": holding(text)})


def _bosses(above: Callable[[int], int]) -> str:
    return "person,other,kind\nben,p0,boss\n" + "".join(f"p{at},p{above(at)},boss\n" for at in range(5000))


def _topics() -> Iterator[Bomb]:
    top, ten_thousand = "topic,broader,related,aliases\n", range(10_000)
    made: dict[str, tuple[str, Callable[[], str]]] = {
        "200 000 topics": (": has more than 40000 rows", lambda: top + "".join(f"t{at},,,\n" for at in range(200_000))),
        "40 000 topics": (", topic: has more than", lambda: top + "".join(f"t{at},,,\n" for at in range(40_000))),
        "40 000 links": ("", lambda: top + "t0,,,python\n" * 20_001 + "t1,,t0,\n" * 19_999),
        "10 000 topics in a line": (
            ", row 22, broader: ",
            lambda: top + "t0,,,\n" + "".join(f"t{at + 1},t{at},,\n" for at in ten_thousand),
        ),
        "10 000 topics in a loop": (
            ", row 2, broader: ",
            lambda: top + "".join(f"t{at},t{(at + 1) % 10_000},,\n" for at in ten_thousand),
        ),
        "10 000 unknown topics": (
            ", row 2, broader: ",
            lambda: top + "".join(f"t{at},u{at},,\n" for at in ten_thousand),
        ),
        "10 000 topics that link to all": (", row 2, related: ", lambda: top + f"t,,{'t;' * 50_000},\n" * 30),
        "many aliases": (", row 2, aliases: ", lambda: top + f"t,,,{'-;' * 60_000}\n" * 30),
        "marks in a name": (", row 2, topic: allowed are", lambda: top + f"{FILLS['marks'] * 60_000},,,\n" * 10),
        "strengths of many digits": (", row 2, related: ", lambda: top + f"t,,u:0.{'1' * LONG},\n" * 10),
        "strengths after many spaces": (", row 2, related: ", lambda: top + f"t,,u:{' ' * LONG}x,\n" * 10),
    }
    for name, (said, text) in made.items():
        yield Bomb(name, said and f"topics.csv{said}", {"topics.csv": holding(text)})


def _most(line: Callable[[int], str], before: str = "") -> str:
    """Return as many lines as a TOML file may hold."""
    lines = [before, *map(line, range(LARGEST_TOML // len(line(0))))]
    return "\n".join(lines).encode()[:LARGEST_TOML].decode().rpartition("\n")[0]


DEEP = ".a" * 9
TOML: Mapping[str, tuple[str, Callable[[], str]]] = {
    "nested arrays": (": is not TOML: nested", lambda: "a = " + "[" * 100_000),
    "nested tables": (": is not TOML: nested", lambda: "a = " + "{a=" * 40_000),
    "a key of 60 000 parts": (": line 1: more than 10 parts", lambda: "a" + ".a" * 60_000 + " = 1"),
    "a key of 60 000 parts in a table": (": line 1: more than 10 parts", lambda: "x = { a" + ".a" * 60_000 + " = 1 }"),
    "a header of 50 000 parts": (
        ": line 1: more than 10 parts",
        lambda: _most(lambda at: f"b{at}.c=1", "[a" + ".a" * 50_000 + "]"),
    ),
    "many long keys": (", a0: no such", lambda: _most(lambda at: f"a{at:x}{DEEP}=1")),
    "many long headers": (", a0: no such", lambda: _most(lambda at: f"[a{at:x}{DEEP}]")),
    "many unknown keys": (", a0: no such", lambda: _most(lambda at: f"a{at:x}=1")),
    "many empty tables": (", a0: no such", lambda: _most(lambda at: f"[[a{at:x}]]")),
    "escaped quotes": (": is not TOML: ", lambda: '"' + '\\"' * 65_000),
    "open quotes": (": is not TOML: ", lambda: '"' * 130_000),
    "spaces": (": is not TOML: ", lambda: "a" + " " * 130_000 + "b"),
    "a number of many digits": (": line 1: a number", lambda: "weeks = " + "9" * 130_000),
    "a number of many hexadecimal digits": (", weeks: must be", lambda: "weeks = 0x" + "f" * 130_000),
    "a number after a point": (", weeks: must be", lambda: "weeks = 1." + "0" * 900 + "e" + "9" * 900),
    "a long name": (", name: at most", lambda: f"name = '{'x' * 130_000}'"),
    "a long name of marks": (", name: at most", lambda: f"name = 'x{FILLS['marks'] * 30_000}'"),
    "many weights": (", weights.mentee: no criterion", lambda: _most(lambda at: f"a{at:x}=1", "[weights.mentee]")),
    "many columns": (", columns.a0: no file", lambda: _most(lambda at: f"a{at:x}='x'", "[columns]")),
    "many columns of one name": (", columns.a0: no file", lambda: _most(lambda at: f"a{at:x}='name'", "[columns]")),
}
COMPANIES: Mapping[str, tuple[str, Callable[[], str]]] = {
    "a long line of parents": ("", lambda: _most(lambda at: f"Z{at:05}x=['Z{at + 1:05}x']", "[groups]")),
    "a large circle": (
        ", groups.",
        lambda: "\n".join(["[groups]", *(f"Z{at}x=['Z{(at + 1) % 4000}x']" for at in range(4000))]),
    ),
    "names that look alike": ("", lambda: _most(lambda at: f"Firmament{at:05}=[]", "[aliases]")),
    "names that begin alike": ("", lambda: _most(lambda at: f"a{Random(at).randbytes(6).hex()}=[]", "[aliases]")),
    "names that begin with others": (
        "",
        lambda: _most(lambda at: f"'a b{at % 99} c{at} d e f g h i j k'=[]", "[aliases]"),
    ),
    "a name of many initials": (": line 1: more than 10 parts", lambda: f"aliases.A = ['{'a. ' * 40_000}']"),
    "a name of many brackets": (", aliases.A: ", lambda: f"aliases.A = ['x{'(' * 120_000}']"),
    "a name of many forms": (", aliases.A: ", lambda: f"aliases.A = ['{'gm bh ' * 20_000}']"),
    "many spellings": ("", lambda: "aliases.A = [" + ",".join(f"'b{at}'" for at in range(14_000)) + "]"),
    "many spellings of one": (", aliases.B: ", lambda: "[aliases]\nA=['x']\nB=[" + "'x'," * 30_000 + "]"),
    "many that are no text": (", aliases.A: entry 1 ", lambda: "aliases.A = [" + "1," * 60_000 + "]"),
    "many that are no company": (", aliases.A: ", lambda: "aliases.A = [" + "''," * 40_000 + "]"),
    "many unknown tables": (", a0: no such table", lambda: _most(lambda at: f"a{at:x}=1")),
}


def _settings() -> Iterator[Bomb]:
    for name, (said, text) in TOML.items():
        yield Bomb(name, f"programme.toml{said}", {"programme.toml": holding(text)})


def _companies() -> Iterator[Bomb]:
    for name, (said, text) in COMPANIES.items():
        yield Bomb(name, said and f"companies.toml{said}", {"companies.toml": holding(text)})


RECORDS: Mapping[str, Callable[[], str]] = {
    "deep lists": lambda: "[" * MILLION,
    "deep tables": lambda: '{"a":' * MILLION,
    "deep inside": lambda: '{"notices": ' + "[" * MILLION,
    "a million zeros": lambda: '{"pairs": [' + "0," * MILLION + "0]}",
    "100 000 wrong pairs": lambda: '{"pairs": [' + "[1,2]," * 100_000 + "[]]}",
    "100 000 unknown keys": lambda: "{" + "".join(f'"a{at}":1,' for at in range(100_000)) + '"a":1}',
    "one key 100 000 times": lambda: "{" + '"gap":1,' * 100_000 + '"gap":1}',
    "100 000 wrong prices": lambda: '{"prices": {' + "".join(f'"a{at}":"",' for at in range(100_000)) + '"a":1}}',
    "a number of a million digits": lambda: '{"gap": ' + "9" * MILLION + "}",
    "a million spaces": lambda: " " * MILLION,
    "a million letters": lambda: '{"solver": "' + "x" * MILLION + '"}',
    "a million escapes": lambda: '{"solver": "' + "\\u0000" * MILLION + '"}',
    "a million quotes": lambda: '"' * MILLION,
}


def _records() -> Iterator[Bomb]:
    for at, (name, text) in enumerate(RECORDS.items()):
        file, command = ("matching.json", "certificate.json")[at % 2], ("verify", "explain")[at % 3 % 2]
        yield Bomb(name, f"result/{file}: not a record of this version: ", {file: holding(text)}, command)


PROGRAMME = dict.fromkeys(("mentors.csv", "mentees.csv", "relations.csv"), LARGEST_FILE)
PROGRAMME |= {"topics.csv": LARGEST_TOPICS, "programme.toml": LARGEST_TOML, "companies.toml": LARGEST_TOML}


def _no_files() -> Iterator[Bomb]:
    def never_ends(path: Path) -> None:
        path.symlink_to("/dev/zero")

    too_large = {name: partial(holes, size + 1) for name, size in PROGRAMME.items()}
    yield Bomb("files too large", "(.* larger than .*\n){6}", too_large)
    yield Bomb("pipes", "(.* is not a file\n){6}", dict.fromkeys(PROGRAMME, os.mkfifo))
    yield Bomb("files that never end", "(.* is not a file\n){6}", dict.fromkeys(PROGRAMME, never_ends))
    yield Bomb("a table of zeros", "mentors.csv, row 1: is not CSV", {"mentors.csv": partial(holes, LARGEST_FILE)})
    yield Bomb("settings of zeros", "programme.toml: is not TOML", {"programme.toml": partial(holes, LARGEST_TOML)})
    for file, reader in {"matching.json": "explain", "certificate.json": "explain", "people.csv": "verify"}.items():
        said = f"result: {file} cannot be read: "
        yield Bomb(f"{file} too large", said + "larger than", {file: partial(holes, LARGEST_RECORD + 1)}, "verify")
        yield Bomb(f"{file} as a pipe", said + "is not a file", {file: os.mkfifo}, reader)
        yield Bomb(f"{file} without an end", said + "is not a file", {file: never_ends}, "verify")
