"""Reading topics.csv: everything wrong in it, found in one pass and located."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matchmaker.answers import LONGEST_LINE, items
from matchmaker.errors import MOST_TOLD, InputError, Problem
from matchmaker.tables import Row, Table
from matchmaker.topics import COLUMNS, FULL, STRENGTH, Topic, folded, line_up, nearest_names

DEEPEST = 20
"""The most topics from a field down to a topic; what is further away is not alike."""

_MOST_NAMES = 1000
"""In one cell."""

_MOST_NEAREST = 50
"""For how many unknown names the nearest known are sought: among many, that takes its time."""


def read_topics(table: Table) -> tuple[Topic, ...]:
    """Return the topics of a table, sorted by name; raise InputError with everything wrong in it."""
    return _Reader(table.file).topics(table)


@dataclass
class _Reader:
    """Reads one file of topics, collecting everything wrong in it; rows count as in a spreadsheet, the header is 1."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    names: dict[str, tuple[str, int]] = field(default_factory=dict)  # folded name or alias → its topic and row
    unknown: int = 0

    def topics(self, table: Table) -> tuple[Topic, ...]:
        self.problems.extend(table.problems)
        for column in (column for column in COLUMNS if table.columns and column not in table.columns):
            self._wrong(1, column, f"must stand in the header; needed, between commas: {', '.join(COLUMNS)}")
        if not set(COLUMNS) <= set(table.columns):
            raise InputError(self.problems)
        rows = {row.number: self._cells(row, COLUMNS) for row in table.rows}
        rows |= {row.number: dict.fromkeys(COLUMNS, ()) | self._cells(row, COLUMNS[:1]) for row in table.ragged}
        for column in ("topic", "aliases"):  # a topic's own name goes before anybody's alias
            for row, cells in rows.items():
                self._name(row, column, cells)
        topics = {row: self._topic(row, cells) for row, cells in rows.items()}
        self._check_lines(topics)
        if self.problems:
            raise self._refusal()
        return tuple(sorted(topics.values(), key=lambda topic: topic.name))

    def _wrong(self, row: int, column: str, message: str) -> None:
        self.problems.append(Problem(self.file, row, column, message))
        if len(self.problems) >= MOST_TOLD:
            raise self._refusal()

    def _refusal(self) -> InputError:
        return InputError(sorted(self.problems, key=lambda problem: problem.row))

    def _cells(self, row: Row, columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return the names in a row's cells, without those that nobody would write."""
        cells = {name: items(row.cells.get(name, "")) for name in columns}
        for column, texts in cells.items():
            if len(texts) > _MOST_NAMES or any(len(text) > LONGEST_LINE for text in texts):
                allowed = f"allowed are {_MOST_NAMES} names, each of {LONGEST_LINE} characters at most"
                self._wrong(row.number, column, allowed)
                cells[column] = tuple(text for text in texts[:_MOST_NAMES] if len(text) <= LONGEST_LINE)
        return cells

    def _name(self, row: int, column: str, cells: Mapping[str, Sequence[str]]) -> None:
        if len(cells["topic"]) != 1 and column == "topic":
            self._wrong(row, column, "must be one name")
        for text in cells[column]:
            topic, first = self.names.setdefault(folded(text), (cells["topic"][0] if cells["topic"] else "", row))
            if not folded(text) or ":" in text or ">" in text:
                self._wrong(row, column, f'"{text}" cannot be a name: it needs letters or digits, and no : or >')
            elif first != row:
                self._wrong(row, column, f'"{text}" already means "{topic}" (row {first})')

    def _topic(self, row: int, cells: Mapping[str, Sequence[str]]) -> Topic:
        if len(cells["broader"]) > 1:
            self._wrong(row, "broader", "must be one topic, or blank for a field")
        broader = [self._known(row, "broader", text) for text in cells["broader"]]
        related = tuple(self._link(row, text) for text in cells["related"])
        return Topic("".join(cells["topic"][:1]), broader[0] if broader else None, related, tuple(cells["aliases"]))

    def _known(self, row: int, column: str, text: str) -> str:
        topic, _ = self.names.get(folded(text), ("", 0))
        if not topic:
            self.unknown += 1
            self._wrong(row, column, f'"{text}" is no topic here{self._nearest(text)}')
        return topic

    def _nearest(self, text: str) -> str:
        if self.unknown > _MOST_NEAREST:
            return ""
        near = nearest_names(text, {key: name for key, (name, _) in self.names.items() if name}, 3)
        return f"; nearest: {', '.join(near) or 'none'}"

    def _link(self, row: int, text: str) -> tuple[str, int]:
        name, colon, strength = text.rpartition(":")
        stated = colon and re.fullmatch(r"\s*([01]|0?\.\d+|1\.0+)", strength)
        if colon and not stated:
            self._wrong(row, "related", f'"{text}": the strength must be a number from 0 to 1, such as 0.6')
        points = round(float(strength) * FULL) if stated else STRENGTH
        return self._known(row, "related", name if colon else text), points

    def _check_lines(self, topics: Mapping[int, Topic]) -> None:
        broader = {topic.name: topic.broader for topic in topics.values()}
        for row, topic in topics.items():
            line = line_up(topic.name, broader, DEEPEST + 1)
            if len(line) > DEEPEST:
                self._wrong(row, "broader", f"has {DEEPEST} topics above it or more; allowed are {DEEPEST - 1}")
            elif broader.get(line[-1]) == topic.name == min(line):  # once for each loop
                self._wrong(row, "broader", f"is a loop: {' → '.join((*line, topic.name))}")
            for other, _ in topic.related:
                if other in line or topic.name in line_up(other, broader, DEEPEST):
                    self._wrong(row, "related", f'"{other}" is the topic itself, or above or below it: leave it out')
