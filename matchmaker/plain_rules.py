"""The rules a second time, for verification: plain sets, written from the rules' sentences.

Nothing here comes from ``rules`` or ``shapes``. Two readings are shared with them, as they are what the rules are
defined by: which firms a name means (``companies``), and when a meeting fits into somebody's week (``calendars``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from matchmaker.meetings import free_starts
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.relations import Fact, Kind

WAIVABLE = {"past_pair", "availability", "language"}

Bans = Callable[[int], set[int]]
"""The columns that a rule bans for a row."""


class PlainRules:
    """Says of any pair which rules ban it."""

    def __init__(self, pool: Pool, programme: Programme) -> None:
        self._pool, self._programme = pool, programme
        self._row_keys = [pool.directory.key(mentee) for mentee in pool.mentees]
        settings = programme.rules
        self._bans: dict[str, Bans] = {
            "self": lambda row: self._columns({self._row_keys[row]}),
            "current_boss": self._current_boss(),
            "same_company": self._same_company(),
            "veto": self._named(Kind.VETO),
            "forbid": self._named(Kind.FORBID),
            "decline": self._named(Kind.DECLINE),
        }
        if settings.past_pair.enabled:
            self._bans["past_pair"] = self._named(Kind.PAST_PAIR, self._recent)
        if settings.availability.enabled:
            self._bans["availability"] = self._no_shared_time()
        if settings.language.enabled:
            self._bans["language"] = self._no_language()
        self._waived = self._waivers()

    def banned(self, row: int) -> dict[str, set[int]]:
        """Return, rule by rule, the columns banned for a row, without those the rule is waived for."""
        return {name: bans(row) - self._waived[name, self._row_keys[row]] for name, bans in self._bans.items()}

    def banning(self, row: int, column: int) -> list[str]:
        """Return the names of the rules that ban a pair and are not waived for it."""
        return [name for name, columns in self.banned(row).items() if column in columns]

    def waived(self, name: str, row: int, column: int) -> bool:
        """Whether a rule is waived for a pair that it would ban."""
        would_ban = name in self._bans and column in self._bans[name](row)
        return would_ban and column in self._waived[name, self._row_keys[row]]

    def _columns(self, keys: set[str]) -> set[int]:
        return {self._pool.column_of[key] for key in keys if key in self._pool.column_of}

    def _current_boss(self) -> Bans:
        bosses: dict[str, set[str]] = defaultdict(set)
        for fact in self._pool.relations.of(Kind.BOSS):
            until, start = fact.relation.until, self._programme.start
            if until is None or (start is not None and until >= start):
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

    def _same_company(self) -> Bans:
        firms = self._programme.companies.firms
        at: dict[str, set[int]] = defaultdict(set)
        blank_bans = self._programme.rules.same_company.unknown == "ban"
        blank: set[int] = set()
        for column, mentor in enumerate(self._pool.mentors):
            for firm in firms(mentor.company):
                at[firm].add(column)
            if blank_bans and not mentor.company:
                blank.add(column)

        def bans(row: int) -> set[int]:
            company = self._pool.mentees[row].company
            if blank_bans and not company:
                return set(range(len(self._pool.mentors)))
            return blank.union(*(at.get(firm, set()) for firm in firms(company)))

        return bans

    def _named(self, kind: Kind, counts: Callable[[Fact], bool] = lambda fact: True) -> Bans:
        named: dict[str, set[str]] = defaultdict(set)
        for fact in self._pool.relations.of(kind):
            if counts(fact):
                named[fact.person].add(fact.other)
                named[fact.other].add(fact.person)
        return lambda row: self._columns(named.get(self._row_keys[row], set()))

    def _recent(self, fact: Fact) -> bool:
        """Whether a past pair ended less than the programme's months before its start."""
        months, start, until = self._programme.rules.past_pair.months, self._programme.start, fact.relation.until
        if months is None or start is None or until is None:
            return True
        passed = (start.year - until.year) * 12 + start.month - until.month
        return passed < months or (passed == months and until.day > start.day)

    def _no_shared_time(self) -> Bans:
        rows, columns = (
            [[int.from_bytes(stretch.tobytes(), "little") for stretch in person] for person in bits]
            for bits in free_starts(self._pool, self._programme)
        )
        return lambda row: {
            column
            for column, other in enumerate(columns)
            if any(not one & two for one, two in zip(rows[row], other, strict=True))
        }

    def _no_language(self) -> Bans:
        spoken: dict[frozenset[str], set[int]] = defaultdict(set)
        for column, mentor in enumerate(self._pool.mentors):
            spoken[frozenset(mentor.languages)].add(column)
        blank_allows = self._programme.rules.language.unknown == "allow"

        def bans(row: int) -> set[int]:
            own = self._pool.mentees[row].languages
            apart = [columns for languages, columns in spoken.items() if languages.isdisjoint(own)]
            silent = spoken.get(frozenset(), set())
            if not blank_allows:
                return set().union(*apart)
            return set().union(*apart) - silent if own else set()

        return bans

    def _waivers(self) -> Mapping[tuple[str, str], set[int]]:
        """Return the columns for which each rule is waived, by rule and the row's person."""
        waived: dict[tuple[str, str], set[int]] = defaultdict(set)
        for fact in self._pool.relations.of(Kind.WAIVE):
            for name in WAIVABLE.intersection(fact.relation.waived):
                waived[name, fact.person] |= self._columns({fact.other})
                waived[name, fact.other] |= self._columns({fact.person})
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
