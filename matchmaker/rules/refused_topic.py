"""Mentors may refuse topics, and kinds of ask: a job, funding, introductions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from matchmaker.answers import ASKS
from matchmaker.packed import answers
from matchmaker.rules.protocol import Ban
from matchmaker.sentences import say
from matchmaker.shapes import SameGroup, Shape, padded
from matchmaker.topics import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from matchmaker.answers import Need
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme
    from matchmaker.topics import TopicGraph


class RefusedTopic:
    """Bans a mentee who asks for a kind of help, or needs a topic, that the mentor refuses.

    A refused topic takes what is narrower with it, and goes before what is offered. One need is enough, however
    unimportant: a mentor who does not do a thing is not to be asked for it. Private, as everybody's no is.
    """

    name = "refused_topic"
    waivable = False

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Number what is refused, and list what each mentee asks for of it."""
        refused = answers(pool.mentors, "refuses").changed(partial(_refused, programme.topics))
        code = {key: number for number, key in enumerate(sorted(refused.parts()))}
        needs, asks = answers(pool.mentees, "needs"), answers(pool.mentees, "asks")
        of_need = {need: _codes(_with_broader(need, programme.topics), code) for need in needs.parts()}
        asked = padded([sorted(set().union(*map(of_need.__getitem__, mine))) for mine in needs.different])
        return SameGroup(
            left=np.concatenate([asked[needs.places], asks.padded(lambda kinds: _codes(kinds, code))], axis=1),
            right=refused.padded(lambda keys: sorted(_codes(keys, code))),
            with_all_left=np.zeros(len(pool.mentees), np.bool_),
            with_all_right=np.zeros(len(pool.mentors), np.bool_),
        )

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Say that one is not available to the other, and keep where it is refused."""
        return Ban(self.name, say("said_no"), (pool.mentors[mentor].record.at("refuses"),))


def _refused(topics: TopicGraph, entries: Sequence[str]) -> frozenset[str]:
    """Return the kinds and topics that a mentor refuses; a word that is both means both."""
    kinds = {folded(entry) for entry in entries}.intersection(ASKS)
    return frozenset(kinds.union(map(topics.key, entries)))


def _with_broader(need: Need, topics: TopicGraph) -> tuple[str, ...]:
    """Return a need's topic with all that is broader."""
    return (topics.key(need.topic), *topics.broader(topics.key(need.topic)))


def _codes(keys: Iterable[str], code: Mapping[str, int]) -> list[int]:
    return [code[key] for key in keys if key in code]
