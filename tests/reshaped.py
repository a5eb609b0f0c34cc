"""The same people once more, in another guise: what a change that must not matter is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from people import ratings_of, relation
from random_pools import topics

from matchmaker import Mentee, Mentor, Pool, Programme, Relation
from matchmaker.companies import Companies
from matchmaker.goals import is_goal
from matchmaker.people import Person
from matchmaker.relations import Kind, fold
from matchmaker.settings import RuleSettings
from matchmaker.topics import Topic, TopicGraph

ODD_IDS = ["ä", "\u00e4\u0308", "ß", "0", "-1", "=1+1", "@", "'", '"', ";", ",", "NULL", "nan", "True", "中", "🦉"]
ODD_IDS += ["x" * 290, "<b>", "../..", "%s", "{}", "i", "İ", "ﬁ", "1e999", "\\", "`", "a b", "Ａ", "#REF!"]
"""Ids as forms and spreadsheets bring them forth; each is one of its own."""


def relations_of(pool: Pool) -> list[Relation]:
    """Every fact of a pool whose people have no column ``boss`` or ``wishes``, as it was written."""
    return [fact.relation for fact in pool.relations.facts]


def altered(
    pool: Pool,
    mentors: Iterable[Mentor] | None = None,
    mentees: Iterable[Mentee] | None = None,
    more: Sequence[Relation] = (),
) -> Pool:
    """A pool with other mentors or mentees, or with more facts."""
    return Pool(
        pool.mentors if mentors is None else mentors,
        pool.mentees if mentees is None else mentees,
        [*relations_of(pool), *more],
        ratings_of(pool),
    )


def readdressed(pool: Pool, call: Callable[[str, str], str]) -> list[Relation]:
    """Every fact, its two people called as ``call(key, text)`` says."""
    return [
        fact.relation.model_copy(
            update={
                "person": call(fact.person, fact.relation.person),
                "other": call(fact.other, fact.relation.other),
            }
        )
        for fact in pool.relations.facts
    ]


def called_by_name(pool: Pool, key: str) -> Pool:
    """One person called by full name in every fact, so that who is meant can be told without their row, too."""
    name = pool.name_of(key)
    facts = readdressed(pool, lambda one, text: name if one == key else text)
    return Pool(pool.mentors, pool.mentees, facts, ratings_of(pool, lambda one: name if one == key else one))


def without(pool: Pool, key: str) -> Pool:
    """A pool without one person, whatever their roles."""
    mentors = [one for one in pool.mentors if pool.directory.key(one) != key]
    mentees = [one for one in pool.mentees if pool.directory.key(one) != key]
    return altered(pool, mentors, mentees)


def relabelled(pool: Pool, ids: dict[str, str]) -> Pool:
    """The same people under other ids, in their facts, too."""
    return Pool(
        [one.model_copy(update={"id": ids[one.id]}) for one in pool.mentors],
        [one.model_copy(update={"id": ids[one.id]}) for one in pool.mentees],
        readdressed(pool, lambda _, text: ids.get(text, text)),
        ratings_of(pool, lambda key: ids.get(key, key)),
    )


def renamed(pool: Pool, mark: str) -> Pool:
    """People and outsiders nobody else knows: other ids, names and e-mails, and otherwise the same."""

    def other_self(one: Person) -> dict[str, object]:
        return {"id": mark + one.id, "name": f"{mark} {one.name}", "email": one.email and mark + one.email}

    ids = {pool.directory.key(one) for one in (*pool.mentors, *pool.mentees)}
    return Pool(
        [one.model_copy(update=other_self(one)) for one in pool.mentors],
        [one.model_copy(update=other_self(one)) for one in pool.mentees],
        readdressed(pool, lambda key, text: mark + key if key in ids else f"{mark} {fold(text)}"),
        ratings_of(pool, lambda key: mark + key if key in ids else f"{mark} {key}"),
    )


def merged(one: Pool, other: Pool) -> Pool:
    """Two pools of strangers in one, every pair across forbidden."""
    across = [relation(a.id, b.id, "forbid") for a in one.mentees for b in other.mentors]
    across += [relation(b.id, a.id, "forbid") for a in one.mentors for b in other.mentees]
    facts = [*relations_of(one), *relations_of(other), *across]
    ratings = [*ratings_of(one), *ratings_of(other)]
    return Pool([*one.mentors, *other.mentors], [*one.mentees, *other.mentees], facts, ratings)


def with_rules(programme: Programme, **rules: dict[str, object]) -> Programme:
    """The programme with some of its rules' settings changed."""
    changed = {name: getattr(programme.rules, name).model_copy(update=said) for name, said in rules.items()}
    return programme.model_copy(update={"rules": programme.rules.model_copy(update=changed)})


def unused_settings(pool: Pool, programme: Programme, least: int) -> dict[str, Programme]:
    """The programme with one setting changed, by its name, for each that these people give nothing to decide.

    ``least`` is the lowest score of a legal pair.
    """
    everybody = [*pool.mentors, *pool.mentees]
    kinds = {fact.relation.kind for fact in pool.relations.facts}
    rules: RuleSettings = programme.rules
    found = {
        "name": programme.model_copy(update={"name": f"{programme.name} again"}),
        "columns": programme.model_copy(update={"columns": {"full_name": "name"}}),
        "companies": programme.model_copy(update={"companies": _one_more_firm(programme.companies)}),
        "topics": programme.model_copy(update={"topics": _one_more_field()}),
        "minimum_score": programme.model_copy(update={"minimum_score": least}),
    }
    if not any(mark for one in everybody for mark in one.style()):
        found["style.scale"] = programme.model_copy(
            update={"style": programme.style.model_copy(update={"scale": 0.7 - programme.style.scale / 2})}
        )
    if not rules.language.enabled or all(one.languages for one in everybody):
        other = "ban" if rules.language.unknown == "allow" else "allow"
        found["language.unknown"] = with_rules(programme, language={"unknown": other})
    if all(one.company for one in everybody):
        other = "ban" if rules.same_company.unknown == "allow" else "allow"
        found["same_company.unknown"] = with_rules(programme, same_company={"unknown": other})
    if not rules.not_ready.enabled or all(is_goal(one.goal) for one in pool.mentees):
        other = "ban" if rules.not_ready.unknown == "allow" else "allow"
        found["not_ready.unknown"] = with_rules(programme, not_ready={"unknown": other})
    if not rules.not_mentoring.enabled or all(one.request is None for one in pool.mentees):
        turn = programme.help.model_copy(update={"coaching": "nobody", "advice": "nobody"})
        found["help"] = programme.model_copy(update={"help": turn})
    if Kind.BOSS not in kinds:
        found["current_boss"] = with_rules(programme, current_boss={"levels": 3, "peers": not rules.current_boss.peers})
    if programme.start and not kinds & {Kind.BOSS, Kind.FORMER_BOSS}:
        found["former_boss.months"] = with_rules(programme, former_boss={"months": 7})
    if Kind.PAST_PAIR not in kinds:
        found["past_pair"] = with_rules(programme, past_pair={"enabled": not rules.past_pair.enabled})
    elif not rules.past_pair.enabled and programme.start:
        found["past_pair.months"] = with_rules(programme, past_pair={"months": 7})
    return found


def _one_more_firm(companies: Companies) -> Companies:
    aliases = {**companies.aliases, "Zyzzyva Mills": ("ZM", "Zyz")}
    return Companies(aliases, companies.groups, {**companies.competitors, "mills": ("Zyz", "Brrr Mills")})


@cache
def _one_more_field() -> TopicGraph:
    """The graph of the random pools with a field that nobody names; made once, as it is large."""
    return TopicGraph((*topics().topics, Topic("zymurgy by night", None, (), ())))
