"""How much of what people ask for was given, and how the work is spread over the mentors."""

from __future__ import annotations

from math import isqrt

from matchmaker.metrics.made import Side, share_of
from matchmaker.metrics.measures import Coverage, Loads
from matchmaker.scoring.effective import Sums
from solvers.problem import BoolArray


def coverage(mentees: Side) -> Coverage:
    """Return how much of what mentees want was given, of all and of what is possible."""
    everybody, possible = mentees.places > 0, mentees.possible

    def given(among: BoolArray) -> dict[str, tuple[int, int]]:
        got, places = mentees.got[among], mentees.places[among]
        return {"mentees": (int((got > 0).sum()), len(got)), "places": (int(got.sum()), int(places.sum()))}

    found = given(everybody) | {f"possible_{name}": both for name, both in given(possible).items()}
    return Coverage(**{name: share_of(*both) for name, both in found.items()})


def loads(mentors: Side) -> Loads | None:
    """Return how many mentees the possible mentors have; None if there is no such mentor."""
    got = mentors.got[mentors.possible].tolist()
    if not got:
        return None
    added = Sums(pairs=len(got), total=sum(got), squares=sum(load * load for load in got))
    return Loads(
        mentors=len(got),
        unused=got.count(0),
        least=min(got),
        most=max(got),
        mean=100 * added.total // len(got),
        deviation=isqrt(1000**2 * added.scatter) // len(got),
    )
