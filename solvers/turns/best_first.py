"""The best pair of all first, then the best that still fits: by short lists of each row."""

from __future__ import annotations

import heapq

import numpy as np

from solvers.problem import IntArray
from solvers.turns.short_lists import ShortLists

_NOBODY = -1
_BEFORE_ALL = -(1 << 62)


def best_first(lists: ShortLists, level: IntArray) -> None:
    """Take pairs by the row's level, then from the best score down, equals by tie value, then by row and column.

    1. Everybody waits for a list. Who waits stands in line where the last pair of the list that is used up stood: what
       comes next is no better.
    2. Whoever is first in line, and waits, gets a list, and with them all of their level who wait.
    3. Whoever is first in line with a pair takes it if it still fits, and goes back in line with the next.
    """
    levels = level.tolist()
    line = [(levels[row], _BEFORE_ALL, 0, row, _NOBODY) for row, places in enumerate(lists.row_left) if places]
    waits = np.array([places > 0 for places in lists.row_left], np.bool_)
    heapq.heapify(line)
    while line:
        at, *_, row, column = line[0]
        if column != _NOBODY:
            lists.take(row, column)
        elif waits[row]:
            lists.make(np.flatnonzero(waits & (level == at)))
            waits[level == at] = False
        if lists.row_left[row] and (found := lists.next(row)):
            heapq.heapreplace(line, (at, -found[0], -found[1], row, found[2]))
        elif lists.row_left[row] and lists.has_more(row):
            waits[row] = True
            score, tie = lists.last(row)
            heapq.heapreplace(line, (at, -score, -tie, row, _NOBODY))
        else:
            heapq.heappop(line)
