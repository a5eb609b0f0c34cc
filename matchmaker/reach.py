"""Whom the ways of a whole pool lead to: the same points as ``ways.py`` finds for one mentee, for all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from matchmaker.packed import answers
from matchmaker.shapes import UNKNOWN, Listed, Through, valued

if TYPE_CHECKING:
    from matchmaker.pool import Pool
    from matchmaker.ways import Ways

Entry: TypeAlias = tuple[int, int, int]
"""A column that a group leads to, and its points for a row of either kind."""


def acquaintances(pool: Pool, ways: Ways) -> tuple[Listed, Through]:
    """Return the pairs who are acquainted, and those whom somebody both are acquainted with leads together."""
    direct: dict[tuple[int, int], int] = {}
    group: dict[str, int] = {}
    members: list[tuple[int, int, int]] = []
    for me, row in pool.row_of.items():
        for friend, kind, is_old in ways.acquainted(me):
            if friend in pool.column_of:
                pair = row, pool.column_of[friend]
                direct[pair] = max(ways.points(kind, is_old), direct.get(pair, UNKNOWN))
            if ways.onward(friend):
                members.append((row, group.setdefault(friend, len(group)), int(is_old)))
    onward = [_onward(pool, ways, friend) for friend in group]
    me_too = [(row, pool.column_of[key]) for key, row in pool.row_of.items() if key in pool.column_of]
    return _listed(pool, direct), _through(pool, members, onward, me_too)


def experts(pool: Pool, ways: Ways) -> tuple[Listed, Through]:
    """Return the pairs of mentees and experts in what they need most, whom enough others recommend.

    A topic is a group. Who recommends an expert does not count for themselves: these pairs come first, by themselves.
    """
    topics = {topic: number for number, topic in enumerate(ways.experts)}
    entries = [[(pool.column_of[key], *2 * (ways.expertise(key),)) for key in keys] for keys in ways.experts.values()]
    tops = answers(pool.mentees, "needs").each(lambda needs: sorted(topics.keys() & ways.top(needs)))
    members = [(row, topics[topic], 0) for row, mine in enumerate(tops) for topic in mine]
    own: dict[tuple[int, int], int] = {}
    for key in sorted(set().union(*ways.experts.values())):
        for me in {fact.person for fact in ways.recommending(key)} & pool.row_of.keys():
            if not ways.topics_of(key).isdisjoint(tops[pool.row_of[me]]):
                own[pool.row_of[me], pool.column_of[key]] = ways.expertise(key, me)
    return _listed(pool, own), _through(pool, members, entries, own)


def _onward(pool: Pool, ways: Ways, friend: str) -> list[Entry]:
    """Return where somebody leads those who are acquainted with them, of late or long ago."""
    return [
        (pool.column_of[key], ways.points(kind, was_old), ways.points(kind, True))
        for (key, kind), was_old in ways.onward(friend).items()
    ]


def _listed(pool: Pool, pairs: Mapping[tuple[int, int], int]) -> Listed:
    return valued(pairs, np.full((1, 1), UNKNOWN, np.int32), len(pool.mentors))


def _through(
    pool: Pool,
    members: Sequence[tuple[int, int, int]],
    entries: Sequence[Sequence[Entry]],
    barred: Iterable[tuple[int, int]],
) -> Through:
    """Return the shape of rows in groups, ``members`` by row: its row, its group and which kind it is."""
    rows, groups, kinds = _columns(members)
    columns, *points = _columns([*chain.from_iterable(entries)])
    places = np.array(sorted(row * len(pool.mentors) + column for row, column in barred), np.int64)
    return Through(
        row_starts=np.searchsorted(rows, np.arange(len(pool.mentees) + 1)),
        groups=groups,
        kinds=kinds,
        group_starts=np.cumsum([0, *map(len, entries)]),
        columns=columns,
        points=np.array(points, np.int32),
        barred=places,
        n_columns=len(pool.mentors),
    )


def _columns(entries: Sequence[Entry]) -> npt.NDArray[np.int64]:
    return np.array(entries, np.int64).reshape(len(entries), 3).T
