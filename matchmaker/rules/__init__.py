"""The rules: which pairs can never be. One family a file: encoder, shape, sentence, record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matchmaker.relations import Kind
from matchmaker.rules.availability import NoSharedTime
from matchmaker.rules.competitors import Competitors
from matchmaker.rules.current_boss import CurrentBoss
from matchmaker.rules.former_boss import FormerBoss
from matchmaker.rules.language import Language
from matchmaker.rules.not_mentoring import NotMentoring
from matchmaker.rules.not_ready import NotReady
from matchmaker.rules.past_pair import PastPair
from matchmaker.rules.protocol import Ban, Rule
from matchmaker.rules.refused_topic import RefusedTopic
from matchmaker.rules.said_no import SaidNo
from matchmaker.rules.same_company import SameCompany
from matchmaker.rules.same_person import SamePerson
from matchmaker.shapes import Listed, listed

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme

RULES: tuple[Rule, ...] = (
    SamePerson(),
    CurrentBoss(),
    FormerBoss(),
    SameCompany(),
    Competitors(),
    SaidNo("veto", Kind.VETO),
    SaidNo("forbid", Kind.FORBID),
    SaidNo("decline", Kind.DECLINE),
    RefusedTopic(),
    PastPair(),
    NoSharedTime(),
    Language(),
    NotReady(),
    NotMentoring(),
)
"""Every rule, in the order of explanations."""


def in_force(programme: Programme) -> tuple[Rule, ...]:
    """Return the rules a programme has not switched off, and those it has asked for where they are off by default."""
    return tuple(rule for rule in RULES if getattr(getattr(programme.rules, rule.name, None), "enabled", True))


def waivers(rule: Rule, pool: Pool) -> Listed:
    """Return the shape that is 1 at the pairs a coordinator has waived the rule for."""
    facts = [fact for fact in pool.relations.of(Kind.WAIVE) if rule.waivable and rule.name in fact.waived]
    return listed((pair for fact in facts for pair in pool.pairs(fact.person, fact.other)), len(pool.mentors))


__all__ = ["RULES", "Ban", "Rule", "in_force", "waivers"]
