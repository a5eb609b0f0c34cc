"""Every sentence people read, from two template files: on matchings, and for pairs; a translation is two files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def say(sentence: str, /, **facts: object) -> str:
    """Return the sentence of that name (a macro of ``data/sentences.en.j2``), spaces folded, filled with ``facts``."""
    return " ".join(page(sentence, **facts).split())


def page(name: str, /, **facts: object) -> str:
    """Return the page of that name with its lines as they stand, without blank ones at either end."""
    return _filled("sentences", name, facts)


def handout(name: str, /, **facts: object) -> str:
    """Return the page of that name from ``data/handouts.en.j2``, which is what pairs read."""
    return _filled("handouts", name, facts)


def _filled(file: str, name: str, facts: Mapping[str, object]) -> str:
    return str(_macro(file, name)(**facts)).strip("\n")


@cache
def _macro(file: str, name: str) -> Callable[..., object]:
    """Compile one macro of a file, with all that it uses: a run says few of the sentences there are."""
    parts = _parts(file)
    needed = _needed(parts, name)
    source = "".join(part for other, part in parts.items() if other in needed)
    macro: Callable[..., object] = getattr(_environment().from_string(source).module, name)
    return macro


def _needed(parts: Mapping[str, str], name: str) -> set[str]:
    """Return the macro's name, with those of all it calls, or looks up in."""
    found, new = {name}, {name}
    while new:
        new = {other for one in new for other in re.findall(r"(\w+)[(\[]", parts[one])} & parts.keys() - found
        found |= new
    return found


@cache
def _parts(file: str) -> Mapping[str, str]:
    """Return the source of every macro and table of a file, by name."""
    from importlib.resources import files

    text = files("matchmaker").joinpath("data", f"{file}.en.j2").read_text(encoding="utf-8")
    found = re.finditer(r"{% macro (\w+)\(.*?endmacro %}|{% set (\w+) = .*?%}", text, re.DOTALL)
    return {part[1] or part[2]: part[0] for part in found}


@cache
def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    # Plain text, not HTML: whoever puts a sentence into a page escapes it there.
    environment = Environment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False, optimized=False
    )
    environment.filters.update(_FILTERS)
    return environment


def _words(items: list[str]) -> str:
    """Join as people do: ``a``, ``a and b``, ``a, b and c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _few(items: list[str]) -> str:
    """Join as people do, naming three of many."""
    return _words(items if len(items) <= 4 else [*items[:3], f"{len(items) - 3} more"])


def hundredths(points: int) -> str:
    """Return basis points as people read them: 8214 is 82.14."""
    return f"{points / 100:.2f}"


_FILTERS: Mapping[str, object] = {"words": _words, "few": _few, "hundredths": hundredths}
