"""People's text inside Markdown: it stays text, whatever signs are in it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import BaseModel

from matchmaker.writing.harmless import one_line

_OBEYED = re.compile(
    r"[\\`*{}\[\]<>|~$]"  # code, emphasis, links, HTML, cells of a table, strokes, formulas
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis again; inside a word it is none
    r"|&(?=#?\w+;)"  # &lt; and the like
    r"|:(?=//)|(?<=www)\."  # addresses that become links by themselves
    r"|^(?:[-+=#]|\d+[.)])",  # a list, a heading, a rule
    re.IGNORECASE,
)


def shielded(text: str) -> str:
    """Return text on one line, with a backslash before every sign that Markdown would obey."""
    return _OBEYED.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", one_line(text))


def markdown(data: BaseModel) -> dict[str, object]:
    """Return a model's fields with all text shielded, however deep it stands."""
    return {name: _shielded(getattr(data, name)) for name in type(data).model_fields}


def _shielded(value: object) -> object:
    if isinstance(value, str):
        return shielded(value)
    if isinstance(value, BaseModel):
        return markdown(value)
    if isinstance(value, Mapping):
        return {name: _shielded(one) for name, one in value.items()}
    return [_shielded(one) for one in value] if isinstance(value, tuple) else value
