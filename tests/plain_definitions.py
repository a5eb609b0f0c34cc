"""The rules as anybody would write them down, pair by pair: for tests only, from the answers and nothing else.

Nothing here comes from ``rules``, ``plain_rules``, ``shapes``, ``meetings``, ``zones`` or ``companies``. Which firms a
spelling means is told by a table that was there before the spelling.
"""

from __future__ import annotations

import unicodedata
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from matchmaker import Mentee, Mentor, Programme, Relation
from matchmaker.times.calendars import Window

WAIVABLE = ("past_pair", "availability", "language", "not_ready", "not_mentoring")
REFERENCE = (date(2026, 1, 5), 52)
"""The weeks that a programme without dates is judged by."""
HALF_A_YEAR = 26
NO_GOALS = ("", "n/a", "I don't know yet")
"""What the random pools write for no goal."""
Who = int | str
"""A number for somebody in the pool, the folded name for an outsider."""


class Definitions:
    """Which rules ban a pair, and which of them are waived for it."""

    def __init__(
        self,
        people: Iterable[Mentor | Mentee],
        relations: Iterable[Relation],
        programme: Programme,
        firms: Callable[[str], frozenset[str]],
    ) -> None:
        self.programme, self.firms = programme, firms
        everybody = list(people)
        persons: list[set[str]] = []
        for one in everybody:
            marks = {_mark(one.id), _mark(one.email or one.id)}
            same = [others for others in persons if others & marks]
            persons = [others for others in persons if not others & marks] + [marks.union(*same)]
        self._by_mark = {mark: number for number, marks in enumerate(persons) for mark in marks}
        self._by_name = {_fold(one.name): self._by_mark[_mark(one.id)] for one in everybody}
        self._between: dict[tuple[str, frozenset[Who]], list[Relation]] = defaultdict(list)
        bosses: dict[Who, set[Who]] = defaultdict(set)
        for row in relations:
            low, high = self._who(row.person), self._who(row.other)
            self._between[row.kind, frozenset({low, high})].append(row)
            if row.kind == "boss" and (row.until is None or (programme.start and row.until >= programme.start)):
                bosses[low].add(high)
        self._bosses = bosses
        self._above = {person: _steps_up(bosses, person) for person in list(bosses)}

    def banning(self, mentee: Mentee, mentor: Mentor) -> set[str]:
        """The rules that ban a pair and are not waived for it."""
        return self.would_ban(mentee, mentor) - self.waived(mentee, mentor)

    def waived(self, mentee: Mentee, mentor: Mentor) -> set[str]:
        """The rules that would ban a pair and are waived for it."""
        said = " ".join(row.why for row in self._facts("waive", mentee, mentor)).replace(",", " ").split()
        return self.would_ban(mentee, mentor).intersection(WAIVABLE, said) if said else set()

    def would_ban(self, mentee: Mentee, mentor: Mentor) -> set[str]:
        """The rules that ban a pair, waived or not."""
        rules = self.programme.rules
        asked = {kind: bool(self._facts(kind, mentee, mentor)) for kind in ("veto", "forbid", "decline")} | {
            "self": self._who(mentee.id) == self._who(mentor.id),
            "current_boss": self._in_line(self._who(mentee.id), self._who(mentor.id)),
            "former_boss": self._left_lately(mentee, mentor),
            "same_company": self._same_company(mentee, mentor),
            "competitors": self._compete(mentee, mentor),
            "past_pair": rules.past_pair.enabled
            and any(self._recent(row, rules.past_pair.months) for row in self._facts("past_pair", mentee, mentor)),
            "availability": rules.availability.enabled and not self._can_meet(mentee, mentor),
            "language": rules.language.enabled and not self._can_talk(mentee, mentor),
            "refused_topic": self._refuses(mentor, mentee),
            "not_ready": rules.not_ready.enabled and not self._is_ready(mentee),
            "not_mentoring": rules.not_mentoring.enabled and mentee.request in ("coaching", "advice"),
        }
        return {rule for rule, bans in asked.items() if bans}

    def _who(self, text: str) -> Who:
        if _mark(text) in self._by_mark:
            return self._by_mark[_mark(text)]
        return self._by_name.get(_fold(text), _fold(text))

    def _facts(self, kind: str, mentee: Mentee, mentor: Mentor) -> list[Relation]:
        return self._between.get((kind, frozenset({self._who(mentee.id), self._who(mentor.id)})), [])

    def _in_line(self, one: Who, other: Who) -> bool:
        """Whether one is above the other, no further than the levels that count, or both have one boss."""
        settings = self.programme.rules.current_boss
        most = float("inf") if settings.levels == "all" else settings.levels
        apart = [self._above.get(low, {}).get(high) for low, high in ((one, other), (other, one))]
        above = any(steps is not None and steps <= most for steps in apart)
        peers = settings.peers and not self._bosses.get(one, set()).isdisjoint(self._bosses.get(other, set()))
        return one != other and (above or peers)

    def _same_company(self, mentee: Mentee, mentor: Mentor) -> bool:
        if not (mentee.company and mentor.company):
            return self.programme.rules.same_company.unknown == "ban"
        return bool(self.firms(mentee.company) & self.firms(mentor.company))

    def _left_lately(self, mentee: Mentee, mentor: Mentor) -> bool:
        """Whether the mentor was the mentee's boss, no longer is, and has not been gone for the months asked for."""
        months, start = self.programme.rules.former_boss.months, self.programme.start
        was = self._facts("former_boss", mentee, mentor)
        was += [row for row in self._facts("boss", mentee, mentor) if row.until and not (start and row.until >= start)]
        below = [row for row in was if self._who(row.person) == self._who(mentee.id)]
        return months is not None and any(self._recent(row, months) for row in below)

    def _compete(self, mentee: Mentee, mentor: Mentor) -> bool:
        """Whether two different employers of the two are in one set, each by a name it has there."""
        sets = [[self.firms(name) for name in names] for names in self.programme.companies.competitors.values()]
        mine, theirs = self.firms(mentee.company), self.firms(mentor.company)
        return any(
            one != other and one & mine and other & theirs for members in sets for one in members for other in members
        )

    def _recent(self, row: Relation, months: int | None) -> bool:
        """Whether something ended after the day that lies so many months before the programme's start."""
        start = self.programme.start
        return months is None or start is None or row.until is None or row.until > _months_before(start, months)

    def _can_meet(self, mentee: Mentee, mentor: Mentor) -> bool:
        """Whether every week of the programme has a quarter-hour from which a whole meeting is free for both."""
        start, weeks = self.programme.start, self.programme.weeks
        days = (start, weeks or HALF_A_YEAR) if start else (REFERENCE[0], weeks or REFERENCE[1])
        minutes = self.programme.rules.availability.meeting_minutes
        clocks = {*zip(_clock(mentee.time_zone, *days), _clock(mentor.time_zone, *days), strict=True)}
        return all(_free(mentee.free, minutes, one) & _free(mentor.free, minutes, other) for one, other in clocks)

    def _can_talk(self, mentee: Mentee, mentor: Mentor) -> bool:
        if not (mentee.languages and mentor.languages):
            return self.programme.rules.language.unknown == "allow"
        return not set(mentee.languages).isdisjoint(mentor.languages)

    def _refuses(self, mentor: Mentor, mentee: Mentee) -> bool:
        """Whether a mentor refuses a kind of help the mentee asks for, or a topic, or anything above it."""
        topics, asked = self.programme.topics, [ask.casefold() for ask in mentee.asks]
        for need in mentee.needs:
            topic = topics.find(need.topic)
            asked += [topic, *topics.broader(topic)] if topic else [need.topic]
        refused = {topics.find(word) or word.casefold() for word in mentor.refuses}
        return not refused.isdisjoint(asked)

    def _is_ready(self, mentee: Mentee) -> bool:
        settings, hours = self.programme.rules.not_ready, mentee.hours_per_month
        if settings.unknown == "ban" and mentee.goal in NO_GOALS:
            return False
        if settings.minimum_hours is None or (hours is None and settings.unknown_hours == "allow"):
            return True
        return hours is not None and hours >= settings.minimum_hours


def _mark(text: str) -> str:
    return text.casefold() if "@" in text else text


def _fold(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).split())


def _steps_up(bosses: dict[Who, set[Who]], person: Who) -> dict[Who, int]:
    """Everybody above a person, with the fewest steps up to them."""
    found: dict[Who, int] = {}
    level, steps = {person}, 0
    while level:
        steps += 1
        level = {boss for one in level for boss in bosses.get(one, ())} - found.keys()
        found |= dict.fromkeys(level, steps)
    return found


def _months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@cache
def _clock(zone: str, first_day: date, weeks: int) -> tuple[int, ...]:
    """Minutes ahead of UTC on the Wednesday noon of every week."""
    wednesday = first_day
    while wednesday.weekday() != 2:
        wednesday += timedelta(days=1)
    noons = [datetime.combine(wednesday + timedelta(weeks=week), time(12), UTC) for week in range(weeks)]
    ahead = [noon.astimezone(ZoneInfo(zone)).utcoffset() or timedelta() for noon in noons]
    return tuple(int(one.total_seconds()) // 60 for one in ahead)


@cache
def _free(windows: tuple[Window, ...], minutes: int, ahead: int) -> frozenset[int]:
    """The quarter-hours of the UTC week from which so many minutes are free by a clock so far ahead."""
    week, meeting = 7 * 24 * 60, b"\1" * minutes
    line = bytearray(4 * week)  # three weeks that are the same, so that the second knows what runs on into it
    for day, start, end in windows:
        for monday in range(0, 3 * week, week):
            line[monday + day * 1440 + start : monday + day * 1440 + end] = b"\1" * (end - start)
    return frozenset(
        quarter for quarter in range(0, week, 15) if line.startswith(meeting, week + (quarter + ahead) % week)
    )
