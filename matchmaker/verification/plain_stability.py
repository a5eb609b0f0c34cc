"""Whether anybody would undo a stable matching, for verification: from the definition, person by person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from matchmaker.matching import Matching
from matchmaker.pool import Pool
from matchmaker.programme import STABLE
from matchmaker.scoring.survey import ViewedPairs


class Undone:
    """Looks for a mentee and a mentor who would both rather have each other, where a record says there are none.

    Somebody would if they have a place left, or for a partner, not a pinned one, of whom they think less.
    """

    def __init__(self, pool: Pool, matching: Matching) -> None:
        self._pool, self._strategy = pool, matching.strategy
        held, width = _held(matching), len(pool.mentors)
        places = [one.mentors_wanted for one in pool.mentees], [one.capacity for one in pool.mentors]
        got = [held["mentee", one] for one in pool.mentee_index], [held["mentor", one] for one in pool.mentor_index]
        self._room = [np.array([*map(_has_room, *side)], np.bool_) for side in zip(got, places, strict=True)]
        self._least = [np.array([*map(_least, side)], np.int64) for side in got]
        ends = [(pool.mentee_index[pair.mentee], pool.mentor_index[pair.mentor]) for pair in matching.pairs]
        self._made = np.array([row * width + column for row, column in ends], np.int64)
        self._found: tuple[int, int] | None = None

    def look(self, legal: ViewedPairs) -> None:
        """Look at some legal pairs, by row and column."""
        if self._found or self._strategy not in STABLE:
            return
        rather = np.ones(len(legal.rows), np.bool_)
        sides = (legal.rows, legal.mentee_view), (legal.columns, legal.mentor_view)
        for room, least, (at, view) in zip(self._room, self._least, sides, strict=True):
            rather &= room[at] | (view > least[at])
        rather &= ~np.isin(legal.rows * len(self._pool.mentors) + legal.columns, self._made)
        for at in np.flatnonzero(rather)[:1].tolist():
            self._found = int(legal.rows[at]), int(legal.columns[at])

    def told(self) -> Iterator[str]:
        """Name the first two who would, if there are any."""
        if self._found:
            row, column = self._found
            labels = self._pool.mentees[row].label, self._pool.mentors[column].label
            yield f"strategy: not {self._strategy}; {' and '.join(labels)} would both rather have each other"


def undone(pool: Pool, legal: ViewedPairs, matching: Matching) -> Iterator[str]:
    """Name a mentee and a mentor who would both rather have each other, if the record says that there are none."""
    looked = Undone(pool, matching)
    looked.look(legal)
    yield from looked.told()


def _has_room(got: list[tuple[int, bool]], places: int) -> bool:
    return len(got) < places


def _least(got: list[tuple[int, bool]]) -> int:
    """Return what somebody thinks of the partner they like least and may leave; of none: more than anybody can."""
    return min((view for view, pinned in got if not pinned), default=10_001)


def _held(matching: Matching) -> defaultdict[tuple[str, str], list[tuple[int, bool]]]:
    """Return what everybody thinks of each partner they got, and whether the pair is pinned."""
    held = defaultdict[tuple[str, str], list[tuple[int, bool]]](list)
    for pair in matching.pairs:
        held["mentee", pair.mentee].append((pair.mentee_view, pair.pinned))
        held["mentor", pair.mentor].append((pair.mentor_view, pair.pinned))
    return held
