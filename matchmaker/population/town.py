"""What generated people are made of: lots to draw from, the words of ``data/population.toml``, their town."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate
from random import Random
from typing import Any, Generic, TypeAlias, TypeVar

from matchmaker.topics import TopicGraph

Drawn = TypeVar("Drawn")
Row: TypeAlias = dict[str, str]

_BETWEEN = "\x1f"
"""Stands in no cell."""

START = date(2027, 3, 1)
"""The first day of every generated programme."""


@dataclass(frozen=True, eq=False)
class Lots(Generic[Drawn]):
    """Values with whole-number weights, to be drawn from."""

    values: tuple[Drawn, ...]
    cumulative: tuple[int, ...]

    @classmethod
    def of(cls, weights: Mapping[Drawn, int]) -> Lots[Drawn]:
        """Return the lots of every value with its weight."""
        return cls(tuple(weights), tuple(accumulate(weights.values())))

    @classmethod
    def even(cls, values: Iterable[Drawn]) -> Lots[Drawn]:
        """Return lots of one weight; a value that stands twice is twice as likely."""
        several = tuple(values)
        return cls(several, tuple(range(1, len(several) + 1)))

    @classmethod
    def zipf(cls, values: Iterable[Drawn]) -> Lots[Drawn]:
        """Return lots that become rarer and rarer: weights in proportion to 1/(rank + 2), ranks counted from 0."""
        return cls.of({value: 1_000_000 // (rank + 2) for rank, value in enumerate(values)})

    def draw(self, rng: Random) -> Drawn:
        """Draw one value."""
        return self.values[bisect(self.cumulative, int(rng.random() * self.cumulative[-1]))]

    def distinct(self, rng: Random, count: int) -> list[Drawn]:
        """Draw ``count`` different values, in the order they came; there must be so many."""
        found: dict[Drawn, None] = {}
        while len(found) < count:
            found[self.draw(rng)] = None
        return list(found)


@dataclass(frozen=True, eq=False)
class Place:
    """A time zone and what is usual there: language, legal forms of companies, cultures people come from."""

    zone: str
    language: str
    tag: str
    forms: Lots[str]
    cultures: Lots[str]

    @property
    def city(self) -> str:
        """The city the zone is named for."""
        return self.zone.split("/")[1].replace("_", " ")


@dataclass(frozen=True, eq=False)
class Field:
    """A field of work: its topics from popular to rare, and what people in it want to reach."""

    topics: Lots[str]
    aims: Lots[str]


@dataclass(frozen=True, eq=False)
class Society:
    """Everything there is to draw people from."""

    places: Lots[Place]
    given: Mapping[str, Lots[str]]
    family: Mapping[str, Lots[str]]
    fields: Lots[Field]
    other_names: Mapping[str, Lots[str]]
    """Topic -> its aliases."""
    texts: Mapping[str, Lots[str]]
    first: tuple[str, ...]
    second: tuple[str, ...]
    programme: str
    """The text of programme.toml, with blanks."""

    def companies(self, rng: Random, count: int) -> tuple[str, ...]:
        """Return up to ``count`` names of companies, no two alike; the same first word as late as possible."""
        first, second = Lots.even(self.first).distinct(rng, len(self.first)), self.second
        most = min(count, len(first) * len(second))
        # Round k of the first words meets second words shifted by k, so that no pair of words comes twice.
        pairs = ((at % len(first), at // len(first)) for at in range(most))
        return tuple(f"{first[one]} {second[(7 * one + shift) % len(second)]}" for one, shift in pairs)


class Folded(MutableMapping[str, str]):
    """A row kept as one text, a tenth of what its cells would take: few of them are read again, and then written."""

    __slots__ = ("_header", "_text")

    def __init__(self, header: tuple[str, ...], row: Mapping[str, str]) -> None:
        self._header, self._text = header, _BETWEEN.join([row.get(name, "") for name in header])

    def cells(self) -> list[str]:
        """Return the cells, in the order of the header."""
        return self._text.split(_BETWEEN)

    def __getitem__(self, name: str) -> str:
        return self.cells()[self._header.index(name)]

    def __setitem__(self, name: str, cell: str) -> None:
        cells = self.cells()
        cells[self._header.index(name)] = cell
        self._text = _BETWEEN.join(cells)

    def __delitem__(self, name: str) -> None:
        self[name] = ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._header)

    def __len__(self) -> int:
        return len(self._header)

    def __contains__(self, name: object) -> bool:
        return name in self._header


@dataclass(frozen=True, eq=False)
class Someone:
    """A row of a file, and what its cells were drawn from. ``firm`` is -1 for none."""

    row: MutableMapping[str, str]
    place: Place
    firm: int


@dataclass
class Town:
    """The one generator, what people are drawn from, and the addresses that are taken."""

    rng: Random
    society: Society
    companies: tuple[str, ...]
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.firms = Lots.zipf(range(len(self.companies)))

    def chance(self, share: float) -> bool:
        """Say yes in a share of all cases."""
        return self.rng.random() < share

    def text(self, name: str, topic: str = "", aim: str = "") -> str:
        """Draw a text and fill in its blanks."""
        words, few = self.society.texts, self.society.texts["few"].draw(self.rng)
        role = words["roles"].draw(self.rng)
        role = f"{'an' if role[0] in 'aeiou' else 'a'} {role}"
        aim = aim.format(few=few)
        named = {"few": few, "topic": topic, "aim": aim, "a role": role}
        capitals = {capital(word): capital(text) for word, text in named.items()}
        return words[name].draw(self.rng).format_map(named | capitals)

    def name(self, place: Place, between: str = " ") -> str:
        """Draw somebody's name as it may be found at a place; ``between`` stands between given and family name."""
        culture = place.cultures.draw(self.rng)
        return self.society.given[culture].draw(self.rng) + between + self.society.family[culture].draw(self.rng)

    def a_day(self, first: int, last: int) -> str:
        """Draw a date, in days from the programme's start."""
        return (START + timedelta(days=first + int(self.rng.random() * (last - first)))).isoformat()


@cache
def society() -> Society:
    """Read the society that comes with matchmaker."""
    words = tomllib.loads(files("matchmaker").joinpath("data", "population.toml").read_text("utf-8"))
    graph = TopicGraph.shipped()
    fields = {_field(graph, name, entry): entry["weight"] for name, entry in words["fields"].items()}
    return Society(
        places=Lots.of({_place(zone, entry): entry["weight"] for zone, entry in words["zones"].items()}),
        given={culture: _names(entry["given"]) for culture, entry in words["names"].items()},
        family={culture: _names(entry["family"]) for culture, entry in words["names"].items()},
        fields=Lots.of(fields),
        other_names={topic.name: Lots.even(topic.aliases) for topic in graph.topics if topic.aliases},
        texts={name: _phrases(text) for name, text in words["texts"].items()},
        first=tuple(words["companies"]["first"].split()),
        second=tuple(words["companies"]["second"].split()),
        programme=words["programme"]["text"],
    )


def _place(zone: str, entry: Mapping[str, Any]) -> Place:
    forms, cultures = _phrases(entry["forms"]), Lots.even(entry["cultures"].split())
    return Place(zone, entry["language"], entry["tag"], forms, cultures)


def _field(graph: TopicGraph, name: str, entry: Mapping[str, Any]) -> Field:
    """Return a field's topics: the popular ones as listed, then all others by the alphabet."""
    popular = entry["popular"].split(";")
    rest = [topic.name for topic in graph.topics if name in graph.broader(topic.name) and topic.name not in popular]
    return Field(Lots.zipf([*popular, *rest]), _phrases(entry["aims"]))


def _names(text: str) -> Lots[str]:
    return Lots.even(name.replace("_", " ") for name in text.split())


def _phrases(text: str) -> Lots[str]:
    return Lots.even(re.split(";(?! )", text))


def capital(text: str) -> str:
    """Return a text with a capital first letter, the others as they are."""
    return text[:1].upper() + text[1:]
