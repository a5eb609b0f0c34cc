"""Compiled ways, behind the extra ``fast``, to what numpy and the flow engine do elsewhere: the same answers, sooner."""

from __future__ import annotations

import sys
from functools import cache
from importlib.util import find_spec


def worthwhile(size: int, enough: int) -> bool:
    """Whether compiled code is at hand, and is loaded already or pays for its loading: from ``enough`` on."""
    return "numba" in sys.modules or (size >= enough and _installed())


@cache
def _installed() -> bool:
    return find_spec("numba") is not None
