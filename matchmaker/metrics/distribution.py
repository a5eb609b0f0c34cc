"""How points are distributed: the views of a matching's pairs, the mean rounded down, percentiles by nearest rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matchmaker.matching import Distribution, Distributions, Pair
from matchmaker.metrics.measures import Spread


def distributions(pairs: Sequence[Pair]) -> Distributions | None:
    """Return how both views, and the worse of the two in each pair, are distributed; None without pairs."""
    if not pairs:
        return None
    return distributions_of([pair.mentee_view for pair in pairs], [pair.mentor_view for pair in pairs])


def distributions_of(mentee_view: Sequence[int], mentor_view: Sequence[int]) -> Distributions:
    """Return the distributions of one pair's views, at least, side by side."""
    return Distributions(
        mentee_view=distribution(mentee_view),
        mentor_view=distribution(mentor_view),
        worse_off=distribution(map(min, mentee_view, mentor_view)),
    )


def distribution(points: Iterable[int]) -> Distribution:
    """Return the distribution of some points, at least one."""
    return Distribution(**_told(sorted(points)))


def spread(points: Iterable[int]) -> Spread | None:
    """Return the distribution of some points with the lowest twentieth; None without any."""
    ranked = sorted(points)
    return Spread(**_told(ranked), p5=percentile(ranked, 5)) if ranked else None


def percentile(ranked: Sequence[int], per_cent: int) -> int:
    """Return the least of the sorted points that so many per cent of them, at least, do not exceed."""
    return ranked[max(0, -(-per_cent * len(ranked) // 100) - 1)]


def _told(ranked: Sequence[int]) -> dict[str, int]:
    percentiles = {f"p{per_cent}": percentile(ranked, per_cent) for per_cent in (10, 50, 90)}
    return {"mean": sum(ranked) // len(ranked), "least": ranked[0], **percentiles}
