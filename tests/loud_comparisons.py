"""A comparison whose every name is a payload: the programme's, contenders', strategies', what was set aside."""

from __future__ import annotations

from functools import cache

from hostile_text import PAYLOADS
from random_pools import random_pool

from matchmaker import SideBySide
from matchmaker.comparison import Entrant, side_by_side


@cache
def loud_comparison() -> SideBySide:
    """A contender for every payload, each with one draw, under a programme of a loud name."""
    pool, programme = random_pool(4, 8, 14)
    found = side_by_side(pool, [Entrant(name, programme) for name in ("one", "other")], draws=1)
    one, other = found.contenders
    loud = (
        (one if at == 0 else other).model_copy(update={"name": text, "strategy": f"own:{text}", "set_aside": (text,)})
        for at, text in enumerate(PAYLOADS)
    )
    return found.model_copy(update={"programme": "".join(PAYLOADS), "contenders": tuple(loud)})
