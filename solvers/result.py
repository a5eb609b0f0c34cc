"""What every solve answers with: two small enums, and one frozen record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from solvers.certificate import Certificate
from solvers.problem import IntArray


class Status(StrEnum):
    """What we hold."""

    OPTIMAL = "OPTIMAL"
    """Proven best by a certificate the independent checker accepts."""
    FEASIBLE = "FEASIBLE"
    """Legal, not proven best."""
    INFEASIBLE = "INFEASIBLE"
    """Nothing: the pinned pairs alone break a capacity."""


class Termination(StrEnum):
    """Why we stopped."""

    COMPLETED = "COMPLETED"
    TIME_LIMIT = "TIME_LIMIT"
    INTERRUPTED = "INTERRUPTED"


@dataclass(frozen=True, eq=False)
class Result:
    """The answer to an assignment problem.

    ``rows`` and ``columns`` are the chosen pairs, sorted; the totals are added up from them again, in integers. Each
    bound is the most any answer can reach. ``score_bound`` is among answers with the best counts, and None, as
    ``gap`` is, while a count that comes before the score is unproven. ``certificate`` is what ``check_certificate``
    accepts; None only where there is no answer.
    """

    strategy: str
    solver: str
    status: Status
    termination: Termination
    rows: IntArray
    columns: IntArray
    floor_places: int
    floor_bound: int
    rows_filled: int
    rows_bound: int
    places_filled: int
    places_bound: int
    score: int
    score_bound: int | None
    row_prices: IntArray
    column_prices: IntArray
    certificate: Certificate | None

    @property
    def gap(self) -> int | None:
        """``score_bound`` − ``score``: 0 is proven best, None means that a count is not proven yet."""
        return None if self.score_bound is None else self.score_bound - self.score
