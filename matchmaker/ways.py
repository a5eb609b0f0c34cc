"""The ways that lead from a mentee to a mentor through the facts between people: what ``source`` is judged by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from matchmaker.dates import months_before
from matchmaker.relations import Fact, Kind, fold
from matchmaker.topics import folded

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme

WayKind: TypeAlias = Literal["former_boss", "recommended", "knows", "expert_recommended", "two_steps"]

EXPERT, RECOMMENDERS = 5, 2
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
        self._experts = list(self._recommended_experts())

    def best(self, row: int) -> dict[str, Way]:
        """Return the best way from a mentee to every mentor one leads to, by key.

        Of equal ways the shortest counts, then the first by names, so that who else is in the pool changes nothing.
        """
        best: dict[str, Way] = {}
        for key, way in self._all(row):
            if key in self._pool.column_of:
                best[key] = min(best.get(key, way), way, key=self._rank)
        return best

    def _rank(self, way: Way) -> tuple[object, ...]:
        return -way.points, len(way.by), [self._by_name(key) for key in way.by], way.kind, way.is_old

    def _by_name(self, key: str) -> tuple[str, str]:
        return fold(self._pool.name_of(key)), key

    def _all(self, row: int) -> Iterator[tuple[str, Way]]:
        me = self._pool.directory.key(self._pool.mentees[row])
        for friend, fact in _known(self._pool, me):
            was_boss = fact.person == me and fact.was_boss(self._programme.start)
            yield friend, self._way("former_boss" if was_boss else "knows", (), [fact])
            for other, second in _known(self._pool, friend):
                if other != me:
                    yield other, self._way("two_steps", (friend,), [fact, second])
            for second in self._pool.relations.involving(friend, Kind.RECOMMENDS):
                if second.person == friend and second.other != me:
                    yield second.other, self._way("recommended", (friend,), [fact, second])
        yield from self._experts_for(row, me)

    def _experts_for(self, row: int, me: str) -> Iterator[tuple[str, Way]]:
        """Yield the experts in what a mentee needs most whom two others recommend."""
        needs = self._pool.mentees[row].needs
        most = max(need.importance for need in needs)
        top = {self._topic(need.topic) for need in needs if need.importance == most}
        for key, topics, told in self._experts:
            mine = [fact for fact in told if fact.person != me]
            for facts in (mine, [fact for fact in mine if not self._is_old(fact)]):  # what is old never takes away
                by = sorted({fact.person for fact in facts}, key=self._by_name)
                if len(by) >= RECOMMENDERS and top & topics:
                    yield key, self._way("expert_recommended", tuple(by), facts)

    def _recommended_experts(self) -> Iterator[tuple[str, set[str], list[Fact]]]:
        """Yield who is of level 5 in something and recommended by two, with the topics and the recommendations."""
        told: dict[str, list[Fact]] = {}
        for fact in self._pool.relations.of(Kind.RECOMMENDS):
            told.setdefault(fact.other, []).append(fact)
        for key in sorted(told.keys() & self._pool.column_of.keys()):
            offers = self._pool.mentors[self._pool.column_of[key]].offers
            topics = {self._topic(offer.topic) for offer in offers if offer.level == EXPERT}
            if topics and len(told[key]) >= RECOMMENDERS:
                yield key, topics, told[key]

    def _topic(self, text: str) -> str:
        return self._programme.topics.find(text) or folded(text)

    def _way(self, kind: WayKind, by: tuple[str, ...], facts: Iterable[Fact]) -> Way:
        settings, is_old = self._programme.source, any(map(self._is_old, facts))
        points: int = getattr(settings, kind)
        return Way(points * settings.old_share // 100 if is_old else points, kind, by, is_old)

    def _is_old(self, fact: Fact) -> bool:
        until = fact.relation.until
        return until is not None and until < self._long_ago


def _known(pool: Pool, key: str) -> Iterator[tuple[str, Fact]]:
    """Yield everybody somebody is acquainted with, with the fact."""
    for fact in pool.relations.involving(key, *ACQUAINTED):
        yield (fact.other if fact.person == key else fact.person), fact
