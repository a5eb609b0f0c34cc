"""What every solve answers with: two small enums, and one frozen record."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from solvers.problem import IntArray, Wholes
from solvers.proof.certificate import Certificate
from solvers.proof.floors import Shortage
from solvers.proof.odds import Odds


class Status(StrEnum):
    """What we hold."""

    OPTIMAL = "OPTIMAL"
    """Proven best: ``Result.proof`` says by what."""
    FEASIBLE = "FEASIBLE"
    """Legal, not proven best."""
    INFEASIBLE = "INFEASIBLE"
    """Nothing: the pinned pairs alone break a capacity, or limits cannot be kept together."""
    UNKNOWN = "UNKNOWN"
    """Nothing yet: stopped before any choice was found that keeps all limits."""


class Proof(StrEnum):
    """Whose word it is that nothing better exists."""

    CERTIFICATE = "certificate"
    """Nobody's: the independent checker accepts a certificate that proves it."""
    SOLVER = "solver"
    """The engine's own. Only where limits break the flow's shape, and the certificate leaves a gap."""


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
    bound is the most any answer can reach. ``columns_bound``, of columns with at least one place, is among answers
    with the most floor places, and None while these are unproven. ``score_bound`` is among answers with the best
    counts, and None, as ``gap`` is, while a count that comes before the score is unproven. With several priorities an
    answer proven best may stay below the bounds of its counts: those a later priority gave up to an earlier one.
    ``worst_off`` is the least sum of scores that a filled row gets (``solvers.proof.fairness`` says which count), and
    ``worst_off_bound`` the most that it can be with the most rows filled; both are None where no row counts, and from
    strategies that do not seek it.
    ``unmet_floors`` are the columns that got less than their floor, in groups that are short together.
    ``certificate`` is what ``check_certificate`` accepts; None only where there is no answer. ``odds`` says how likely
    the pairs were, where they were drawn by chances that can be told.

    Where there are limits, they may keep the best answer below all bounds that a certificate can prove. ``proof`` says
    what an OPTIMAL rests on, and ``engine_bound`` is the most score that, by the engine's own word, an answer with
    these counts can have; None where it gave none. ``clashing_limits`` are limits that cannot be kept together, though
    any but one of them could; only where the answer is INFEASIBLE, and there too by the engine's word.
    """

    strategy: str
    solver: str
    status: Status
    termination: Termination
    row_prices: Wholes
    column_prices: Wholes
    rows: IntArray = field(default_factory=lambda: np.zeros(0, np.int64))
    columns: IntArray = field(default_factory=lambda: np.zeros(0, np.int64))
    floor_places: int = 0
    floor_bound: int = 0
    columns_filled: int = 0
    columns_bound: int | None = None
    rows_filled: int = 0
    rows_bound: int = 0
    places_filled: int = 0
    places_bound: int = 0
    score: int = 0
    score_bound: int | None = None
    worst_off: int | None = None
    worst_off_bound: int | None = None
    unmet_floors: tuple[Shortage, ...] = ()
    certificate: Certificate | None = None
    odds: Odds | None = None
    proof: Proof | None = None
    engine_bound: int | None = None
    clashing_limits: tuple[int, ...] = ()

    @property
    def engine_gap(self) -> int | None:
        """``engine_bound`` − ``score``: 0 is best by the engine's word."""
        return None if self.engine_bound is None else self.engine_bound - self.score

    @property
    def gap(self) -> int | None:
        """``score_bound`` − ``score``: 0 is proven best, None means that a count is not proven yet."""
        return None if self.score_bound is None else self.score_bound - self.score
