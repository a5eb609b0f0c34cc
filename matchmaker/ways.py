"""The ways that lead from a mentee to a mentor through the facts between people: what ``source`` is judged by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from matchmaker.relations import Fact, Kind, fold
from matchmaker.shapes import UNKNOWN
from matchmaker.times.dates import months_before

if TYPE_CHECKING:
    from matchmaker.answers import Need
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme

WayKind: TypeAlias = Literal["former_boss", "recommended", "knows", "expert_recommended", "two_steps"]

ACQUAINTED = (Kind.KNOWS, Kind.BOSS, Kind.FORMER_BOSS, Kind.PAST_PAIR)
"""Facts by which two people know each other, whichever of them they were written for."""


class Way(NamedTuple):
    """A way and its points. ``by`` are the keys of those it leads over, or who recommend; old if one fact is."""

    points: int
    kind: WayKind
    by: tuple[str, ...]
    is_old: bool


class Ways:
    """All ways of a pool.

    - ``former_boss``: once the mentee's boss; ``knows``: any other fact by which the two are acquainted
    - ``recommended``: by somebody the mentee knows; ``two_steps``: known to somebody the mentee knows
    - ``expert_recommended``: of level 5 in a need of the greatest importance, recommended by two others

    Third people count by the facts they stand in, whether they are in the pool themselves or not.
    """

    def __init__(self, pool: Pool, programme: Programme) -> None:
        self._pool, self._programme = pool, programme
        self._long_ago = months_before(programme.first_day, 12 * programme.source.old_years)
        self._names: dict[str, tuple[str, str]] = {}
        self._onward: dict[str, dict[tuple[str, WayKind], bool]] = {}

    def best(self, row: int) -> dict[str, Way]:
        """Return the best way from a mentee to every mentor one leads to, by key.

        Of equal ways the shortest counts, then the first by names, so that who else is in the pool changes nothing.
        """
        top = self.top(self._pool.mentees[row].needs)
        return self._best(row, sorted({key for topic in top for key in self.experts.get(topic, ())}))

    def between(self, row: int, column: int) -> Way | None:
        """Return the best way from a mentee to one mentor; nobody else's recommendations are looked at."""
        key = self._pool.directory.key(self._pool.mentors[column])
        return self._best(row, {key}).get(key)

    def _best(self, row: int, experts: Iterable[str]) -> dict[str, Way]:
        best: dict[str, tuple[tuple[object, ...], Way]] = {}
        for key, way in self._all(row, experts):
            if key in self._pool.column_of:
                rank = (-way.points, len(way.by), [self._by_name(one) for one in way.by], way.kind, way.is_old)
                if key not in best or rank < best[key][0]:
                    best[key] = rank, way
        return {key: way for key, (_, way) in best.items()}

    def _by_name(self, key: str) -> tuple[str, str]:
        if key not in self._names:
            self._names[key] = fold(self._pool.name_of(key)), key
        return self._names[key]

    def _all(self, row: int, experts: Iterable[str]) -> Iterator[tuple[str, Way]]:
        """Yield every way from a mentee, ``experts`` being the only ones looked at as such."""
        me = self._pool.directory.key(self._pool.mentees[row])
        for friend, kind, is_old in self.acquainted(me):
            yield friend, self._way(kind, (), is_old)
            for (other, onward), was_old in self.onward(friend).items():
                if other != me:
                    yield other, self._way(onward, (friend,), is_old or was_old)
        yield from self._recommended(row, me, experts)

    def acquainted(self, key: str) -> Iterator[tuple[str, WayKind, bool]]:
        """Yield everybody somebody is acquainted with, what way that makes, and whether it is old."""
        for friend, fact in _known(self._pool, key):
            was_boss = fact.person == key and fact.was_boss(self._programme.start)
            yield friend, "former_boss" if was_boss else "knows", self._is_old(fact)

    def onward(self, friend: str) -> dict[tuple[str, WayKind], bool]:
        """Return whom of the mentors somebody knows or recommends, and whether all that says so is old.

        Kept, as some are known to hundreds.
        """
        if friend not in self._onward:
            told: list[tuple[str, WayKind, Fact]] = [
                (other, "two_steps", fact) for other, fact in _known(self._pool, friend)
            ]
            recommends = self._pool.relations.involving(friend, Kind.RECOMMENDS)
            told += [(fact.other, "recommended", fact) for fact in recommends if fact.person == friend]
            found: dict[tuple[str, WayKind], bool] = {}
            for other, kind, fact in told:
                if other in self._pool.column_of:
                    found[other, kind] = found.get((other, kind), True) and self._is_old(fact)
            self._onward[friend] = found
        return self._onward[friend]

    def _recommended(self, row: int, me: str, experts: Iterable[str]) -> Iterator[tuple[str, Way]]:
        """Yield those of the experts in what a mentee needs most whom enough others recommend."""
        top = self.top(self._pool.mentees[row].needs)
        for key in experts:
            if not top.isdisjoint(self.topics_of(key)):
                for facts in self._telling(key, me):
                    by = sorted({fact.person for fact in facts}, key=self._by_name)
                    yield key, self._way("expert_recommended", tuple(by), any(map(self._is_old, facts)))

    def expertise(self, key: str, me: str | None = None) -> int:
        """Return the points of an expert whom enough others than ``me`` recommend; ``UNKNOWN`` where too few do."""
        told = (any(map(self._is_old, facts)) for facts in self._telling(key, me))
        return max((self.points("expert_recommended", is_old) for is_old in told), default=UNKNOWN)

    def _telling(self, key: str, me: str | None) -> Iterator[list[Fact]]:
        """Yield the facts by which enough others than ``me`` recommend somebody: all, and those that are not old.

        What is old never takes away.
        """
        mine = [fact for fact in self.recommending(key) if fact.person != me]
        for facts in (mine, [fact for fact in mine if not self._is_old(fact)]):
            if len({fact.person for fact in facts}) >= self._programme.source.recommenders:
                yield facts

    @cached_property
    def experts(self) -> dict[str, list[str]]:
        """The mentors who are experts in each topic, of those whom enough recommend."""
        experts: dict[str, list[str]] = {}
        named = {fact.other for fact in self._pool.relations.of(Kind.RECOMMENDS)}
        for key in sorted(named & self._pool.column_of.keys()):
            if len(self.recommending(key)) >= self._programme.source.recommenders:
                for topic in sorted(self.topics_of(key)):
                    experts.setdefault(topic, []).append(key)
        return experts

    def top(self, needs: Sequence[Need]) -> set[str]:
        """Return the topics a mentee with these needs needs most."""
        most = max(need.importance for need in needs)
        return {self._programme.topics.key(need.topic) for need in needs if need.importance == most}

    def topics_of(self, key: str) -> set[str]:
        """Return the topics in which a mentor is an expert."""
        offers, least = self._pool.mentors[self._pool.column_of[key]].offers, self._programme.source.expert_level
        return {self._programme.topics.key(offer.topic) for offer in offers if (offer.level or 0) >= least}

    def recommending(self, key: str) -> list[Fact]:
        """Return the facts by which somebody is recommended."""
        return [fact for fact in self._pool.relations.involving(key, Kind.RECOMMENDS) if fact.other == key]

    def points(self, kind: WayKind, is_old: bool) -> int:
        """Return the points of a way."""
        settings = self._programme.source
        points: int = getattr(settings, kind)
        return points * settings.old_share // 100 if is_old else points

    def _way(self, kind: WayKind, by: tuple[str, ...], is_old: bool) -> Way:
        return Way(self.points(kind, is_old), kind, by, is_old)

    def _is_old(self, fact: Fact) -> bool:
        until = fact.until
        return until is not None and until < self._long_ago


def _known(pool: Pool, key: str) -> Iterator[tuple[str, Fact]]:
    """Yield everybody somebody is acquainted with, with the fact."""
    for fact in pool.relations.involving(key, *ACQUAINTED):
        yield (fact.other if fact.person == key else fact.person), fact
