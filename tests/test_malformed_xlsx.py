"""Malformed workbooks: read, or refused with the file and, inside a sheet, the row; defects by hand, and mutations."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from malformed import GOOD, LONG, PROMISE, Desk, mutated
from workbooks import INDEX, SKILLS_HEADER, TREE_HEADER, Parts, line, packed, parts_of, skill

SHEET, STRINGS, BOOK, RELATIONS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", *list(INDEX)[1:]
TABLES = {
    "skills.xlsx": [
        SKILLS_HEADER,
        skill("Ink Well", "43231505"),
        skill("Sharp Lens", "43231507"),
        skill("C", "43231505"),
    ],
    "tree.xlsx": [
        TREE_HEADER,
        line("Photos", "Arts", "Software", "All"),
        line("Sums", "Arts", "Software", "All", at="43231507"),
    ],
}
PARTS = {file: parts_of(rows) for file, rows in TABLES.items()}
WHOLE = GOOD | {file: packed(parts) for file, parts in PARTS.items()}
WHOLE["programme.toml"] += b'[onet]\nskills = "skills.xlsx"\ntree = "tree.xlsx"\n'
GOOD_SKILLS = WHOLE["skills.xlsx"]

# fmt: off
CELLS = {  # column of the first tool, or of the first commodity -> texts that are a defect there
    ("skills.xlsx", "Example"): ["", " ", "--", "\u0301", ";;", ":", "x" * 301, "y" * 20_000, "é" * 9999],
    ("skills.xlsx", "Commodity Code"): [
        "", "4323150", "432315055", "43231506", "4323150A", "43231500", "43230000", "99999999", "-4323150", "0x432315",
        "４３２３１５０５", "43231505;43231507", "43 231505", "4.3231505E8", "NaN", "#N/A", "TRUE", "=1+1", "9" * 400,
    ],
    ("tree.xlsx", "Commodity Code"): ["", "1", "software"],
    ("tree.xlsx", "Commodity Title"): ["", "…", "z" * 301],
    ("tree.xlsx", "Class Code"): ["", "4323150x"],
    ("tree.xlsx", "Class Title"): ["", ":"],
    ("tree.xlsx", "Family Code"): ["", "432300000"],
    ("tree.xlsx", "Family Title"): ["", "--"],
    ("tree.xlsx", "Segment Code"): ["", "4300000"],
    ("tree.xlsx", "Segment Title"): ["", "_/_"],
}
SWAPS = [  # part, what stands there, what is put there instead, what is told
    (BOOK, "<sheets>", "<sheet", "xl/workbook.xml, line 2: "),
    (BOOK, "<sheet name", "<nosheet name", "has no sheet"),
    (BOOK, 'r:id="rId1"', 'r:id="rId9"', "has no sheet"),
    (BOOK, 'r:id="rId1"', "", "has no sheet"),
    (BOOK, "</workbook>", "", "xl/workbook.xml, line 2: no element found"),
    (BOOK, "</workbook>", "</workbook><x/>", "xl/workbook.xml, line 2: junk after document element"),
    (BOOK, "<?xml", "\n<?xml", "xl/workbook.xml, line 2: "),
    (RELATIONS, "sheet1.xml", "sheet2.xml", "is not an Excel workbook: it has no xl/worksheets/sheet2.xml"),
    (RELATIONS, "worksheets/", "../../../../etc/", "is not an Excel workbook: it has no etc/sheet1.xml"),
    (RELATIONS, "worksheets/", "http://example.org/", "is not an Excel workbook: it has no xl/http:/example"),
    (RELATIONS, 'Target="worksheets/sheet1.xml"', "", "is not an Excel workbook: it has no xl"),
    (RELATIONS, "sharedStrings.xml", "strings.xml", "is not an Excel workbook: it has no xl/strings.xml"),
    (RELATIONS, "/sharedStrings", "/other", ", row 1: the text of a cell is not there"),
    (RELATIONS, 'Id="rId1"', 'Id="rId1" Id="rId1"', "xl/_rels/workbook.xml.rels, line 2: duplicate attribute"),
    (STRINGS, "<si>", "<no>", "xl/sharedStrings.xml, line 2: mismatched tag"),
    (STRINGS, "Ink Well", "Ink & Well", "xl/sharedStrings.xml, line 2: not well-formed"),
    (STRINGS, "Ink Well", "Ink &lens; Well", "xl/sharedStrings.xml, line 2: undefined entity"),
    (STRINGS, "Ink Well", "Ink &#0; Well", "xl/sharedStrings.xml, line 2: reference to invalid character number"),
    (STRINGS, "Ink Well", "Ink \0 Well", "xl/sharedStrings.xml, line 2: not well-formed"),
    (STRINGS, "Ink Well", "Ink \ud800 Well", "xl/sharedStrings.xml, line 2: not well-formed"),
    (STRINGS, "<t>Ink Well</t>", "<x>Ink Well</x>", ", row 2, Example: must be a name"),
    (STRINGS, "<t>Ink Well</t>", "<rPh><t>Ink Well</t></rPh>", ", row 2, Example: must be a name"),
    (STRINGS, "<t>Ink Well</t>", "", ", row 2, Example: must be a name"),
    (STRINGS, "<si><t>Ink Well</t></si>", "", ", row 4: the text of a cell is not there"),
    (STRINGS, "Commodity Code", "Commodity", ", row 1, Commodity Code: must stand in the header"),
    (STRINGS, "Example", "Tool", ", row 1, Example: must stand in the header; needed: Example, Commodity Code"),
    (STRINGS, "Title", "Example", ", row 1, Example: stands more than once in the header"),
    (STRINGS, "<si>", "<!-- -- --><si>", "xl/sharedStrings.xml, line 2: not well-formed"),
    (STRINGS, "<sst", '<!DOCTYPE sst [<!ENTITY a "b">]><sst', "xl/sharedStrings.xml defines words of its own"),
    (SHEET, "<worksheet", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><worksheet', f"{SHEET} defines words of its own"),
    (SHEET, "<worksheet", "<!DOCTYPE worksheet><worksheet", f"{SHEET} defines words of its own"),
    (SHEET, "</worksheet>", "", f"{SHEET}, line 2: no element found"),
    (SHEET, "</row>", "", f"{SHEET}, line 2: mismatched tag"),
    (SHEET, "<row", "<a:row", f"{SHEET}, line 2: mismatched tag"),
    (SHEET, 't="s"', "t=s", f"{SHEET}, line 2: not well-formed"),
    (SHEET, 't="s"', 't="s" t="n"', f"{SHEET}, line 2: duplicate attribute"),
    (SHEET, 'r="D1" t="s"', 'r="D1" t="str"', ", row 1, Commodity Code: must stand in the header"),
    (SHEET, 'r="C1" t="s"', 'r="C1"', ", row 1, Example: must stand in the header"),
    (SHEET, "<v>2</v>", "<v>99</v>", ", row 1: the text of a cell is not there"),
    (SHEET, "<v>2</v>", "<v>-1</v>", ", row 1: the text of a cell is not there"),
    (SHEET, "<v>2</v>", "<v>1e1</v>", ", row 1: the text of a cell is not there"),
    (SHEET, "<v>2</v>", "<v>12345678</v>", ", row 1: the text of a cell is not there"),
    (SHEET, "<v>2</v>", "<v>x</v>", ", row 1: the text of a cell is not there"),
    (SHEET, "<v>2</v>", "<v>²</v>", ", row 1: the text of a cell is not there"),
    (SHEET, "<v>2</v>", "<v/>", ", row 1, Example: must stand in the header"),
    (SHEET, "<v>2</v>", "", ", row 1, Example: must stand in the header"),
    (SHEET, "<v>8</v>", "<f>8</f>", ", row 2, Example: must be a name"),
    (SHEET, "<v>8</v>", "<is><t>-</t></is>", ", row 2: the text of a cell is not there"),
    *((SHEET, 'row r="2"', f'row r="{row}"', ", row 1: the number of the next row is wrong")
      for row in ("", "0", "1", "-1", "2.0", "1e9", "1048577", "99999999", "٢", " 2")),
    (SHEET, 'row r="3"', 'row r="2"', ", row 2: the number of the next row is wrong"),
    *((SHEET, 'r="C2"', f'r="{place}"', ", row 2: a cell stands in none of the first 1000 columns")
      for place in ("", "2", "c2", "XFD2", "ALM2", "ZZZZ2", "C2:D2", "$C$2", "Ä2", "-1", "C 2", "R2C3")),
    (SHEET, 'r="C2"', 'r="G2"', ", row 2, Example: must be a name"),
    (SHEET, 'r="D2"', 'r="C2"', ", row 2, Commodity Code: must be a code"),
]
# fmt: on


def swapped(part: str, old: str, new: str) -> bytes:
    """Return the tools' workbook with something put into a part for something else."""
    text = PARTS["skills.xlsx"][part].decode()
    assert old in text
    return packed(PARTS["skills.xlsx"] | {part: text.replace(old, new, 1).encode("utf-8", "surrogatepass")})


def with_cell(file: str, column: str, cell: str) -> bytes:
    header, first, *others = TABLES[file]
    row = [cell if name == column else old for name, old in zip(header, first, strict=True)]
    return packed(parts_of([header, row, *others]))


def archives() -> Iterator[tuple[str, bytes]]:
    """Yield what is no workbook, or a damaged one."""
    parts, end = PARTS["skills.xlsx"], GOOD_SKILLS.rindex(b"PK\x05\x06")
    no_archive = "is not an Excel workbook, or a damaged one; save it as .xlsx"
    for data in (b"", b"PK\x03\x04", GOOD["topics.csv"], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, b"\0" * 9999):
        yield no_archive, data
    for data in (GOOD_SKILLS[:-30], GOOD_SKILLS[: len(GOOD_SKILLS) // 2], GOOD_SKILLS[:end], GOOD_SKILLS[end:]):
        yield no_archive, data
    yield no_archive, GOOD_SKILLS[: end + 12] + b"\xff" * 4 + GOOD_SKILLS[end + 16 :]
    yield "xl/workbook.xml is damaged", GOOD_SKILLS[: end + 16] + b"\xff" * 4 + GOOD_SKILLS[end + 20 :]
    yield no_archive, packed(dict.fromkeys(map(str, range(3000)), b""))
    for name in (BOOK, RELATIONS, SHEET, STRINGS):
        yield (
            f"is not an Excel workbook: it has no {name}",
            packed({one: part for one, part in parts.items() if one != name}),
        )
        yield f"{name}, line 1: no element found", packed(parts | {name: b""})
        yield f"{name}, line 1: not well-formed", packed(parts | {name: b"\x1f\x8b" * 200})
        yield f"{name} is larger than ", packed(parts | {name: b" " * (33 << 20)})
    for name in (SHEET, STRINGS):
        yield f"{name} unpacks to more than 100 times its size", packed(parts | {name: b" " * (2 << 20)})
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        yield "xl/workbook.xml is packed in a way that no workbook is", packed(parts, method)
    locked = GOOD_SKILLS.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    yield "xl/workbook.xml is packed in a way that no workbook is", locked
    at = GOOD_SKILLS.index(parts_start := b"xl/workbook.xml") + len(parts_start)
    yield "xl/workbook.xml is damaged; save it anew", GOOD_SKILLS[:at] + b"\xff\xfe\xfd" + GOOD_SKILLS[at + 3 :]
    stored = packed(parts, zipfile.ZIP_STORED)
    yield "xl/worksheets/sheet1.xml is damaged", stored.replace(b"<v>2</v>", b"<v>3</v>", 1)
    yield "is empty; a header row is needed", packed(parts_of([]))
    yield "is empty; a header row is needed", packed(parts_of([["", " "], []]))
    yield ", row 1, Example: must stand in the header", packed(PARTS["tree.xlsx"])


def cases() -> Iterator[tuple[str, bytes]]:
    """Yield what is told, and the file it is told of."""
    for (file, column), texts in CELLS.items():
        yield from ((f"{file}, row 2, {column}: ", with_cell(file, column, text)) for text in texts)
    found = [*((told, swapped(part, old, new)) for part, old, new, told in SWAPS), *archives()]
    yield from ((f"skills.xlsx{'' if told[0] == ',' else ': '}{told}", data) for told, data in found)


@pytest.mark.promise(PROMISE)
def test_each_defect_is_told_where_it_is(tmp_path: Path, counted: Callable[..., None]) -> None:
    counted(hand_made_workbooks=Desk(tmp_path, WHOLE).refuses_all(list(cases())))


def rearranged(file: str, mix: Random) -> bytes:
    """Return a workbook with some bytes of its parts changed, or whole parts taken from elsewhere."""
    parts: Parts = dict(PARTS[file])
    for _ in range(mix.randint(1, 2)):
        part = mix.choice([SHEET, SHEET, STRINGS, BOOK, RELATIONS])
        act = mix.randrange(8)
        if act:
            parts[part] = mutated(parts[part], mix)
        else:
            parts[part] = mix.choice(PARTS[mix.choice(list(PARTS))][mix.choice([SHEET, STRINGS, BOOK])].splitlines())
    return packed(parts, mix.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]))


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("times", LONG)
def test_mutations_are_read_or_refused(times: int, tmp_path: Path, counted: Callable[..., None]) -> None:
    desk = Desk(tmp_path, WHOLE)
    counted(mutated_workbooks=times, refused=desk.refuses_some(times, list(PARTS), rearranged))


def test_the_good_workbooks_are_good(tmp_path: Path) -> None:
    assert Desk(tmp_path, WHOLE).match("skills.xlsx", GOOD_SKILLS).code == 0
