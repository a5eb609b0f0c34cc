"""Nobody is mentored by, or mentors, anybody in their own line of bosses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, TypeAlias

from matchmaker.relations import Fact, Kind, fold
from matchmaker.rules.protocol import Ban
from matchmaker.sentences import say
from matchmaker.shapes import Shape, listed

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme

Line: TypeAlias = Mapping[str, Mapping[str, Fact]]
"""Everybody's bosses, by key, each with the fact that says so."""


class CurrentBoss:
    """Bans the boss, everyone above in the line and everyone below; dotted lines and outsiders' bosses count.

    ``levels`` limits how far up and down; ``peers`` also bans people with the same direct boss.
    """

    name = "current_boss"
    waivable = False

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Walk up from everybody in the pool, and list the pairs that lie in one line."""
        line = _line(pool, programme)
        people = sorted(pool.row_of.keys() | pool.column_of.keys())
        found = [(key, above) for key in people for above in _above(line, key, programme)]
        if programme.rules.current_boss.peers:
            found += _peers(line)
        return listed((pair for one, other in found for pair in pool.pairs(one, other)), len(pool.mentors))

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Name the line from the one up to the other, and its rows."""

        def named(key: str) -> tuple[str, str]:
            return fold(pool.name_of(key)), key

        line = _line(pool, programme)
        one, other = pool.directory.key(pool.mentees[mentee]), pool.directory.key(pool.mentors[mentor])
        # Of equally short lines, and of bosses in common, the first by name: who else is in the pool changes nothing.
        for low, high in ((one, other), (other, one)):
            if high in _above(line, low, programme):
                told = min(_shortest(line, low, high), key=lambda keys: [named(key) for key in keys])
                steps, peers = list(pairwise(told)), False
                break
        else:
            boss = min(set(line[one]) & set(line[other]), key=named)
            told, steps, peers = [one, boss, other], [(one, boss), (other, boss)], True
        sentence = say("current_boss", names=[pool.name_of(key) for key in told], peers=peers)
        return Ban(self.name, sentence, tuple(str(line[low][high].record) for low, high in steps))


def _line(pool: Pool, programme: Programme) -> Line:
    """Return the lines of bosses that hold at the programme's start; of two facts that say the same, the last."""
    line: dict[str, dict[str, Fact]] = {}
    for fact in pool.relations.of(Kind.BOSS):
        if fact.holds_on(programme.start):
            line.setdefault(fact.person, {})[fact.other] = fact
    return line


def _above(line: Line, key: str, programme: Programme) -> set[str]:
    """Return everyone above a person, as far up as the programme says; a loop of bosses ends where it began."""
    levels = programme.rules.current_boss.levels
    found, last, steps = {key}, {key}, 0
    while last and steps != levels:
        last = {boss for one in last for boss in line.get(one, ())} - found
        found |= last
        steps += 1
    return found - {key}


def _peers(line: Line) -> Iterator[tuple[str, str]]:
    """Yield every two people with the same direct boss."""
    teams: dict[str, list[str]] = {}
    for key, bosses in line.items():
        for boss in bosses:
            teams.setdefault(boss, []).append(key)
    for team in teams.values():
        yield from permutations(team, 2)


def _shortest(line: Line, low: str, high: str) -> Iterator[list[str]]:
    """Yield all shortest ways up from one to the other."""
    import networkx

    edges = ((key, boss) for key, bosses in line.items() for boss in bosses)
    yield from networkx.all_shortest_paths(networkx.DiGraph(edges), low, high)
