"""Listing: what needs every legal pair listed, and how many there may be; more is refused before any is.

The bounds are measured: peak memory a pair, the listing and the proof among it (docs/strategies.md, "At size").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matchmaker.errors import InputError, Problem
from matchmaker.problem.demand import most_places
from matchmaker.problem.strategies import limiting, unlisted

if TYPE_CHECKING:
    from matchmaker.scoring.scores import Scores


class Bound(NamedTuple):
    """How many legal pairs are listed at most, and how many bytes each takes at the peak."""

    pairs: int
    each: int


ANYTHING = Bound(10_000_000, 450)
"""What has no bound of its own: comparing, measuring, a strategy of one's own."""

LIMITS, CP_SAT = "limits", "cp_sat"
SEVERAL = "fairest, with several places for a mentee,"
BOUNDS: Mapping[str, Bound] = {
    LIMITS: Bound(1_000_000, 5_000),
    CP_SAT: Bound(1_000_000, 5_000),
    SEVERAL: Bound(1_000_000, 5_000),
    "leximin": Bound(1_000_000, 5_000),
}
"""What lists all legal pairs: limits, whatever the strategy, a solver, and these strategies.

``fairest`` does only where a mentee wants several mentors.
"""


def refuse_many(scores: Scores, lister: str) -> None:
    """Refuse to list more legal pairs than are listed for a strategy, or for what is called ``lister``.

    Raises
    ------
    InputError
        Saying about how many there are, what memory they would take, and which strategies need no list.
    """
    what, setting = _cause(scores, lister)
    bound = BOUNDS.get(what, ANYTHING)
    if (about := _about(scores, bound.pairs)) is None:
        return
    message = (
        f"for {what} all legal pairs have to be listed, about {about:,} of them, which would take "
        f"{-(-about * bound.each >> 30)} GiB of memory; allowed are {bound.pairs:,}. "
        f"Without limits, match needs no list for {', '.join(unlisted(most_places(scores.pool)))}"
    )
    raise InputError([Problem("programme.toml" if setting else "people", 0, setting, message)])


def _cause(scores: Scores, lister: str) -> tuple[str, str]:
    """Return what needs the list, and the setting that says so; none where it is not the programme."""
    programme = scores.programme
    if programme.limited:
        return LIMITS, limiting(programme)
    if lister == programme.strategy:
        if lister == "fairest":
            return SEVERAL, "strategy"
        return (lister, "strategy") if lister in BOUNDS else (CP_SAT, "solver")
    return lister, ""


def _about(scores: Scores, most: int) -> int | None:
    """Return about how many legal pairs there are if they are more than so many, by the mentees looked at till then."""
    found, source = 0, scores.compiled or scores
    for start, stop in scores.blocks() if scores.n_rows * scores.n_columns > most else ():
        found += int(np.count_nonzero(source.block(start, stop) >= 0))
        if found > most:
            return found * scores.n_rows // stop
    return None
