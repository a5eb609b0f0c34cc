"""Who would rather have somebody else, and could: blocking pairs and justified envy."""

from __future__ import annotations

import numpy as np

from matchmaker.metrics.made import Made, Side, share_of
from matchmaker.metrics.measures import Blocking, Envy
from solvers.arrays import least
from solvers.problem import IntArray

_NEVER = 10_001
"""More than any view: what somebody would have to think of a partner whom no place can be made for."""


def discontent(made: Made) -> tuple[Blocking, Envy]:
    """Return what the blocking pairs are, and how many of them are justified envy."""
    problem, mentors = made.problem, made.mentors
    kept = np.zeros(len(problem.rows), np.bool_)
    kept[made.at] = True
    loose = made.at[~problem.pinned[made.at]]
    row_gain, column_gain = _gain(made.mentees, loose), _gain(mentors, loose)
    blocks = (row_gain >= 0) & (column_gain >= 0) & ~kept
    envies = blocks & (mentors.got >= mentors.places)[mentors.owners]
    gains = np.minimum(row_gain, column_gain)[blocks]
    share = share_of(int(blocks.sum()), len(blocks))
    return (
        Blocking(**share.model_dump(), largest_gain=int(gains.max()) if len(gains) else None),
        Envy(pairs=int(envies.sum()), mentees=len(np.unique(problem.rows[envies]))),
    )


def _gain(side: Side, loose: IntArray) -> IntArray:
    """Return what a side would gain by each possible pair, -1 where it would not change for it."""
    worst = least(len(side.places), side.owners[loose], side.view[loose], _NEVER)
    free = (side.got < side.places)[side.owners]
    against = np.where(free, 0, worst[side.owners])
    return np.where(free | (side.view > against), side.view - against, -1)
