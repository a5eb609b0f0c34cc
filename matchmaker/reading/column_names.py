"""Columns by their names: how a header is read, and which are the programme's own."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import AfterValidator

from matchmaker.people import Line, Mentee, Mentor


def column_name(header: str) -> str:
    """Return a header as the name of a column: whatever its case and spaces."""
    return "_".join(header.casefold().split())


def _own_column(name: str) -> str:
    if not name:
        raise ValueError("required")
    if name in (Mentor.model_fields.keys() | Mentee.model_fields.keys()):
        raise ValueError(f"{name} is a column with a meaning; only one that the programme added can stand here")
    return name


OwnColumn: TypeAlias = Annotated[Line, AfterValidator(column_name), AfterValidator(_own_column)]
"""The name of a column that the programme added."""
