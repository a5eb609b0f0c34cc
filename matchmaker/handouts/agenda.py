"""One time for every pair: nobody is asked to be in two meetings at once, this week or in any later one.

Mentor by mentor, as many of their mentees as can be get times of their own. The others share such a time in alternate
weeks, if all who share it meet every other week or every fourth. Whoever is left is proposed their first common time
all the same, and is told that it clashes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matchmaker.handouts.apart import MOST_TOGETHER, apart
from matchmaker.handouts.times import every_weeks, moment, quarters, weekly_starts
from matchmaker.matching import Matching
from matchmaker.people import Mentee, Mentor
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.times.calendars import QUARTERS


class Turn(StrEnum):
    """Whether a pair's time is free of other meetings of the two."""

    OWN = "own"
    """no other meeting of either is at this time"""
    ALTERNATE = "alternate"
    """another one is, in the weeks between"""
    CLASHES = "clashes"
    """another one may be, in the same week"""


@dataclass(frozen=True)
class First:
    """When a pair meets first."""

    start: datetime
    turn: Turn


@dataclass(frozen=True)
class _Asking:
    """A pair that needs a time; ``week`` is the first of the programme, from 0, in which the two share any."""

    mentee: Mentee
    mentor: Mentor
    keys: tuple[str, str]
    every: int
    week: int
    starts: list[int]


@dataclass(frozen=True)
class _Taken:
    """A time of the week that somebody has no more; in weeks of one parity only, or in all."""

    position: int
    parity: int | None


Pairs = Mapping[tuple[str, str], First]
"""By the ids of mentee and mentor; pairs that share no time are missing."""


def agenda(pool: Pool, programme: Programme, matching: Matching) -> Pairs:
    """Return when each pair meets first; nothing without a programme's start, as there are no dates then."""
    found: dict[tuple[str, str], First] = {}
    if programme.start is None:
        return found
    taken: dict[str, list[_Taken]] = defaultdict(list)
    by_mentor: dict[str, list[_Asking]] = defaultdict(list)
    for pair in sorted(matching.pairs, key=lambda pair: (pair.mentor, pair.mentee)):
        if asking := _asking(pool, programme, pair.mentee, pair.mentor):
            by_mentor[pair.mentor].append(asking)
    for everybody in by_mentor.values():
        for at in range(0, len(everybody), MOST_TOGETHER):
            found |= _placed(everybody[at : at + MOST_TOGETHER], taken, programme)
    return found


def _asking(pool: Pool, programme: Programme, mentee_id: str, mentor_id: str) -> _Asking | None:
    mentee, mentor = pool.mentees[pool.mentee_index[mentee_id]], pool.mentors[pool.mentor_index[mentor_id]]
    keys = pool.directory.key(mentee), pool.directory.key(mentor)
    for week in range(programme.length):
        if starts := weekly_starts(mentee, mentor, programme, week):
            return _Asking(mentee, mentor, keys, every_weeks(mentee, mentor, programme), week, starts)
    return None


def _placed(asking: Sequence[_Asking], taken: dict[str, list[_Taken]], programme: Programme) -> Pairs:
    """Give one mentor's mentees their times, and note in ``taken`` that they are."""
    found: dict[tuple[str, str], First] = {}
    left = asking
    for turn in (Turn.OWN, Turn.ALTERNATE, Turn.CLASHES):
        chances = [_chances(one, turn, taken, programme) for one in left]
        chosen: list[int | None]
        if turn is Turn.CLASHES:
            chosen = [starts[0] for starts in chances]
        else:  # those who meet in odd rhythms first: they can share with nobody
            chosen = apart(chances, quarters(programme), [one.every % 2 == 1 for one in left])
        for one, start in zip(left, chosen, strict=True):
            if start is not None:
                found[one.mentee.id, one.mentor.id] = First(moment(start), turn)
                week = one.week + (turn is Turn.ALTERNATE)
                for key in one.keys:
                    taken[key].append(_Taken(start % QUARTERS, None if one.every % 2 else week % 2))
        left = [one for one, start in zip(left, chosen, strict=True) if start is None]
    return found


def _chances(one: _Asking, turn: Turn, taken: Mapping[str, list[_Taken]], programme: Programme) -> list[int]:
    """Return the starts that a pair may be given in its turn."""
    if turn is Turn.CLASHES:
        return one.starts
    if turn is Turn.OWN:
        starts, busy = one.starts, [time for key in one.keys for time in taken.get(key, ())]
    else:
        week = one.week + 1
        starts = [] if one.every % 2 else weekly_starts(one.mentee, one.mentor, programme, week)
        busy = [time for key in one.keys for time in taken.get(key, ()) if time.parity in (None, week % 2)]
    length = quarters(programme)
    return [start for start in starts if not any(_overlap(start, time.position, length) for time in busy)]


def _overlap(start: int, position: int, length: int) -> bool:
    """Whether two meetings that begin at these times of the week meet, also round the week's end."""
    return (start - position) % QUARTERS < length or (position - start) % QUARTERS < length
