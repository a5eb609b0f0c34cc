"""Sensitivity: how much hangs on the weights. Matches again under weights a little off, openly, draw after draw."""

from __future__ import annotations

from random import Random

from matchmaker.engine import match
from matchmaker.frozen import Data
from matchmaker.matching import Matching
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.scoring.effective import shared_out
from matchmaker.settings import Weights
from solvers.result import Termination
from solvers.stop import Stop, never

DRAWS = 10
REACH = 20
"""By how many per cent of itself a weight moves at most, up or down."""


class Draw(Data):
    """One set of weights, and how many of the pairs are no pairs under it."""

    weights: Weights
    changed: int


class Sensitivity(Data):
    """What other weights would change. ``mean`` is in hundredths of a pair, rounded down; None without any draw.

    ``steady`` are the mentees whose pairs all hold in every draw. No part of the record: ``verify`` does
    not look at it, and the two hashes say what it was worked out of.
    """

    seed: int
    draws: tuple[Draw, ...]
    pairs: int
    least: int | None
    mean: int | None
    most: int | None
    steady: tuple[str, ...]
    people_sha256: str
    settings_sha256: str


def sensitivity(
    pool: Pool, programme: Programme, matching: Matching, *, seed: int = 0, draws: int = DRAWS, stop: Stop = never
) -> Sensitivity:
    """Match again under other weights, ``draws`` times, and count the pairs of ``matching`` that change.

    Every weight moves by up to ``REACH`` per cent of itself, at random but the same for one ``seed``; then each view is
    brought back to 100 in whole per cent. Once ``stop`` says so, no further draw counts.
    """
    draw, found = Random(seed), []
    pairs = {(pair.mentee, pair.mentor) for pair in matching.pairs}
    kept = set(pairs)
    for _ in range(draws):
        weights = Weights(mentee=_moved(draw, programme.weights.mentee), mentor=_moved(draw, programme.weights.mentor))
        other = match(pool, programme.model_copy(update={"weights": weights}), stop=stop)
        if other.termination is not Termination.COMPLETED:
            break
        here = {(pair.mentee, pair.mentor) for pair in other.pairs}
        found.append(Draw(weights=weights, changed=len(pairs - here)))
        kept &= here
    changed = [one.changed for one in found]
    moved = {mentee for mentee, _ in pairs - kept}
    return Sensitivity(
        seed=seed,
        draws=tuple(found),
        pairs=len(pairs),
        least=min(changed, default=None),
        mean=100 * sum(changed) // len(changed) if changed else None,
        most=max(changed, default=None),
        steady=tuple(sorted({mentee for mentee, _ in pairs} - moved)) if found else (),
        people_sha256=matching.people_sha256,
        settings_sha256=matching.settings_sha256,
    )


def _moved(draw: Random, weights: dict[str, int]) -> dict[str, int]:
    """Return weights that are each off by up to ``REACH`` per cent, brought back to 100."""
    parts = [weight * (100 + draw.randint(-REACH, REACH)) for _, weight in sorted(weights.items())]
    return dict(zip(sorted(weights), shared_out(parts, 100), strict=True))
