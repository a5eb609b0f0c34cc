"""What every solve answers with: two small enums, and one frozen record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from solvers.certificate import Certificate
from solvers.floors import UnmetFloor
from solvers.problem import IntArray, Wholes


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
    """The search came to its end."""
    TIME_LIMIT = "TIME_LIMIT"
    """The time was over."""
    INTERRUPTED = "INTERRUPTED"
    """Somebody asked for it."""


@dataclass(frozen=True, eq=False)
class Result:
    """The answer to an assignment problem.

    ``rows`` and ``columns`` are the chosen pairs, sorted; the totals are added up from them again, in integers. Each
    bound is the most any answer can reach. ``score_bound`` is among answers with the best counts, and None, as
    ``gap`` is, while a count that comes before the score is unproven. With several priorities an answer proven best
    may stay below the bounds of its counts: those a later priority gave up to an earlier one. ``unmet_floors`` are
    the columns that got less than their floor. ``certificate`` is what ``check_certificate`` accepts; None only
    where there is no answer.
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
    row_prices: Wholes
    column_prices: Wholes
    unmet_floors: tuple[UnmetFloor, ...]
    certificate: Certificate | None

    @property
    def gap(self) -> int | None:
        """``score_bound`` − ``score``: 0 is proven best, None means that a count is not proven yet."""
        return None if self.score_bound is None else self.score_bound - self.score
