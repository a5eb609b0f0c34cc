"""Workbooks for tests: O*NET's two files in miniature, as parts that a test may spoil before they are packed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

SKILLS_HEADER = ["O*NET-SOC Code", "Title", "Example", "Commodity Code", "Commodity Title", "Hot Technology"]
TREE_HEADER = [f"{level} {what}" for level in ("Commodity", "Class", "Family", "Segment") for what in ("Code", "Title")]

Parts = dict[str, bytes]
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
INDEX: Mapping[str, str] = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{LINKS}">'
    '<sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}


def skill(example: str, code: str) -> list[str]:
    """Return a row of a tool and its commodity."""
    return ["15-1252.00", "Software Developers", example, code, "…", "N"]


def line(*names: str, at: str = "43231505") -> list[str]:
    """Return a row of a commodity, its class, family and segment, with the codes that follow from the first."""
    codes = [at, at[:6] + "00", at[:4] + "0000", at[:2] + "000000"]
    return [cell for pair in zip(codes, names, strict=True) for cell in pair]


def parts_of(rows: Sequence[Sequence[str]]) -> Parts:
    """Return the parts of a workbook with one sheet, whose cells share their texts; blank ones are left out."""
    shared = {text: at for at, text in enumerate(dict.fromkeys(text for row in rows for text in row))}
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = (
            f'<c r="{chr(ord("A") + at)}{number}" t="s"><v>{shared[text]}</v></c>'
            for at, text in enumerate(row)
            if text
        )
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    made = {
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{''.join(lines)}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {MAIN}>{strings}</sst>",
    }
    return {
        name: f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode() for name, text in {**INDEX, **made}.items()
    }


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return parts as an archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, method, compresslevel=1)
    return data.getvalue()
