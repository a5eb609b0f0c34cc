"""Tables as they are written: CSV that every spreadsheet knows as UTF-8."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence


def as_csv(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> str:
    """Return rows under their header, with a byte order mark, by which spreadsheets know UTF-8."""
    return header(columns) + lines(rows, columns)


def header(columns: Sequence[str]) -> str:
    """Return a table's first line, after the byte order mark."""
    return "\ufeff" + lines([dict(zip(columns, columns, strict=True))], columns)


def lines(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> str:
    """Return rows as lines."""
    text = io.StringIO()
    csv.DictWriter(text, list(columns), lineterminator="\r\n").writerows(rows)
    return text.getvalue()
