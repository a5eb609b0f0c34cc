"""Tables of text: a CSV file in, its rows with their numbers out, read piece by piece so that no file fills the memory.

Everything wrong is found in one pass, and each row's fault is told at that row.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

from matchmaker.errors import MOST_TOLD, InputError, Problem
from matchmaker.reading.input_file import LARGEST_FILE, opened

MOST_COLUMNS = 1000
LONGEST_ROW = 1 << 20
"""Characters; csv itself allows 131 072 to a cell."""

MOST_BLANK = 1 << 20
"""Rows in a row; a whole sheet has as many."""

_PIECE = 1000

Rename = Callable[[str], str]
Record = tuple[int, list[str]]

_ARCHIVE = b"PK\x03\x04"
"""How a workbook begins that was only given the name of a CSV file."""


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


def read_pieces(
    path: Path, rename: Rename = str.strip, known: Collection[str] = (), largest: int = LARGEST_FILE
) -> Iterator[Table]:
    """Read a CSV file, UTF-8 with or without a mark, separated by comma, semicolon or tab, as tables of a few rows.

    ``rename`` turns a header's name into the column's; the separator is the one that gives the header most of the
    ``known`` columns. Blank rows are passed over.
    """
    try:
        with opened(path, largest) as file:
            yield from _pieces(path.name, file, rename, known)
    except InputError as error:
        yield Table(path.name, (), (), error.problems)


def read_table(
    path: Path,
    rename: Rename = str.strip,
    known: Collection[str] = (),
    most: int | None = None,
    largest: int = LARGEST_FILE,
) -> Table:
    """Read a whole CSV file, of at most so many rows and bytes; see :func:`read_pieces`."""
    return _joined(read_pieces(path, rename, known, largest), most)


def parse_table(file: str, data: bytes, rename: Rename = str.strip, known: Collection[str] = ()) -> Table:
    """Read a CSV file's bytes; see :func:`read_pieces`."""
    return _joined(_pieces(file, io.BytesIO(data), rename, known))


def look_alikes(columns: Iterable[str], known: Sequence[str], least: int = 85) -> list[tuple[str, str]]:
    """Return the columns whose name is nearly that of a ``known`` one, sorted, each with it."""
    from rapidfuzz import process

    near = ((column, process.extractOne(column, known, score_cutoff=least)) for column in sorted(columns))
    return [(column, found[0]) for column, found in near if found]


def until_too_much(pieces: Iterable[Table], problems: Sequence[Problem]) -> Iterator[Table]:
    """Yield pieces until ``problems``, to which the caller adds, has grown by more than anybody reads; then say so."""
    before = len(problems)
    for piece in pieces:
        yield piece
        if len(problems) - before >= MOST_TOLD:
            last = max((row.number for row in (*piece.rows, *piece.ragged)), default=0)
            yield _refused(piece.file, last, "so much is wrong up to here that the rest is not read; mend this first")
            return


def _joined(pieces: Iterable[Table], most: int | None = None) -> Table:
    """Make one table of a file's pieces; it has no columns where the file is not read to its end."""
    problems: list[Problem] = []
    rows: list[Row] = []
    ragged: list[Row] = []
    for piece in until_too_much(pieces, problems):
        problems += piece.problems
        rows += piece.rows
        ragged += piece.ragged
        if most is not None and len(rows) > most:
            return _refused(piece.file, 0, f"has more than {most} rows")
    return Table(piece.file, piece.columns, tuple(rows), tuple(dict.fromkeys(problems)), tuple(ragged))


def _refused(file: str, row: int, message: str) -> Table:
    return Table(file, (), (), (Problem(file, row, "", message),))


def _pieces(file: str, data: BinaryIO, rename: Rename, known: Collection[str]) -> Iterator[Table]:
    """Yield a table for the header and the first rows, and one for each few more; without columns if it ends there."""
    if data.read(len(_ARCHIVE)) == _ARCHIVE:
        yield _refused(file, 1, "is an Excel workbook, or another archive; save it as CSV UTF-8")
        return
    data.seek(0)
    text = io.TextIOWrapper(data, "utf-8-sig", newline="")
    problems: list[Problem] = []
    try:
        separator = _separator(text, known, rename)
        records = _records(file, text, separator, problems)
        top, names = next(records, (0, []))
        columns = tuple(map(rename, names))
        head = _Head(file, top, columns, not known or not set(known).isdisjoint(columns), separator)
        if not names:
            empty = Problem(file, 0, "", "is empty; a header row is needed")
            yield Table(file, (), (), tuple(problems) or (empty,))
        elif len(names) > MOST_COLUMNS:
            yield _refused(file, top, f"has {len(names)} columns; {MOST_COLUMNS} are read at most")
        else:
            twice = [name for name, count in Counter(columns).items() if name and count > 1 and head.is_sure]
            problems += [Problem(file, top, name, "stands more than once in the header") for name in twice]
            is_last = False
            while not is_last:
                piece, is_last = _some(records)
                yield _table(head, piece, problems)
                problems.clear()
    except UnicodeDecodeError:
        yield _refused(file, _line_not_utf8(data), "is not UTF-8; save it as CSV UTF-8")


@dataclass(frozen=True)
class _Head:
    """The header: in which row it stands, what separates its columns, and whether it surely is one.

    If not, it may be the first person's answers, which no message quotes.
    """

    file: str
    row: int
    columns: tuple[str, ...]
    is_sure: bool
    separator: str


class _Lines:
    """The lines of a text, of which csv makes rows; a row may take several, but only ``LONGEST_ROW`` characters."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.left = LONGEST_ROW

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(self.left + 1):
            self.left -= len(line)
            if self.left < 0:
                raise csv.Error(f"a row has more than {LONGEST_ROW} characters")
            yield line


def _records(file: str, text: TextIO, separator: str, problems: list[Problem]) -> Iterator[Record]:
    """Yield the rows that say something, as far as the file is CSV; where it is not goes to ``problems``."""
    text.seek(0)
    lines, number, last = _Lines(text), 0, 0
    try:
        for number, cells in enumerate(csv.reader(lines, delimiter=separator, strict=True), start=1):
            lines.left = LONGEST_ROW
            if _says_something(cells):
                last = number
                yield number, cells
            elif number - last > MOST_BLANK:
                raise csv.Error(f"more than {MOST_BLANK} blank rows")
    except csv.Error as error:
        hint = "; is a quote missing?" if "limit" in str(error) else ""
        problems.append(Problem(file, number + 1, "", f"is not CSV from here on: {error}{hint}"))


def _some(records: Iterator[Record]) -> tuple[list[Record], bool]:
    """Return the next few rows, few enough for any memory, and whether they are the last."""
    piece, size = [], 0
    for number, cells in records:
        piece.append((number, cells))
        size += sum(map(len, cells))
        if len(piece) == _PIECE or size > LONGEST_ROW:
            return piece, False
    return piece, True


def _table(head: _Head, piece: list[Record], problems: list[Problem]) -> Table:
    """Return a piece as a table, its ragged rows apart."""
    found, width = list(problems), len(head.columns)
    nameless = [column for column, name in enumerate(head.columns) if not name]
    if any(cells[column].strip() for _, cells in piece for column in nameless if column < len(cells)):
        found.append(Problem(head.file, head.row, "a blank header", "needs a name"))
    rows: dict[bool, list[Row]] = {False: [], True: []}
    for number, cells in piece:
        if len(cells) != width:
            fault = f"the row has {len(cells)} cells, the header {width}"
            hint = f"; put a cell that holds {head.separator!r} in quotes" if len(cells) > width else ""
            where = head.columns[min(len(cells), width - 1)] if head.is_sure else ""
            found.append(Problem(head.file, number, where, fault + hint))
        named = zip(head.columns, cells, strict=False)
        rows[len(cells) != width].append(Row(number, {name: cell for name, cell in named if name and cell.strip()}))
    return Table(head.file, head.columns, tuple(rows[False]), tuple(found), tuple(rows[True]))


def _says_something(cells: list[str]) -> bool:
    return bool(cells) and bool("".join(cells).strip())


def _separator(text: TextIO, known: Collection[str], rename: Rename) -> str:
    """Return the separator by which the header holds most known columns, or else by which the rows are alike."""

    def columns(separator: str) -> tuple[int, bool, int]:
        text.seek(0)
        rows: list[list[str]] = []
        with suppress(csv.Error):  # said when the file is read; here the rows before it will do
            reader = csv.reader(_Lines(text), delimiter=separator, strict=True)
            rows.extend(islice(filter(_says_something, reader), 20))
        header = rows[0] if rows else []
        alike = len(header) > 1 and all(len(row) == len(header) for row in rows)
        return len(set(known).intersection(map(rename, header))), alike, len(header)

    return max(",;\t", key=columns)


def _line_not_utf8(data: BinaryIO) -> int:
    """Return the line, from 1, of the first byte that is not UTF-8."""
    data.seek(0)
    decoder, line = codecs.getincrementaldecoder("utf-8-sig")(), 1
    while chunk := data.read(1 << 16):
        try:
            line += decoder.decode(chunk).count("\n")
        except UnicodeDecodeError as error:
            return line + error.object.count(b"\n", 0, error.start)
    return line
