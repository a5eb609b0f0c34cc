"""What all that is written is made of: frozen data with a JSON schema, and numbers and lists that stay small."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, FailFast, Field

Whole = Annotated[int, Field(ge=-(2**62), le=2**62)]
"""An integer that fits into 64 bits, so that a tampered record is refused when it is read."""

Texts = Annotated[tuple[str, ...], FailFast()]
"""A list; where it is none of texts, the first that is not is told, not a million."""


class Data(BaseModel):
    """Frozen, with a JSON schema, as all that is written."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
