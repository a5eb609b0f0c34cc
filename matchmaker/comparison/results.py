"""What a comparison says: each contender's measures on the pool, and how far they differ on pools drawn from it."""

from __future__ import annotations

from typing import Literal

from matchmaker.frozen import Data
from matchmaker.metrics import Measures
from solvers.result import Status, Termination


class Difference(Data):
    """How a measure differs from the first contender's, over the drawn pools that both have it in.

    The first had the same set aside. ``mean`` is to the nearest whole unit; nine of ten draws lie from ``low`` to
    ``high`` (5th and 95th percentile by nearest rank).
    """

    draws: int
    mean: int
    low: int
    high: int


class Contender(Data):
    """One strategy, or one file of settings, on the pool.

    ``price`` is the total score that it gives up against ``best_score`` on the same problem: below 0 where it has more,
    since priorities come before any score; None where that best was not proven. ``set_aside`` is what the strategy does
    not support and was left out of its problem. ``seconds`` is what solving took, by the wall's clock, to a thousandth:
    of this run and no other. ``differences`` are by the names of ``comparison.marks.MARKS``.
    """

    name: str
    strategy: str
    status: Status
    termination: Termination
    gap: int | None
    total_score: int
    price: int | None
    set_aside: tuple[str, ...]
    seconds: float
    measures: Measures
    differences: dict[str, Difference]


class SideBySide(Data):
    """A whole comparison; the first contender is what the others' differences are taken from.

    ``termination`` says whether it came to its end; if not, contenders are marked that were stopped, and ``draws`` are
    fewer than were asked for. Where they have not the ``same_settings``, points of one are no points of another.
    ``not_drawn`` is what the pool asks for that binds nobody in drawn pools: pins, limits.
    """

    schema_version: Literal[1] = 1
    programme: str
    mentees: int
    mentors: int
    same_settings: bool
    draws: int
    not_drawn: tuple[str, ...]
    termination: Termination
    contenders: tuple[Contender, ...]
    people_sha256: str
    version: str
