"""Malformed CSV: read, or refused with file, row and column; over two hundred defects by hand, and mutations."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from malformed import GOOD, LONG, PROMISE, Desk
from people import mentor_cells, table, write

from matchmaker import InputError
from matchmaker.reading.folder import read_folder

MENTORS = GOOD["mentors.csv"]
HEADER, *ROWS = MENTORS.splitlines(keepends=True)
PLAIN = MENTORS.replace(b'"', b"")
FACTS = b"person,other,kind\n"

# fmt: off
CELLS = {  # file and column -> cells that are a defect where they stand in the second row
    ("mentors.csv", "id"): ["~ann", "a\0b", "a\x1b[2J\u202eb", "x" * 301],
    ("mentors.csv", "name"): ["", " \u2003 ", "\a", "é" * 301, "y" * 9_999, "e" + "\u0301\u0316" * 16],
    ("mentors.csv", "email"): ["ann", "@x.org", "ann@", "a@b@c", "a b@c", "\ufffd"],
    ("mentors.csv", "company"): ["", "\u00a0", "Acme\0"],
    ("mentors.csv", "offers"): [
        "", ";;", ":5", "python:6", "python:0", "python:-1", "python:2.5", "python:1e9", "python:NaN", "python:٥",
        "python:5,java:2", "python:5:5", "python:+5", "python; PYTHON:2", "a>b", "p\0:5", "z" * 301, "python:5 5",
        ";".join(f"topic {number}" for number in range(16)), "python:99999999999999999999",
    ],
    ("mentors.csv", "capacity"): [
        "", "-1", "1001", "1.5", "1e2", "NaN", "Infinity", "0x10", "²", "two", "true", "1;2", "9" * 20, "9" * 5000,
    ],
    ("mentors.csv", "floor"): ["3", "-1", "half"],
    ("mentors.csv", "gains"): ["learn:9", "learn:11", "sleep:10", "learn", "learn:ten", "learn:4;learn:6", "=1+1"],
    ("mentors.csv", "style_pace"): ["0", "6", "3.5", "high"],
    ("mentors.csv", "boss"): [";".join("abcd" * 26), "x" * 301],
    ("mentors.csv", "languages"): ["Elbonian", "English German", "en;" * 101, "e", "123"],
    ("mentees.csv", "needs"): ["python:4", "python:3>6", "python:3>-1", "python>3", "a;b;c;d;e;f;g", "python:>x", ">"],
    ("mentees.csv", "goal"): ["x" * 10_001, "a" + "\u0315\u0316" * 4000],
    ("mentees.csv", "goal_by"): [
        "2027-02-30", "0000-01-01", "99999-01-01", "01.03.2027", "2027-3-1", "-2027-03-01", "2027-03-01T00:00",
        "٢٠٢٧-٠٣-٠١", "0", "1e9", "March", "2027‐03‐01",
    ],
    ("mentees.csv", "priority"): ["0", "4", "1.5", "first"],
    ("mentees.csv", "hours_per_month"): ["0", "-1", "1e999", "nan", "0.3", "201", "1,5,5", "1/2"],
    ("mentees.csv", "readiness"): ["5;5", "5;4;4;-;3;4;5;9", "5;4;4;x;3;4;5;2", "honest:6", "patience:3"],
    ("mentees.csv", "can_offer"): ["learn:4", "learn:-1", "learn:3;learn:3"],
    ("mentees.csv", "request"): ["therapy", "Mentoring!"],
    ("mentees.csv", "mentors_wanted"): ["-1", "21", "all"],
    ("relations.csv", "person"): ["", "x" * 301, "dan\0"],
    ("relations.csv", "other"): ["", "dan", "DAN MENTEE"],
    ("relations.csv", "kind"): ["", "bos", "BOSS", "pin,veto"],
    ("relations.csv", "since"): ["2020-13-01", "yesterday", "1577836800"],
    ("relations.csv", "until"): ["2019-12-31", "2021-12-32", "never"],
    ("topics.csv", "topic"): ["a;b", "--", "a:1", "x" * 301],
    ("topics.csv", "broader"): ["pyton", "work; java", "work"],
    ("topics.csv", "related"): ["work:0.5", "java:1.5", "java:-1", "java:nan", "java:1e-999", "java:", "pyton", ":1"],
    ("topics.csv", "aliases"): ["Java", "a>b", "\u0300", "´;´"],
}
SPOILT = {  # what is told -> files of which it is to be told
    "mentors.csv: is empty": [b"", b"\xef\xbb\xbf", b"\n", b" \r\n\t\r\n", b"\xc2\xa0\n", b"\x1c\n"],
    "mentors.csv, row 1: is not UTF-8": [
        MENTORS.decode().encode("utf-16"), MENTORS.decode().encode("utf-32"), b"\xff" + MENTORS,
        MENTORS.replace(b"name", b"n\xe4me", 1), b"\xf8\x88\x80\x80\x80" + MENTORS,
    ],
    "mentors.csv, row 2: is not UTF-8": [
        MENTORS.replace(b"Ann", b"\xc4nnchen"), MENTORS.replace(b"Ann", b"\xc0\x80"),
        MENTORS.replace(b"Ann", b"\xed\xa0\x80"), MENTORS.replace(b"Ann", b"\xf4\x90\x80\x80"),
        MENTORS.replace(b"Ann", b"\x93Ann\x94"), HEADER + ROWS[0][:40] + b"\xe2\x82",
    ],
    "mentors.csv, row 4: is not UTF-8": [MENTORS.replace(b"Cem", b"C\xea")],
    "mentors.csv, row 5: is not UTF-8": [MENTORS + b"\xc3"],
    "mentors.csv, row 2: is not CSV from here on: unexpected end of data": [
        HEADER + b'"ann,Ann Mentor\n' + b"".join(ROWS[1:]).replace(b'"', b""), HEADER + b'"', HEADER + b'"a","x\ny\nz',
    ],
    "mentors.csv, row 3: is not CSV from here on: ',' expected after '\"'": [
        HEADER + ROWS[0] + ROWS[1].replace(b"Bob", b'B"o"b'), HEADER + ROWS[0] + b'"bob" ,"x"\n',
        HEADER + ROWS[0] + b'"bob\\"x","y"\n',
    ],
    "mentors.csv, row 2: is not CSV from here on: field larger than field limit (131072); is a quote missing?": [
        HEADER + b"x" * 131_073 + b"\n", HEADER + b'"ann\n' + b"y\n" * 70_000, HEADER + b"\0" * 200_000,
    ],
    "mentors.csv, row 2: is not CSV from here on: a row has more than 1048576 characters": [
        HEADER + b"," * (1 << 20) + b"\n", HEADER + b'"a\n",' * 300_000,
    ],
    "mentors.csv, row 1: has 1001 columns; 1000 are read at most": [b",".join([b"id"] * 1001) + b"\n"],
    "mentors.csv, row 1, name: stands more than once": [MENTORS.replace(b'"id"', b'"name"', 1)],
    "mentors.csv, row 1, a blank header: needs a name": [MENTORS.replace(b'"boss"', b'" "', 1)],
    "mentors.csv, row 1, free: the header lacks": [
        PLAIN.replace(b",", b"|"), PLAIN.decode().encode("utf-16-be"), b",,,\n", b"sep=;\n" + MENTORS, b"".join(ROWS),
        b'{"mentors": [{"id": "ann"}]}\n', b"\0\0\0\0",
        b"<!doctype html><table><tr><td>ann</td></tr></table>\n", b'"' + MENTORS.replace(b'"', b'""') + b'"',
    ],
    "mentors.csv, row 1: is an Excel workbook": [b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml"],
    "mentors.csv, row 1, python:5: stands more than once": [b"\xe2\x80\xa8".join(PLAIN.splitlines())],
    "mentors.csv, row 1, time_zone: the header lacks": [b"\xef\xbb\xbf\xef\xbb\xbf" + MENTORS],
    "mentors.csv, row 1, id: the header lacks": [
        PLAIN.replace(b"id", b"i\xe2\x80\x8bd", 1).replace(b"email", b"\xd0\xb5mail"),
    ],
    "mentors.csv, row 2, free: the row has 1 cells": [HEADER + b"ann\n" + ROWS[1]],
    "mentors.csv, row 3, free: the row has 1 cells": [HEADER.replace(b"\n", b"\r") + b"ann"],
    "mentors.csv, row 3, gains: the row has 14 cells": [
        HEADER + ROWS[0] + ROWS[1].replace(b"\r", b",x\r"), HEADER + ROWS[0] + b"x" + b"," * 13 + b"\n",
    ],
    "mentors.csv, row 4, id: stands in mentors.csv row 2 already": [MENTORS.replace(b'"cem"', b'"ann"')],
    "mentors.csv, row 4, email: stands in": [HEADER + ROWS[0] + ROWS[1] + ROWS[0].replace(b'"ann"', b'"zoe"')],
    "relations.csv, row 1, note: no such column": [FACTS.replace(b"kind", b"kind,note")],
    "relations.csv, row 2, other: a pin needs": [FACTS + b"dan,nobody,pin\n", FACTS + b"dan,eve,pin\n"],
    "relations.csv, row 2, why: must name the rules": [FACTS + b"dan,ann,waive\n"],
}
# fmt: on


def with_cell(file: str, column: str, cell: str) -> bytes:
    """Return a good file with one cell of its second row spoilt."""
    header, first, *others = rows_of(file)
    first[header.index(column)] = cell
    return as_csv([header, first, *others])


def rows_of(file: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(GOOD[file].decode(), newline="")))


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


@pytest.mark.promise(PROMISE)
def test_each_defect_is_told_where_it_is(tmp_path: Path, counted: Callable[..., None]) -> None:
    cells = [(place, cell) for place, many in CELLS.items() for cell in many]
    cases = [(f"{file}, row 2, {column}: ", with_cell(file, column, cell)) for (file, column), cell in cells]
    cases += [(said, data) for said, files in SPOILT.items() for data in files]
    counted(hand_made_csv_files=Desk(tmp_path).refuses_all(cases))


def rearranged(file: str, mix: Random) -> bytes:
    """Return a good file with cells and rows moved, doubled, cut, or put where others belong."""
    rows = rows_of(file)
    for _ in range(mix.randint(1, 3)):
        one, other = mix.choice(rows), mix.choice(rows)
        at, to = mix.randrange(len(one) + 1), mix.randrange(len(other) + 1)
        stray = mix.choice(mix.choice(rows_of(mix.choice(FILES))))
        act = mix.randrange(7)
        if act < 3:  # cells: over others, between others, cut
            one[at : at + (act != 1)] = [] if act == 2 else [mix.choice([stray, *other[to : to + 1]])]
        elif act == 3:
            one[at:], other[to:] = other[to:], one[at:]
        elif act == 4:
            rows.insert(mix.randrange(len(rows) + 1), [*other])
        elif act == 5:
            rows.remove(one)
            rows = rows or [[]]
        else:
            rows = [row[:at] + row[at + 1 :] + row[at : at + 1] for row in rows]
    return as_csv(rows)


FILES = ("mentors.csv", "mentees.csv", "relations.csv", "topics.csv")


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("times", LONG)
def test_mutations_are_read_or_refused(times: int, tmp_path: Path, counted: Callable[..., None]) -> None:
    counted(mutated_csv_files=times, refused=Desk(tmp_path).refuses_some(times, FILES, rearranged))


def test_of_very_many_faults_a_thousand_are_told_and_the_rest_is_not_read(tmp_path: Path) -> None:
    mentors = table([mentor_cells(str(at)) | {"capacity": "x", "floor": "y"} for at in range(1700)])
    with pytest.raises(InputError) as caught:
        read_folder(write(tmp_path / "p", mentors=mentors, relations="person,other,kind\nben,0,pin\n"))
    lines = str(caught.value).split("\n")
    assert (len(lines), lines[0]) == (1001, 'mentors.csv, row 2, capacity: must be a whole number; came "x"')
    assert (lines[-2], lines[-1]) == ('mentors.csv, row 501, floor: must be a whole number; came "y"', "and 1001 more")
    assert str(caught.value.problems[-1]).startswith("mentors.csv, row 1001: so much is wrong up to here")


def test_a_message_is_one_line_that_moves_no_cursor(tmp_path: Path) -> None:
    header = f"id\x1b[2J\n{'x' * 500}\u202e"
    ran = Desk(tmp_path).match("relations.csv", f'person,other,kind,"{header}"\n'.encode())
    (line,) = ran.err.splitlines()
    assert line.startswith("relations.csv, row 1, id\\u001b[2j_xxx")
    assert line.endswith("xxx\\u202e: no such column here")
    assert len(line) < 300


@pytest.mark.parametrize("file", FILES)
def test_a_first_row_without_any_column_is_not_quoted(file: str, tmp_path: Path) -> None:
    canary = "Zyx Canary"
    data = as_csv([[canary, canary, f"{canary} 2"], ["x", "y", "z"], ["x"], ["x", "y", "z", canary]])
    ran = Desk(tmp_path).match(file, data)
    assert ran.code == 2
    assert canary.casefold().split()[1] not in ran.err.casefold()
