"""Wishes: whom the view's owner asked for. A say in the match has the best causal evidence of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from matchmaker.relations import Kind
from matchmaker.sentences import say
from matchmaker.shapes import FULL, UNKNOWN, Shape, valued

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme
    from matchmaker.settings import WishesSettings

LAST_RANK = 99
"""Later wishes count as this one."""


@dataclass(frozen=True)
class Wishes:
    """A wish of rank r counts ``0.6^(r−1)``, but never less than no wish, which counts .3.

    Who wished for nobody is unknown. A rank is the whole number a wish gives as its reason. Wishes without one come
    after those with one, all alike; of several ranks for one person the best counts.
    """

    view: Literal["mentee", "mentor"]
    name = "wishes"
    unknown = 3_000

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """List the wished pairs with their points."""
        settings = programme.wishes
        owners, others = (pool.row_of, pool.column_of) if self.view == "mentee" else (pool.column_of, pool.row_of)
        elsewhere, pairs = np.full(len(owners), UNKNOWN, np.int32), {}
        for key in owners.keys() & {fact.person for fact in pool.relations.of(Kind.WISH)}:
            elsewhere[owners[key]] = settings.not_wished
            for other, rank in ranks(pool, key).items():
                if other in others:
                    pair = owners[key], others[other]
                    pairs[pair if self.view == "mentee" else pair[::-1]] = points(rank, settings)
        return valued(pairs, elsewhere[:, None] if self.view == "mentee" else elsewhere[None], len(pool.mentors))

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> str:
        """Name the rank of the wish."""
        one, other = pool.mentees[mentee], pool.mentors[mentor]
        owner, wished = (one, other) if self.view == "mentee" else (other, one)
        ranked = ranks(pool, pool.directory.key(owner))
        rank = ranked.get(pool.directory.key(wished))
        return say("wishes", one=owner.name, other=wished.name, rank=rank, says=bool(ranked))


def ranks(pool: Pool, key: str) -> dict[str, int]:
    """Return whom somebody wished for, by key, with the rank of each: 1 is first."""
    said = [fact for fact in pool.relations.involving(key, Kind.WISH) if fact.person == key]
    given = [(fact.other, fact.rank) for fact in said]
    after = max((rank for _, rank in given if rank is not None), default=0) + 1
    ranked: dict[str, int] = {}
    for other, rank in given:
        mine = after if rank is None else rank
        ranked[other] = min(mine, ranked.get(other, mine))
    return ranked


def points(rank: int, settings: WishesSettings) -> int:
    """Return the points of a wish of rank 1, 2, …, rounded down."""
    steps = min(rank, LAST_RANK) - 1
    share: int = FULL * settings.next_wish**steps // 100**steps
    return max(share, settings.not_wished)
