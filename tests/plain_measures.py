"""What is measured of a matching, each number by its definition: plain Python, pair by pair and person by person.

Imports nothing that measures. ``market`` lists possible pairs only: nobody in one is without places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import floor, isqrt

from markets import Market, Pair

Told = dict[str, object]


def plain_measures(market: Market, score: Mapping[Pair, int], made: Sequence[Pair]) -> Told:
    """Return all that ``Measures`` tells, but for groups."""
    views = [market.views[pair] for pair in made]
    return {
        "pairs": len(made),
        "score": spread([score[pair] for pair in made]),
        "mentee_view": spread([mine for mine, _ in views]),
        "mentor_view": spread([theirs for _, theirs in views]),
        "worse_off": spread([min(both) for both in views]),
        "coverage": coverage(market, made),
        "worst_off": min((gets(market, score, made, mentee) for mentee in {pair[0] for pair in made}), default=None),
        "gini": gini([gets(market, score, made, mentee) for mentee in possible(market, 0)]),
        "loads": loads([len(market.partners(made, 1, mentor)) for mentor in possible(market, 1)]),
        "mentee_ranks": ranks(market, made, 0),
        "mentor_ranks": ranks(market, made, 1),
        "blocking": blocking(market, made),
        "envy": {
            "pairs": len(market.envied(made)),
            "mentees": len({mentee for mentee, _ in market.envied(made)}),
        },
        "regret": regret(
            [could(market, score, one) - gets(market, score, made, one) for one in possible(market, 0)],
        ),
        "groups": (),
    }


def possible(market: Market, side: int) -> list[int]:
    """The people of a side who are in a possible pair."""
    return sorted({pair[side] for pair in market.views})


def share(count: int, of: int) -> Told:
    return {"count": count, "of": of, "share": floor(Fraction(count, of) * 10_000) if of else None}


def percentile(points: Sequence[int], per_cent: int) -> int:
    """The least of the points that so many per cent of them, at least, do not exceed."""
    enough = [one for one in points if sum(other <= one for other in points) * 100 >= per_cent * len(points)]
    return min(enough)


def spread(points: Sequence[int]) -> Told | None:
    if not points:
        return None
    percentiles = {f"p{per_cent}": percentile(points, per_cent) for per_cent in (5, 10, 50, 90)}
    return {"mean": floor(Fraction(sum(points), len(points))), "least": min(points), **percentiles}


def coverage(market: Market, made: Sequence[Pair]) -> Told:
    everybody = [mentee for mentee, places in enumerate(market.places[0]) if places]
    told: Told = {}
    for name, some in (("", everybody), ("possible_", possible(market, 0))):
        matched = [mentee for mentee in some if market.partners(made, 0, mentee)]
        wanted = sum(market.places[0][mentee] for mentee in some)
        told[f"{name}mentees"] = share(len(matched), len(some))
        told[f"{name}places"] = share(sum(mentee in some for mentee, _ in made), wanted)
    return told


def gets(market: Market, score: Mapping[Pair, int], made: Sequence[Pair], mentee: int) -> int:
    """The sum of the scores of a mentee's pairs."""
    return sum(score[pair] for pair in market.partners(made, 0, mentee))


def could(market: Market, score: Mapping[Pair, int], mentee: int) -> int:
    """The most that any choice of possible mentors, no more than wanted, would give a mentee."""
    mine = [pair for pair in market.views if pair[0] == mentee]
    sizes = range(market.places[0][mentee] + 1)
    return max(sum(score[pair] for pair in some) for size in sizes for some in combinations(mine, size))


def gini(points: Sequence[int]) -> int | None:
    """Half the mean difference of any two, each with itself as well, over the mean."""
    if not sum(points):
        return None
    differences = [abs(one - other) for one in points for other in points]
    mean = Fraction(sum(points), len(points))
    return floor(Fraction(sum(differences), len(differences)) / 2 / mean * 10_000)


def loads(counts: Sequence[int]) -> Told | None:
    if not counts:
        return None
    mean = Fraction(sum(counts), len(counts))
    variance = sum((one - mean) ** 2 for one in counts) / len(counts)
    return {
        "mentors": len(counts),
        "unused": sum(one == 0 for one in counts),
        "least": min(counts),
        "most": max(counts),
        "mean": floor(mean * 100),
        "deviation": isqrt(floor(variance * 1000**2)),
    }


def ranks(market: Market, made: Sequence[Pair], side: int) -> Told:
    def rank(pair: Pair) -> int:
        mine = [view[side] for other, view in market.views.items() if other[side] == pair[side]]
        return 1 + sum(view > market.views[pair][side] for view in mine)

    found = [rank(pair) for pair in made]
    pleased = {pair[side] for pair in made if rank(pair) == 1}
    return {
        "mean": floor(Fraction(sum(found), len(found)) * 100) if found else None,
        "worst": max(found, default=None),
        "first": share(len(pleased), len(possible(market, side))),
    }


def blocking(market: Market, made: Sequence[Pair]) -> Told:
    found = market.blocking(made)
    return {**share(len(found), len(market.views)), "largest_gain": max(found.values(), default=None)}


def regret(lacks: Sequence[int]) -> Told | None:
    if not lacks:
        return None
    return {"mean": floor(Fraction(sum(lacks), len(lacks))), "p90": percentile(lacks, 90), "most": max(lacks)}
