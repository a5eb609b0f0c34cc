"""Team: rows shared out among threads, and what the caller's own shapes give for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import NamedTuple, TypeVar

import numpy as np

from matchmaker.kernel.ops import Halves, Longs, Plan, Room, roomy
from matchmaker.kernel.plan import Built
from solvers.threads import cores

Item = TypeVar("Item")
Made = TypeVar("Made")

CELLS = 1 << 22
"""About how many pairs a thread answers for at a time."""
_GIVEN = 1 << 20
"""About how many pairs a shape is asked for at a time."""


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
        self.plan, self._given = built
        self.threads = threads or cores()
        self._turn = Lock()

    def each(self, make: Callable[[Item], Made], items: Iterable[Item]) -> list[Made]:
        """Return what is made of every item, in order."""
        if self.threads == 1:
            return [make(item) for item in items]
        with ThreadPoolExecutor(self.threads) as threads:
            return [*threads.map(make, items)]

    def parts(self, rows: Longs, most: int) -> list[Longs]:
        """Return the rows in parts of about so many at most, as many for each thread."""
        turns = -(-len(rows) // (max(1, most) * self.threads))
        return np.array_split(rows, min(turns * self.threads, len(rows))) if len(rows) else []

    def pieces(self, rows: Longs) -> Iterator[Piece]:
        """Return rows as the loops take them: all at once, or some at a time where shapes give their points."""
        if not self._given:
            yield Piece(self.plan, roomy(self.plan), rows, np.zeros((0, 1, 1), np.int16), 0)
            return
        height = max(1, _GIVEN // self.plan.lines.shape[1])
        for part in self.parts(rows, height):
            first, last = int(part[0]), int(part[-1]) + 1
            for start in range(first, last, height):
                mine = part[(part >= start) & (part < start + height)]
                if len(mine):
                    yield Piece(
                        self.plan, roomy(self.plan), mine, self._blocks(start, min(start + height, last)), start
                    )

    def _blocks(self, start: int, stop: int) -> Halves:
        with self._turn:  # whoever wrote a shape need not think of threads
            return np.stack([block(start, stop).astype(np.int16) for block in self._given])
