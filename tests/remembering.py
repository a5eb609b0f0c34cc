"""What is worked out of a pool alone, kept for tests that ask for the same again and again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from matchmaker import Scores
from solvers.problem import IntArray

Made = TypeVar("Made")


class Remembering(Scores):
    """Scores that work each block, and the parts of each pair, out once."""

    parts = cache(Scores.parts)
    _worked_out = cache(Scores.block)

    def block(self, start: int, stop: int) -> IntArray:
        return self._worked_out(start, stop).copy()


def kept(make: Callable[..., Made]) -> Callable[..., Made]:
    """Return what makes the same of the same objects, but once; to be used where nothing alters them."""
    made: dict[tuple[int, ...], tuple[Made, tuple[object, ...]]] = {}

    def again(*parts: object) -> Made:
        key = tuple(map(id, parts))
        if key not in made:
            made[key] = make(*parts), parts  # held too, so that no other object gets their ids
        return made[key][0]

    return again
