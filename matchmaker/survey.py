"""One walk over a scored pool: every legal pair, why the others are none, how far each criterion tells pairs apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matchmaker.effective import Sums
from matchmaker.shapes import UNKNOWN
from solvers.problem import BoolArray, IntArray
from solvers.source import Pairs, joined

if TYPE_CHECKING:
    from matchmaker.scores import Points, Scores


@dataclass(frozen=True, eq=False)
class ViewedPairs(Pairs):
    """Pairs with what each side thinks of them, too."""

    mentee_view: IntArray
    mentor_view: IntArray


@dataclass(frozen=True, eq=False)
class Tally:
    """How many pairs each rule bans, per mentee and per mentor; a pair counts for every rule that bans it.

    ``only`` counts the pairs that no other rule bans, ``below_minimum`` the pairs no rule bans that score too low,
    ``legal`` those that remain.
    """

    banned: Mapping[str, tuple[IntArray, IntArray]]
    only: Mapping[str, tuple[IntArray, IntArray]]
    below_minimum: tuple[IntArray, IntArray]
    legal: tuple[IntArray, IntArray]


@dataclass(frozen=True, eq=False)
class Survey:
    """What one walk finds. ``sums`` has one entry a criterion, in the programme's order, over the legal pairs."""

    legal: ViewedPairs
    tally: Tally
    sums: tuple[Sums, ...]


def survey(scores: Scores) -> Survey:
    """Walk over all blocks once: list the legal pairs, count the others, add up every criterion's points."""
    programme, n_rows, n_columns = scores.programme, scores.n_rows, scores.n_columns
    banned, only = ({name: _zeros(n_rows, n_columns) for name in scores.rule_names} for _ in range(2))
    below, legal = _zeros(n_rows, n_columns), _zeros(n_rows, n_columns)
    unknown = [programme.unknown_points(one) for one in programme.every_criterion]
    sums = [Sums() for _ in unknown]
    found: list[ViewedPairs] = []
    for start, stop in scores.blocks():
        bans, points = scores.banned_block(start, stop), scores.points_block(start, stop)
        views = scores.views(points)
        marks = scores.combined(*views)
        several = bans.sum(axis=0, dtype=np.int16)
        allowed = several == 0
        low = allowed & (marks < programme.minimum_score)
        possible = allowed & ~low
        counted = [*zip(banned.values(), bans, strict=True), (below, low), (legal, possible)]
        counted += zip(only.values(), bans & (several == 1), strict=True)
        for counts, pairs in counted:
            counts[0][start:stop] += pairs.sum(axis=1)
            counts[1][:] += pairs.sum(axis=0)
        rows, columns = np.nonzero(possible)
        found.append(ViewedPairs(rows + start, columns, *(one[rows, columns] for one in (marks, *views))))
        sums = [_more(*one, possible) for one in zip(sums, points, unknown, strict=True)]
    return Survey(joined(found, ViewedPairs), Tally(banned, only, below, legal), tuple(sums))


def _more(sums: Sums, points: Points, unknown: int, possible: BoolArray) -> Sums:
    """Return a criterion's sums with the legal pairs of one more block."""
    mine = points[possible].astype(np.int64)
    known = int((mine != UNKNOWN).sum())
    mine[mine == UNKNOWN] = unknown
    return Sums(
        pairs=sums.pairs + len(mine),
        known=sums.known + known,
        total=sums.total + int(mine.sum()),
        squares=sums.squares + int((mine * mine).sum()),
    )


def _zeros(n_rows: int, n_columns: int) -> tuple[IntArray, IntArray]:
    return np.zeros(n_rows, np.int64), np.zeros(n_columns, np.int64)
