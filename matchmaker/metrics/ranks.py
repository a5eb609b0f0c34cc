"""How far up their own list people got."""

from __future__ import annotations

import numpy as np

from matchmaker.metrics.made import Side, share_of
from matchmaker.metrics.measures import Ranks
from solvers.problem import IntArray


def ranks(side: Side, at: IntArray) -> Ranks:
    """Return how high a side ranks the pairs made, which stand ``at`` these places among the possible ones."""
    found = _ranks(side, at)
    first = len(np.unique(side.owners[at[found == 1]]))
    return Ranks(
        mean=100 * int(found.sum()) // len(found) if len(found) else None,
        worst=int(found.max()) if len(found) else None,
        first=share_of(first, int(side.possible.sum())),
    )


def _ranks(side: Side, at: IntArray) -> IntArray:
    """Return 1 + how many of its owner's possible pairs are worth more to the owner, for some of the pairs.

    Owner and view go into one number that sorts by owner, then from the best view down.
    """
    below = side.view.max(initial=0) - side.view
    width = below.max(initial=0) + 1
    keys = side.owners * width + below
    ordered = np.sort(keys)
    before = np.searchsorted(ordered, np.stack((keys[at], side.owners[at] * width)))
    better: IntArray = before[0] - before[1]
    return better + 1
