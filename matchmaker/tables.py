"""Tables of text: a CSV file in, its rows with their numbers out. Everything wrong is found in one pass."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from matchmaker.errors import Problem

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


def read_table(path: Path, rename: Callable[[str], str] = str.strip) -> Table:
    """Read a CSV file: UTF-8 with or without a mark, separated by comma, semicolon or tab, as the header shows.

    ``rename`` turns a header's name into the column's. Blank rows are passed over.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            return _broken(path.name, 0, f"is larger than {LARGEST_FILE >> 20} MiB")
        data = path.read_bytes()
    except OSError as error:
        return _broken(path.name, 0, f"cannot be read: {error.strerror}")
    return parse_table(path.name, data, rename)


def parse_table(file: str, data: bytes, rename: Callable[[str], str] = str.strip) -> Table:
    """Read a CSV file's bytes; see :func:`read_table`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _broken(file, line, "is not UTF-8; save it as CSV UTF-8")
    records: list[list[str]] = []
    problems: list[Problem] = []
    try:
        records.extend(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:  # the rows before the broken one are in ``records``
        problems.append(Problem(file, len(records) + 1, "", f"is not CSV from here on: {error}"))
    if not records:
        return Table(file, (), (), (*problems, Problem(file, 0, "", "is empty; a header row is needed")))
    header = tuple(rename(name) for name in records[0])
    problems += [
        Problem(file, 1, name or "a blank header", "stands more than once in the header" if name else "needs a name")
        for name in dict.fromkeys(header)
        if (name and header.count(name) > 1) or (not name and _is_used(records, header.index(name)))
    ]
    rows: dict[bool, list[Row]] = {False: [], True: []}
    for number, cells in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        is_ragged = len(cells) != len(header)
        if is_ragged:
            where = header[min(len(cells), len(header) - 1)]
            problems.append(Problem(file, number, where, f"the row has {len(cells)} cells, the header {len(header)}"))
        named = zip(header, cells, strict=False)
        rows[is_ragged].append(Row(number, {name: cell for name, cell in named if name and cell.strip()}))
    return Table(file, header, tuple(rows[False]), tuple(problems), tuple(rows[True]))


def _broken(file: str, row: int, message: str) -> Table:
    return Table(file, (), (), (Problem(file, row, "", message),))


def _delimiter(text: str) -> str:
    """Return the separator that the header line has most of; a comma where it has none."""
    header = text.split("\n", 1)[0]
    return max(",;\t", key=header.count)


def _is_used(records: list[list[str]], column: int) -> bool:
    return any(cells[column].strip() for cells in records if column < len(cells))
