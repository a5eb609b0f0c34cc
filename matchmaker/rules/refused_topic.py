"""Mentors may refuse topics, and kinds of ask: a job, funding, introductions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matchmaker.answers import ASKS
from matchmaker.rules.protocol import Ban
from matchmaker.sentences import say
from matchmaker.shapes import SameGroup, Shape, padded
from matchmaker.topics import folded

if TYPE_CHECKING:
    from matchmaker.people import Mentee, Mentor
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
        refused = [_refused(mentor, programme.topics) for mentor in pool.mentors]
        code = {key: number for number, key in enumerate(sorted(frozenset().union(*refused)))}
        asked = [_asked(mentee, programme.topics) if code else frozenset() for mentee in pool.mentees]
        return SameGroup(
            left=padded([sorted(code[key] for key in keys if key in code) for keys in asked]),
            right=padded([sorted(code[key] for key in keys) for keys in refused]),
            with_all_left=np.zeros(len(asked), np.bool_),
            with_all_right=np.zeros(len(refused), np.bool_),
        )

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Say that one is not available to the other, and keep where it is refused."""
        return Ban(self.name, say("said_no"), (pool.mentors[mentor].record.at("refuses"),))


def _refused(mentor: Mentor, topics: TopicGraph) -> frozenset[str]:
    """Return the kinds and topics that a mentor refuses; a word that is both means both."""
    kinds = {folded(entry) for entry in mentor.refuses}.intersection(ASKS)
    return frozenset(kinds.union(topics.find(entry) or folded(entry) for entry in mentor.refuses))


def _asked(mentee: Mentee, topics: TopicGraph) -> frozenset[str]:
    """Return the kinds that a mentee asks for, and their topics with all that is broader."""
    needed = {topics.find(need.topic) or folded(need.topic) for need in mentee.needs}
    return frozenset(needed.union(mentee.asks, *(topics.broader(topic) for topic in needed)))
