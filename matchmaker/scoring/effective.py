"""Effective weights: what each criterion decides, which is not what its weight says.

A criterion in which all pairs are alike decides nothing, whatever it weighs. The effective weight is the weight times
the standard deviation of the points over all legal pairs, as a share of its view.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

from matchmaker.matching import CriterionWeight
from matchmaker.programme import Programme
from matchmaker.settings import View
from matchmaker.shapes import FULL


@dataclass(frozen=True)
class Sums:
    """A criterion's points over the legal pairs added up, in whole numbers; an unknown answer counts as it counts.

    ``known`` is in how many pairs the answers are known.
    """

    pairs: int = 0
    known: int = 0
    total: int = 0
    squares: int = 0

    @property
    def scatter(self) -> int:
        """The variance times the square of the number of pairs."""
        return self.pairs * self.squares - self.total**2


def effective_weights(programme: Programme, sums: Sequence[Sums]) -> tuple[CriterionWeight, ...]:
    """Return every criterion's weight as it is set and as it decides, in the programme's order.

    The effective ones of a view sum to 10 000, or are all 0 where nothing tells its pairs apart.
    """
    criteria = [*zip(programme.every_criterion, sums, strict=True)]
    effective: dict[tuple[View, str], int] = {}
    for view in ("mentee", "mentor"):
        shares = programme.shares(view)
        mine = {one.name: added for one, added in criteria if one.view == view}
        parts = [isqrt(shares[name] ** 2 * added.scatter) for name, added in mine.items()]
        effective |= {(view, name): part for name, part in zip(mine, shared_out(parts, FULL), strict=True)}
    return tuple(
        CriterionWeight(
            name=one.name,
            view=one.view,
            weight=programme.shares(one.view)[one.name],
            effective=effective[one.view, one.name],
            mean=added.total // max(added.pairs, 1),
            known=added.known,
        )
        for one, added in criteria
    )


def shared_out(parts: Sequence[int], whole: int) -> list[int]:
    """Return ``whole`` in the proportion of ``parts``, in whole numbers: what rounding leaves goes to the
    largest rests, of equal ones to the first.

    Where all parts are 0, so is every share.
    """
    total = sum(parts)
    if not total:
        return [0] * len(parts)
    shares = [part * whole // total for part in parts]
    by_rest = sorted(range(len(parts)), key=lambda at: (-(parts[at] * whole % total), at))
    for at in by_rest[: whole - sum(shares)]:
        shares[at] += 1
    return shares
