"""The rules a second time, for verification: plain sets and loops, written from their sentences.

Nothing here comes from ``rules`` or ``shapes``: whoever checks must not use the checked one's tools.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matchmaker.meetings import free_starts
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.relations import Fact, Kind

WAIVABLE = {"past_pair", "availability", "language"}

Test = Callable[[int, int], bool]


class PlainRules:
    """Says of any pair which rules ban it."""

    def __init__(self, pool: Pool, programme: Programme) -> None:
        self._pool, self._programme = pool, programme
        self._row_keys = [pool.directory.key(mentee) for mentee in pool.mentees]
        self._column_keys = [pool.directory.key(mentor) for mentor in pool.mentors]
        settings = programme.rules
        self._tests: dict[str, Test] = {
            "self": lambda row, column: self._row_keys[row] == self._column_keys[column],
            "current_boss": self._current_boss(),
            "same_company": self._same_company(),
            "veto": self._named(Kind.VETO),
            "forbid": self._named(Kind.FORBID),
            "decline": self._named(Kind.DECLINE),
        }
        if settings.past_pair.enabled:
            self._tests["past_pair"] = self._named(Kind.PAST_PAIR, self._recent)
        if settings.availability.enabled:
            self._tests["availability"] = self._no_shared_time()
        if settings.language.enabled:
            self._tests["language"] = self._no_language()
        self._waived = self._waivers()

    def banning(self, row: int, column: int) -> list[str]:
        """Return the names of the rules that ban a pair and are not waived for it."""
        names = [name for name, test in self._tests.items() if test(row, column)]
        return [name for name in names if not self.waived(name, row, column)] if names else names

    def waived(self, name: str, row: int, column: int) -> bool:
        """Whether a coordinator has waived a rule for a pair."""
        pair = frozenset((self._row_keys[row], self._column_keys[column]))
        return name in WAIVABLE and name in self._waived.get(pair, ())

    def would_ban(self, name: str, row: int, column: int) -> bool:
        """Whether a rule applies to a pair, waived or not."""
        return name in self._tests and self._tests[name](row, column)

    def _current_boss(self) -> Test:
        bosses: dict[str, set[str]] = {}
        for fact in self._pool.relations.of(Kind.BOSS):
            until, start = fact.relation.until, self._programme.start
            if until is None or (start is not None and until >= start):
                bosses.setdefault(fact.person, set()).add(fact.other)
        levels = self._programme.rules.current_boss.levels
        above = {key: _climb(bosses, key, None if levels == "all" else levels) for key in bosses}
        peers = self._programme.rules.current_boss.peers
        none: set[str] = set()

        def test(row: int, column: int) -> bool:
            one, other = self._row_keys[row], self._column_keys[column]
            if one == other:
                return False
            same_boss = peers and bool(bosses.get(one, none) & bosses.get(other, none))
            return same_boss or other in above.get(one, none) or one in above.get(other, none)

        return test

    def _same_company(self) -> Test:
        firms = self._programme.companies.firms
        rows = [firms(mentee.company) for mentee in self._pool.mentees]
        columns = [firms(mentor.company) for mentor in self._pool.mentors]
        blank_bans = self._programme.rules.same_company.unknown == "ban"
        blank_rows = [blank_bans and not mentee.company for mentee in self._pool.mentees]
        blank_columns = [blank_bans and not mentor.company for mentor in self._pool.mentors]
        return lambda row, column: blank_rows[row] or blank_columns[column] or not rows[row].isdisjoint(columns[column])

    def _named(self, kind: Kind, counts: Callable[[Fact], bool] = lambda fact: True) -> Test:
        pairs = {frozenset((fact.person, fact.other)) for fact in self._pool.relations.of(kind) if counts(fact)}
        return lambda row, column: frozenset((self._row_keys[row], self._column_keys[column])) in pairs

    def _recent(self, fact: Fact) -> bool:
        """Whether a past pair ended less than the programme's months before its start."""
        months, start, until = self._programme.rules.past_pair.months, self._programme.start, fact.relation.until
        if months is None or start is None or until is None:
            return True
        passed = (start.year - until.year) * 12 + start.month - until.month
        return passed < months or (passed == months and until.day > start.day)

    def _no_shared_time(self) -> Test:
        rows, columns = (
            [[int.from_bytes(stretch.tobytes(), "little") for stretch in person] for person in bits]
            for bits in free_starts(self._pool, self._programme)
        )
        return lambda row, column: any(one & other == 0 for one, other in zip(rows[row], columns[column], strict=True))

    def _no_language(self) -> Test:
        rows = [set(mentee.languages) for mentee in self._pool.mentees]
        columns = [set(mentor.languages) for mentor in self._pool.mentors]
        blank_allows = self._programme.rules.language.unknown == "allow"
        return lambda row, column: (
            rows[row].isdisjoint(columns[column]) and not (blank_allows and not (rows[row] and columns[column]))
        )

    def _waivers(self) -> Mapping[frozenset[str], set[str]]:
        waived: dict[frozenset[str], set[str]] = {}
        for fact in self._pool.relations.of(Kind.WAIVE):
            waived.setdefault(frozenset((fact.person, fact.other)), set()).update(fact.relation.waived)
        return waived


def _climb(bosses: Mapping[str, set[str]], key: str, levels: int | None) -> set[str]:
    """Return everyone above a person, level by level."""
    above: set[str] = set()
    level = {key}
    while level and levels != 0:
        level = {boss for person in level for boss in bosses.get(person, ())} - above
        above |= level
        levels = None if levels is None else levels - 1
    return above - {key}
