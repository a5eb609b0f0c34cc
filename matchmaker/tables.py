"""Tables of text: a CSV file in, its rows with their numbers out. Everything wrong is found in one pass."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from matchmaker.errors import InputError, Problem

LARGEST_FILE = 200 << 20
"""Bytes; a larger file is refused before it is read."""


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet counts (the header is 1), and its cells that are not blank, by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A file's rows and everything wrong with it as a table. ``columns`` is the header, renamed.

    ``ragged`` rows have more or fewer cells than the header, so that what stands in them may be in a wrong column;
    each has its problem, and they are kept apart so that nothing else is made of them.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    ragged: tuple[Row, ...] = ()


def read_file(path: Path) -> bytes:
    """Return a file's content.

    Raises
    ------
    InputError
        If it is no regular file, is too large, or cannot be read.
    """
    try:
        if not path.is_file():
            raise InputError([Problem(path.name, 0, "", "is not a file" if path.exists() else "is missing")])
        if path.stat().st_size > LARGEST_FILE:
            raise InputError([Problem(path.name, 0, "", f"is larger than {LARGEST_FILE >> 20} MiB")])
        return path.read_bytes()
    except OSError as error:
        raise InputError([Problem(path.name, 0, "", f"cannot be read: {error.strerror}")]) from error


def read_toml(path: Path) -> dict[str, object]:
    """Return a TOML file's content.

    Raises
    ------
    InputError
        If it cannot be read, is not UTF-8 or is not TOML.
    """
    try:
        return tomllib.loads(read_file(path).decode("utf-8-sig"))  # spreadsheets and Notepad write the mark
    except UnicodeDecodeError as error:
        message = f"line {error.object[: error.start].count(10) + 1}: not UTF-8; save the file as UTF-8"
    except ValueError as error:  # also a number of thousands of digits
        message = f"is not TOML: {error}"
    except RecursionError:
        message = "is not TOML: nested too deeply"
    raise InputError([Problem(path.name, 0, "", message)])


def read_table(path: Path, rename: Callable[[str], str] = str.strip, known: Collection[str] = ()) -> Table:
    """Read a CSV file: UTF-8 with or without a mark, separated by comma, semicolon or tab.

    ``rename`` turns a header's name into the column's; the separator is the one that gives the header most of the
    ``known`` columns. Blank rows are passed over.
    """
    try:
        return parse_table(path.name, read_file(path), rename, known)
    except InputError as error:
        return Table(path.name, (), (), error.problems)


def parse_table(file: str, data: bytes, rename: Callable[[str], str] = str.strip, known: Collection[str] = ()) -> Table:
    """Read a CSV file's bytes; see :func:`read_table`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Table(file, (), (), (Problem(file, line, "", "is not UTF-8; save it as CSV UTF-8"),))
    records: list[list[str]] = []
    problems: list[Problem] = []
    separator = _separator(text, known, rename)
    try:
        records.extend(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:  # the rows before the broken one are in ``records``
        problems.append(Problem(file, len(records) + 1, "", f"is not CSV from here on: {error}"))
    top = next((number for number, cells in enumerate(records, start=1) if _says_something(cells)), 0)
    if not top:
        return Table(file, (), (), (*problems, Problem(file, 0, "", "is empty; a header row is needed")))
    header = tuple(rename(name) for name in records[top - 1])
    if known and not set(known).intersection(header):
        header = ("",) * len(header)  # it may well be somebody's row, so no message repeats it
    else:
        problems += [Problem(file, top, name, fault) for name, fault in _header_faults(header, records[top:])]
    rows: dict[bool, list[Row]] = {False: [], True: []}
    for number, cells in enumerate(records[top:], start=top + 1):
        if not _says_something(cells):
            continue
        is_ragged = len(cells) != len(header)
        if is_ragged:
            where = header[min(len(cells), len(header) - 1)]
            fault = f"the row has {len(cells)} cells, the header {len(header)}"
            hint = f"; put a cell that holds {separator!r} in quotes" if len(cells) > len(header) else ""
            problems.append(Problem(file, number, where, fault + hint))
        named = zip(header, cells, strict=False)
        rows[is_ragged].append(Row(number, {name: cell for name, cell in named if name and cell.strip()}))
    return Table(file, header, tuple(rows[False]), tuple(problems), tuple(rows[True]))


def _says_something(cells: list[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _header_faults(header: tuple[str, ...], rows: list[list[str]]) -> list[tuple[str, str]]:
    """Return the columns that stand more than once, and whether one without a name holds anything."""
    faults = [(name, "stands more than once in the header") for name in dict.fromkeys(header) if name]
    faults = [fault for fault in faults if header.count(fault[0]) > 1]
    nameless = [column for column, name in enumerate(header) if not name]
    if any(cells[column].strip() for cells in rows for column in nameless if column < len(cells)):
        faults.append(("a blank header", "needs a name"))
    return faults


def _separator(text: str, known: Collection[str], rename: Callable[[str], str]) -> str:
    """Return the separator by which the header holds most known columns, or else by which the rows are alike."""

    def columns(separator: str) -> tuple[int, bool, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        rows: list[list[str]] = []
        with suppress(csv.Error):  # said when the file is read; here the rows before it will do
            rows.extend(islice(filter(_says_something, reader), 20))
        header = rows[0] if rows else []
        alike = len(header) > 1 and all(len(row) == len(header) for row in rows)
        return len(set(known).intersection(map(rename, header))), alike, len(header)

    return max(",;\t", key=columns)
