"""Reading topics.csv: everything wrong in it, found in one pass and located.

A topic may take several rows, one for each link if somebody likes; what they say of it is put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from matchmaker.answers import LONGEST_LINE, items
from matchmaker.errors import MOST_TOLD, InputError, Problem
from matchmaker.reading.tables import Row, Table, look_alikes
from matchmaker.topics.graph import COLUMNS, FULL, MOST_TOPICS, STRENGTH, Topic, folded, line_up, nearest_names

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
        self._check_header(table.columns)
        if len({row.cells.get("topic") for row in table.rows}) > MOST_TOPICS:
            raise InputError([Problem(self.file, 0, "topic", f"has more than {MOST_TOPICS} topics")])
        rows = {row.number: self._cells(row, COLUMNS) for row in table.rows}
        rows |= {row.number: dict.fromkeys(COLUMNS, ()) | self._cells(row, COLUMNS[:1]) for row in table.ragged}
        for column in ("topic", "aliases"):  # a topic's own name goes before anybody's alias
            for row, cells in rows.items():
                self._name(row, column, cells)
        said = {row: self._topic(row, cells) for row, cells in rows.items()}
        self._check_lines(said)
        if self.problems:
            raise self._refusal()
        return tuple(sorted(_joined(said.values()), key=lambda topic: topic.name))

    def _check_header(self, columns: Sequence[str]) -> None:
        """Refuse a file without topics; name columns that look like a known one, or what they say would be lost."""
        allowed = ", ".join(COLUMNS)
        missing = [name for name in COLUMNS if name not in columns]
        if "topic" in missing:
            if columns:
                self._wrong(1, "topic", f"must stand in the header; allowed, between commas: {allowed}")
            raise InputError(self.problems)
        for column, known in look_alikes(set(columns) - set(COLUMNS), missing, least=80):
            self._wrong(1, column, f"no such column; the nearest is {known}, allowed are {allowed}")

    def _wrong(self, row: int, column: str, message: str) -> None:
        self.problems.append(Problem(self.file, row, column, message))
        if len(self.problems) >= MOST_TOLD:
            raise self._refusal()

    def _refusal(self) -> InputError:
        return InputError(sorted(self.problems, key=lambda problem: problem.row))

    def _cells(self, row: Row, columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return the names in a row's cells, without those that nobody would write."""
        said = {name: items(text) for name, text in row.cells.items() if name in columns}
        cells = dict.fromkeys(columns, ()) | said
        for column, texts in said.items():
            if len(texts) > _MOST_NAMES or any(len(text) > LONGEST_LINE for text in texts):
                allowed = f"allowed are {_MOST_NAMES} names, each of {LONGEST_LINE} characters at most"
                self._wrong(row.number, column, allowed)
                cells[column] = tuple(text for text in texts[:_MOST_NAMES] if len(text) <= LONGEST_LINE)
        return cells

    def _name(self, row: int, column: str, cells: Mapping[str, Sequence[str]]) -> None:
        if len(cells["topic"]) != 1 and column == "topic":
            self._wrong(row, column, "must be one name")
        own = cells["topic"][0] if cells["topic"] else ""
        for text in cells[column]:
            topic, first = self.names.setdefault(folded(text), (own, row))
            if not folded(text) or ":" in text or ">" in text:
                self._wrong(row, column, f'"{text}" cannot be a name: it needs letters or digits, and no : or >')
            elif first != row and topic != own:
                self._wrong(row, column, f'"{text}" already means "{topic}" (row {first})')

    def _topic(self, row: int, cells: Mapping[str, Sequence[str]]) -> Topic:
        """Return what one row says of its topic."""
        if len(cells["broader"]) > 1:
            self._wrong(row, "broader", "must be one topic, or blank for a field")
        broader = [self._known(row, "broader", text) for text in cells["broader"]]
        strength = self._strength(row, cells)
        related = tuple(self._link(row, text, strength) for text in cells["related"])
        return Topic("".join(cells["topic"][:1]), broader[0] if broader else None, related, tuple(cells["aliases"]))

    def _strength(self, row: int, cells: Mapping[str, Sequence[str]]) -> int | None:
        """Return what the column strength says, in basis points, of all that is related in its row."""
        text = ";".join(cells["strength"])
        if text and not cells["related"]:
            self._wrong(row, "strength", "needs a related topic in its row")
        return self._points(row, "strength", "", text) if text else None

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

    def _link(self, row: int, text: str, strength: int | None) -> tuple[str, int]:
        name, colon, stated = text.rpartition(":")
        if colon and strength is not None:
            self._wrong(row, "related", f'"{text}": the strength stands in the column strength, too; leave one out')
        usual = STRENGTH if strength is None else strength
        points = self._points(row, "related", f'"{text}": ', stated) if colon else usual
        return self._known(row, "related", name if colon else text), points

    def _points(self, row: int, column: str, what: str, text: str) -> int:
        """Return a strength from 0 to 1 in basis points."""
        if re.fullmatch(r"\s*([01]|0?\.\d+|1\.0+)", text):
            return round(float(text) * FULL)
        came = what or f'"{text[:60]}": '
        self._wrong(row, column, f"{came}the strength must be a number from 0 to 1, such as 0.6")
        return STRENGTH

    def _check_lines(self, said: Mapping[int, Topic]) -> None:
        broader = {topic.name: topic.broader for topic in said.values() if topic.broader}
        homes = self._homes(said)
        for row, topic in said.items():
            line = line_up(topic.name, broader, DEEPEST + 1)
            if row == homes[topic.name] and len(line) > DEEPEST:
                self._wrong(row, "broader", f"has {DEEPEST} topics above it or more; allowed are {DEEPEST - 1}")
            elif row == homes[topic.name] and broader.get(line[-1]) == topic.name == min(line):  # once for each loop
                self._wrong(row, "broader", f"is a loop: {' → '.join((*line, topic.name))}")
            for other, _ in topic.related:
                if other in line or topic.name in line_up(other, broader, DEEPEST):
                    self._wrong(row, "related", f'"{other}" is the topic itself, or above or below it: leave it out')

    def _homes(self, said: Mapping[int, Topic]) -> dict[str, int]:
        """Return the row that says what is broader than a topic, or its first; others may only agree."""
        homes: dict[str, int] = {}
        for row, topic in said.items():
            first = said[homes.setdefault(topic.name, row)].broader
            if topic.broader and first is None:
                homes[topic.name] = row
            elif topic.broader not in (None, first):
                home = homes[topic.name]
                self._wrong(row, "broader", f'is "{first}" in row {home}; a topic has one, and others may be related')
        return homes


def _joined(said: Iterable[Topic]) -> Iterator[Topic]:
    """Yield each topic once, with all that its rows say."""
    rows: dict[str, list[Topic]] = {}
    for topic in said:
        rows.setdefault(topic.name, []).append(topic)
    for name, parts in rows.items():
        broader = next((part.broader for part in parts if part.broader), None)
        aliases = dict.fromkeys(alias for part in parts for alias in part.aliases)
        yield Topic(name, broader, tuple(link for part in parts for link in part.related), tuple(aliases))
