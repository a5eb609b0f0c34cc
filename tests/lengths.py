"""How many seeds a test tries: a few at every push, many on demand (``-m long``)."""

from __future__ import annotations

import pytest


def lengths(few: int, many: int) -> pytest.MarkDecorator:
    """Return what gives a test its ``seeds``: the first few; in a longer run the next ones, up to so many in all."""
    short, long = range(few), range(few, many)
    return pytest.mark.parametrize(
        "seeds", [pytest.param(short, id="short"), pytest.param(long, id="long", marks=pytest.mark.long)]
    )
