"""One walk over all pairs by the plain rules, block by block, for whoever has to see each of them once.

Memory is bounded by one block and a few numbers for everybody. Scores are the reference's, or those of the compiled
loops (the extra ``fast``), which know nothing of rules here; ``PlainLook`` compares both where it looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np

from matchmaker.matching import CriterionWeight
from matchmaker.scoring.encoded import Encoded, EncodedRule
from matchmaker.scoring.scores import Scores
from matchmaker.scoring.survey import Tally, by_lot, looks_at_all
from matchmaker.verification.plain_numbers import PlainWeights
from matchmaker.verification.plain_rules import PlainRules
from solvers.problem import BoolArray, IntArray

Share = Callable[[float], object]
"""Is told which share of the mentees has been walked over, 0 to 1."""


class PlainBlock(NamedTuple):
    """Some mentees, from ``start`` on, with every mentor: (mentees, mentors), and (rules, mentees, mentors) of bans.

    ``scores`` are those of all pairs, ``legal`` the same but -1 where a pair is banned or scores too low.
    """

    start: int
    bans: BoolArray
    scores: IntArray
    legal: IntArray

    @property
    def stop(self) -> int:
        """The mentee after the last."""
        return self.start + len(self.scores)


class Watch(Protocol):
    """Sees every block of a walk once, in order."""

    def add(self, block: PlainBlock) -> None:
        """Take in what is of interest."""


class AllScores(Scores):
    """The scores of a pool's pairs, every one legal: no rules and no minimum, but the same criteria."""

    def __init__(self, scores: Scores) -> None:
        super().__init__(scores.pool, scores.programme.model_copy(update={"minimum_score": 0}))
        self._base = scores

    @cached_property
    def encoded(self) -> tuple[Encoded, ...]:
        """The criteria's shapes, which are worked out once."""
        return self._base.encoded

    @cached_property
    def encoded_rules(self) -> tuple[EncodedRule, ...]:
        """None."""
        return ()


def walk(scores: Scores, rules: PlainRules, watches: Sequence[Watch], tell: Share) -> None:
    """Show every pair of a pool to all ``watches``, once."""
    every, least = AllScores(scores), scores.programme.minimum_score
    block = every.compiled.block if every.compiled else every.score_block
    for start, stop in scores.blocks():
        tell(start / max(1, scores.n_rows))
        marks, bans = block(start, stop), rules.block(start, stop)
        legal = np.where(bans.any(axis=0) | (marks < least), -1, marks)
        for watch in watches:
            watch.add(PlainBlock(start, bans, marks, legal))
    tell(1.0)


class PlainTally:
    """Counts for everybody, rule by rule, how many pairs it bans, and it alone; and how many are legal."""

    def __init__(self, names: Iterable[str], n_rows: int, n_columns: int) -> None:
        self._banned, self._only = ({name: _nothing(n_rows, n_columns) for name in names} for _ in range(2))
        self._below, self._legal = _nothing(n_rows, n_columns), _nothing(n_rows, n_columns)

    def add(self, block: PlainBlock) -> None:
        """Count a block."""
        against = block.bans.sum(axis=0, dtype=np.uint8)
        for name, banned in zip(self._banned, block.bans, strict=True):
            if banned.any():
                _count(self._banned[name], block.start, banned)
                _count(self._only[name], block.start, banned & (against == 1))
        legal = block.legal >= 0
        _count(self._legal, block.start, legal)
        _count(self._below, block.start, (against == 0) & ~legal)

    def told(self) -> Tally:
        """Return what was counted."""
        return Tally(self._banned, self._only, self._below, self._legal)


class PlainLook:
    """Looks at mentees, at all or at as many as the weights are told of by lot, through the reference.

    So it finds what each weight decides; and where somebody's scores were not the reference's.
    """

    def __init__(self, scores: Scores) -> None:
        every = looks_at_all(scores.n_rows, scores.n_columns)
        self._rows = np.arange(scores.n_rows) if every else by_lot(scores)
        self._scores, self._weights = scores, PlainWeights(scores.programme)
        self.wrong = list[int]()
        """The mentees, by row, whose scores were others."""

    def add(self, block: PlainBlock) -> None:
        """Look at a block."""
        mine = self._rows[np.searchsorted(self._rows, block.start) : np.searchsorted(self._rows, block.stop)]
        for start, stop in self._scores.blocks(mine):
            points, at = self._scores.points_block(start, stop), slice(start - block.start, stop - block.start)
            self._weights.add(points, block.legal[at] >= 0)
            so = self._scores.combined(*self._scores.views(points))
            self.wrong += (np.flatnonzero((so != block.scores[at]).any(axis=1)) + start).tolist()

    def weights(self) -> tuple[CriterionWeight, ...]:
        """Return what a record should tell of the weights."""
        return self._weights.told()


class Banned:
    """Finds which of some pairs, listed by row and column, the plain rules ban."""

    def __init__(self, names: Sequence[str], rows: IntArray, columns: IntArray) -> None:
        self._names, self._rows, self._columns = names, rows, columns
        self._order = np.argsort(rows, kind="stable")
        self._found = list[tuple[int, int]]()

    def add(self, block: PlainBlock) -> None:
        """Look at the pairs of a block."""
        first, last = np.searchsorted(self._rows, (block.start, block.stop), sorter=self._order)
        mine = self._order[first:last]
        rule, pair = np.nonzero(block.bans[:, self._rows[mine] - block.start, self._columns[mine]])
        self._found += zip(mine[pair].tolist(), rule.tolist(), strict=True)

    def told(self) -> list[tuple[int, str]]:
        """Return where a banned pair stands, with each rule that bans it."""
        return [(at, self._names[rule]) for at, rule in sorted(self._found)]


class Partners:
    """Counts with how many of some groups of columns each row makes a legal pair; pinned ones are legal."""

    def __init__(self, groups: Sequence[IntArray], pins: tuple[IntArray, IntArray], n_rows: int) -> None:
        self._groups, self._pins = groups, pins
        self._counts = [np.zeros(n_rows, np.int64) for _ in groups]

    def add(self, block: PlainBlock) -> None:
        """Count a block."""
        if not self._groups:
            return
        legal = block.legal >= 0
        mine = (self._pins[0] >= block.start) & (self._pins[0] < block.stop)
        legal[self._pins[0][mine] - block.start, self._pins[1][mine]] = True
        for group, counts in zip(self._groups, self._counts, strict=True):
            counts[block.start : block.stop] = legal[:, group].sum(axis=1)

    def of(self, group: IntArray) -> IntArray:
        """Return the counts of one of the groups."""
        at = next(at for at, one in enumerate(self._groups) if np.array_equal(one, group))
        return self._counts[at]


def _nothing(n_rows: int, n_columns: int) -> tuple[IntArray, IntArray]:
    return np.zeros(n_rows, np.int64), np.zeros(n_columns, np.int64)


def _count(counts: tuple[IntArray, IntArray], start: int, marks: BoolArray) -> None:
    rows, columns = counts
    rows[start : start + len(marks)] = [np.count_nonzero(row) for row in marks]
    columns += marks.view(np.uint8).sum(axis=0, dtype=np.uint8 if len(marks) < 256 else np.int64)
