"""Before solving: what in a pool does not fit its programme, and what a coordinator should know about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from matchmaker.check.misspelt import misspelt
from matchmaker.check.needed import unanswered
from matchmaker.check.own_columns import limits_of_nobody, strange_answers
from matchmaker.check.screening import screening_notices
from matchmaker.errors import Problem
from matchmaker.matching import CriterionWeight
from matchmaker.packed import answers
from matchmaker.people import Mentee, Mentor, Record
from matchmaker.pool import Pool
from matchmaker.problem.quotas import hours_unread
from matchmaker.programme import Programme
from matchmaker.reading.tables import look_alikes
from matchmaker.relations import OUTSIDER, Kind, fold
from matchmaker.rules import RULES
from matchmaker.scoring.survey import LOOKED_AT, looks_at_all
from matchmaker.sentences import say
from matchmaker.topics import TopicGraph, folded

NOT_USED_YET = (Kind.ACCEPT, Kind.WITHDRAW)
"""Relations that are read, checked and kept, for rematching, which is still to come."""

_MOST_UNKNOWN = 100
"""How many unknown topics a notice names."""


def unfit(pool: Pool, programme: Programme, unread: Collection[str] = ()) -> list[Problem]:
    """Return what keeps this pool from being matched under this programme, each problem located.

    ``unread`` are the folded ids, e-mails and names in rows that could not be read: to miss these people as well
    would name one fault twice.
    """
    problems = unanswered(pool.mentors, pool.mentees, programme)
    for fact in pool.relations.of(Kind.PIN):
        relation = fact.relation
        if not pool.pairs(fact.person, fact.other) and not {fold(relation.person), fold(relation.other)} & set(unread):
            side = "person" if fact.person.startswith(OUTSIDER) else "other"
            message = "a pin needs a mentee and a mentor of this pool; correct who is meant, or leave it out"
            problems.append(_problem(relation.record, side, message))
    waivable = [rule.name for rule in RULES if rule.waivable]
    for fact in pool.relations.of(Kind.WAIVE):
        if not set(fact.waived) <= set(waivable):
            message = f"must name the rules to waive; allowed are {', '.join(waivable)}"
            problems.append(_problem(fact.record, "why", message))
    return [*problems, *hours_unread(pool.mentors, programme)]


def notices(pool: Pool, programme: Programme, weights: Sequence[CriterionWeight] = ()) -> tuple[str, ...]:
    """Return what a coordinator should know before trusting the result, the most dangerous first.

    ``weights`` are those of a result: criteria that nobody's answers decide are told, too.
    """
    without_effect, (slips, not_compared) = _without_effect(pool), misspelt(pool)
    near_to = dict(slips)
    told = {name for _, name in without_effect}
    found = [
        say("relation_without_effect", kind=kind, name=name, near=near_to.get(name)) for kind, name in without_effect
    ]
    found += [say("outsider_looks_known", name=name, near=near) for name, near in near_to.items() if name not in told]
    found += [say("outsiders_not_compared", more=not_compared)] if not_compared else []
    found += [say("relations_on_one_side", kind=kind, names=names) for kind, names in _on_one_side(pool)]
    found += [say("column_looks_known", column=column, known=known) for column, known in _misspelt_columns(pool)]
    found += strange_answers(pool, programme)
    found += limits_of_nobody(pool, programme)
    found += [say("criterion_without_weight", name=name) for name in programme.unweighed()]
    unanswered = [one for one in weights if one.weight and not one.known]
    some = not looks_at_all(len(pool.mentees), len(pool.mentors))
    found += [say("criteria_unanswered", criteria=unanswered, some=some)] if unanswered else []
    found += [say("weights_by_lot", looked_at=LOOKED_AT)] if weights and some else []
    companies = programme.companies.look_alikes(cell for cells in _companies(pool) for cell in cells)
    found += [say("company_look_alikes", one=one, other=other) for one, other in companies]
    found += screening_notices(pool, programme)
    unknown, more = _unknown_topics(pool, programme.topics)
    found += [say("unknown_topics", topics=unknown, more=more)] if unknown else []
    return (*found, *_of_this_version(pool, programme))


def _of_this_version(pool: Pool, programme: Programme) -> list[str]:
    """Return what holds for every run of such a programme: told last, as it needs nobody to act."""
    found = []
    if programme.start is None:
        found.append(say("no_start", day=programme.first_day, weeks=programme.length))
    unused = sorted({fact.kind.value for fact in pool.relations.of(*NOT_USED_YET)})
    if unused:
        found.append(say("relations_not_used", kinds=unused))
    return found


def _problem(record: Record, column: str, message: str) -> Problem:
    return Problem(record.file or "relations", record.row, column, message)


def _companies(pool: Pool) -> tuple[Sequence[str], Sequence[str]]:
    mentors, mentees = (answers(people, "company").different for people in (pool.mentors, pool.mentees))
    return mentors, mentees


def _unknown_topics(pool: Pool, topics: TopicGraph) -> tuple[list[tuple[str, str]], int]:
    """Return topics that the graph does not know, each with the nearest it knows (empty for none), and how many more.

    Those that most people say go first where there are many: to look for what is near takes its time.
    """
    spelt: dict[str, Counter[str]] = {}
    for text in _topics_said(pool):
        if topics.find(text) is None and folded(text):
            spelt.setdefault(folded(text), Counter())[text] += 1
    often = sorted(spelt.values(), key=lambda texts: (-texts.total(), min(texts)))[:_MOST_UNKNOWN]
    strange = sorted((min(texts, key=lambda text: (-texts[text], text)) for texts in often), key=folded)
    return [(text, next(iter(topics.nearest(text, 1)), "")) for text in strange], len(spelt) - len(strange)


def _topics_said(pool: Pool) -> Iterator[str]:
    """Yield every topic that somebody needs, offers or enjoys, once for each who says it."""
    for needs in answers(pool.mentees, "needs"):
        yield from (need.topic for need in needs)
    for offers, enjoyed in zip(answers(pool.mentors, "offers"), answers(pool.mentors, "enjoys"), strict=True):
        yield from {*(offer.topic for offer in offers), *enjoyed}


def _without_effect(pool: Pool) -> list[tuple[str, str]]:
    """Return relations, as kind and name, that need two people of the pool and name somebody who is not in it."""
    facts = pool.relations.of(Kind.VETO, Kind.FORBID, Kind.DECLINE, Kind.PAST_PAIR, Kind.WAIVE)
    found = {(fact.kind.value, key) for fact in facts for key in (fact.person, fact.other)}
    return sorted((kind, pool.name_of(key)) for kind, key in found if key.startswith(OUTSIDER))


def _on_one_side(pool: Pool) -> list[tuple[str, list[str]]]:
    """Return, by kind, whose wishes and noes mean somebody of their own side, with whom they can be no pair anyway."""
    found: dict[str, set[str]] = {}
    for fact in pool.relations.of(Kind.WISH, Kind.VETO, Kind.FORBID, Kind.DECLINE):
        outside = fact.person.startswith(OUTSIDER) or fact.other.startswith(OUTSIDER)
        if not outside and not pool.pairs(fact.person, fact.other):
            found.setdefault(fact.kind.value, set()).add(pool.name_of(fact.person))
    return sorted((kind, sorted(names)) for kind, names in found.items())


def _misspelt_columns(pool: Pool) -> list[tuple[str, str]]:
    """Return kept columns whose name is nearly that of a known one."""
    found: set[tuple[str, str]] = set()
    for model, people in ((Mentor, pool.mentors), (Mentee, pool.mentees)):
        known = sorted(model.model_fields.keys() - {"other", "record"})
        found.update(look_alikes(answers(people, "other").parts(), known))
    return sorted(found)
