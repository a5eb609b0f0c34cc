"""The topic graph: which topics people are mentored in, and how alike any two of them are.

Likeness is the best product over the ways from one topic to the other, in whole basis points 0…10 000:

- a step to the direct broader or narrower topic counts ``STEP``; a straight line of steps multiplies;
- leaving a parent of n children sideways, to another child or over a link, counts 2/n (see :func:`_share`);
- a ``related`` link counts its strength. At most one link on a way: each link is somebody's judgement of two
  topics, two in a row are nobody's. Whatever falls below ``FLOOR`` is 0.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matchmaker.errors import InputError, Problem

FULL = 10_000  # a topic and itself
STEP = 6_000  # a topic and its direct broader topic
STRENGTH = 5_000  # a related link that states no strength
FLOOR = 500  # anything less alike is not alike
COLUMNS = ("topic", "broader", "related", "aliases")

# STEP to the power of 0, 1, 2 … as far as FLOOR: one table, so that a way counts the same from either end.
_LINE = (FULL, *(value for power in range(1, 10) if (value := STEP**power // FULL ** (power - 1)) >= FLOOR))
_SILENT = re.compile(r"[\s\u0300-\u036f\u00ad\u200b-\u200d\ufeff\u2010-\u2015_'’‘./-]+")


def folded(text: str) -> str:
    """Return what spellings of one topic share: no case, spaces, accents, nor any of ``- _ ' . /``; ``&`` is and."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", "and")
    return unicodedata.normalize("NFKC", _SILENT.sub("", unicodedata.normalize("NFKD", plain)))


@dataclass(frozen=True)
class Topic:
    """One topic as its row states it; ``broader`` is None for a field, strengths of ``related`` are 0…10 000."""

    name: str
    broader: str | None
    related: tuple[tuple[str, int], ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class TopicGraph:
    """All topics, sorted by name. Build it with :meth:`shipped` or :meth:`read`; share it freely between threads."""

    topics: tuple[Topic, ...]
    # Filled on first use. Two threads may work out the same entry twice; both write equal values.
    _reaches: dict[str, dict[str, int]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _landed: dict[str, list[tuple[str, int]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def shipped(cls) -> TopicGraph:
        """Return the graph that comes with matchmaker."""
        return cls(_Reader("topics.csv").topics(files("matchmaker").joinpath("data", "topics.csv")))

    @classmethod
    def read(cls, path: Path) -> TopicGraph:
        """Read a programme's own topics, CSV with ``COLUMNS``; raise InputError with everything wrong in the file."""
        return cls(_Reader(path.name).topics(path))

    def find(self, text: str) -> str | None:
        """Return the topic that a name or an alias means, however it is spelt (:func:`folded`); None if unknown."""
        return self._names.get(folded(text))

    def nearest(self, text: str, limit: int = 3) -> tuple[str, ...]:
        """Return up to ``limit`` topics whose name or alias looks like ``text``, best first; for messages only."""
        return _nearest(text, self._names, limit)

    def broader(self, topic: str) -> tuple[str, ...]:
        """Return the path up from ``topic`` (a name or an alias) to its field; empty for a field or an unknown text."""
        return _line(self.find(topic), self._broader)[1:]

    def likeness(self, a: str, b: str) -> int:
        """Return how alike two topics are, 0…10 000, the same both ways; see :meth:`table` for unknown texts."""
        return int(self.table((a,), (b,))[0, 0])

    def table(self, left: Sequence[str], right: Sequence[str]) -> npt.NDArray[np.int32]:
        """Return the likeness of every left (rows) with every right text (columns): shape (left, right), 0…10 000.

        Texts are names or aliases. A text the graph does not know is like itself only, however it is spelt.
        """
        rows, row_of = self._distinct(left)
        columns, column_of = self._distinct(right)
        values = np.zeros((len(rows), len(columns)), np.int32)
        for key, row in rows.items():
            for other, value in self._reach(key).items():
                if other in columns:
                    values[row, columns[other]] = value
        return values[np.ix_(row_of, column_of)]

    def digest_rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the content, sorted: name, broader, links (from both ends), folded aliases; for hashing settings."""
        rows = []
        for topic in self.topics:
            links = (f"{other}:{strength}" for other, strength in sorted(self._links[topic.name].items()))
            aliases = sorted({folded(alias) for alias in topic.aliases} - {folded(topic.name)})
            rows.append((topic.name, topic.broader or "", ";".join(links), ";".join(aliases)))
        return tuple(rows)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {folded(text): topic.name for topic in self.topics for text in (topic.name, *topic.aliases)}

    @cached_property
    def _broader(self) -> dict[str, str | None]:
        return {topic.name: topic.broader for topic in self.topics}

    @cached_property
    def _narrower(self) -> dict[str | None, list[str]]:
        narrower: dict[str | None, list[str]] = {topic.name: [] for topic in self.topics}
        for topic in self.topics:
            narrower.setdefault(topic.broader, []).append(topic.name)
        return narrower

    @cached_property
    def _links(self) -> dict[str, dict[str, int]]:
        links: dict[str, dict[str, int]] = {topic.name: {} for topic in self.topics}
        for topic in self.topics:
            for other, strength in topic.related:
                # Stated from both ends, a link counts with the greater strength.
                links[topic.name][other] = links[other][topic.name] = max(strength, links[other].get(topic.name, 0))
        return links

    def _distinct(self, texts: Sequence[str]) -> tuple[dict[str, int], list[int]]:
        """Return each distinct topic (or unknown folded text) with its place, and the place of every text."""
        places: dict[str, int] = {}
        return places, [places.setdefault(self.find(text) or folded(text), len(places)) for text in texts]

    def _reach(self, topic: str) -> dict[str, int]:
        """Return every topic alike to ``topic`` at all, with its likeness."""
        if topic not in self._broader:
            return {topic: FULL}
        if topic not in self._reaches:
            best, above = self._tree(topic), self.broader(topic)
            for start, value in tuple(best.items()):
                near = _share(value, len(self._narrower[start])) if start in above else value
                for end, strength in self._links[start].items():
                    for other, far in self._landings(end):
                        # One division for the whole way, or rounding would depend on the end one starts from.
                        if (whole := near * strength * far // FULL**2) < FLOOR:
                            break
                        best[other] = max(whole, best.get(other, 0))
            self._reaches[topic] = best
        return self._reaches[topic]

    def _landings(self, end: str) -> list[tuple[str, int]]:
        """Return what a way that comes over a link to ``end`` can reach, in falling order of what is left of it."""
        if end not in self._landed:
            self._landed[end] = sorted(self._tree(end, landed=True).items(), key=lambda pair: (-pair[1], pair[0]))
        return self._landed[end]

    def _tree(self, topic: str, landed: bool = False) -> dict[str, int]:
        """Return what is within reach of ``topic`` by broader and narrower steps; ``landed``: over a link, sideways."""
        found: dict[str, int] = {}
        line = _line(topic, self._broader)
        for height, top in enumerate(line[: len(_LINE)]):
            found[top] = _LINE[height]
            level = [child for child in self._narrower[top] if child not in line]
            for straight in _LINE[height + 1 :]:
                value = _share(straight, len(self._narrower[top])) if height or landed else straight
                if value < FLOOR or not level:
                    break
                found.update(dict.fromkeys(level, value))
                level = [child for other in level for child in self._narrower[other]]
        return found


def _share(value: int, children: int) -> int:
    """Return what is left of ``value`` when a way leaves a parent of ``children`` sideways: 2/n, at most all of it.

    Who knows one of n children knows about 1/n of what the parent names. With 2/n, the likeness a topic hands out to
    all its siblings together, (n − 1) · STEP² · 2/n, stays below 0.72 however long the list: two siblings are close
    (0.36), four middling (0.18), eight hardly alike (0.09), from fifteen on (below FLOOR) sharing a list means nothing.
    """
    return value * 2 // max(children, 2)


def _line(topic: str | None, broader: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return ``topic`` and the path up from it; in a file that still has a loop, as far as topics are new."""
    line: dict[str, None] = {}
    while topic is not None and topic not in line:
        line[topic] = None
        topic = broader.get(topic)
    return tuple(line)


def _nearest(text: str, names: Mapping[str, str], limit: int) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process

    hits = process.extract(folded(text), list(names), scorer=fuzz.ratio, limit=None, score_cutoff=60)
    best = {names[key]: score for key, score, _ in reversed(hits)}  # hits fall: a topic keeps its best one
    return tuple(sorted(best, key=lambda name: (-best[name], name))[:limit])


@dataclass
class _Reader:
    """Reads one file of topics, collecting everything wrong in it; rows count as in a spreadsheet, the header is 1."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    names: dict[str, tuple[str, int]] = field(default_factory=dict)  # folded name or alias → its topic and row

    def topics(self, source: Path | Traversable) -> tuple[Topic, ...]:
        rows = self._rows(self._records(source))
        for column in ("topic", "aliases"):  # a topic's own name goes before anybody's alias
            for row, cells in rows.items():
                self._name(row, column, cells)
        topics = {row: self._topic(row, cells) for row, cells in rows.items()}
        self._check_lines(topics)
        if self.problems:
            raise InputError(sorted(self.problems, key=lambda problem: problem.row))
        return tuple(sorted(topics.values(), key=lambda topic: topic.name))

    def _wrong(self, row: int, column: str, message: str) -> None:
        self.problems.append(Problem(self.file, row, column, message))

    def _records(self, source: Path | Traversable) -> list[list[str]]:
        records: list[list[str]] = []
        try:
            records.extend(csv.reader(io.StringIO(source.read_bytes().decode("utf-8-sig"), newline=""), strict=True))
        except OSError as error:
            self._wrong(0, "", f"cannot be read: {error.strerror}")
        except UnicodeDecodeError as error:
            self._wrong(error.object.count(b"\n", 0, error.start) + 1, "", "is not UTF-8: save it as CSV UTF-8")
        except csv.Error as error:  # the rows before the broken one are in ``records``
            self._wrong(len(records) + 1, "", f"is not CSV: {error}")
        return records

    def _rows(self, records: list[list[str]]) -> dict[int, dict[str, list[str]]]:
        """Return, for each row that says anything, the texts in each column; a ragged row keeps only its topic."""
        header = [cell.strip().casefold() for cell in records[0]] if records else []
        rows: dict[int, dict[str, list[str]]] = {}
        for column in [column for column in COLUMNS if header.count(column) != 1 and not self.problems]:
            self._wrong(1, column, f"must stand once in the header; needed, between commas: {', '.join(COLUMNS)}")
        for row, cells in enumerate(records[1:] if not self.problems else (), start=2):
            if any(cell.strip() for cell in cells):
                found = dict(zip(header, cells, strict=False))
                if len(cells) != len(header):
                    first = header[min(len(cells), len(header) - 1)]
                    self._wrong(row, first, f"the row has {len(cells)} cells, the header {len(header)}")
                    found = {"topic": found.get("topic", "")}
                texts = ((column, found.get(column, "").split(";")) for column in COLUMNS)
                rows[row] = {name: [" ".join(text.split()) for text in cell if text.strip()] for name, cell in texts}
        return rows

    def _name(self, row: int, column: str, cells: Mapping[str, list[str]]) -> None:
        if len(cells["topic"]) != 1 and column == "topic":
            self._wrong(row, column, "must be one name")
        for text in cells[column]:
            topic, first = self.names.setdefault(folded(text), (cells["topic"][0] if cells["topic"] else "", row))
            if not folded(text) or ":" in text or ">" in text:
                self._wrong(row, column, f'"{text}" cannot be a name: it needs letters or digits, and no : or >')
            elif first != row:
                self._wrong(row, column, f'"{text}" already means "{topic}" (row {first})')

    def _topic(self, row: int, cells: Mapping[str, list[str]]) -> Topic:
        if len(cells["broader"]) > 1:
            self._wrong(row, "broader", "must be one topic, or blank for a field")
        broader = [self._known(row, "broader", text) for text in cells["broader"]]
        related = tuple(self._link(row, text) for text in cells["related"])
        return Topic("".join(cells["topic"][:1]), broader[0] if broader else None, related, tuple(cells["aliases"]))

    def _known(self, row: int, column: str, text: str) -> str:
        topic, _ = self.names.get(folded(text), ("", 0))
        if not topic:
            near = _nearest(text, {key: name for key, (name, _) in self.names.items() if name}, 3)
            self._wrong(row, column, f'"{text}" is no topic here; nearest: {", ".join(near) or "none"}')
        return topic

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
            line = _line(topic.name, broader)
            if broader.get(line[-1]) == topic.name == min(line):  # once for each loop
                self._wrong(row, "broader", f"is a loop: {' → '.join((*line, topic.name))}")
            for other, _ in topic.related:
                if other in line or topic.name in _line(other, broader):
                    self._wrong(row, "related", f'"{other}" is the topic itself, or above or below it: leave it out')
