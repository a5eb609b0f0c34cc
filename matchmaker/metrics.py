"""What a matching is like for each side: how the views of its pairs are distributed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matchmaker.matching import Distribution, Distributions, Pair


def distributions(pairs: Sequence[Pair]) -> Distributions | None:
    """Return how both views, and the worse of the two in each pair, are distributed; None without pairs."""
    if not pairs:
        return None
    return Distributions(
        mentee_view=distribution(pair.mentee_view for pair in pairs),
        mentor_view=distribution(pair.mentor_view for pair in pairs),
        worse_off=distribution(min(pair.mentee_view, pair.mentor_view) for pair in pairs),
    )


def distribution(points: Iterable[int]) -> Distribution:
    """Return the distribution of some points, at least one: the mean rounded down, percentiles by nearest rank."""
    ranked = sorted(points)
    return Distribution(
        mean=sum(ranked) // len(ranked),
        least=ranked[0],
        p10=percentile(ranked, 10),
        p50=percentile(ranked, 50),
        p90=percentile(ranked, 90),
    )


def percentile(ranked: Sequence[int], per_cent: int) -> int:
    """Return the least of the sorted points that so many per cent of them, at least, do not exceed."""
    return ranked[max(0, -(-per_cent * len(ranked) // 100) - 1)]
