"""The ways that lead from a mentee to a mentor through the facts between people: what ``source`` is judged by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from matchmaker.relations import Fact, Kind, fold
from matchmaker.times.dates import months_before
from matchmaker.topics import folded

if TYPE_CHECKING:
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
        return self._best(row, sorted({key for topic in self._top(row) for key in self._experts.get(topic, ())}))

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
        for friend, fact in _known(self._pool, me):
            was_boss = fact.person == me and fact.was_boss(self._programme.start)
            is_old = self._is_old(fact)
            yield friend, self._way("former_boss" if was_boss else "knows", (), is_old)
            for (other, kind), was_old in self._from(friend).items():
                if other != me:
                    yield other, self._way(kind, (friend,), is_old or was_old)
        yield from self._recommended(row, me, experts)

    def _from(self, friend: str) -> dict[tuple[str, WayKind], bool]:
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
        top = self._top(row)
        for key in experts:
            if top.isdisjoint(self._topics_of(key)):
                continue
            mine = [fact for fact in self._recommending(key) if fact.person != me]
            for facts in (mine, [fact for fact in mine if not self._is_old(fact)]):  # what is old never takes away
                by = sorted({fact.person for fact in facts}, key=self._by_name)
                if len(by) >= self._programme.source.recommenders:
                    yield key, self._way("expert_recommended", tuple(by), any(map(self._is_old, facts)))

    @cached_property
    def _experts(self) -> dict[str, list[str]]:
        """The mentors who are experts in each topic, of those whom enough recommend."""
        experts: dict[str, list[str]] = {}
        named = {fact.other for fact in self._pool.relations.of(Kind.RECOMMENDS)}
        for key in sorted(named & self._pool.column_of.keys()):
            if len(self._recommending(key)) >= self._programme.source.recommenders:
                for topic in sorted(self._topics_of(key)):
                    experts.setdefault(topic, []).append(key)
        return experts

    def _top(self, row: int) -> set[str]:
        """Return the topics a mentee needs most."""
        needs = self._pool.mentees[row].needs
        most = max(need.importance for need in needs)
        return {self._topic(need.topic) for need in needs if need.importance == most}

    def _topics_of(self, key: str) -> set[str]:
        """Return the topics in which a mentor is an expert."""
        offers, least = self._pool.mentors[self._pool.column_of[key]].offers, self._programme.source.expert_level
        return {self._topic(offer.topic) for offer in offers if (offer.level or 0) >= least}

    def _recommending(self, key: str) -> list[Fact]:
        """Return the facts by which somebody is recommended."""
        return [fact for fact in self._pool.relations.involving(key, Kind.RECOMMENDS) if fact.other == key]

    def _topic(self, text: str) -> str:
        return self._programme.topics.find(text) or folded(text)

    def _way(self, kind: WayKind, by: tuple[str, ...], is_old: bool) -> Way:
        settings = self._programme.source
        points: int = getattr(settings, kind)
        return Way(points * settings.old_share // 100 if is_old else points, kind, by, is_old)

    def _is_old(self, fact: Fact) -> bool:
        until = fact.until
        return until is not None and until < self._long_ago


def _known(pool: Pool, key: str) -> Iterator[tuple[str, Fact]]:
    """Yield everybody somebody is acquainted with, with the fact."""
    for fact in pool.relations.involving(key, *ACQUAINTED):
        yield (fact.other if fact.person == key else fact.person), fact
