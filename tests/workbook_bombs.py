"""Workbooks that could cost a reader much: small files of great parts, and great files of small parts."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from bombs import MILLION, Bomb, Make, holding, holes
from workbooks import MAIN, SKILLS_HEADER, TREE_HEADER, line, packed, parts_of, skill

from matchmaker.reading.workbook import LARGEST_WORKBOOK

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
GOOD = parts_of([SKILLS_HEADER, skill("Ink Well", "43231505")])
NAMED = holding(lambda: '[onet]\nskills = "skills.xlsx"\ntree = "tree.xlsx"\n')
TREE = packed(parts_of([TREE_HEADER, line("Photos", "Arts", "Software", "All")]))
HEADER = (
    '<row r="1"><c t="inlineStr"><is><t>Example</t></is></c><c t="inlineStr"><is><t>Commodity Code</t></is></c></row>'
)


def some(count: int, make: Callable[[str], str]) -> str:
    """Return as many pieces, each with six digits that no archive packs to nothing."""
    return "".join(make(f"{at * 618_033 % MILLION:06}") for at in range(count))


def sheet(rows: Callable[[], str]) -> Make:
    """Let a workbook's sheet hold a header, and rows that are only then made."""
    return with_part(SHEET, lambda: f"<worksheet {MAIN}><sheetData>{HEADER}{rows()}</sheetData></worksheet>".encode())


def strings(texts: Callable[[], str]) -> Make:
    """Let its cells share texts that are only then made."""
    return with_part(STRINGS, lambda: shared(texts()))


def with_part(name: str, part: Callable[[], bytes]) -> Make:
    """Let a workbook hold a part that is only then made."""
    return lambda path: path.write_bytes(packed(GOOD | {name: part()}))


def shared(texts: str) -> bytes:
    """Return the part of shared strings."""
    return f"<sst {MAIN}>{texts}</sst>".encode()


def cells() -> bytes:
    """Return a sheet in which all cells, each with some digits of its own, are the first string."""
    rows = some(150_000, lambda one: f'<row><c t="s" s="{one}"><v>0</v></c></row>')
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>".encode()


def lying(path: Path) -> None:
    """Let a part that unpacks to 100 MiB say that it has a thousand bytes."""
    data = packed(GOOD | {SHEET: bytes(100 << 20)})
    path.write_bytes(data.replace((100 << 20).to_bytes(4, "little"), (1000).to_bytes(4, "little")))


def crowd(path: Path) -> None:
    """Let a workbook have more parts than its directory may hold."""
    with zipfile.ZipFile(path, "w") as archive:
        for at in range(20_000):
            archive.writestr(zipfile.ZipInfo(f"{at}"), b"")


CODE = "<c><v>43231505</v></c>"


def tool(digits: str) -> str:
    """Return a row of one tool, with its text in the cells."""
    return f'<row><c t="str"><v>tool {digits}</v></c>{CODE}</row>'


MADE: Mapping[str, tuple[str, Make]] = {
    "a sheet packed a thousand times": (f": {SHEET} unpacks to", with_part(SHEET, lambda: bytes(30 << 20))),
    "a sheet of 33 MiB": (f": {SHEET} is larger", with_part(SHEET, lambda: bytes(33 << 20))),
    "a sheet that hides its size": (f": {SHEET} is damaged", lying),
    "strings of 5 MiB": (f": {STRINGS} is larger", strings(lambda: " " * (5 << 20))),
    "a workbook of 20 000 parts": (": is not an Excel workbook", crowd),
    "a workbook of zeros": (": is not an Excel workbook", partial(holes, LARGEST_WORKBOOK)),
    "a workbook too large": (": is larger than 8 MiB", partial(holes, LARGEST_WORKBOOK + 1)),
    "a workbook as a pipe": (": is not a file", lambda path: os.mkfifo(path)),
    "two corners": (
        ", row 1048576: a cell stands",
        sheet(lambda: '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    "words that double": (
        f": {SHEET} defines words",
        with_part(SHEET, lambda: b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'),
    ),
    "more rows than any": (
        f": {SHEET}, line 1, holds more",
        sheet(lambda: some(400_000, lambda one: f"<row><c><f>{one}</f></c></row>")),
    ),
    "rows that are all wrong": (
        ", row 2, Commodity Code: ",
        sheet(lambda: some(300_000, lambda one: f"<row><c><v>{one}</v></c></row>")),
    ),
    "a row of many cells": (
        ", row 2: a cell stands",
        sheet(lambda: "<row>" + some(400_000, lambda one: f"<c><v>{one}</v></c>")),
    ),
    "elements inside each other": (
        f": {SHEET}, line 1, holds more",
        sheet(lambda: some(300_000, lambda one: f'<a b="{one}">')),
    ),
    "a name of 2 MiB": (f": {SHEET}, line 1, holds more", sheet(lambda: f'<row r="{some(350_000, str)}"/>')),
    "a text of 6 MiB": (", row 2, Example: must be", sheet(lambda: tool(some(MILLION, str)))),
    "a text of many pieces": (
        ", row 2, Example: must be",
        sheet(lambda: f'<row><c t="inlineStr"><is>{some(300_000, lambda one: f"<t>{one}</t>")}</is></c>{CODE}</row>'),
    ),
    "many names of elements": (
        f": {SHEET}, line 1, holds more",
        sheet(lambda: some(300_000, lambda one: f"<a{one}/>")),
    ),
    "many names of attributes": (
        f": {SHEET}, line 1, holds more",
        sheet(lambda: some(300_000, lambda one: f'<x a{one}=""/>')),
    ),
    "30 000 tools": (
        ", row 20002, Example: is one of more than 20000",
        sheet(lambda: "".join(tool(str(at)) for at in range(30_000))),
    ),
    "50 000 rows of few tools": ("", sheet(lambda: some(50_000, lambda one: tool(one[:3])))),
    "many shared strings": (", row 1, ", strings(lambda: some(180_000, lambda one: f"<si><t>{one}</t></si>"))),
    "wide shared strings": (
        ", row 1, ",
        strings(lambda: some(9_000, lambda one: f"<si><t>\U0001f40c{one * 60}</t></si>")),
    ),
    "a string of 4 MiB that many cells share": (
        ", row 1, Commodity Code: must stand",
        lambda path: path.write_bytes(
            packed(GOOD | {STRINGS: shared(f"<si><t>{some(650_000, str)}</t></si>"), SHEET: cells()})
        ),
    ),
}


def workbook_bombs() -> Iterator[Bomb]:
    """Yield them all: each as the workbook of tools."""
    for name, (said, make) in MADE.items():
        files = {"programme.toml": NAMED, "tree.xlsx": lambda path: path.write_bytes(TREE), "skills.xlsx": make}
        yield Bomb(name, said and f"skills.xlsx{said}", files)
