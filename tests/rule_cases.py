"""Maya and Tom, strangers whom nothing bans, and what a case changes: for tests of single rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from people import mentee, mentor, relation
from random_pools import COMPANIES

from matchmaker import Pool, Programme, Relation, Scores
from matchmaker.people import Mentee, Mentor, Record
from matchmaker.verification.plain_rules import PlainRules

Fields = dict[str, object]
MENTEE_ROW, MENTOR_ROW = Record(file="mentees.csv", row=3), Record(file="mentors.csv", row=2)


def maya(**fields: object) -> Mentee:
    return mentee("maya", **{"name": "Maya", "record": MENTEE_ROW} | fields)


def tom(**fields: object) -> Mentor:
    return mentor("tom", **{"name": "Tom", "record": MENTOR_ROW} | fields)


def row(number: int, person: str, other: str, kind: str, **fields: object) -> Relation:
    return relation(person, other, kind, record=Record(file="relations.csv", row=number), **fields)


class Case(NamedTuple):
    mentee: Mentee
    mentor: Mentor
    facts: tuple[Relation, ...] = ()
    settings: Mapping[str, Any] = {}

    def scores(self) -> Scores:
        programme = Programme.model_validate({"companies": COMPANIES} | dict(self.settings))
        return Scores(Pool([self.mentor], [self.mentee], self.facts), programme)

    def under(self, **rules: Fields) -> Case:
        return self._replace(settings=dict(self.settings) | {"rules": rules})

    def banned_by(self) -> list[str]:
        """Names of the rules that ban the pair, said by Scores; the plain rules must say the same."""
        scores = self.scores()
        names = [ban.rule for ban in scores.bans(0, 0)]
        assert sorted(names) == sorted(PlainRules(scores.pool, scores.programme).banning(0, 0))
        assert scores.block(0, 1).tolist() == ([[-1]] if names else [[scores.score_block(0, 1)[0, 0]]])
        return names


def facts(*rows: tuple[str, str, str], **fields: object) -> Case:
    return Case(maya(), tom(), tuple(row(at, *one, **fields) for at, one in enumerate(rows, 2)))


def two(column: str, one: str, other: str) -> Case:
    return Case(maya(**{column: one}), tom(**{column: other}))


def cells(column: str) -> tuple[str, ...]:
    return f"mentees.csv row 3, {column}", f"mentors.csv row 2, {column}"
