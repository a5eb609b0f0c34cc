"""Mentor and Mentee: what people are asked, checked. The same models give the columns, the schema and the docs.

Every field takes its value or the cell as people write it: ``offers=(Offer("python", 5),)`` or
``offers="python:5"``. Blank is not zero: what was not answered is None or empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WrapValidator,
    field_validator,
    model_validator,
)

from matchmaker import answers
from matchmaker.answers import GAINS, LONGEST_CELL, LONGEST_LINE, QUALITIES, Need, Offer
from matchmaker.languages import parse_language
from matchmaker.times import calendars, zones
from matchmaker.times.calendars import Window

STYLE_ITEMS = ("pace", "structure", "directness", "questioning", "openness")
"""The five items of communication style; each has a ``style_…`` (how I am) and a ``wants_…`` (of the other)."""

USUAL_PRIORITY = 2
"""The priority of a mentee for whom none is given; 1 goes before it, 3 after it."""


_HALF = re.compile("[\ud800-\udfff]")
_MOST_WINDOWS = 500
"""Of free time a week; seven days have 672 quarter-hours."""


Said = TypeVar("Said")


class Request(StrEnum):
    """What a mentee asks for."""

    MENTORING = "mentoring"
    COACHING = "coaching"
    ADVICE = "advice"


class Record(BaseModel):
    """Where something was written: a file's name, the row as a spreadsheet numbers it (0 for none), the column."""

    model_config = ConfigDict(frozen=True)

    file: str = ""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        place = f"{self.file} row {self.row}" if self.row else self.file
        return f"{place}, {self.column}" if self.column else place

    def at(self, column: str) -> str:
        """Return this place with a column, or nothing if this is no place in a file."""
        return str(self.model_copy(update={"column": column})) if self.file else ""


def _prose(text: str) -> str:
    return answers.normal(text, "NFC").strip()


def comma_number(value: object) -> object:
    """Let ``1,5`` be a number, as half the world writes it."""
    return value.strip().replace(",", ".") if isinstance(value, str) else value


def _no_half_characters(value: str) -> str:
    """Refuse halves of surrogate pairs, which no file can hold."""
    if _HALF.search(value):
        raise ValueError("half a character is not allowed; type the text again")
    return value


def _address(value: str) -> str:
    if value.count("@") != 1 or value.startswith("@") or value.endswith("@") or " " in value:
        raise ValueError("not an e-mail address; write one such as ann@example.org, or none")
    return value.casefold()


def _windows(value: tuple[Window, ...]) -> tuple[Window, ...]:
    if len(value) > _MOST_WINDOWS:
        raise ValueError(f"{len(value)} spans of free time; allowed are {_MOST_WINDOWS}")
    for day, start, end in value:
        if not (0 <= day <= 6 and 0 <= start < 1440 and start < end <= start + 1440):
            raise ValueError("a window is day 0-6, start 0-1439, end at most a day later")
    return tuple(sorted(set(value)))


def _iso_day(text: str) -> str:
    """Let through only what is written as a date: pydantic reads "0" as the first of January 1970."""
    if not re.fullmatch(r"\s*\d{4}-\d{2}-\d{2}\s*", text, re.ASCII):
        raise ValueError("must be a date as in 2027-03-01")
    return text.strip()


def _identity(value: str) -> str:
    if not value:
        raise ValueError("an id or an e-mail is required")
    if value.startswith("~"):  # begins the key of somebody outside the pool
        raise ValueError("an id cannot begin with ~")
    return value


def _cell(read: Callable[[str], object]) -> BeforeValidator:
    """Read a cell with ``read``; a value that is not text is left to the type."""
    return BeforeValidator(lambda value: read(value) if isinstance(value, str) else value)


def _answer(read: Callable[[str], Said], check: Callable[[Said], Said]) -> WrapValidator:
    """Read a cell with ``read``, which leaves nothing to check but whether it may be empty; else check what comes."""

    def wrapped(value: object, made: Callable[[object], Said]) -> Said:
        if not isinstance(value, str):
            return check(made(value))
        said = read(value)
        return said or made(said)

    return WrapValidator(wrapped)


def _spread(names: Sequence[str]) -> WrapValidator:
    return _answer(lambda text: answers.tokens(text, names), lambda spread: answers.check_tokens(spread, names))


def _marked(names: Sequence[str], allowed: range) -> WrapValidator:
    return _answer(
        lambda text: answers.marks(text, names, allowed), lambda given: answers.check_marks(given, names, allowed)
    )


Line: TypeAlias = Annotated[str, Field(max_length=LONGEST_LINE), _cell(answers.line)]
Prose: TypeAlias = Annotated[str, Field(max_length=LONGEST_CELL), _cell(_prose), AfterValidator(_no_half_characters)]
Lines: TypeAlias = Annotated[
    tuple[Line, ...],
    Field(max_length=100),
    _cell(answers.items),
    AfterValidator(lambda entries: tuple(entry for entry in entries if entry)),
]
Email: TypeAlias = Annotated[Line, AfterValidator(_address)]
Zone: TypeAlias = Annotated[Line, AfterValidator(zones.parse_zone)]
Day: TypeAlias = Annotated[date, _cell(_iso_day)]
Free: TypeAlias = Annotated[tuple[Window, ...], _answer(lambda text: _windows(calendars.parse_free(text)), _windows)]
Languages: TypeAlias = Annotated[
    tuple[Line, ...],
    Field(max_length=100),
    _cell(answers.items),
    AfterValidator(lambda names: tuple(sorted({parse_language(name) for name in names}))),
]
Mark: TypeAlias = Annotated[int, Field(ge=1, le=5)] | None
Hours: TypeAlias = Annotated[float, BeforeValidator(comma_number), Field(gt=0, le=200, multiple_of=0.25)] | None
Offers: TypeAlias = Annotated[
    tuple[Offer, ...], _answer(lambda text: answers.check_offers(answers.offers(text)), answers.check_offers)
]
Needs: TypeAlias = Annotated[
    tuple[Need, ...], _answer(lambda text: answers.check_needs(answers.needs(text)), answers.check_needs)
]
Gains: TypeAlias = Annotated[dict[str, int], _spread(GAINS)]
CanOffer: TypeAlias = Annotated[dict[str, int], _marked(GAINS, range(4))]
WantsQualities: TypeAlias = Annotated[dict[str, int], _spread(QUALITIES)]
Asks: TypeAlias = Annotated[
    tuple[Line, ...], Field(max_length=100), _cell(answers.items), AfterValidator(answers.check_asks)
]
Qualities: TypeAlias = Annotated[dict[str, int], _marked(QUALITIES, range(1, 6))]
Readiness: TypeAlias = Annotated[dict[str, int], _answer(answers.readiness, answers.check_readiness)]


class Person(BaseModel):
    """What both sides are asked. ``id`` defaults to the e-mail; one of the two is required.

    ``other`` keeps every column the programme added, as text. ``record`` says where the answers were written; it is
    no part of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    role: ClassVar[str]

    id: Annotated[Line, AfterValidator(_identity)]
    name: Line = Field(min_length=1)
    email: Email | None = None
    company: Line = ""
    time_zone: Zone
    free: Free = ()
    languages: Languages = ()
    style_pace: Mark = None
    style_structure: Mark = None
    style_directness: Mark = None
    style_questioning: Mark = None
    style_openness: Mark = None
    wants_pace: Mark = None
    wants_structure: Mark = None
    wants_directness: Mark = None
    wants_questioning: Mark = None
    wants_openness: Mark = None
    boss: Lines = ()
    wishes: Lines = ()
    other: dict[str, Prose] = Field(default_factory=dict)
    record: Record = Field(default=Record(), exclude=True, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _id_defaults_to_email(cls, values: object) -> object:
        if not isinstance(values, dict) or str(values.get("id", "")).strip():
            return values
        return {**values, "id": str(values.get("email") or "").strip().casefold()}

    @property
    def label(self) -> str:
        """How errors speak of this person: by id, never by name; where the id is an e-mail, by the row."""
        if "@" not in self.id:
            return f"{self.role} {self.id}"
        return str(self.record) if self.record.file else f"a {self.role}"

    def style(self) -> tuple[int | None, ...]:
        """Return how this person describes their own style, item by item."""
        return tuple(getattr(self, f"style_{item}") for item in STYLE_ITEMS)

    def wants(self) -> tuple[int | None, ...]:
        """Return what this person wants of the other, item by item; where not said, what they are like themselves."""
        wanted = (getattr(self, f"wants_{item}") for item in STYLE_ITEMS)
        return tuple(own if want is None else want for want, own in zip(wanted, self.style(), strict=True))


class Mentor(Person):
    """A mentor: a column, offers places."""

    role: ClassVar[str] = "mentor"

    offers: Offers = Field(min_length=1)
    capacity: int = Field(ge=0, le=1000)
    floor: int = Field(default=0, ge=0, le=1000)
    hours_per_mentee: Hours = None
    gains: Gains = Field(default_factory=dict)
    enjoys: Lines = ()
    refuses: Lines = ()
    minimum_readiness: Mark = None
    qualities: Qualities = Field(default_factory=dict)

    @field_validator("floor")
    @classmethod
    def _within_capacity(cls, floor: int, info: ValidationInfo) -> int:
        if floor > info.data.get("capacity", floor):
            raise ValueError(f"floor {floor} is above capacity {info.data['capacity']}; lower it, or raise that")
        return floor


class Mentee(Person):
    """A mentee: a row, asks."""

    role: ClassVar[str] = "mentee"

    needs: Needs = Field(min_length=1)
    mentors_wanted: int = Field(default=1, ge=0, le=20)
    asks: Asks = ()
    hours_per_month: Hours = None
    can_offer: CanOffer = Field(default_factory=dict)
    goal: Prose = ""
    goal_by: Day | None = None
    goal_measure: Prose = ""
    situation: Prose = ""
    tried: Prose = ""
    request: Request | None = None
    readiness: Readiness = Field(default_factory=dict)
    wants_qualities: WantsQualities = Field(default_factory=dict)
    signed_up: Day | None = None
    priority: int = Field(default=USUAL_PRIORITY, ge=1, le=3)
