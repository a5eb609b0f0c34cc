"""Nobody is mentored by, or mentors, anybody in their own line of bosses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from matchmaker.relations import Kind, fold
from matchmaker.rules.protocol import Ban
from matchmaker.sentences import say
from matchmaker.shapes import Shape, listed

if TYPE_CHECKING:
    import networkx

    from matchmaker.pool import Pool
    from matchmaker.programme import Programme


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
            found += [(key, peer) for key in people for peer in _peers(line, key)]
        return listed((pair for one, other in found for pair in pool.pairs(one, other)), len(pool.mentors))

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> Ban:
        """Name the line from the one up to the other, and its rows."""
        import networkx

        def named(key: str) -> tuple[str, str]:
            return fold(pool.name_of(key)), key

        line = _line(pool, programme)
        one, other = pool.directory.key(pool.mentees[mentee]), pool.directory.key(pool.mentors[mentor])
        # Of equally short lines, and of bosses in common, the first by name: who else is in the pool changes nothing.
        for low, high in ((one, other), (other, one)):
            if high in _above(line, low, programme):
                told = min(networkx.all_shortest_paths(line, low, high), key=lambda keys: [named(key) for key in keys])
                steps, peers = list(pairwise(told)), False
                break
        else:
            boss = min(set(line[one]) & set(line[other]), key=named)
            told, steps, peers = [one, boss, other], [(one, boss), (other, boss)], True
        sentence = say("current_boss", names=[pool.name_of(key) for key in told], peers=peers)
        return Ban(self.name, sentence, tuple(str(line[low][high]["fact"].relation.record) for low, high in steps))


def _line(pool: Pool, programme: Programme) -> networkx.DiGraph[str]:
    """Return the lines of bosses that hold at the programme's start, each edge from a person up to a boss."""
    import networkx

    line: networkx.DiGraph[str] = networkx.DiGraph()
    for person, boss, fact in pool.relations.graph.edges(data="fact"):
        if fact.relation.kind is Kind.BOSS and fact.holds_on(programme.start):
            line.add_edge(person, boss, fact=fact)
    return line


def _above(line: networkx.DiGraph[str], key: str, programme: Programme) -> set[str]:
    """Return everyone above a person, as far up as the programme says; a loop of bosses ends where it began."""
    import networkx

    if key not in line:
        return set()
    levels = programme.rules.current_boss.levels
    if levels == "all":
        return set(networkx.descendants(line, key))
    return set(networkx.single_source_shortest_path_length(line, key, cutoff=levels)) - {key}


def _peers(line: networkx.DiGraph[str], key: str) -> Iterator[str]:
    for boss in line.successors(key) if key in line else ():
        yield from (peer for peer in line.predecessors(boss) if peer != key)
