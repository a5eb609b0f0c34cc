"""Ratings: what earlier mentees found a mentor to be like, as means of marks 1–5."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from matchmaker.answers import QUALITIES
from matchmaker.errors import Problem
from matchmaker.people import Line, Record, comma_number
from matchmaker.relations import Directory


def _quality(cell: str) -> str:
    if (quality := cell.strip().casefold()) not in QUALITIES:
        raise ValueError(f'"{quality[:60]}" is not on the list; allowed are {", ".join(QUALITIES)}')
    return quality


class Rating(BaseModel):
    """One row of ratings.csv: the ``mean`` of ``count`` marks 1–5 that ``person`` got for one of the ``QUALITIES``."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    person: Line = Field(min_length=1)
    quality: Annotated[str, AfterValidator(_quality)]
    mean: Annotated[Decimal, BeforeValidator(comma_number), Field(ge=1, le=5, decimal_places=2, allow_inf_nan=False)]
    count: int = Field(ge=1, le=100_000)
    record: Record = Field(default=Record(), exclude=True, repr=False)


class Rated(NamedTuple):
    """What is known of one quality of somebody: the mean in hundredths of a mark, 100…500, and of how many marks."""

    hundredths: int
    marks: int


class Ratings:
    """All ratings of a pool, by the key of whom they are about, sorted."""

    def __init__(self, rated: Iterable[tuple[str, str, Rated]]) -> None:
        self.rows = tuple(sorted(rated))
        self._by_person: dict[str, dict[str, Rated]] = {}
        for key, quality, found in self.rows:
            self._by_person.setdefault(key, {})[quality] = found

    def of(self, key: str) -> dict[str, Rated]:
        """Return what is known of somebody, by quality; empty for most people."""
        return self._by_person.get(key, {})


def make_out(ratings: Iterable[Rating], directory: Directory) -> tuple[Ratings, list[Problem]]:
    """Find who is meant by every rating; what cannot be told, or is said twice, is a problem at its row."""
    found: dict[tuple[str, str], Rated] = {}
    problems = []
    for one in ratings:
        record = one.record
        try:
            place = directory.find(one.person), one.quality
        except ValueError as error:
            problems.append(Problem(record.file or "ratings", record.row, "person", str(error)))
            continue
        if place in found:
            message = f"{one.quality} of this person stands in another row already; keep one of the two"
            problems.append(Problem(record.file or "ratings", record.row, "quality", message))
        found.setdefault(place, Rated(int(one.mean * 100), one.count))
    return Ratings((key, quality, rated) for (key, quality), rated in found.items()), problems
