"""Tables in Excel workbooks: the first sheet in, its rows with their numbers out, in the words of :mod:`tables`.

The usual reader makes one rectangle out of the outermost cells, and a workbook of 5 KB may name a cell in the last row
and column: that ends the process, which no message can follow. So the XML is read here as it comes, as far as it says
text and numbers; see :mod:`sheets`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from matchmaker.errors import InputError, Problem
from matchmaker.reading.archive import Archive
from matchmaker.reading.input_file import opened
from matchmaker.reading.sheets import Cells, Sheet, Starts, Strings, parsed
from matchmaker.reading.tables import Rename, Row, Table

LARGEST_WORKBOOK = 8 << 20
LARGEST_SHEET, LARGEST_STRINGS, LARGEST_INDEX = 32 << 20, 4 << 20, 1 << 20
"""Bytes of the file, and of its parts unpacked."""


def workbook_pieces(path: Path, rename: Rename = str.strip, known: Collection[str] = ()) -> Iterator[Table]:
    """Read a workbook's first sheet as tables of a few rows, of which only the ``known`` columns are kept.

    The first row that says something is the header; ``rename`` turns its names into the columns'.
    """
    try:
        with opened(path, LARGEST_WORKBOOK) as file:
            archive = Archive(path.name, file.read())
        yield from _tables(archive, rename, known)
    except InputError as error:
        yield Table(path.name, (), (), error.problems)


def _tables(archive: Archive, rename: Rename, known: Collection[str]) -> Iterator[Table]:
    place, strings = _places(archive)
    sheet = Sheet(archive.file, _shared(archive, strings))
    header: tuple[str, ...] = ()
    for _ in parsed(archive, place, LARGEST_SHEET, sheet):
        rows, problems = sheet.taken(), []
        if rows and not header:
            number, cells = rows.pop(0)
            header = tuple(map(rename, cells.values()))
            sheet.kept = {at: name for at, name in zip(cells, header, strict=True) if name in known}
            twice = sorted({name for name in sheet.kept.values() if header.count(name) > 1})
            problems = [Problem(archive.file, number, name, "stands more than once in the header") for name in twice]
        if sheet.kept is not None:
            yield Table(archive.file, header, tuple(_named(rows, sheet.kept)), tuple(problems))
    if not header:
        raise archive.refusal("is empty; a header row is needed")


def _named(rows: Sequence[tuple[int, Cells]], kept: Mapping[int, str]) -> Iterator[Row]:
    """Yield the rows that say something in the columns that are kept."""
    for number, cells in rows:
        if named := {name: cells[at] for at, name in kept.items() if at in cells}:
            yield Row(number, named)


def _places(archive: Archive) -> tuple[str, str]:
    """Return the parts that hold the first sheet and the strings that cells share, empty for none."""
    sheets, relations = Starts("sheet"), Starts("Relationship")
    for part, starts in (("xl/workbook.xml", sheets), ("xl/_rels/workbook.xml.rels", relations)):
        for _ in parsed(archive, part, LARGEST_INDEX, starts):
            pass
    sheet = sheets.found[0].get("id") if sheets.found else None
    places = [_place(one) for one in relations.found if one.get("Id") == sheet]
    if sheet is None or not places:
        raise archive.refusal("has no sheet")
    strings = [_place(one) for one in relations.found if one.get("Type", "").endswith("/sharedStrings")]
    return places[0], "".join(strings[:1])


def _place(relation: Mapping[str, str]) -> str:
    """Return the part that a relation leads to."""
    return posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")


def _shared(archive: Archive, part: str) -> list[str]:
    strings = Strings()
    for _ in parsed(archive, part, LARGEST_STRINGS, strings) if part else ():
        pass
    return strings.found
