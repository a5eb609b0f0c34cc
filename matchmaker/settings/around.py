"""The settings around a matching: how a lottery is capped, where else to turn, what is audited, whence topics come."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from matchmaker.people import Line
from matchmaker.reading.column_names import OwnColumn
from matchmaker.settings.table import Settings, Whole


class CappedLotterySettings(Settings):
    """``cap_percent``: how likely a pair may be drawn at most; rounded down to a 1024th part."""

    cap_percent: Annotated[Whole, Field(ge=1, le=100)] = 50


class HelpSettings(Settings):
    """Where to turn for what is no mentoring, by what is asked for: the programme's own words."""

    coaching: Annotated[str, Field(min_length=1, max_length=300)] = "a coach, or your own manager"
    advice: Annotated[str, Field(min_length=1, max_length=300)] = "one question to one expert, such as a colleague"


class AuditSettings(Settings):
    """``columns`` of the programme's own are reported by group, and have no part in the matching."""

    columns: Annotated[tuple[OwnColumn, ...], Field(max_length=20)] = ()

    @field_validator("columns")
    @classmethod
    def _once(cls, columns: tuple[str, ...]) -> tuple[str, ...]:
        if twice := sorted({column for column in columns if columns.count(column) > 1}):
            raise ValueError(f"{', '.join(twice)} stands in it twice")
        return columns


class OnetSettings(Settings):
    """``skills`` and ``tree``: O*NET's workbooks of technology skills and of their commodities, if topics come thence.

    Paths are seen from the programme's folder.
    """

    skills: Line = ""
    tree: Line = ""

    @model_validator(mode="after")
    def _both(self) -> Self:
        if bool(self.skills) != bool(self.tree):
            raise ValueError("needs both, skills and tree")
        return self
