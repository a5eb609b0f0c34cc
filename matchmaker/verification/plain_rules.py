"""The rules a second time, for verification: plain marks, written from the rules' sentences.

Nothing here comes from ``rules`` or ``shapes``. Some readings are shared with them, as they are what the rules are
defined by: which firms a name means (``companies``), when a meeting fits into somebody's week (``calendars``), which
topic a word means (``topics``), and what is no goal (``goals``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from matchmaker.goals import is_goal
from matchmaker.people import Mentee
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.relations import Fact, Kind
from matchmaker.times.meetings import free_starts
from matchmaker.topics import folded
from solvers.problem import BoolArray

WAIVABLE = {"past_pair", "availability", "language", "not_ready", "not_mentoring"}

Bans = Callable[[int], BoolArray]
"""Which columns a rule bans for a row: one mark per mentor."""


class _Asked(NamedTuple):
    """What the rules look at of a mentee."""

    key: str
    company: str
    languages: tuple[str, ...]
    words: tuple[str, ...]
    is_ready: bool
    seeks_mentoring: bool


class _Offered(NamedTuple):
    """What the rules look at of a mentor."""

    company: str
    languages: frozenset[str]
    refuses: tuple[str, ...]


class PlainRules:
    """Says of any pair which rules ban it."""

    def __init__(self, pool: Pool, programme: Programme) -> None:
        self._pool, self._programme = pool, programme
        self._mentees = [self._asked(mentee) for mentee in pool.mentees]  # people may be costly to look up: once each
        self._mentors = [_Offered(one.company, frozenset(one.languages), tuple(one.refuses)) for one in pool.mentors]
        self._row_keys = [mentee.key for mentee in self._mentees]
        settings = programme.rules
        # In the order of explanations: where as many are banned by two rules, the first is named first.
        self._bans: dict[str, Bans] = {
            "self": lambda row: self._columns({self._row_keys[row]}),
            "current_boss": self._current_boss(),
        }
        if settings.former_boss.months is not None:
            self._bans["former_boss"] = self._former_boss(settings.former_boss.months)
        self._bans |= {
            "same_company": self._same_company(),
            "competitors": self._competitors(),
            "veto": self._named(Kind.VETO),
            "forbid": self._named(Kind.FORBID),
            "decline": self._named(Kind.DECLINE),
            "refused_topic": self._refused(),
        }
        if settings.past_pair.enabled:
            self._bans["past_pair"] = self._named(
                Kind.PAST_PAIR, lambda fact: self._recent(fact, settings.past_pair.months)
            )
        if settings.availability.enabled:
            self._bans["availability"] = self._no_shared_time()
        if settings.language.enabled:
            self._bans["language"] = self._no_language()
        if settings.not_ready.enabled:
            self._bans["not_ready"] = self._all_or_none(lambda mentee: not mentee.is_ready)
        if settings.not_mentoring.enabled:
            self._bans["not_mentoring"] = self._all_or_none(lambda mentee: not mentee.seeks_mentoring)
        self._waived = self._waivers()

    @property
    def names(self) -> tuple[str, ...]:
        """The rules in force, in the order in which they are told where they ban as many."""
        return tuple(self._bans)

    def banned(self, row: int) -> dict[str, BoolArray]:
        """Return, rule by rule, which columns are banned for a row, without those the rule is waived for."""
        found = {name: bans(row) for name, bans in self._bans.items()}
        for name in found:
            if (name, self._row_keys[row]) in self._waived:
                found[name] = found[name] & ~self._waived_for(name, row)
        return found

    def block(self, start: int, stop: int) -> BoolArray:
        """Return which rules ban which pairs of some rows with every column: (rules, rows, columns)."""
        found = np.zeros((len(self._bans), stop - start, len(self._mentors)), np.bool_)
        for row in range(start, stop):
            for at, columns in enumerate(self.banned(row).values()):
                found[at, row - start] = columns
        return found

    def banning(self, row: int, column: int) -> list[str]:
        """Return the names of the rules that ban a pair and are not waived for it."""
        return [name for name, columns in self.banned(row).items() if columns[column]]

    def waived(self, row: int, column: int) -> list[str]:
        """Return the names of the rules that would ban a pair and are waived for it."""
        mine = (name for name in self._bans if (name, self._row_keys[row]) in self._waived)
        excused = [name for name in mine if self._waived_for(name, row)[column]]
        return [name for name in excused if self._bans[name](row)[column]]

    def _waived_for(self, name: str, row: int) -> BoolArray:
        return self._columns(self._waived.get((name, self._row_keys[row]), ()))

    def _columns(self, keys: Iterable[str]) -> BoolArray:
        """Mark the columns of the people with these keys who are mentors."""
        return self._marked(self._pool.column_of[key] for key in keys if key in self._pool.column_of)

    def _marked(self, columns: Iterable[int]) -> BoolArray:
        marks = np.zeros(len(self._mentors), np.bool_)
        marks[list(columns)] = True
        return marks

    def _current_boss(self) -> Bans:
        bosses: dict[str, set[str]] = defaultdict(set)
        for fact in self._pool.relations.of(Kind.BOSS):
            if self._still(fact):
                bosses[fact.person].add(fact.other)
        settings = self._programme.rules.current_boss
        line: dict[str, set[str]] = defaultdict(set)
        for person in list(bosses):
            for above in _climb(bosses, person, settings.levels):
                line[person].add(above)
                line[above].add(person)
        if settings.peers:
            team = {
                boss: {one for one, others in bosses.items() if boss in others}
                for boss in set().union(*bosses.values())
            }
            for person, own in list(bosses.items()):
                line[person].update(peer for boss in own for peer in team[boss] if peer != person)
        return lambda row: self._columns(line.get(self._row_keys[row], set()))

    def _still(self, fact: Fact) -> bool:
        """Whether a boss still is one at the programme's start."""
        until, start = fact.until, self._programme.start
        return until is None or (start is not None and until >= start)

    def _former_boss(self, months: int) -> Bans:
        left: dict[str, set[str]] = defaultdict(set)
        for fact in self._pool.relations.of(Kind.BOSS, Kind.FORMER_BOSS):
            is_over = fact.kind is Kind.FORMER_BOSS or not self._still(fact)
            if is_over and self._recent(fact, months):
                left[fact.person].add(fact.other)
        return lambda row: self._columns(left.get(self._row_keys[row], ()))

    def _at_firms(self) -> Mapping[str, list[int]]:
        """The columns of those who work for each firm."""
        at: dict[str, list[int]] = defaultdict(list)
        for column, mentor in enumerate(self._mentors):
            for firm in self._programme.companies.firms(mentor.company):
                at[firm].append(column)
        return at

    def _same_company(self) -> Bans:
        firms = self._programme.companies.firms
        blank_bans = self._programme.rules.same_company.unknown == "ban"
        blank = np.array([blank_bans and not mentor.company for mentor in self._mentors], np.bool_)
        at = self._at_firms()

        def bans(row: int) -> BoolArray:
            company = self._mentees[row].company
            if blank_bans and not company:
                return np.ones_like(blank)
            return blank | self._marked(column for firm in firms(company) for column in at.get(firm, ()))

        return bans

    def _competitors(self) -> Bans:
        companies, at = self._programme.companies, self._at_firms()

        def bans(row: int) -> BoolArray:
            own = companies.firms(self._mentees[row].company)
            rivals = {firm for one in companies.competing for mine in own & one for firm in one - {mine}}
            return self._marked(column for firm in rivals for column in at.get(firm, ()))

        return bans

    def _named(self, kind: Kind, counts: Callable[[Fact], bool] = lambda fact: True) -> Bans:
        named: dict[str, set[str]] = defaultdict(set)
        for fact in self._pool.relations.of(kind):
            if counts(fact):
                named[fact.person].add(fact.other)
                named[fact.other].add(fact.person)
        return lambda row: self._columns(named.get(self._row_keys[row], set()))

    def _recent(self, fact: Fact, months: int | None) -> bool:
        """Whether a fact ended less than so many months before the programme's start."""
        start, until = self._programme.start, fact.until
        if months is None or start is None or until is None:
            return True
        passed = (start.year - until.year) * 12 + start.month - until.month
        return passed < months or (passed == months and until.day > start.day)

    def _no_shared_time(self) -> Bans:
        rows, columns = free_starts(self._pool, self._programme)  # (people, stretches, words) of starts, bit by bit
        by_word = np.ascontiguousarray(columns.transpose(1, 2, 0))

        def bans(row: int) -> BoolArray:
            banned = np.zeros(len(columns), np.bool_)
            for mine, theirs in zip(rows[row], by_word, strict=True):
                shared = np.zeros(len(columns), np.uint64)
                for word in np.flatnonzero(mine):
                    shared |= theirs[word] & mine[word]
                banned |= shared == 0
            return banned

        return bans

    def _no_language(self) -> Bans:
        speaks: dict[str, BoolArray] = {
            language: np.array([language in mentor.languages for mentor in self._mentors], np.bool_)
            for language in {language for mentor in self._mentors for language in mentor.languages}
        }
        silent = np.array([not mentor.languages for mentor in self._mentors], np.bool_)
        blank_allows = self._programme.rules.language.unknown == "allow"

        @lru_cache(maxsize=256)
        def without(own: tuple[str, ...]) -> BoolArray:
            if not own:
                return np.full_like(silent, not blank_allows)
            shared = [speaks[language] for language in own if language in speaks]
            return np.asarray(~np.any([silent & blank_allows, *shared], axis=0))

        return lambda row: without(self._mentees[row].languages)

    def _refused(self) -> Bans:
        topics = self._programme.topics
        at: dict[str, list[int]] = defaultdict(list)
        for column, mentor in enumerate(self._mentors):
            for word in mentor.refuses:
                at[topics.find(word) or folded(word)].append(column)
                at[folded(word)].append(column)  # a kind of ask, which a topic may be called as well

        return lambda row: self._marked(column for word in self._mentees[row].words for column in at.get(word, ()))

    def _all_or_none(self, bans: Callable[[_Asked], bool]) -> Bans:
        """Return the bans of a rule that asks about the mentee only."""
        return lambda row: np.full(len(self._mentors), bans(self._mentees[row]), np.bool_)

    def _asked(self, mentee: Mentee) -> _Asked:
        topics = self._programme.topics
        words = set(mentee.asks)
        for need in mentee.needs:
            words |= {topics.find(need.topic) or folded(need.topic), *topics.broader(need.topic)}
        return _Asked(
            key=self._pool.directory.key(mentee),
            company=mentee.company,
            languages=tuple(mentee.languages),
            words=tuple(sorted(words)),
            is_ready=self._is_ready(mentee),
            seeks_mentoring=mentee.request not in ("coaching", "advice"),
        )

    def _is_ready(self, mentee: Mentee) -> bool:
        settings = self._programme.rules.not_ready
        has_goal = is_goal(mentee.goal) or settings.unknown == "allow"
        if settings.minimum_hours is None:
            return has_goal
        if mentee.hours_per_month is None:
            return has_goal and settings.unknown_hours != "ban"
        return has_goal and mentee.hours_per_month >= settings.minimum_hours

    def _waivers(self) -> Mapping[tuple[str, str], set[str]]:
        """Return the people for whom each rule is waived with a person, by rule and that person."""
        waived: dict[tuple[str, str], set[str]] = defaultdict(set)
        for fact in self._pool.relations.of(Kind.WAIVE):
            for name in WAIVABLE.intersection(fact.waived):
                waived[name, fact.person].add(fact.other)
                waived[name, fact.other].add(fact.person)
        return waived


def _climb(bosses: Mapping[str, set[str]], person: str, levels: int | str) -> set[str]:
    """Return everyone above a person, level by level, as many as count."""
    above: set[str] = set()
    level, left = {person}, levels
    while level and left != 0:
        level = {boss for one in level for boss in bosses.get(one, ())} - above
        above |= level
        left = left - 1 if isinstance(left, int) else left
    return above - {person}
