"""The published capped rows: what share of the best total is kept if no pair may be likelier than q."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from instances import DataError, Instance
from tables import table

from solvers import capped_lottery, solve
from solvers.chance.capped_lottery import WHOLE

CLOSE = Fraction(1, 10**9)


class Row(NamedTuple):
    """One row: the cap in parts of ``WHOLE``, the share published for it, and the share that is kept here, exactly."""

    instance: str
    cap: int
    known: Decimal
    kept: Fraction

    @property
    def reached(self) -> bool:
        """Whether both are the same to a thousand millionth."""
        return abs(self.kept - Fraction(self.known)) < CLOSE


def capped_rows(instance: Instance) -> Iterator[Row]:
    """Solve an instance under each of its published caps; each result's odds are proven."""
    for share, known in instance.capped:
        cap = Fraction(share) * WHOLE
        if cap.denominator != 1:
            raise DataError(f"{instance.name}: the cap {share} is no {WHOLE}th part")
        odds = solve(instance.problem, partial(capped_lottery, cap=int(cap))).odds
        assert odds is not None
        yield Row(instance.name, int(cap), known, odds.kept)


def told(rows: list[Row]) -> str:
    """Return the rows as a table."""
    cells = [
        [row.instance, f"{row.cap}/{WHOLE}", f"{float(row.kept):.12f}", f"{row.known:.12f}", _yes(row.reached)]
        for row in rows
    ]
    return table(["instance", "no pair likelier than", "share kept", "known", "reached to 1e-9"], cells)


def _yes(reached: bool) -> str:
    return "yes" if reached else "NO"
