"""Expertise: how well the mentor's offers meet the mentee's needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from matchmaker.answers import Need, Offer
from matchmaker.sentences import say
from matchmaker.shapes import BestOf, Shape, padded

if TYPE_CHECKING:
    from matchmaker.people import Mentee, Mentor
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme
    from matchmaker.topics import TopicGraph

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
        met = best_offers(asking, offering, programme.topics)
        return say("expertise", mentee=asking.name, mentor=offering.name, met=met)


class Met(NamedTuple):
    """A need, the best offer for it, how alike their topics are, and likeness times levels ahead, of 20 000."""

    need: Need
    offer: Offer
    likeness: int
    worth: int


def best_offers(mentee: Mentee, mentor: Mentor, topics: TopicGraph) -> list[Met]:
    """Return the best offer for each need, the needs that matter most and are met best first."""
    likeness = topics.table([need.topic for need in mentee.needs], [offer.topic for offer in mentor.offers])
    met = []
    for row, need in zip(likeness.tolist(), mentee.needs, strict=True):
        worth = [like * _clip(_level(offer) - _own(need)) for like, offer in zip(row, mentor.offers, strict=True)]
        best = max(range(len(worth)), key=lambda at: (worth[at], row[at]))
        met.append(Met(need, mentor.offers[best], row[best], worth[best]))
    return sorted(met, key=lambda one: (-one.need.importance, -one.worth))


def _level(offer: Offer) -> int:
    return LEVEL_NOT_SAID if offer.level is None else offer.level


def _own(need: Need) -> int:
    return OWN_LEVEL_NOT_SAID if need.own_level is None else need.own_level


def _clip(ahead: int) -> int:
    return min(max(ahead, 0), 2)
