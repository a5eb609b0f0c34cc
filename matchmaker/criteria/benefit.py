"""Benefit: what the mentor gets out of the pair. Mentoring is a two-way street."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from matchmaker.answers import GAINS, TOKENS
from matchmaker.packed import answers
from matchmaker.sentences import say
from matchmaker.shapes import FULL, BestOf, IntArray, Mean, Shape, Tokens, marks, numbered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matchmaker.pool import Pool
    from matchmaker.programme import Programme

MOST = 3
"""The highest mark of what a mentee can offer."""


class Benefit:
    """The mentor's ten tokens against what the mentee can offer (70 %), and the needs the mentor enjoys (30 %).

    The first part is ``Σ tokens · mark / 30``; a gain that a given list leaves out counts 0. The second is the
    importance-weighted mean over the needs of the likeness to the nearest topic that the mentor enjoys.
    """

    name = "benefit"
    view: Literal["mentor"] = "mentor"
    unknown = 1_400

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Lay tokens and marks out as arrays, and tabulate the likeness of needs and enjoyed topics."""
        settings = programme.benefit
        can_offer, wanted = answers(pool.mentees, "can_offer"), answers(pool.mentors, "gains")
        offered = _points(marks(can_offer.different, GAINS))[can_offer.places]
        gains = Tokens(offered, marks(wanted.different, GAINS)[wanted.places], TOKENS)
        return Mean(
            parts=(gains, _enjoyed(pool, programme)),
            weights=(settings.gains_share, 100 - settings.gains_share),
            assumed=(settings.gains_not_said, settings.enjoys_not_said),
        )

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> str:
        """Name the gains that meet something, those that meet nothing, and the needs the mentor enjoys."""
        asking, offering = pool.mentees[mentee], pool.mentors[mentor]
        needs = [need.topic for need in asking.needs]
        nearest = programme.topics.table(needs, offering.enjoys).max(axis=1, initial=0).tolist()
        return say(
            "benefit",
            mentee=asking.name,
            mentor=offering.name,
            met=[(gain, asking.can_offer.get(gain, 0)) for gain in _most_wanted(offering.gains)],
            says_gains=bool(offering.gains),
            says_offers=bool(asking.can_offer),
            says_enjoys=bool(offering.enjoys),
            enjoyed=[(topic, most // 100) for topic, most in zip(needs, nearest, strict=True) if most],
        )


def _enjoyed(pool: Pool, programme: Programme) -> Shape:
    asked, enjoyed, key = answers(pool.mentees, "needs"), answers(pool.mentors, "enjoys"), programme.topics.key
    needs, need_code = numbered({need: key(need.topic) for need in asked.parts()})
    topics, topic_code = numbered({topic: key(topic) for topic in enjoyed.parts()})
    spelt = {key(text): text for text in (*(need.topic for need in need_code), *topic_code)}
    return BestOf(
        table=programme.topics.table([spelt[topic] for topic in needs], [spelt[topic] for topic in topics]),
        needs=asked.padded(lambda mine: [need_code[need] for need in mine]),
        importance=asked.padded(lambda mine: [need.importance for need in mine]),
        offers=enjoyed.padded(lambda mine: [topic_code[topic] for topic in mine]),
    )


def _points(offered: IntArray) -> IntArray:
    """Turn marks 0–3 into points; unknown ones stay unknown."""
    return np.where(offered < 0, offered, FULL * offered // MOST).astype(np.int32)


def _most_wanted(gains: Mapping[str, int]) -> list[str]:
    """Return what a mentor laid tokens on, most first."""
    return sorted((gain for gain in gains if gains[gain]), key=lambda gain: (-gains[gain], GAINS.index(gain)))
