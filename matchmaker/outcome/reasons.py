"""Why a place went to somebody else, where a strategy has a reason that is so of the two: half a sentence's worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from matchmaker.outcome.chosen import Chosen, Side
from matchmaker.outcome.possible import Best, Possible
from matchmaker.pool import Pool
from matchmaker.programme import BY_LOT, OWN_STRATEGY, STABLE
from matchmaker.scoring.survey import ViewedPairs
from solvers.problem import BoolArray, IntArray

Reason = Literal["", "drawn", "priority", "earlier", "lot", "liked"]

IN_TURN = ("lottery", "first_come")
"""The strategies that serve one priority after the other."""

_MOST_LIKED = 10_000


class Reasons:
    """What a strategy went by, and what of it people can be told. Side 0 is mentees, side 1 mentors."""

    def __init__(self, strategy: str, pool: Pool) -> None:
        self._strategy, self._pool = strategy, pool

    @property
    def leaves(self) -> Literal["", "draw", "own"]:
        """What may leave a place empty on both sides of a pair that would add to the total; "" where nothing does."""
        if self._strategy in BY_LOT:
            return "draw"
        return "own" if self._strategy.startswith(OWN_STRATEGY) else ""

    def liked(self, side: Side, best: Best, possible: Possible, chosen: Chosen) -> BoolArray:
        """Return for everybody whether the best partner they did not get likes all whom they have as much or more.

        Nobody, unless the strategy goes by that. A pair that is not legal, as in a bad record, is liked least.
        """
        liked = np.zeros(len(best.partner), np.bool_)
        if self._strategy not in STABLE:
            return liked
        missing = np.flatnonzero(best.partner >= 0)
        ends = (missing, best.partner[missing]) if side == 0 else (best.partner[missing], missing)
        least = np.full(len(chosen.places[1 - side]), _MOST_LIKED)
        np.minimum.at(least, chosen.ends[1 - side], _of_others(side, possible.seen(*chosen.ends)))
        liked[missing] = least[best.partner[missing]] >= _of_others(side, possible.seen(*ends))
        return liked

    def of(self, side: Side, index: int, holders: Sequence[int], liked: bool) -> Reason:
        """Return why ``holders`` have the places of the best partner whom somebody of ``side`` did not get.

        ``liked`` is whether that partner likes them all as much or more.
        """
        if self._strategy in STABLE:
            return "liked" if liked else ""
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


def _of_others(side: Side, seen: ViewedPairs) -> IntArray:
    """Return what the other side thinks of pairs."""
    return seen.mentor_view if side == 0 else seen.mentee_view
