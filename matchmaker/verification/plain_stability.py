"""Whether anybody would undo a stable matching, for verification: from the definition, person by person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from matchmaker.matching import Matching
from matchmaker.pool import Pool
from matchmaker.programme import STABLE
from matchmaker.survey import ViewedPairs


def undone(pool: Pool, legal: ViewedPairs, matching: Matching) -> Iterator[str]:
    """Name a mentee and a mentor who would both rather have each other, if the record says that there are none.

    Somebody would if they have a place left, or for a partner, not a pinned one, of whom they think less.
    """
    if matching.strategy not in STABLE:
        return
    held = _held(matching)
    likes = {"mentee": legal.mentee_view, "mentor": legal.mentor_view}
    ends = {"mentee": (pool.mentees, legal.rows), "mentor": (pool.mentors, legal.columns)}
    places = {"mentee": [one.mentors_wanted for one in pool.mentees], "mentor": [one.capacity for one in pool.mentors]}
    rather = np.ones(len(legal.rows), np.bool_)
    for role, (people, at) in ends.items():
        mine = [held[role, one.id] for one in people]
        room = np.array([len(got) < most for got, most in zip(mine, places[role], strict=True)], np.bool_)
        least = np.array([min((view for view, pinned in got if not pinned), default=10_001) for got in mine], np.int64)
        rather &= room[at] | (likes[role] > least[at])
    made = {(pool.mentee_index[pair.mentee], pool.mentor_index[pair.mentor]) for pair in matching.pairs}
    both = zip(legal.rows[rather].tolist(), legal.columns[rather].tolist(), strict=True)
    blocking = [pair for pair in both if pair not in made]
    if blocking:
        mentee, mentor = pool.mentees[blocking[0][0]], pool.mentors[blocking[0][1]]
        yield f"strategy: not {matching.strategy}; {mentee.label} and {mentor.label} would both rather have each other"


def _held(matching: Matching) -> defaultdict[tuple[str, str], list[tuple[int, bool]]]:
    """Return what everybody thinks of each partner they got, and whether the pair is pinned."""
    held = defaultdict[tuple[str, str], list[tuple[int, bool]]](list)
    for pair in matching.pairs:
        held["mentee", pair.mentee].append((pair.mentee_view, pair.pinned))
        held["mentor", pair.mentor].append((pair.mentor_view, pair.pinned))
    return held
