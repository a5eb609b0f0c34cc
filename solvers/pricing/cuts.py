"""Cuts where only some pairs are listed: the source is asked what else the reached rows reach."""

from __future__ import annotations

import numpy as np

from solvers.cuts import closure, kept
from solvers.pricing.listing import legal_of
from solvers.problem import AssignmentProblem, BoolArray, IntArray
from solvers.proof.scanned import Scanned
from solvers.remainder import Remainder
from solvers.source import ScoreSource

_AT_ONCE = 1 << 22
"""How many pairs at most the source is asked for together."""


class SourceCuts:
    """Finds cuts that hold for all legal pairs of a source."""

    def __init__(self, source: ScoreSource, part: AssignmentProblem) -> None:
        self._source, self._part = source, part
        self._pairs = Scanned(part, source)

    def __call__(self, remainder: Remainder, taken: BoolArray, wanted: IntArray, offered: IntArray) -> IntArray:
        """Return a set of columns that bounds how many places can be filled, tight if ``taken`` fills the most."""
        mine = kept(remainder, taken, wanted, offered)
        filled = int(np.count_nonzero(mine))
        best, least = np.arange(remainder.n_columns), int(offered.sum())  # everything
        for nothing in (True, False):
            if least == filled:  # no other is tighter
                break
            cut = np.zeros(0, np.int64) if nothing else self._reached(remainder, mine, wanted, offered)
            if (most := self._pairs.filled(cut, wanted, offered)) < least:
                best, least = cut, most
        return best

    def _reached(self, remainder: Remainder, mine: BoolArray, wanted: IntArray, offered: IntArray) -> IntArray:
        """Return the columns that rows with unmet wants reach, by pairs that are listed or not."""
        asked = np.zeros(remainder.n_rows, np.bool_)
        columns = np.zeros(remainder.n_columns, np.bool_)
        while True:
            rows, columns = closure(remainder, mine, wanted, offered, columns)
            new = np.flatnonzero(rows & ~asked)
            if not len(new):
                return np.flatnonzero(columns)
            asked[new] = True
            self._reach(new, columns, offered > 0)

    def _reach(self, rows: IntArray, columns: BoolArray, usable: BoolArray) -> None:
        """Mark the usable columns that rows reach by pairs that are not listed; some rows are asked at a time."""
        while len(rows) and (missing := np.flatnonzero(usable & ~columns)).size:
            some, rows = np.split(rows, [max(1, _AT_ONCE // len(missing))])
            found = legal_of(self._source, some, missing)
            unlisted = self._part.positions(found.rows, found.columns) < 0  # the others are chosen, pinned, or known
            columns[found.columns[unlisted]] = True
