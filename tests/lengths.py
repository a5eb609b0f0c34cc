"""How many seeds a test tries: a few always, the rest at each push (``-m push``), many on demand (``-m long``)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

Part = tuple[str, list[pytest.MarkDecorator], range]


def lengths(few: int, push: int, many: int = 0) -> pytest.MarkDecorator:
    """Return what gives a test its ``seeds``: so many always, those up to ``push`` at each push, ``many`` in all."""
    seeds = [pytest.param(of, id=name, marks=marks) for name, marks, of in _parts(few, push, many)]
    return pytest.mark.parametrize("seeds", seeds)


def chunks(few: int, push: int, many: int = 0) -> pytest.MarkDecorator:
    """Return what gives a test its ``chunk``, a number: the same, and each chunk is a test."""
    numbers = [pytest.param(chunk, marks=marks) for _, marks, of in _parts(few, push, many) for chunk in of]
    return pytest.mark.parametrize("chunk", numbers)


def _parts(few: int, push: int, many: int) -> Iterator[Part]:
    """Yield the parts there are, with their names and marks."""
    parts: list[Part] = [
        ("short", [], range(few)),
        ("push", [pytest.mark.push], range(few, push)),
        ("long", [pytest.mark.long], range(push, many)),
    ]
    yield from (part for part in parts if part[2])
