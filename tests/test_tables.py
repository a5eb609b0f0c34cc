"""Reading tables, and any bytes at all: read, or refused with an InputError that names the file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from people import mentee_cells, mentor_cells, table

from matchmaker import InputError
from matchmaker.files import read_folder
from matchmaker.tables import LARGEST_FILE, parse_table, read_table

RELATIONS = "person,other,kind,since,until,why\n"


def rows(text: str | bytes) -> list[tuple[int, dict[str, str]]]:
    found = parse_table("t.csv", text if isinstance(text, bytes) else text.encode())
    assert found.problems == ()
    return [(row.number, dict(row.cells)) for row in found.rows]


def faults(text: str | bytes) -> list[str]:
    found = parse_table("t.csv", text if isinstance(text, bytes) else text.encode())
    return [str(problem).removeprefix("t.csv") for problem in found.problems]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tables_as_spreadsheets_write_them(mark: str, separator: str, end: str) -> None:
    lines = [["id", "name"], ["1", '"A, B; ""C"""'], ["", " "], ["2", '"two\nlines"'], ["3", ""], []]
    text = mark + end.join(separator.join(line) for line in lines)
    assert rows(text) == [
        (2, {"id": "1", "name": 'A, B; "C"'}),
        (4, {"id": "2", "name": "two\nlines"}),
        (5, {"id": "3"}),
    ]


def test_row_numbers_are_the_spreadsheets_past_cells_of_several_lines() -> None:
    assert [number for number, _ in rows('a,b\n"1\n2\n3",x\n\n4,5\n')] == [2, 4]
    assert faults('a,b\n"1\n2",x\n4\n') == [", row 3, b: the row has 1 cells, the header 2"]


@pytest.mark.parametrize(
    "header", ["id;name;topics, skills, tools, and hobbies", '"your\nid";name;topics', "id\tname\ta,b,c,d"]
)
def test_the_separator_is_not_mistaken_for_what_stands_in_a_header(header: str) -> None:
    separator = "\t" if "\t" in header else ";"
    [(_, cells)] = rows(f"{header}\n{separator.join('123')}\n")
    assert list(cells.values()) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", [": is empty; a header row is needed"]),
        (
            "a,b\n1,2,3\n1\n",
            [
                ", row 2, b: the row has 3 cells, the header 2; put a cell that holds ',' in quotes",
                ", row 3, b: the row has 1 cells, the header 2",
            ],
        ),
        ("a,b,a,a\n", [", row 1, a: stands more than once in the header"]),
        ("a,,b\n1,x,2\n", [", row 1, a blank header: needs a name"]),
        ("a,b,,\n1,2,,x\n", [", row 1, a blank header: needs a name"]),
        (b"a,b\n1,\xff\n", [", row 2: is not UTF-8; save it as CSV UTF-8"]),
        ('a,b\n1,"x\n2,y\n', [", row 2: is not CSV from here on: unexpected end of data"]),
        (
            'a,b\n1,2\n3\n4,"x"y\n',
            [
                ", row 4: is not CSV from here on: ',' expected after '\"'",
                ", row 3, b: the row has 1 cells, the header 2",
            ],
        ),
    ],
)
def test_broken_tables(text: str | bytes, said: list[str]) -> None:
    assert faults(text) == said


def test_a_blank_header_over_blank_cells_is_no_fault() -> None:
    assert rows("a,,b,\n1,,2,\n") == [(2, {"a": "1", "b": "2"})]


@pytest.mark.parametrize("start", ["\n", "\r\n", " \n", ",,\n", "\n\n"])
def test_a_blank_first_row_is_told_or_passed_over(start: str) -> None:
    text = f"{start}id,name,x\n1,2,3\n"
    told = faults(text)
    assert all("header" in one for one in told)
    assert told or parse_table("t.csv", text.encode()).columns == ("id", "name", "x")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert [one.message for one in read_table(tmp_path).problems] == ["is not a file"]
    assert "is missing" in read_table(tmp_path / "x").problems[0].message
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    assert [one.message for one in read_table(tmp_path / "big.csv").problems] == ["is larger than 200 MiB"]


GOOD = {
    "mentors.csv": table(
        [mentor_cells("ann") | {"languages": "en; de", "gains": "learn:10", "boss": "Eva", "floor": "1"}]
    ),
    "mentees.csv": table(
        [mentee_cells("ben") | {"goal_by": "2027-03-01", "readiness": "5;4;4;5;3;4;5;2", "email": "b@x"}]
    ),
    "relations.csv": RELATIONS + "ben,ann,boss,2020-01-01,2021-01-01,x\nben,Eva,veto,,,\n",
    "programme.toml": 'name = "x"\nstart=2027-03-01\n[weights.mentor]\nstyle = 100\n[rules.current_boss]\nlevels=2\n',
}
PIECES = [
    b"",
    b'"',
    b"\n",
    b"\r",
    b",",
    b";",
    b"\t",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"=",
    b"[",
    b"]",
    b"-1",
    b"1e999",
    b"nan",
    b"\xe2\x80\xae",
    b"~",
    b"@",
    b":",
    b">",
    b"99999999999999999999",
    b"true",
    b"{}",
    b"''",
    b"9999-12-31",
    b"0",
]


def mutated(good: bytes, mix: Random) -> bytes:
    data = bytearray(good)
    for _ in range(mix.randint(1, 6)):
        at, to = sorted((mix.randint(0, len(data)), mix.randint(0, len(data))))
        piece = mix.choice([*PIECES, bytes(data[at:to])[:30], mix.randbytes(3)])
        data[at : mix.choice([at, at + 1, min(to, at + 20)])] = piece
    return bytes(data)


def outcome(file: str, data: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in GOOD.items():
            (Path(folder) / name).write_bytes(data if name == file else text.encode())
        try:
            read_folder(Path(folder))
        except InputError as error:
            return str(error)
    return f"{file} is read"


@pytest.mark.parametrize("file", GOOD)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_mutated_files_are_read_or_refused_by_name(file: str, seed: int) -> None:
    assert file in outcome(file, mutated(GOOD[file].encode(), Random(seed)))


@pytest.mark.parametrize("file", GOOD)
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace"))))
@example(b"\n1,2\n3,4\n")
@example(b'"" = 1\n')
@example(b"weeks = " + b"1" * 5000)
@example(b"")
@settings(max_examples=100, deadline=None)
def test_random_bytes_are_read_or_refused_by_name(file: str, data: bytes) -> None:
    assert file in outcome(file, data)
