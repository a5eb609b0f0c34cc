"""Own criteria: what a programme compares without code, a column of mentees.csv with one of mentors.csv.

Each is a table ``[[criterion]]`` of programme.toml, and one of the shapes there are. Only columns that the programme
added can be compared. Case, accents and spaces make no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypeAlias

import numpy as np
from pydantic import AfterValidator, Field, field_validator

from matchmaker.answers import items
from matchmaker.packed import answers
from matchmaker.people import Line
from matchmaker.reading.column_names import OwnColumn
from matchmaker.relations import fold
from matchmaker.sentences import say
from matchmaker.settings import Points, Settings, View
from matchmaker.shapes import FULL, UNKNOWN, BestOf, Bits, IntArray, Overlap, Product, Shape, Table, padded

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme

_SHOWN = 60
"""How many characters of an answer a sentence repeats."""


def _word(name: str) -> str:
    if not name.isidentifier() or len(name) > 40:
        raise ValueError("must be one word of 40 letters, digits and _ at most, and begin with a letter")
    return name


Level: TypeAlias = Annotated[Line, Field(min_length=1)]


class _Own(Settings):
    """What every own criterion says: its name, view and columns, and the points of an answer that is not known."""

    name: Annotated[str, AfterValidator(_word)]
    view: View
    mentee: OwnColumn
    mentor: OwnColumn
    unknown: Points = 0

    sentence: ClassVar[str]

    @property
    def columns(self) -> dict[View, str]:
        """The two columns, by whose they are."""
        return {"mentee": self.mentee, "mentor": self.mentor}

    def said(self, pool: Pool) -> tuple[list[str], list[str]]:
        """Return what mentees and mentors wrote; blank where they wrote nothing."""
        sides = (answers(pool.mentees, "other"), self.mentee), (answers(pool.mentors, "other"), self.mentor)
        mentees, mentors = (other.each(partial(_said, column)) for other, column in sides)
        return mentees, mentors

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> str:
        """Name both answers, and how they meet."""
        people = ((pool.mentees[mentee], self.mentee), (pool.mentors[mentor], self.mentor))
        said = [_said(column, one.other) for one, column in people]
        sides = [
            {"name": one.name, "column": column.replace("_", " "), "said": text[:_SHOWN], "blank": not text}
            for (one, column), text in zip(people, said, strict=True)
        ]
        return say(self.sentence, mentee=sides[0], mentor=sides[1], **self.facts(*said))

    def facts(self, mentee: str, mentor: str) -> dict[str, object]:
        """Return what the sentence says besides the two answers."""
        return {}


class Equal(_Own):
    """``same``: full points if both wrote the same, else 0; ``different`` the other way round."""

    kind: Literal["same", "different"]
    sentence = "own_equal"

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Number the answers that both sides gave; all others of a side are alike, as they meet nothing."""
        mentees, mentors = ([fold(text) for text in side] for side in self.said(pool))
        both = sorted(set(mentees) & set(mentors) - {""})
        codes = _codes(both) | {"": len(both) + 1}
        met = np.eye(len(both) + 1, dtype=np.bool_)
        met[-1, -1] = False
        rows, columns = ([codes.get(text, len(both)) for text in side] for side in (mentees, mentors))
        return _table(np.where(met == (self.kind == "same"), FULL, 0), rows, columns)

    def facts(self, mentee: str, mentor: str) -> dict[str, object]:
        """Return whether the answers are the same."""
        return {"same": fold(mentee) == fold(mentor)}


class AnyOf(_Own):
    """Full points if two lists, ``a; b; c``, share an item, else 0."""

    kind: Literal["any_of"]
    sentence = "own_shared"

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Turn lists into bitmaps of the items that both sides name."""
        sides, both = self.listed(pool)
        answered = _table(np.array([[FULL]]), *([0 if one else 1 for one in side] for side in sides))
        left, right = (_bits(side, both) for side in sides)
        return Product(answered, Overlap(left, right, np.array([0, FULL], np.int32)), assumed=0)

    def listed(self, pool: Pool) -> tuple[list[list[dict[str, str]]], dict[str, int]]:
        """Return the lists of mentees and of mentors, and a number for each item that both sides name."""
        sides = [[_items(text) for text in side] for side in self.said(pool)]
        return sides, _codes(sorted(set().union(*sides[0]) & set().union(*sides[1])))

    def facts(self, mentee: str, mentor: str) -> dict[str, object]:
        """Return the items that both lists hold, as the mentee wrote them, and how many the mentee listed."""
        mine, theirs = _items(mentee), _items(mentor)
        return {"shared": [text[:_SHOWN] for item, text in mine.items() if item in theirs], "listed": len(mine)}


class WantsInOffers(AnyOf):
    """The share of the items of the mentee's list that the mentor's holds, too."""

    kind: Literal["wants_in_offers"]  # type: ignore[assignment]
    sentence = "own_wants"

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Let an item be a need that only the same item helps; all that only one side names are alike."""
        sides, both = self.listed(pool)
        wants, offers = (padded([[both.get(item, len(both)) for item in one] for one in side]) for side in sides)
        same = np.eye(len(both) + 1, dtype=np.int32) * np.int32(FULL)
        same[-1, -1] = 0
        return BestOf(same, needs=wants, importance=np.ones_like(wants), offers=offers)


class Known(_Own):
    """What the programme says all answers of; any other is unknown, and a notice tells it."""

    def known(self, side: View) -> tuple[str, ...]:
        """Return the answers that are known of a side, each once, as the programme writes them."""
        raise NotImplementedError

    def coded(self, points: IntArray, pool: Pool) -> Table:
        """Return a look-up in ``points`` by the numbers of the known answers."""
        codes = [_codes(map(fold, self.known(side))) for side in ("mentee", "mentor")]
        mentees, mentors = (
            [known.get(fold(text), len(known)) for text in side]
            for known, side in zip(codes, self.said(pool), strict=True)
        )
        return _table(points, mentees, mentors)


class Ordered(Known):
    """Levels in order: points by how many steps apart the two are.

    ``by_distance`` lists the points of 0, 1, 2 … steps, its last entry those of any more; without it they fall evenly,
    from full points to 0 between the first level and the last.
    """

    kind: Literal["ordered"]
    levels: Annotated[tuple[Level, ...], Field(max_length=100)]
    by_distance: Annotated[tuple[Points, ...], Field(max_length=100)] = ()
    sentence = "own_ordered"

    @field_validator("levels")
    @classmethod
    def _distinct(cls, levels: tuple[str, ...]) -> tuple[str, ...]:
        if len(levels) < 2:
            raise ValueError("needs two levels at least")
        if len(_codes(map(fold, levels))) < len(levels):
            raise ValueError("each level may stand once, whatever its case, accents and spaces")
        return levels

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Tabulate the points of every two levels."""
        steps = np.arange(len(self.levels))
        falling = np.array(self.by_distance or FULL * steps[::-1] // steps[-1])
        apart = np.abs(steps[:, None] - steps)
        return self.coded(falling[np.minimum(apart, len(falling) - 1)], pool)

    def facts(self, mentee: str, mentor: str) -> dict[str, object]:
        """Return how many steps apart the two are; None where an answer is no level."""
        codes = _codes(map(fold, self.levels))
        one, other = codes.get(fold(mentee)), codes.get(fold(mentor))
        steps = None if one is None or other is None else abs(one - other)
        return {"steps": steps, "known": [one is not None, other is not None]}

    def known(self, side: View) -> tuple[str, ...]:
        """Return the levels."""
        return self.levels


class Meeting(Settings):
    """The points of one answer of the mentee's with one of the mentor's."""

    mentee: Level
    mentor: Level
    points: Points


class ValueTable(Known):
    """Points by a table of answers; two answers that it knows, but not together, have the points ``otherwise``."""

    kind: Literal["table"]
    values: Annotated[tuple[Meeting, ...], Field(max_length=1000)]
    otherwise: Points = 0
    sentence = "own_table"

    @field_validator("values")
    @classmethod
    def _distinct(cls, values: tuple[Meeting, ...]) -> tuple[Meeting, ...]:
        if not values:
            raise ValueError('needs one at least, such as { mentee = "north", mentor = "south", points = 5000 }')
        if len({(fold(one.mentee), fold(one.mentor)) for one in values}) < len(values):
            raise ValueError("the same two answers stand in it twice")
        return values

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Lay the table out by the numbers of each side's answers."""
        rows, columns = (_codes(map(fold, self.known(side))) for side in ("mentee", "mentor"))
        table = np.full((len(rows), len(columns)), self.otherwise)
        for one in self.values:
            table[rows[fold(one.mentee)], columns[fold(one.mentor)]] = one.points
        return self.coded(table, pool)

    def facts(self, mentee: str, mentor: str) -> dict[str, object]:
        """Return whether the table knows the two answers."""
        sides: tuple[tuple[View, str], ...] = (("mentee", mentee), ("mentor", mentor))
        return {"known": [fold(text) in map(fold, self.known(side)) for side, text in sides]}

    def known(self, side: View) -> tuple[str, ...]:
        """Return a side's answers in the order of the table."""
        said = [one.mentee if side == "mentee" else one.mentor for one in self.values]
        return tuple({fold(text): text for text in reversed(said)}.values())[::-1]


OwnCriterion: TypeAlias = Annotated[Equal | AnyOf | WantsInOffers | Ordered | ValueTable, Field(discriminator="kind")]
"""A table ``[[criterion]]`` of programme.toml; ``kind`` says which."""


def _codes(texts: Iterable[str]) -> dict[str, int]:
    """Number different texts in their order."""
    return {text: code for code, text in enumerate(dict.fromkeys(texts))}


def _said(column: str, other: Mapping[str, str]) -> str:
    """Return what somebody wrote; blank where nothing is left of it once it is folded."""
    text = other.get(column, "")
    return text if _items(text) else ""


def _items(text: str) -> dict[str, str]:
    """Return the different items of a list in its order, folded, each as it was first written."""
    found: dict[str, str] = {}
    for item in items(text):
        found.setdefault(fold(item), item)
    return {key: item for key, item in found.items() if key}


def _table(points: IntArray, rows: Sequence[int], columns: Sequence[int]) -> Table:
    """Return a look-up in ``points``; a number beyond them is an answer that is not known."""
    table = np.pad(points, ((0, 1), (0, 1)), constant_values=UNKNOWN).astype(np.int32)
    return Table(table, np.array(rows, np.int64), np.array(columns, np.int64))


def _bits(lists: Sequence[Mapping[str, str]], codes: Mapping[str, int]) -> Bits:
    """Return the bitmaps of lists: (people, 1, words), one bit an item."""
    bits = np.zeros((len(lists), 1, 64 * (len(codes) // 64 + 1)), np.bool_)
    for person, mine in enumerate(lists):
        bits[person, 0, [codes[item] for item in mine if item in codes]] = True
    return np.packbits(bits, axis=2, bitorder="little").view("<u8").astype(np.uint64)
