"""The limits of a programme: quotas of groups, tables ``[[limit]]``, and mentors' hours a month, ``[hours]``."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from matchmaker.people import Line, Mentee, Mentor
from matchmaker.reading.column_names import OwnColumn, column_name
from matchmaker.settings.table import Settings, Whole

CODED = ("priority", "request", "time_zone")
"""Columns with a meaning by which groups are told, besides those that the programme added."""


def _tells_groups(name: str) -> str:
    if not name:
        raise ValueError("required")
    if name in (Mentor.model_fields.keys() | Mentee.model_fields.keys()) - set(CODED):
        raise ValueError(f"{name} tells no groups; allowed are the programme's own columns, and {', '.join(CODED)}")
    return name


Places = Annotated[Whole, Field(ge=0, le=1_000_000)] | None


class LimitSettings(Settings):
    """A quota: how many places people may, or must, have whose answer in ``column`` is ``value``; all are hard.

    ``of`` says whose column it is. ``at_least`` and ``at_most`` count all places of the group, ``per_mentor`` those
    of its mentees with any one mentor.
    """

    of: Literal["mentees", "mentors"]
    column: Annotated[Line, AfterValidator(column_name), AfterValidator(_tells_groups)]
    value: Annotated[Line, BeforeValidator(lambda value: str(value) if type(value) is int else value)]
    at_least: Places = None
    at_most: Places = None
    per_mentor: Places = None

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        least, most = self.at_least, self.at_most
        if least is None and most is None and self.per_mentor is None:
            raise ValueError("needs at_least, at_most or per_mentor")
        if least is not None and most is not None and least > most:
            raise ValueError(f"at_least is {least} and at_most {most}; no number is both")
        if self.per_mentor is not None and self.of == "mentors":
            raise ValueError('per_mentor counts mentees; it goes with of = "mentees"')
        if self.of == "mentors" and self.column in CODED and self.column not in Mentor.model_fields:
            raise ValueError(f"{self.column} is a column of mentees")
        return self


class HoursSettings(Settings):
    """``mentors``: the programme's own column with the hours a month that a mentor has for all mentees; off without.

    A mentee takes their ``hours_per_month``, or ``not_said`` where they left it open.
    """

    mentors: OwnColumn | Literal[""] = ""
    not_said: Annotated[float, Field(gt=0, le=200, multiple_of=0.25)] = 2.0
