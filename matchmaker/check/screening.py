"""What a coordinator should know about who is screened out, who perhaps should be, and refusals that mean nothing.

The rules decide by what people chose in the form. What their texts look like is guessed here, and only ever said.
"""

from __future__ import annotations

import re
from datetime import timedelta

from matchmaker.answers import ASKS
from matchmaker.goals import is_goal
from matchmaker.packed import answers
from matchmaker.people import Request
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
    doubtful = [pool.mentees[row].name for row in _like_advice(pool, programme)]
    found += [say("looks_like_advice", names=doubtful, days=SOON.days)] if doubtful else []
    strange = _unknown_refusals(pool, programme)
    near = [(entry, _nearest(entry, programme.topics)) for entry in strange[:_TOLD]]
    more = len(strange) - len(near)
    return [*found, *([say("unknown_refusals", entries=near, more=more, kinds=ASKS)] if strange else [])]


def nobody_has_a_goal(pool: Pool, programme: Programme) -> bool:
    """Whether ``not_ready`` bans every pair, as would happen where a form did not ask for a goal."""
    rule = programme.rules.not_ready
    banning = rule.enabled and rule.unknown == "ban" and bool(pool.mentees)
    return banning and not any(map(is_goal, answers(pool.mentees, "goal")))


def _like_advice(pool: Pool, programme: Programme) -> list[int]:
    """Return the rows of those who ask for mentoring with a goal for the first days, or as if for one answer."""
    if not programme.rules.not_mentoring.enabled:
        return []
    asked, by = answers(pool.mentees, "request"), answers(pool.mentees, "goal_by")
    mentoring = asked.each(lambda request: request in (None, Request.MENTORING))
    soon = by.each(lambda day: bool(programme.start and day and day <= programme.start + SOON))
    texts = zip(answers(pool.mentees, "goal"), answers(pool.mentees, "tried"), strict=True)
    said = (is_soon or _asks_for_one_answer(*both) for is_soon, both in zip(soon, texts, strict=True))
    return [row for row, (is_meant, is_like) in enumerate(zip(mentoring, said, strict=True)) if is_meant and is_like]


def _asks_for_one_answer(goal: str, tried: str) -> bool:
    words = " ".join(re.findall(r"\w+", fold(f"{goal} {tried}")))
    return any(f" {phrase} " in f" {words} " for phrase in ONE_OFF)


def _unknown_refusals(pool: Pool, programme: Programme) -> list[str]:
    """Return what mentors refuse that is neither a topic nor a kind of ask."""
    entries = sorted(answers(pool.mentors, "refuses").parts())
    return [entry for entry in entries if programme.topics.find(entry) is None and folded(entry) not in ("", *ASKS)]


def _nearest(entry: str, topics: TopicGraph) -> str:
    """Return the topic or kind of ask that is written most alike; empty for none."""
    near = topics.nearest(entry, 1)
    alike = nearest_names(entry, {folded(name): name for name in (*near, *ASKS)}, 1)
    return next(iter((*alike, *near)), "")
