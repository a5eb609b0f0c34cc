"""Expertise: how well the mentor's offers meet the mentee's needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from matchmaker.answers import Need, Offer
from matchmaker.sentences import say
from matchmaker.shapes import BestOf, Shape, padded

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme

LEVEL_NOT_SAID = 3
"""The level an offer counts with when none is given: below the average of those given."""
OWN_LEVEL_NOT_SAID = 2
"""The own level a need counts with when none is given: above the average of those given."""


class Expertise:
    """Per need the best offer, then the mean weighted by importance.

    An offer's worth for a need is ``likeness(topics) · clip((offer's level − own level) / 2, 0, 1)``: somebody two
    levels ahead is far enough, somebody no further than oneself is no mentor.
    """

    name = "expertise"
    view: Literal["mentee"] = "mentee"
    unknown = 0

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Number the different needs and offers, and tabulate the worth of each offer for each need."""
        needs = sorted({(need.topic, _own(need)) for mentee in pool.mentees for need in mentee.needs})
        offers = sorted({(offer.topic, _level(offer)) for mentor in pool.mentors for offer in mentor.offers})
        need_code = {need: code for code, need in enumerate(needs)}
        offer_code = {offer: code for code, offer in enumerate(offers)}
        likeness = programme.topics.table([topic for topic, _ in needs], [topic for topic, _ in offers])
        ahead = np.array([level for _, level in offers]) - np.array([own for _, own in needs])[:, None]
        return BestOf(
            table=(likeness * np.clip(ahead, 0, 2) // 2).astype(np.int32),
            needs=padded([[need_code[need.topic, _own(need)] for need in mentee.needs] for mentee in pool.mentees]),
            importance=padded([[need.importance for need in mentee.needs] for mentee in pool.mentees]),
            offers=padded([[offer_code[o.topic, _level(o)] for o in mentor.offers] for mentor in pool.mentors]),
        )

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> str:
        """Name, need by need, the offer it rests on: topic, levels, likeness."""
        asking, offering = pool.mentees[mentee], pool.mentors[mentor]
        likeness = programme.topics.table([n.topic for n in asking.needs], [o.topic for o in offering.offers])
        met = []
        for row, need in zip(likeness.tolist(), asking.needs, strict=True):
            worth = [like * _clip(_level(offer) - _own(need)) for like, offer in zip(row, offering.offers, strict=True)]
            best = max(range(len(worth)), key=lambda at: (worth[at], row[at]))
            is_known = programme.topics.find(need.topic) is not None
            offer = offering.offers[best]
            met.append(
                {"need": need, "is_known": is_known, "offer": offer, "likeness": row[best], "worth": worth[best]}
            )
        met.sort(key=lambda one: (-one["need"].importance, -one["worth"]))
        return say("expertise", mentee=asking.name, mentor=offering.name, met=met)


def _level(offer: Offer) -> int:
    return LEVEL_NOT_SAID if offer.level is None else offer.level


def _own(need: Need) -> int:
    return OWN_LEVEL_NOT_SAID if need.own_level is None else need.own_level


def _clip(ahead: int) -> int:
    return min(max(ahead, 0), 2)
