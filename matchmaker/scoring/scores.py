"""Scores: the scored pool. Lazy, block by block, whole points; the reference every faster way must equal."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from matchmaker.criteria import Criterion
from matchmaker.finding import find
from matchmaker.matching import CriterionWeight
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.rules import Ban, Rule, in_force, waivers
from matchmaker.scoring.combine import COMBINE
from matchmaker.scoring.effective import effective_weights
from matchmaker.scoring.encoded import Encoded, EncodedRule, Points, kept
from matchmaker.scoring.pair_score import PairScore, Part
from matchmaker.scoring.survey import FEW, Survey, Tally, ViewedPairs, legal_pairs, survey
from matchmaker.settings import View
from matchmaker.shapes import UNKNOWN, Places, Shape, points_of
from matchmaker.writing.harmless import one_line
from solvers.problem import BoolArray, IntArray
from solvers.source import BlockSource

if TYPE_CHECKING:
    from matchmaker.kernel.source import Compiled


class Scores(BlockSource):
    """The scored pool: what explanations read and solvers scan. A pure function of pool and programme.

    Everything is worked out when first asked for; nothing changes afterwards, so threads may share one.
    """

    def __init__(self, pool: Pool, programme: Programme | None = None) -> None:
        self.pool = pool
        self.programme = programme or Programme()
        self._seen = pool.without(self.programme.audit.columns)
        """The pool as criteria and rules see it: what is only audited is not there."""
        self.n_rows, self.n_columns = len(pool.mentees), len(pool.mentors)

    def block(self, start: int, stop: int) -> IntArray:
        """Return the scores of mentees ``start`` to ``stop`` with every mentor: 0…10 000, -1 where not legal."""
        if self.few:
            return self._matrix[start:stop].copy()
        scores = self.score_block(start, stop)
        scores[self.banned_block(start, stop).any(axis=0) | (scores < self.programme.minimum_score)] = -1
        return scores

    def scores_of(self, rows: Places, columns: Places) -> IntArray:
        """Return the scores of the given pairs, in whatever order; -1 is not legal."""
        scores = self.combined(*self.views(self.pairs_points(rows, columns)))
        banned = self.pairs_banned(rows, columns).any(axis=0)
        return np.where(banned | (scores < self.programme.minimum_score), -1, scores)

    def view_block(self, start: int, stop: int) -> tuple[IntArray, IntArray]:
        """Return both views of mentees ``start`` to ``stop`` with every mentor, the mentee's first; -1 is not legal."""
        return self._legal_views(self.points_block(start, stop), self.banned_block(start, stop))

    def views_of(self, rows: Places, columns: Places) -> tuple[IntArray, IntArray]:
        """Return both views of the given pairs, in whatever order, the mentee's first; -1 is not legal."""
        return self._legal_views(self.pairs_points(rows, columns), self.pairs_banned(rows, columns))

    def _legal_views(self, points: Sequence[Points], banned: BoolArray) -> tuple[IntArray, IntArray]:
        mentee, mentor = self.views(points)
        illegal = banned.any(axis=0) | (self.combined(mentee, mentor) < self.programme.minimum_score)
        return np.where(illegal, -1, mentee), np.where(illegal, -1, mentor)

    def score_block(self, start: int, stop: int) -> IntArray:
        """Return the scores of a block of mentees with every mentor, legal or not."""
        return self.combined(*self.views(self.points_block(start, stop)))

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
        bans, waived = self._judged(row, column)
        return PairScore(
            mentee=self.pool.mentees[row].id,
            mentor=self.pool.mentors[column].id,
            score=int(COMBINE[self.programme.combine](*views.values())),
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
        bans = tuple(rule.why(self._seen, self.programme, row, column) for rule, waived in banning if not waived)
        return bans, tuple(rule.name for rule, waived in banning if waived)

    def legal(self) -> ViewedPairs:
        """Return every legal pair with its score and both views, rows then columns in order: a list of them all."""
        return self._legal

    @cached_property
    def _legal(self) -> ViewedPairs:
        return self._survey.legal or legal_pairs(self)

    @cached_property
    def compiled(self) -> Compiled | None:
        """The same scores, scanned by compiled loops: None where the pool is small, or the extra ``fast`` missing."""
        from matchmaker.kernel import compiled

        return compiled(self)

    @property
    def few(self) -> bool:
        """Whether all pairs are so few that what one walk found of them is kept."""
        return self.n_rows * self.n_columns <= FEW

    @cached_property
    def _matrix(self) -> IntArray:
        """All scores at once, -1 where not legal."""
        matrix, legal = np.full((self.n_rows, self.n_columns), -1, np.int64), self.legal()
        matrix[legal.rows, legal.columns] = legal.scores
        return matrix

    @property
    def tally(self) -> Tally:
        """How many pairs each rule bans, for everybody."""
        return self._survey.tally

    @cached_property
    def weights(self) -> tuple[CriterionWeight, ...]:
        """Every criterion's weight as it is set, and as it decides over the legal pairs that were looked at."""
        return effective_weights(self.programme, self._survey.sums)

    @cached_property
    def _criteria(self) -> list[tuple[Criterion, Shape]]:
        return [(one, one.encode(self._seen, self.programme)) for one in self.programme.every_criterion]

    @property
    def encoded(self) -> tuple[Encoded, ...]:
        """Every criterion's shape, in the programme's order: what a compiled scan reads."""
        return tuple(
            Encoded(one, shape, self._shares[one.view][one.name], self.programme.unknown_points(one))
            for one, shape in self._criteria
        )

    @property
    def encoded_rules(self) -> tuple[EncodedRule, ...]:
        """The shapes of every rule in force, in the order of explanations."""
        return tuple(EncodedRule(*parts) for parts in self._rules)

    @cached_property
    def _shares(self) -> dict[View, dict[str, int]]:
        """The weights of every view's criteria."""
        views: tuple[View, View] = ("mentee", "mentor")
        return {view: self.programme.shares(view) for view in views}

    @cached_property
    def _rules(self) -> list[tuple[Rule, Shape, Shape]]:
        """Every rule in force with its shape, and the shape of the pairs it is waived for."""
        return [
            (rule, rule.encode(self._seen, self.programme), waivers(rule, self._seen))
            for rule in in_force(self.programme)
        ]

    @cached_property
    def _survey(self) -> Survey:
        return survey(self)

    @property
    def rule_names(self) -> list[str]:
        """The rules in force."""
        return [rule.name for rule, _, _ in self._rules]

    def banned_block(self, start: int, stop: int) -> BoolArray:
        """Return which rules in force ban which pairs of a block: (rules, rows, columns)."""
        banned = np.zeros((len(self._rules), stop - start, self.n_columns), np.bool_)
        for at, (_, shape, waived) in enumerate(self._rules):
            banned[at] = (shape.block(start, stop) == 1) & (waived.block(start, stop) == 0)
        return banned

    def points_block(self, start: int, stop: int) -> list[Points]:
        """Return each criterion's points of a block, in the programme's order; ``UNKNOWN`` where an answer is."""
        size = (stop - start, self.n_columns)
        return [kept(criterion, shape.block(start, stop), size) for criterion, shape in self._criteria]

    def combined(self, mentee_view: IntArray, mentor_view: IntArray) -> IntArray:
        """Return the scores that these two views make."""
        return np.asarray(COMBINE[self.programme.combine](mentee_view, mentor_view))

    def views(self, points: Sequence[Points]) -> tuple[IntArray, IntArray]:
        """Return both views of a block, the mentee's first, that these points of its criteria make."""
        views = {view: np.zeros(points[0].shape, np.int64) for view in self._shares}
        for (criterion, _), block in zip(self._criteria, points, strict=True):
            known = np.where(block == UNKNOWN, self.programme.unknown_points(criterion), block)
            views[criterion.view] += known.astype(np.int64) * self._shares[criterion.view][criterion.name]
        return views["mentee"] // 100, views["mentor"] // 100

    def pairs_points(self, rows: Places, columns: Places) -> list[Points]:
        """Return each criterion's points of pairs that rows and columns list side by side, as ``points_block`` does."""
        size = (len(rows),)
        return [kept(criterion, points_of(shape, rows, columns), size) for criterion, shape in self._criteria]

    def pairs_banned(self, rows: Places, columns: Places) -> BoolArray:
        """Return which rules in force ban which of the pairs that rows and columns list: (rules, pairs)."""
        banned = np.zeros((len(self._rules), len(rows)), np.bool_)
        for at, (_, shape, waived) in enumerate(self._rules):
            banned[at] = (points_of(shape, rows, columns) == 1) & (points_of(waived, rows, columns) == 0)
        return banned

    def pairs_waived(self, rows: Places, columns: Places) -> BoolArray:
        """Return which rules would ban which of the pairs that rows and columns list and are waived: (rules, pairs)."""
        found = np.zeros((len(self._rules), len(rows)), np.bool_)
        for at, (_, shape, waived) in enumerate(self._rules):
            mine = np.flatnonzero(points_of(waived, rows, columns) == 1)
            found[at, mine] = points_of(shape, rows[mine], columns[mine]) == 1
        return found

    def _part(self, criterion: Criterion, shape: Shape, row: int, column: int) -> Part:
        points = int(kept(criterion, np.array([[shape.pair(row, column)]]), (1, 1))[0, 0])
        return Part(
            name=criterion.name,
            view=criterion.view,
            points=self.programme.unknown_points(criterion) if points == UNKNOWN else points,
            weight=self._shares[criterion.view][criterion.name],
            known=points != UNKNOWN,
            why=one_line(criterion.why(self._seen, self.programme, row, column)),
        )
