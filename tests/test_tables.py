"""Reading tables, and any bytes at all: read, or refused with an InputError that names the file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from malformed import mutated
from people import mentee_cells, mentor_cells, table

from matchmaker import InputError
from matchmaker.reading.folder import read_folder
from matchmaker.reading.input_file import LARGEST_FILE
from matchmaker.reading.tables import parse_table, read_pieces, read_table

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


def test_a_long_table_is_read_piece_by_piece_and_alike(tmp_path: Path) -> None:
    lines = ["a,,b", *(f"{at},{'x' * (at == 1500)},{at}\n" if at % 700 else "short" for at in range(2500)), "", "z,,z"]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(lines), "utf-8")
    pieces = list(read_pieces(path))
    assert [len(piece.rows) + len(piece.ragged) for piece in pieces] == [1000, 1000, 501]
    whole = parse_table("t.csv", path.read_bytes())
    assert [row for piece in pieces for row in piece.rows] == list(whole.rows)
    assert [(row.number, row.cells["a"]) for row in whole.rows[:2]] == [(3, "1"), (5, "2")]
    assert [row.number for row in whole.ragged] == [2, 1401, 2800, 4199]
    assert whole.rows[-1].cells == {"a": "z", "b": "z"}
    assert [str(one) for one in whole.problems if one.row == 1] == ["t.csv, row 1, a blank header: needs a name"]
    data = path.read_bytes() + b"\xff"
    path.write_bytes(data)
    assert [piece.columns for piece in read_pieces(path)] == [("a", "", "b")] * 2 + [()]
    assert str(list(read_pieces(path))[-1].problems[0]).startswith(f"t.csv, row {data.count(10) + 1}: is not UTF-8")


def test_a_table_is_not_read_further_than_anybody_mends_it(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "1\n" * 10_000 + "1,2\n", "utf-8")
    table = read_table(path)
    assert (len(table.problems), table.columns, table.rows) == (1001, (), ())
    assert str(table.problems[-1]).startswith("t.csv, row 1001: so much is wrong up to here that the rest is not read")
    assert str(read_table(path, most=5000).problems[-1]) == str(table.problems[-1])
    path.write_text("a,b\n" + "1,2\n" * 3001, "utf-8")
    assert [str(one) for one in read_table(path, most=3000).problems] == ["t.csv: has more than 3000 rows"]
    assert len(read_table(path, most=3001).rows) == 3001


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
    assert [one.message for one in read_table(tmp_path / "big.csv").problems] == ["is larger than 2 GiB"]


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


def test_a_workbook_that_is_only_called_csv_is_recognised() -> None:
    table = parse_table("mentors.csv", b"PK\x03\x04\x14\x00\x06\x00")
    assert [str(problem) for problem in table.problems] == [
        "mentors.csv, row 1: is an Excel workbook, or another archive; save it as CSV UTF-8"
    ]
