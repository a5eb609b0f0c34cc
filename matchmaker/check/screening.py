"""What a coordinator should know about who is screened out, who perhaps should be, and refusals that mean nothing.

The rules decide by what people chose in the form. What their texts look like is guessed here, and only ever said.
"""

from __future__ import annotations

import re
from datetime import timedelta

from matchmaker.answers import ASKS
from matchmaker.goals import is_goal
from matchmaker.people import Mentee, Request
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.relations import fold
from matchmaker.sentences import say
from matchmaker.topics import TopicGraph, folded, nearest_names

SOON = timedelta(days=14)
"""A goal that is to be reached so soon after the programme's start leaves no time for mentoring."""
ONE_OFF = ("quick question", "one question", "single question", "second opinion", "one off", "proofread")
"""Words, in a goal or in what was tried, that ask for an answer rather than for company on a way."""
_TOLD = 20
"""How many refusals that mean nothing are named: to look for what is near takes its time."""


def screening_notices(pool: Pool, programme: Programme) -> list[str]:
    """Return what to know about screening, the most dangerous first."""
    found = [say("no_goals", who="Nobody")] if nobody_has_a_goal(pool, programme) else []
    doubtful = [mentee.name for mentee in pool.mentees if looks_like_advice(mentee, programme)]
    found += [say("looks_like_advice", names=doubtful, days=SOON.days)] if doubtful else []
    strange = _unknown_refusals(pool, programme)
    near = [(entry, _nearest(entry, programme.topics)) for entry in strange[:_TOLD]]
    more = len(strange) - len(near)
    return [*found, *([say("unknown_refusals", entries=near, more=more, kinds=ASKS)] if strange else [])]


def nobody_has_a_goal(pool: Pool, programme: Programme) -> bool:
    """Whether ``not_ready`` bans every pair, as would happen where a form did not ask for a goal."""
    rule = programme.rules.not_ready
    banning = rule.enabled and rule.unknown == "ban" and bool(pool.mentees)
    return banning and not any(is_goal(mentee.goal) for mentee in pool.mentees)


def looks_like_advice(mentee: Mentee, programme: Programme) -> bool:
    """Whether somebody who asks for mentoring has a goal for the first days, or writes as if for one answer."""
    if mentee.request not in (None, Request.MENTORING) or not programme.rules.not_mentoring.enabled:
        return False
    soon = bool(programme.start and mentee.goal_by and mentee.goal_by <= programme.start + SOON)
    words = " ".join(re.findall(r"\w+", fold(f"{mentee.goal} {mentee.tried}")))
    return soon or any(f" {phrase} " in f" {words} " for phrase in ONE_OFF)


def _unknown_refusals(pool: Pool, programme: Programme) -> list[str]:
    """Return what mentors refuse that is neither a topic nor a kind of ask."""
    entries = sorted({entry for mentor in pool.mentors for entry in mentor.refuses})
    return [entry for entry in entries if programme.topics.find(entry) is None and folded(entry) not in ("", *ASKS)]


def _nearest(entry: str, topics: TopicGraph) -> str:
    """Return the topic or kind of ask that is written most alike; empty for none."""
    near = topics.nearest(entry, 1)
    alike = nearest_names(entry, {folded(name): name for name in (*near, *ASKS)}, 1)
    return next(iter((*alike, *near)), "")
