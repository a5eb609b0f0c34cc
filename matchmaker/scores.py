"""Scores: the scored pool. Lazy, block by block, whole points; the reference every faster way must equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matchmaker.criteria import Criterion
from matchmaker.errors import CriterionError, UnknownPersonError
from matchmaker.harmless import one_line
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.rules import Ban, Rule, in_force, waivers
from matchmaker.settings import View
from matchmaker.shapes import FULL, UNKNOWN, Shape
from solvers.problem import BoolArray, IntArray
from solvers.source import BlockSource, Pairs, joined

Points = npt.NDArray[np.integer]


@dataclass(frozen=True)
class Part:
    """One criterion's part of a pair's score. ``known`` is False where ``points`` stands for an unknown answer."""

    name: str
    view: View
    points: int
    weight: int
    known: bool
    why: str


@dataclass(frozen=True)
class PairScore:
    """Everything a pair is judged by. ``score`` is 2GH // (G + H) of the two views, ``Σ points·weight // 100``.

    ``bans`` are the rules that forbid the pair, ``waived`` those that would but were waived.
    """

    mentee: str
    mentor: str
    score: int
    mentee_view: int
    mentor_view: int
    criteria: tuple[Part, ...]
    bans: tuple[Ban, ...]
    waived: tuple[str, ...]


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


class Scores(BlockSource):
    """The scored pool: what explanations read and solvers scan. A pure function of pool and programme.

    Everything is worked out when first asked for; nothing changes afterwards, so threads may share one.
    """

    def __init__(self, pool: Pool, programme: Programme | None = None) -> None:
        self.pool = pool
        self.programme = programme or Programme()
        self.n_rows, self.n_columns = len(pool.mentees), len(pool.mentors)

    def block(self, start: int, stop: int) -> IntArray:
        """Return the scores of mentees ``start`` to ``stop`` with every mentor: 0…10 000, -1 where not legal."""
        scores = self.score_block(start, stop)
        scores[self._banned_block(start, stop).any(axis=0) | (scores < self.programme.minimum_score)] = -1
        return scores

    def score_block(self, start: int, stop: int) -> IntArray:
        """Return the scores of a block of mentees with every mentor, legal or not."""
        mentee_view = self.view_block("mentee", start, stop)
        mentor_view = self.view_block("mentor", start, stop)
        scores: IntArray = 2 * mentee_view * mentor_view // np.maximum(mentee_view + mentor_view, 1)
        return scores

    def view_block(self, view: View, start: int, stop: int) -> IntArray:
        """Return one side's view of a block of mentees with every mentor, legal or not: 0…10 000."""
        weights = self._shares[view]
        total = np.zeros((stop - start, self.n_columns), np.int64)
        for criterion, shape in self._criteria:
            if criterion.view == view:
                points = _kept(criterion, shape.block(start, stop), (stop - start, self.n_columns))
                unknown = self.programme.unknown_points(criterion)
                total += np.where(points == UNKNOWN, unknown, points).astype(np.int64) * weights[criterion.name]
        return total // 100

    def pair(self, mentee: str, mentor: str) -> PairScore:
        """Return one pair with everything it is judged by.

        Raises
        ------
        UnknownPersonError
            If there is no mentee or mentor with that id.
        """
        row, column = find(self.pool, "mentee", mentee), find(self.pool, "mentor", mentor)
        parts = self.parts(row, column)
        views = {
            view: sum(p.points * p.weight for p in parts if p.view == view) // 100 for view in ("mentee", "mentor")
        }
        both = views["mentee"] + views["mentor"]
        bans, waived = self._judged(row, column)
        return PairScore(
            mentee=self.pool.mentees[row].id,
            mentor=self.pool.mentors[column].id,
            score=2 * views["mentee"] * views["mentor"] // max(both, 1),
            mentee_view=views["mentee"],
            mentor_view=views["mentor"],
            criteria=parts,
            bans=bans,
            waived=waived,
        )

    def parts(self, row: int, column: int) -> tuple[Part, ...]:
        """Return what every criterion makes of a pair, in the programme's order."""
        return tuple(self._part(criterion, shape, row, column) for criterion, shape in self._criteria)

    def bans(self, row: int, column: int) -> tuple[Ban, ...]:
        """Return why a pair is banned, rule by rule; empty if no rule bans it."""
        return self._judged(row, column)[0]

    def _judged(self, row: int, column: int) -> tuple[tuple[Ban, ...], tuple[str, ...]]:
        """Return why a pair is banned, and the names of the rules that would ban it and are waived."""
        banning = [(rule, waived.pair(row, column)) for rule, shape, waived in self._rules if shape.pair(row, column)]
        bans = tuple(rule.why(self.pool, self.programme, row, column) for rule, waived in banning if not waived)
        return bans, tuple(rule.name for rule, waived in banning if waived)

    def legal(self) -> Pairs:
        """Return every legal pair with its score, rows then columns in order."""
        return self._survey[0]

    @property
    def tally(self) -> Tally:
        """How many pairs each rule bans, for everybody."""
        return self._survey[1]

    @cached_property
    def _criteria(self) -> list[tuple[Criterion, Shape]]:
        return [(criterion, criterion.encode(self.pool, self.programme)) for criterion in self.programme.criteria]

    @cached_property
    def _shares(self) -> dict[View, dict[str, int]]:
        """The weights of every view's criteria."""
        views: tuple[View, View] = ("mentee", "mentor")
        return {view: self.programme.shares(view) for view in views}

    @cached_property
    def _rules(self) -> list[tuple[Rule, Shape, Shape]]:
        """Every rule in force with its shape, and the shape of the pairs it is waived for."""
        return [
            (rule, rule.encode(self.pool, self.programme), waivers(rule, self.pool))
            for rule in in_force(self.programme)
        ]

    @cached_property
    def _survey(self) -> tuple[Pairs, Tally]:
        """Walk over all blocks once: list the legal pairs, count the others."""
        names = [rule.name for rule, _, _ in self._rules]
        banned = {name: (_zeros(self.n_rows), _zeros(self.n_columns)) for name in names}
        only = {name: (_zeros(self.n_rows), _zeros(self.n_columns)) for name in names}
        below, legal = (_zeros(self.n_rows), _zeros(self.n_columns)), (_zeros(self.n_rows), _zeros(self.n_columns))
        found: list[Pairs] = []
        for start, stop in self.blocks():
            bans, scores = self._banned_block(start, stop), self.score_block(start, stop)
            several = bans.sum(axis=0, dtype=np.int16)
            allowed = several == 0
            low = allowed & (scores < self.programme.minimum_score)
            counted = [*zip(banned.values(), bans, strict=True), (below, low), (legal, allowed & ~low)]
            counted += zip(only.values(), bans & (several == 1), strict=True)
            for counts, pairs in counted:
                counts[0][start:stop] += pairs.sum(axis=1)
                counts[1][:] += pairs.sum(axis=0)
            rows, columns = np.nonzero(allowed & ~low)
            found.append(Pairs(rows + start, columns, scores[rows, columns]))
        return joined(found), Tally(banned, only, below, legal)

    def _banned_block(self, start: int, stop: int) -> BoolArray:
        """Return which rules ban which pairs: (rules, rows, columns)."""
        banned = np.zeros((len(self._rules), stop - start, self.n_columns), np.bool_)
        for at, (_, shape, waived) in enumerate(self._rules):
            banned[at] = (shape.block(start, stop) == 1) & (waived.block(start, stop) == 0)
        return banned

    def _part(self, criterion: Criterion, shape: Shape, row: int, column: int) -> Part:
        points = int(_kept(criterion, np.array([[shape.pair(row, column)]]), (1, 1))[0, 0])
        return Part(
            name=criterion.name,
            view=criterion.view,
            points=self.programme.unknown_points(criterion) if points == UNKNOWN else points,
            weight=self._shares[criterion.view][criterion.name],
            known=points != UNKNOWN,
            why=one_line(criterion.why(self.pool, self.programme, row, column)),
        )


def _kept(criterion: Criterion, points: Points, shape: tuple[int, int]) -> Points:
    """Return a criterion's points if it keeps its promise: whole numbers, UNKNOWN or 0…10 000, for every pair."""
    if points.shape != shape or points.dtype.kind not in "iu":
        came = f"{points.dtype} of shape {points.shape}"
        raise CriterionError(f"criterion {criterion.name}: integers of shape {shape} are needed, not {came}")
    if points.size and not (points.min() >= UNKNOWN and points.max() <= FULL):
        came = f"{points.min()} to {points.max()}"
        raise CriterionError(
            f"criterion {criterion.name}: points must be {UNKNOWN} (unknown) or 0 to {FULL}, not {came}"
        )
    return points


def find(pool: Pool, role: View, person: str) -> int:
    """Return somebody's row or column by id, e-mail or full name; nobody is an error that names the nearest id."""
    index, by_key = (pool.mentee_index, pool.row_of) if role == "mentee" else (pool.mentor_index, pool.column_of)
    if person in index:
        return index[person]
    try:
        key = pool.directory.find(person)
    except ValueError as error:
        raise UnknownPersonError(f"{role} {person}: {error}") from error
    if key not in by_key:
        from rapidfuzz import process

        ids = sorted(one for one in index if "@" not in one)  # nobody else's e-mail
        near = process.extractOne(person, ids, score_cutoff=60)
        raise UnknownPersonError(f'no {role} has the id "{person}"' + (f'; the nearest is "{near[0]}"' if near else ""))
    return by_key[key]


def _zeros(length: int) -> IntArray:
    return np.zeros(length, np.int64)
