"""matching: ``HospitalResident`` of everybody's list, best first, mentees proposing.

It copies a game by recursion, and stops with a RecursionError from about 200 people. So it is run with a limit and a
stack that large: the one thing here that its documentation does not say.
"""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from matching.games import HospitalResident

from peers.pool import Ints, Pairs, Pool

STACK = 1 << 30


def run(pool: Pool) -> Pairs:
    """Make a game of the lists and solve it."""
    return solved(made(pool))


def made(pool: Pool) -> HospitalResident:
    """Make a game of the lists, in a thread that has the stack for it."""
    sys.setrecursionlimit(1 << 30)
    threading.stack_size(STACK)
    residents = _lists(pool.rows, pool.columns, pool.row_view, pool.n_rows)
    hospitals = _lists(pool.columns, pool.rows, pool.column_view, len(pool.places))
    places = dict(enumerate(pool.places.tolist()))
    with ThreadPoolExecutor(1) as deep:
        return deep.submit(HospitalResident.create_from_dictionaries, residents, hospitals, places).result()


def solved(game: HospitalResident) -> Pairs:
    """Solve a game; once only, as that uses its lists up."""
    chosen = [
        (resident.name, hospital.name) for hospital, held in game.solve(optimal="resident").items() for resident in held
    ]
    rows, columns = np.array(chosen, np.int64).reshape(-1, 2).T
    return Pairs(rows, columns)


def _lists(owners: Ints, others: Ints, view: Ints, n: int) -> dict[int, list[int]]:
    """Return the others of every owner that has any, best first."""
    order = np.lexsort((-view, owners))
    ends = np.searchsorted(owners[order], np.arange(n + 1))
    lists = {owner: others[order[start:end]].tolist() for owner, (start, end) in enumerate(pairwise(ends.tolist()))}
    return {owner: liked for owner, liked in lists.items() if liked}
