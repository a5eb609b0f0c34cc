"""Whether compiled code, the extra ``fast``, is at hand and worth its loading."""

from __future__ import annotations

import sys
from functools import cache
from importlib.util import find_spec

_LOADED = "solvers.fast.loops.jit"
"""Where numba itself is loaded: somebody else may have done so, and nothing of ours be compiled."""


def worthwhile(size: int, enough: int) -> bool:
    """Whether compiled code is loaded already, or is at hand and pays for its loading: from ``enough`` on."""
    return _LOADED in sys.modules or (size >= enough and _at_hand())


@cache
def _at_hand() -> bool:
    return find_spec("numba") is not None
