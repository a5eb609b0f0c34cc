"""Why a place went to somebody else, where a strategy has a reason that is so of the two: half a sentence's worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from matchmaker.pool import Pool
from matchmaker.programme import BY_LOT, OWN_STRATEGY, STABLE
from matchmaker.survey import ViewedPairs

Reason = Literal["", "drawn", "priority", "earlier", "lot", "liked"]

IN_TURN = ("lottery", "first_come")
"""The strategies that serve one priority after the other."""


class Reasons:
    """What a strategy went by, and what of it people can be told. Side 0 is mentees, side 1 mentors."""

    def __init__(self, strategy: str, pool: Pool, legal: ViewedPairs) -> None:
        self._strategy, self._pool = strategy, pool
        if strategy in STABLE:
            self._keys = legal.rows * len(pool.mentors) + legal.columns  # in order, as the pairs are
            self._views = (legal.mentee_view, legal.mentor_view)

    @property
    def leaves(self) -> Literal["", "draw", "own"]:
        """What may leave a place empty on both sides of a pair that would add to the total; "" where nothing does."""
        if self._strategy in BY_LOT:
            return "draw"
        return "own" if self._strategy.startswith(OWN_STRATEGY) else ""

    def of(self, side: int, index: int, other: int, holders: Sequence[int]) -> Reason:
        """Return why ``holders`` have the places of ``other``, whom somebody at ``index`` of ``side`` did not get."""
        if self._strategy in STABLE:
            mine, *theirs = (self._liking(side, one, other) for one in (index, *holders))
            return "liked" if min(theirs) >= mine else ""
        if side == 0 and self._strategy in IN_TURN:
            return self._turn(index, holders)
        return "drawn" if self._strategy in BY_LOT else ""

    def _turn(self, index: int, holders: Sequence[int]) -> Reason:
        """Return why other mentees had their turns first, if one reason is so of all of them."""
        me, them = self._pool.mentees[index], [self._pool.mentees[at] for at in holders]
        if all(one.priority < me.priority for one in them):
            return "priority"
        if any(one.priority != me.priority for one in them):
            return ""
        if self._strategy in BY_LOT:
            return "drawn"
        days = {one.signed_up for one in them}
        if days == {me.signed_up}:
            return "lot"
        return "earlier" if me.signed_up and all(day and day < me.signed_up for day in days) else ""

    def _liking(self, side: int, one: int, other: int) -> int:
        """Return what ``other`` thinks of a pair with ``one`` of ``side``; -1 if no legal one, as in a bad record."""
        row, column = (one, other) if side == 0 else (other, one)
        key = row * len(self._pool.mentors) + column
        at = np.searchsorted(self._keys, key)
        return int(self._views[1 - side][at]) if at < len(self._keys) and self._keys[at] == key else -1
