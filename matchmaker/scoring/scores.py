"""Scores: the scored pool. Lazy, block by block, whole points; the reference every faster way must equal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from matchmaker.finding import find
from matchmaker.matching import CriterionWeight
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.rules import Ban, in_force, waivers
from matchmaker.scoring.combine import COMBINE
from matchmaker.scoring.effective import effective_weights
from matchmaker.scoring.encoded import Encoded, EncodedRule, Points
from matchmaker.scoring.pair_score import PairScore, Part
from matchmaker.scoring.survey import FEW, Held, Survey, Tally, ViewedPairs, legal_pairs, survey
from matchmaker.settings import View
from matchmaker.shapes import UNKNOWN, Places, alike
from matchmaker.writing.harmless import one_line
from solvers.blocks import BlockSource
from solvers.pairs import joined
from solvers.problem import BoolArray, IntArray

if TYPE_CHECKING:
    from matchmaker.kernel.source import Compiled

VIEWS: tuple[View, View] = ("mentee", "mentor")
_AT_ONCE = 1 << 17
"""How many pairs are looked at together where they are not looked at in blocks."""


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
        if (known := self._known) is not None:
            return known[start:stop].astype(np.int64)
        scores = self.score_block(start, stop)
        scores[self.banned_block(start, stop).any(axis=0) | (scores < self.programme.minimum_score)] = -1
        return scores

    def rows_block(self, rows: IntArray) -> IntArray:
        """Return the scores of some mentees, ascending, with every mentor; -1 is not legal."""
        return super().rows_block(rows) if (known := self._known) is None else known[rows].astype(np.int64)

    def scores_of(self, rows: Places, columns: Places) -> IntArray:
        """Return the scores of the given pairs, in whatever order; -1 is not legal."""
        return self.seen(rows, columns).scores

    def view_block(self, start: int, stop: int) -> tuple[IntArray, IntArray]:
        """Return both views of mentees ``start`` to ``stop`` with every mentor, the mentee's first; -1 is not legal."""
        mentee, mentor = self.views(self.points_block(start, stop))
        illegal = self.banned_block(start, stop).any(axis=0)
        illegal |= self.combined(mentee, mentor) < self.programme.minimum_score
        return np.where(illegal, -1, mentee), np.where(illegal, -1, mentor)

    def views_of(self, rows: Places, columns: Places) -> tuple[IntArray, IntArray]:
        """Return both views of the given pairs, in whatever order, the mentee's first; -1 is not legal."""
        found = self.seen(rows, columns)
        return found.mentee_view, found.mentor_view

    def viewed(self, rows: Places, columns: Places) -> ViewedPairs:
        """Return the pairs that rows and columns list side by side with their scores and views, legal or not."""
        parts = [joined([], ViewedPairs)]
        for at in (slice(first, first + _AT_ONCE) for first in range(0, len(rows), _AT_ONCE)):
            views = self.views(self.pairs_points(rows[at], columns[at]))
            parts.append(ViewedPairs(rows[at], columns[at], self.combined(*views), *views))
        return joined(parts, ViewedPairs)

    def seen(self, rows: Places, columns: Places) -> ViewedPairs:
        """Return the same, but scores and views of -1 where a pair is not legal."""
        found, legal = self.viewed(rows, columns), np.ones(len(rows), np.bool_)
        for at in (slice(first, first + _AT_ONCE) for first in range(0, len(rows), _AT_ONCE)):
            legal[at] = ~self.pairs_banned(rows[at], columns[at]).any(axis=0)
        legal &= found.scores >= self.programme.minimum_score
        told = (found.scores, found.mentee_view, found.mentor_view)
        return ViewedPairs(rows, columns, *(np.where(legal, values, -1) for values in told))

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
        (found,) = self.pairs(np.array([row]), np.array([column]))
        return found

    def pairs(self, rows: Places, columns: Places) -> Iterator[PairScore]:
        """Yield the pairs that rows and columns list side by side with everything they are judged by."""
        points = [one.tolist() for one in self.pairs_points(rows, columns)]
        found, ends = self.viewed(rows, columns), zip(rows.tolist(), columns.tolist(), strict=True)
        views = zip(found.scores.tolist(), found.mentee_view.tolist(), found.mentor_view.tolist(), strict=True)
        rules = np.concatenate([self.pairs_banned(rows, columns), self.pairs_waived(rows, columns)])
        judged = {*np.nonzero(rules)[1].tolist()}
        for at, ((row, column), (score, mentee_view, mentor_view)) in enumerate(zip(ends, views, strict=True)):
            bans, waived = self._judged(row, column) if at in judged else ((), ())
            yield PairScore(
                mentee=self.pool.mentees[row].id,
                mentor=self.pool.mentors[column].id,
                score=score,
                mentee_view=mentee_view,
                mentor_view=mentor_view,
                criteria=tuple(
                    self._part(one, mine[at], row, column) for one, mine in zip(self.encoded, points, strict=True)
                ),
                bans=bans,
                waived=waived,
            )

    def parts(self, row: int, column: int) -> tuple[Part, ...]:
        """Return what every criterion makes of a pair, in the programme's order."""
        return tuple(self._part(one, one.pair(row, column), row, column) for one in self.encoded)

    def bans(self, row: int, column: int) -> tuple[Ban, ...]:
        """Return why a pair is banned, rule by rule; empty if no rule bans it."""
        return self._judged(row, column)[0]

    def _judged(self, row: int, column: int) -> tuple[tuple[Ban, ...], tuple[str, ...]]:
        """Return why a pair is banned, and the names of the rules that would ban it and are waived."""
        banning = [
            (one.rule, one.waived.pair(row, column)) for one in self.encoded_rules if one.shape.pair(row, column)
        ]
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

    def walked(self) -> Scores:
        """Return the same, once the one walk that counts everything is made: it keeps the scores for later scans."""
        _ = self._survey
        return self

    @property
    def _known(self) -> Held | None:
        """What all pairs score, if a walk has kept that: of few pairs it is made for it."""
        return self._survey.scores if self.few or "_survey" in vars(self) else None

    @property
    def tally(self) -> Tally:
        """How many pairs each rule bans, for everybody."""
        return self._survey.tally

    @cached_property
    def weights(self) -> tuple[CriterionWeight, ...]:
        """Every criterion's weight as it is set, and as it decides over the legal pairs that were looked at."""
        return effective_weights(self.programme, self._survey.sums)

    @cached_property
    def encoded(self) -> tuple[Encoded, ...]:
        """Every criterion's shape, in the programme's order; of shapes that are alike, one for all."""
        programme, shares = self.programme, {view: self.programme.shares(view) for view in VIEWS}
        found: list[Encoded] = []
        for one in programme.every_criterion:
            own = one.encode(self._seen, programme)
            shape = next((other.shape for other in found if alike(own, other.shape)), own)
            found.append(Encoded(one, shape, shares[one.view][one.name], programme.unknown_points(one)))
        return tuple(found)

    @cached_property
    def encoded_rules(self) -> tuple[EncodedRule, ...]:
        """The shapes of every rule in force, in the order of explanations."""
        return tuple(
            EncodedRule(rule, rule.encode(self._seen, self.programme), waivers(rule, self._seen))
            for rule in in_force(self.programme)
        )

    @cached_property
    def _survey(self) -> Survey:
        return survey(self)

    @property
    def rule_names(self) -> list[str]:
        """The rules in force."""
        return [one.rule.name for one in self.encoded_rules]

    def banned_block(self, start: int, stop: int) -> BoolArray:
        """Return which rules in force ban which pairs of a block: (rules, rows, columns)."""
        banned = np.zeros((len(self.encoded_rules), stop - start, self.n_columns), np.bool_)
        for at, one in enumerate(self.encoded_rules):
            banned[at] = one.block(start, stop)
        return banned

    def points_block(self, start: int, stop: int) -> list[Points]:
        """Return each criterion's points of a block, in the programme's order; ``UNKNOWN`` where an answer is."""
        return self._points(lambda one: one.block(start, stop, self.n_columns))

    def combined(self, mentee_view: IntArray, mentor_view: IntArray) -> IntArray:
        """Return the scores that these two views make."""
        return np.asarray(COMBINE[self.programme.combine](mentee_view, mentor_view))

    def views(self, points: Sequence[Points]) -> tuple[IntArray, IntArray]:
        """Return both views of a block, the mentee's first, that these points of its criteria make."""
        views: dict[str, IntArray] = {view: np.zeros(points[0].shape, np.int64) for view in VIEWS}
        for one, block in zip(self.encoded, points, strict=True):
            views[one.criterion.view] += one.weighed(block)
        return views["mentee"] // 100, views["mentor"] // 100

    def pairs_points(self, rows: Places, columns: Places) -> list[Points]:
        """Return each criterion's points of pairs that rows and columns list side by side, as ``points_block`` does."""
        return self._points(lambda one: one.pairs(rows, columns))

    def _points(self, of: Callable[[Encoded], Points]) -> list[Points]:
        """Return each criterion's points; those of a shape that several have are worked out once."""
        found: dict[int, Points] = {}
        for one in self.encoded:
            if id(one.shape) not in found:
                found[id(one.shape)] = of(one)
        return [found[id(one.shape)] for one in self.encoded]

    def pairs_banned(self, rows: Places, columns: Places) -> BoolArray:
        """Return which rules in force ban which of the pairs that rows and columns list: (rules, pairs)."""
        banned = np.zeros((len(self.encoded_rules), len(rows)), np.bool_)
        for at, one in enumerate(self.encoded_rules):
            banned[at] = one.pairs(rows, columns)
        return banned

    def pairs_waived(self, rows: Places, columns: Places) -> BoolArray:
        """Return which rules would ban which of the pairs that rows and columns list and are waived: (rules, pairs)."""
        waived = np.zeros((len(self.encoded_rules), len(rows)), np.bool_)
        for at, one in enumerate(self.encoded_rules):
            waived[at] = one.waives(rows, columns)
        return waived

    def _part(self, one: Encoded, points: int, row: int, column: int) -> Part:
        criterion = one.criterion
        return Part(
            name=criterion.name,
            view=criterion.view,
            points=one.unknown if points == UNKNOWN else points,
            weight=one.weight,
            known=points != UNKNOWN,
            why=one_line(criterion.why(self._seen, self.programme, row, column)),
        )
