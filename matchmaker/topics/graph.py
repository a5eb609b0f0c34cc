"""The topic graph: which topics people are mentored in, and how alike any two of them are.

Likeness is the best product over the ways from one topic to the other, in whole basis points 0…10 000:

- a step to the direct broader or narrower topic counts ``STEP``; a straight line of steps multiplies;
- leaving a parent of n children sideways, to another child or over a link, counts 2/n (see :func:`_share`);
- a ``related`` link counts its strength. At most one link on a way: each link is somebody's judgement of two
  topics, two in a row are nobody's. Whatever falls below ``FLOOR`` is 0.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from matchmaker.reading.tables import parse_table, read_table

FULL = 10_000  # a topic and itself
STEP = 6_000  # a topic and its direct broader topic
STRENGTH = 5_000  # a related link that states no strength
FLOOR = 500  # anything less alike is not alike
COLUMNS = ("topic", "broader", "related", "strength", "aliases")
MOST_TOPICS, MOST_ROWS, LARGEST = 20_000, 40_000, 4 << 20  # of a programme's own file; bytes

_SHORT = 100
"""Characters of a text that is kept folded, as many people write the same."""

_MOST_KEPT = 200_000
"""Likenesses that a graph keeps between calls, some 100 bytes each."""

# STEP to the power of 0, 1, 2 … as far as FLOOR: one table, so that a way counts the same from either end.
_LINE = (FULL, *(value for power in range(1, 10) if (value := STEP**power // FULL ** (power - 1)) >= FLOOR))
Found = TypeVar("Found", bound=Sized)
_SILENT = re.compile(r"[\s\u0300-\u036f\u00ad\u200b-\u200d\ufeff\u2010-\u2015_'’‘./-]+")


def folded(text: str) -> str:
    """Return what spellings of one topic share: no case, spaces, accents, nor any of ``- _ ' . /``; ``&`` is and."""
    return _short_folded(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", "and")
    return unicodedata.normalize("NFKC", _SILENT.sub("", unicodedata.normalize("NFKD", plain)))


_short_folded = lru_cache(maxsize=65_536)(_folded)


class _Kept(Generic[Found]):
    """What was found for topics, until it is too much: then it goes, and is found anew.

    Two threads may find the same twice; both keep equal values.
    """

    def __init__(self) -> None:
        self._found: dict[str, Found] = {}
        self._size = 0

    def get(self, topic: str, find: Callable[[str], Found]) -> Found:
        """Return what was kept for a topic, or else find it."""
        found = self._found.get(topic)
        if found is None:
            found = find(topic)
            if self._size > _MOST_KEPT:
                self._found, self._size = {}, 0
            self._found[topic] = found
            self._size += len(found)
        return found


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
    _reaches: _Kept[dict[str, int]] = field(default_factory=_Kept, init=False, repr=False, compare=False)
    _landed: _Kept[list[tuple[str, int]]] = field(default_factory=_Kept, init=False, repr=False, compare=False)

    @classmethod
    @cache
    def shipped(cls) -> TopicGraph:
        """Return the graph that comes with matchmaker: read once, and the same for all who ask."""
        from matchmaker.topics.file import read_topics

        data = files("matchmaker").joinpath("data", "topics.csv").read_bytes()
        return cls(read_topics(parse_table("topics.csv", data, str.casefold, COLUMNS)))

    @classmethod
    def read(cls, path: Path) -> TopicGraph:
        """Read a programme's own topics, CSV with some of ``COLUMNS``; raise InputError with everything wrong in it."""
        from matchmaker.topics.file import read_topics

        return cls(read_topics(read_table(path, lambda name: name.strip().casefold(), COLUMNS, MOST_ROWS, LARGEST)))

    def with_onet(self, skills: Path, tree: Path) -> TopicGraph:
        """Return these topics and O*NET's technology skills, from its two workbooks; raise InputError, as above."""
        from matchmaker.topics.onet import with_onet

        return TopicGraph(with_onet(self.topics, skills, tree))

    def find(self, text: str) -> str | None:
        """Return the topic that a name or an alias means, however it is spelt (:func:`folded`); None if unknown."""
        return self._names.get(folded(text))

    def key(self, text: str) -> str:
        """Return the topic that a text means, or what the spellings of one that is unknown share."""
        return self.find(text) or folded(text)

    def nearest(self, text: str, limit: int = 3) -> tuple[str, ...]:
        """Return up to ``limit`` topics whose name or alias looks like ``text``, best first; for messages only."""
        return nearest_names(text, self._names, limit)

    def broader(self, topic: str) -> tuple[str, ...]:
        """Return the path up from ``topic`` (a name or an alias) to its field; empty for a field or an unknown text."""
        return line_up(self.find(topic), self._broader)[1:]

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
            reach = self._reach(key)
            for other in reach.keys() & columns.keys():
                values[row, columns[other]] = reach[other]
        return values[np.ix_(row_of, column_of)]

    def digest_rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the content, sorted: name, broader, links (from both ends), folded aliases; for hashing settings."""
        return self._digest_rows

    @cached_property
    def _digest_rows(self) -> tuple[tuple[str, ...], ...]:
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
        return places, [places.setdefault(self.key(text), len(places)) for text in texts]

    def _reach(self, topic: str) -> dict[str, int]:
        """Return every topic alike to ``topic`` at all, with its likeness."""
        if topic not in self._broader:
            return {topic: FULL}
        return self._reaches.get(topic, self._reach_of)

    def _reach_of(self, topic: str) -> dict[str, int]:
        best, above = self._tree(topic), self.broader(topic)
        for start, value in tuple(best.items()):
            near = _share(value, len(self._narrower[start])) if start in above else value
            for end, strength in self._links[start].items():
                if near * strength < FLOOR * FULL:
                    continue
                for other, far in self._landed.get(end, self._landings):
                    # One division for the whole way, or rounding would depend on the end one starts from.
                    if (whole := near * strength * far // FULL**2) < FLOOR:
                        break
                    best[other] = max(whole, best.get(other, 0))
        return best

    def _landings(self, end: str) -> list[tuple[str, int]]:
        """Return what a way that comes over a link to ``end`` can reach, in falling order of what is left of it."""
        return sorted(self._tree(end, landed=True).items(), key=lambda pair: (-pair[1], pair[0]))

    def _tree(self, topic: str, landed: bool = False) -> dict[str, int]:
        """Return what is within reach of ``topic`` by broader and narrower steps; ``landed``: over a link, sideways."""
        found: dict[str, int] = {}
        line = line_up(topic, self._broader)
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


def line_up(topic: str | None, broader: Mapping[str, str | None], most: int | None = None) -> tuple[str, ...]:
    """Return ``topic`` and the path up from it, at most so many; in a file with a loop, as far as topics are new."""
    line: dict[str, None] = {}
    while topic is not None and topic not in line and len(line) != most:
        line[topic] = None
        topic = broader.get(topic)
    return tuple(line)


def nearest_names(text: str, names: Mapping[str, str], limit: int) -> tuple[str, ...]:
    """Return up to ``limit`` of the topics behind the folded ``names`` that look like ``text``, best first."""
    from rapidfuzz import fuzz, process

    hits = process.extract(folded(text), list(names), scorer=fuzz.ratio, limit=None, score_cutoff=72)
    best = {names[key]: score for key, score, _ in reversed(hits)}  # hits fall: a topic keeps its best one
    return tuple(sorted(best, key=lambda name: (-best[name], name))[:limit])
