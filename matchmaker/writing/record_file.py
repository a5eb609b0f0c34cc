"""A record as JSON: how it is written, and read back with more care than JSON asks for."""

from __future__ import annotations

import json
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from matchmaker.errors import MOST_TOLD, RecordError
from matchmaker.reading.faults import say_fault

Model = TypeVar("Model", bound=BaseModel)


def as_json(record: BaseModel) -> str:
    """Return a record as it is written, always the same way."""
    return record.model_dump_json(indent=1) + "\n"


def from_json(path: Path, data: bytes, model: type[Model]) -> Model:
    """Check a file's content. What JSON allows and we never write, such as a key that stands twice, is refused.

    Raises
    ------
    RecordError
        With each fault's place, or the first line that is not as we write it.
    """
    try:  # the standard parser takes a tenth of the memory that pydantic's takes for what is no record
        found = model.model_validate(json.loads(data.decode()))
    except ValidationError as error:
        raise RecordError(f"{path}: not a record of this version: {fault}" for fault in _faults(error)) from error
    except (ValueError, RecursionError) as error:
        raise RecordError([f"{path}: not a record of this version: {_no_json(error)}"]) from error
    lines = zip_longest(data.split(b"\n"), as_json(found).encode().split(b"\n"))
    if changed := next((number for number, (here, ours) in enumerate(lines, start=1) if here != ours), 0):
        raise RecordError([f"{path}: line {changed} is not as this version writes it; run match again"])
    return found


def _no_json(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}: {error.msg}"
    if isinstance(error, UnicodeDecodeError):
        return f"line {error.object.count(10, 0, error.start) + 1}: not UTF-8"
    return "nested too deeply" if isinstance(error, RecursionError) else "a number has too many digits"


def _faults(error: ValidationError) -> list[str]:
    if error.error_count() > MOST_TOLD:  # to list them would take more memory than the file
        return [f"{error.error_count()} things in it are wrong"]
    return [_fault(fault) for fault in error.errors(include_url=False, include_input=False)]


_KEYED_BY_OTHERS = {"banned_by", "only_banned_by", "prices", "units"}


def _fault(found: ErrorDetails) -> str:
    """Say what is wrong and where; ids, which stand as keys in places, and keys that are not ours are left out."""
    is_strange = found["type"] == "extra_forbidden"
    fault = "holds a key that no record has" if is_strange else say_fault(found, shown=False)
    loc = found["loc"][:-1] if is_strange else found["loc"]
    end = next((at for at, part in enumerate(loc, start=1) if part in _KEYED_BY_OTHERS), len(loc))
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc[:end])
    return f"{place.lstrip('.')}: {fault}" if place else fault
