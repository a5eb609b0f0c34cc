"""Coaching on a task and one-off advice are no mentoring; there is better help for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matchmaker.packed import answers
from matchmaker.people import Request
from matchmaker.rules.protocol import Ban
from matchmaker.sentences import say
from matchmaker.shapes import RowOnly, Shape

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


class NotMentoring:
    """Bans a mentee who asks for coaching or advice from every mentor. Who does not say asks for mentoring."""

    name = "not_mentoring"
    waivable = True

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Mark the mentees who ask for something else."""
        others = answers(pool.mentees, "request").array(lambda request: request not in (None, Request.MENTORING))
        return RowOnly(others, len(pool.mentors))

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Say what is asked for."""
        one = pool.mentees[mentee]
        return Ban(self.name, say("not_mentoring", mentee=one), (one.record.at("request"),))
