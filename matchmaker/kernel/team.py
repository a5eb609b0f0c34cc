"""Team: rows shared out among threads, and what the caller's own shapes give for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import NamedTuple, TypeVar

import numpy as np

from matchmaker.kernel.ops import BATCH, Halves, Longs, Plan, Room, roomy
from matchmaker.kernel.plan import Built, with_singles
from matchmaker.kernel.singles import Later
from solvers.threads import cores

Item = TypeVar("Item")
Made = TypeVar("Made")

CELLS = 1 << 22
"""About how many pairs a thread answers for at a time: two batches of rows at least."""
_GIVEN, _SINGLES = 1 << 20, 1 << 16
"""About how many pairs a shape is asked for at a time, and how many of it are listed, where these are few."""


class Piece(NamedTuple):
    """What the loops are given to scan."""

    plan: Plan
    room: Room
    rows: Longs
    given: Halves
    """(shapes, rows, columns): what the caller's own shapes give."""
    first: int
    """The row that ``given`` begins with."""


class Team:
    """Threads over the rows of a plan. What is made of the pieces comes in their order, whatever the threads do."""

    def __init__(self, built: Built, threads: int | None = None) -> None:
        self.plan, self._given, self._later = built
        self.threads = threads or cores()
        self._turn = Lock()

    def each(self, make: Callable[[Item], Made], items: Iterable[Item]) -> list[Made]:
        """Return what is made of every item, in order."""
        if self.threads == 1:
            return [make(item) for item in items]
        with ThreadPoolExecutor(self.threads) as threads:
            return [*threads.map(make, items)]

    def shares(self, rows: Longs) -> list[Longs]:
        """Return the rows in parts for the threads to take, as many for each."""
        most = max(2 * BATCH, CELLS // max(1, self.plan.settings[2]))
        turns = -(-len(rows) // (most * self.threads))
        return np.array_split(rows, min(turns * self.threads, len(rows))) if len(rows) else []

    def pieces(self, rows: Longs, *, scored: bool = True) -> Iterator[Piece]:
        """Return rows as the loops take them: all at once, or some at a time where shapes are asked for these.

        Where nothing is ``scored``, single pairs need not be listed.
        """
        later, room, nothing = self._later if scored else [], roomy(self.plan), np.zeros((0, 1, 1), np.int16)
        if not (self._given or later):
            yield Piece(self.plan, room, rows, nothing, 0)
            return
        height = min(self._heights(later))
        for part in in_parts(rows, height):
            plan = with_singles(self.plan, part, later) if later else self.plan
            if self._given:
                yield from (Piece(plan, room, *block) for block in self._blocks(part, height))
            else:
                yield Piece(plan, room, part, nothing, 0)

    def _heights(self, later: list[Later]) -> Iterator[int]:
        """Yield how many rows may be in a piece, for each reason to look at some only."""
        if self._given:
            yield max(1, _GIVEN // self.plan.lines.shape[1])
        for one in later:
            yield max(1, _SINGLES * one.shape.n_rows // max(1, one.shape.size))

    def _blocks(self, rows: Longs, height: int) -> Iterator[tuple[Longs, Halves, int]]:
        """Yield rows that lie close enough together, with what shapes give for them, and the row this begins with."""
        first, last = int(rows[0]), int(rows[-1]) + 1
        for start in range(first, last, height):
            mine = rows[(rows >= start) & (rows < start + height)]
            if len(mine):
                with self._turn:  # whoever wrote a shape need not think of threads
                    stop = min(start + height, last)
                    given = np.stack([block(start, stop).astype(np.int16) for block in self._given])
                yield mine, given, start


def in_parts(rows: Longs, most: int) -> list[Longs]:
    """Return the rows in parts of so many at most."""
    return np.array_split(rows, -(-len(rows) // max(1, most))) if len(rows) else []
