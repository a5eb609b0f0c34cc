"""What every table of programme.toml is made of: the model behind it, and the ranges of its numbers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

View: TypeAlias = Literal["mentee", "mentor"]
Whole: TypeAlias = Annotated[int, Field(strict=True)]
Points: TypeAlias = Annotated[Whole, Field(ge=0, le=10_000)]
Percent: TypeAlias = Annotated[Whole, Field(ge=0, le=100)]
Months: TypeAlias = Annotated[Whole, Field(ge=1, le=1200)]


class Settings(BaseModel):
    """A table of programme.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def nearest(name: str, allowed: Collection[str]) -> str:
    """Return what is allowed instead of a name, that which is most like it first."""
    from rapidfuzz import process

    names = sorted(allowed)
    return f"the nearest is {process.extractOne(name[:80], names)[0]}, allowed are {', '.join(names)}"
