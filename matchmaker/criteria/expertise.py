"""Expertise: how well the mentor's offers meet the mentee's needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from matchmaker.answers import Need, Offer
from matchmaker.packed import answers
from matchmaker.sentences import say
from matchmaker.shapes import BestOf, Shape, numbered

if TYPE_CHECKING:
    from matchmaker.people import Mentee, Mentor
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


class Expertise:
    """Per need the best offer, then the mean weighted by importance.

    An offer's worth for a need is ``likeness(topics) · clip((offer's level − own level) / levels_ahead, 0, 1)``:
    somebody two levels ahead is far enough, somebody no further than oneself is no mentor.
    """

    name = "expertise"
    view: Literal["mentee"] = "mentee"
    unknown = 0

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Number the different needs and offers, and tabulate the worth of each offer for each need."""
        asked, offered = answers(pool.mentees, "needs"), answers(pool.mentors, "offers")
        key, far = programme.topics.key, programme.expertise.levels_ahead
        needs, need_code = numbered({one: (key(one.topic), _own(one, programme)) for one in asked.parts()})
        offers, offer_code = numbered({one: (key(one.topic), _level(one, programme)) for one in offered.parts()})
        spelt = {key(one.topic): one.topic for one in (*need_code, *offer_code)}
        likeness = programme.topics.table([spelt[topic] for topic, _ in needs], [spelt[topic] for topic, _ in offers])
        ahead = np.array([level for _, level in offers]) - np.array([own for _, own in needs])[:, None]
        return BestOf(
            table=(likeness * np.clip(ahead, 0, far) // far).astype(np.int32),
            needs=asked.padded(lambda mine: [need_code[need] for need in mine]),
            importance=asked.padded(lambda mine: [need.importance for need in mine]),
            offers=offered.padded(lambda mine: [offer_code[offer] for offer in mine]),
        )

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> str:
        """Name, need by need, the offer it rests on: topic, levels, likeness."""
        asking, offering = pool.mentees[mentee], pool.mentors[mentor]
        met = best_offers(asking, offering, programme)
        return say("expertise", mentee=asking.name, mentor=offering.name, met=met)


class Met(NamedTuple):
    """A need, whether the graph knows its topic, the best offer for it, their likeness, and that times levels ahead."""

    need: Need
    is_known: bool
    offer: Offer
    likeness: int
    worth: int


def best_offers(mentee: Mentee, mentor: Mentor, programme: Programme) -> list[Met]:
    """Return the best offer for each need, the needs that matter most and are met best first."""
    likeness = programme.topics.table([need.topic for need in mentee.needs], [one.topic for one in mentor.offers])
    far, met = programme.expertise.levels_ahead, []
    levels = [_level(offer, programme) for offer in mentor.offers]
    for row, need in zip(likeness.tolist(), mentee.needs, strict=True):
        worth = [
            like * min(max(level - _own(need, programme), 0), far) for like, level in zip(row, levels, strict=True)
        ]
        best = max(range(len(worth)), key=lambda at: (worth[at], row[at]))
        is_known = programme.topics.find(need.topic) is not None
        met.append(Met(need, is_known, mentor.offers[best], row[best], worth[best]))
    return sorted(met, key=lambda one: (-one.need.importance, -one.worth))


def _own(need: Need, programme: Programme) -> int:
    """Return a mentee's own level in a need."""
    return programme.expertise.own_level_not_said if need.own_level is None else need.own_level


def _level(offer: Offer, programme: Programme) -> int:
    """Return a mentor's level in an offer."""
    return programme.expertise.level_not_said if offer.level is None else offer.level
