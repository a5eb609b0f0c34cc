"""O*NET's technology skills as topics, from the user's own copies of its two workbooks.

A tool (an *example* there) has its commodity as broader topic, then class, family and segment; what stands above no
tool is left out. All this is added to the topics that there are. Names that meet:

- A tool with the name of a topic, or of something above tools, is that topic, with a link to the tool's commodity.
- A tool under several commodities is below the one with the lowest code, with links to the others.
- "Photo software" has a link to the topic photo; where there is none, photo is its alias.
- A commodity, class, family or segment whose title is taken has its level put after it, and at need its code; titles
  of segments go first, then down by level and code.

Each link is as strong as a step.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from matchmaker.answers import LONGEST_LINE
from matchmaker.errors import InputError, Problem
from matchmaker.reading.tables import Row, until_too_much
from matchmaker.reading.workbook import workbook_pieces
from matchmaker.topics.graph import MOST_TOPICS, STEP, Topic, folded, line_up

LEVELS = ("Segment", "Family", "Class", "Commodity")
SKILLS = ("Example", "Commodity Code")
TREE = tuple(f"{level} {what}" for level in LEVELS for what in ("Code", "Title"))


Place = tuple[str, str]
"""A level and a code."""


class Node(NamedTuple):
    """What stands above tools: its title, and the code of what is above it, empty for a segment."""

    title: str
    above: str = ""


def with_onet(topics: Iterable[Topic], skills: Path, tree: Path) -> tuple[Topic, ...]:
    """Return ``topics`` and O*NET's, sorted by name; raise InputError with everything wrong in both files."""
    reader = _Reader()
    nodes = reader.tree(tree)
    places = reader.skills(skills, nodes, tree.name)
    if reader.problems:
        raise InputError(reader.problems)
    grown = _Grown(topics)
    grown.add(nodes, places)
    if len(grown.topics) > MOST_TOPICS:
        message = f"makes more than {MOST_TOPICS} topics, together with those there are"
        raise InputError([Problem(skills.name, 0, "", message)])
    return tuple(sorted(grown.topics.values(), key=lambda topic: topic.name))


@dataclass
class _Reader:
    """Reads both files, collecting everything wrong in them."""

    problems: list[Problem] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # a cell → the name in it

    def tree(self, path: Path) -> dict[Place, Node]:
        """Return what stands in each place."""
        nodes: dict[Place, Node] = {}
        rows: dict[Place, int] = {}
        for row in self._rows(path, TREE):
            above = ""
            for level in LEVELS:
                code = self._code(path, row, f"{level} Code")
                node = Node(self._name(path, row, f"{level} Title"), above)
                if code and node.title and nodes.setdefault((level, code), node) != node:
                    message = f"{code} has another title, or stands under another code, in row {rows[level, code]}"
                    self._wrong(path, row, f"{level} Code", message)
                rows.setdefault((level, code), row.number)
                above = code
        return nodes

    def skills(self, path: Path, nodes: Collection[Place], tree: str) -> dict[str, set[str]]:
        """Return the commodities that each tool stands under."""
        whole = not self.problems
        places: dict[str, set[str]] = {}
        for row in self._rows(path, SKILLS):
            code, name = self._code(path, row, "Commodity Code"), self._name(path, row, "Example")
            if whole and code and (LEVELS[-1], code) not in nodes:
                message = f"{code} is no commodity in {tree}; take both files from one version of O*NET"
                self._wrong(path, row, "Commodity Code", message)
            places.setdefault(name, set()).add(code)
            if len(places) > MOST_TOPICS:
                self._wrong(path, row, "Example", f"is one of more than {MOST_TOPICS}; leave out what nobody needs")
                break
        return places

    def _rows(self, path: Path, columns: Collection[str]) -> Iterator[Row]:
        named = {column.casefold(): column for column in columns}

        def rename(header: str) -> str:
            return named.get(" ".join(header.casefold().split()), header)

        lacking: set[str] = set()
        for table in until_too_much(workbook_pieces(path, rename, columns), self.problems):
            self.problems += table.problems
            for column in sorted(set(columns) - set(table.columns) - lacking) if table.columns else ():
                lacking.add(column)
                self.problems.append(
                    Problem(path.name, 1, column, f"must stand in the header; needed: {', '.join(columns)}")
                )
            yield from () if lacking else table.rows

    def _code(self, path: Path, row: Row, column: str) -> str:
        code = row.cells.get(column, "").strip()
        if len(code) == 8 and code.isascii() and code.isdecimal():
            return code
        self._wrong(path, row, column, "must be a code of eight digits")
        return ""

    def _name(self, path: Path, row: Row, column: str) -> str:
        """Return a name as it can stand in a list of topics, where ; : and > have their own meaning."""
        text = row.cells.get(column, "")
        if text in self.names:
            return self.names[text]
        name = " ".join(re.sub("[;:>]", " ", text).split())
        if len(name) <= LONGEST_LINE and folded(name):
            self.names[text] = name
            return name
        self._wrong(path, row, column, f"must be a name, with letters or digits, of at most {LONGEST_LINE} characters")
        return ""

    def _wrong(self, path: Path, row: Row, column: str, message: str) -> None:
        self.problems.append(Problem(path.name, row.number, column, message))


class _Grown:
    """Topics to which others are added, one after the other."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self.topics = {topic.name: topic for topic in topics}
        self._broader = {topic.name: topic.broader for topic in self.topics.values()}
        named = ((text, topic.name) for topic in self.topics.values() for text in (topic.name, *topic.aliases))
        self._names = {folded(text): name for text, name in named}

    def add(self, nodes: Mapping[Place, Node], places: Mapping[str, Collection[str]]) -> None:
        """Add the tools, and from the top what is above them."""
        used = {LEVELS[-1]: {code for codes in places.values() for code in codes}}
        for above, level in reversed(list(pairwise(LEVELS))):
            used[above] = {nodes[level, code].above for code in used[level]}
        titled: dict[str, str] = {}
        for level in LEVELS:
            upper, titled = titled, {}
            for code in sorted(used[level]):
                node = nodes[level, code]
                titled[code] = self._title(node.title, level.casefold(), code)
                self._new(titled[code], upper.get(node.above))
        for name in sorted(places):
            topic, *links = [self._names.get(folded(name)), *(titled[code] for code in sorted(places[name]))]
            if topic is None:
                topic = self._new(name, links.pop(0))
            for other in links:
                self._link(topic, other)
        for name in sorted(places):
            self._shorten(self._names[folded(name)], name)

    def _title(self, title: str, level: str, code: str) -> str:
        """Return a title, told apart from what has that name already."""
        names = (title, f"{title} ({level})", f"{title} ({level} {code})")
        return next((name for name in names if folded(name) not in self._names), names[-1])

    def _new(self, name: str, broader: str | None) -> str:
        self.topics[name] = Topic(name, broader, (), ())
        self._broader[name], self._names[folded(name)] = broader, name
        return name

    def _link(self, topic: str, other: str) -> None:
        """Link two topics, unless one is above the other."""
        if topic not in line_up(other, self._broader) and other not in line_up(topic, self._broader):
            known = self.topics[topic]
            self.topics[topic] = replace(known, related=(*known.related, (other, STEP)))

    def _shorten(self, topic: str, name: str) -> None:
        """Let a tool that is called software be found without that word."""
        short = name.removesuffix(" software")
        if short == name or not folded(short):
            return
        meant = self._names.get(folded(short))
        if meant is None:
            self._names[folded(short)] = topic
            self.topics[topic] = replace(self.topics[topic], aliases=(*self.topics[topic].aliases, short))
        elif meant != topic:
            self._link(topic, meant)
