"""Other people's text made harmless: a terminal obeys some characters, and a spreadsheet runs some cells."""

from __future__ import annotations

import re
import unicodedata

_TURNS = "\u202a-\u202e\u2066-\u2069"
"""What turns the direction of the letters after it; it comes along with names copied from other programs."""

_DIRECTIONS = re.compile(f"[{_TURNS}]")
_OBEYED = re.compile(f"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029{_TURNS}\ud800-\udfff]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_PLAIN = re.compile(r"[A-Za-z0-9][\w.,@'()/:%-]*(?: [\w.,@'()/:%-]+)*", re.ASCII)
"""Most cells: nothing in them that anything obeys, and no semicolon."""
_BEGINS_FORMULA = frozenset("=+-@−")


def undirected(text: str) -> str:
    """Return text without what turns its direction; the letters stay in the order they are read in."""
    return _DIRECTIONS.sub("", text)


def is_visible(text: str) -> bool:
    """Whether there is nothing in a text that a terminal would obey."""
    return not _OBEYED.search(text)


def visible(text: str) -> str:
    r"""Return text with whatever a terminal would obey written out, such as ``\u001b``; line breaks stay.

    JSON stays the same document, as that is how it writes these characters, too.
    """
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(text: str) -> str:
    """Return visible text on one line."""
    return visible(" ".join(text.split()))


def told(text: str, longest: int) -> str:
    """Return what may quote a file as one line for a message: its middle left out, all that is no sign written out."""
    short = text if len(text) <= longest else f"{text[: longest // 2]} … {text[-longest // 2 :]}"
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in one_line(short))


def inert(text: str) -> str:
    """Return a cell's text on one line, with an apostrophe before what a spreadsheet would run as a formula.

    In half the world spreadsheets split a line at semicolons, so a formula may begin after any. A number stays one.
    """
    if _PLAIN.fullmatch(text):
        return text
    cell = one_line(text)
    if _NUMBER.fullmatch(cell):
        return cell
    return ";".join(f"'{part}" if _begins_formula(part) else part for part in cell.split(";"))


def _begins_formula(text: str) -> bool:
    """Whether the first character that a spreadsheet might not pass over begins a formula, in any of its forms."""
    first = next((one for one in text if one != '"' and unicodedata.category(one)[0] not in "CMZ"), "")
    return unicodedata.normalize("NFKC", first)[:1] in _BEGINS_FORMULA
