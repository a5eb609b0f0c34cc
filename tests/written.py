"""A result as it is written: four files in a folder, to be altered and put right again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from honest import Document, Honest
from pydantic_core import to_json

from matchmaker.writing.result import FILES, write_matching


@dataclass
class Record:
    """What the files say, to be altered: two documents, and two tables of cells under a header."""

    matching: Document
    certificate: Document
    pairs: list[list[str]]
    people: list[list[str]]

    @classmethod
    def of(cls, texts: dict[str, str]) -> Record:
        return cls(
            matching=json.loads(texts["matching.json"]),
            certificate=json.loads(texts["certificate.json"]),
            pairs=cells(texts["pairs.csv"]),
            people=cells(texts["people.csv"]),
        )

    def texts(self) -> dict[str, str]:
        return {
            "matching.json": _json(self.matching),
            "certificate.json": _json(self.certificate),
            "pairs.csv": _table(self.pairs),
            "people.csv": _table(self.people),
        }


@dataclass(frozen=True, eq=False)
class Written(Honest):
    """A true result in a folder; ``others`` are results of other pools, strategies and settings."""

    folder: Path
    others: list[Written] = field(default_factory=list, repr=False)

    @cached_property
    def texts(self) -> dict[str, str]:
        """The files as they should be; they are written when first asked for."""
        return {path.name: path.read_bytes().decode() for path in write_matching(self.found, self.pool, self.folder)}

    def record(self) -> Record:
        """Open the true record, to be altered."""
        return Record.of(self.texts)

    def put(self, texts: dict[str, str]) -> set[str]:
        """Write what differs from what it should be; return the names of these files."""
        changed = {name for name in FILES if texts[name] != self.texts[name]}
        self._write({name: texts[name] for name in changed})
        return changed

    def restore(self, names: set[str]) -> None:
        """Write files as they should be."""
        self._write({name: self.texts[name] for name in names})

    def _write(self, texts: dict[str, str]) -> None:
        for name, text in texts.items():
            (self.folder / name).write_bytes(text.encode())


def _json(document: Document) -> str:
    return to_json(document, indent=1).decode() + "\n"


def cells(text: str) -> list[list[str]]:
    """Read a table, its header first."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def _table(lines: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return "\ufeff" + text.getvalue()
