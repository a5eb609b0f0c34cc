"""One walk over a scored pool: why pairs are not legal, counted for everybody; how far each criterion tells them apart.

Few pairs are listed on the way, and of not very many the scores are kept. Else nothing is, so memory is bounded by one
block; ``legal_pairs`` lists, for who asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from matchmaker.keys import keys
from matchmaker.scoring.effective import Sums
from matchmaker.shapes import UNKNOWN
from solvers.pairs import Pairs, joined
from solvers.problem import BoolArray, IntArray

if TYPE_CHECKING:
    from matchmaker.scoring.encoded import Points
    from matchmaker.scoring.scores import Scores

Held: TypeAlias = npt.NDArray[np.int16]
"""What all pairs score, -1 where one is not legal."""

FEW = 1 << 20
"""Up to so many pairs, legal or not, the walk that counts the legal ones lists them, too."""

HELD = 1 << 25
"""Up to so many pairs it keeps what each scores, in two bytes: 64 MiB."""

EVERY_PAIR = 4_000_000
"""Up to so many pairs, legal or not, the effective weights are those of all legal pairs."""

LOOKED_AT = 500
"""Beyond, they are those of the legal pairs of so many mentees, drawn by lot; all, if there are no more."""


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
    """What is counted. ``sums`` has one entry a criterion, in the programme's order, over the pairs looked at.

    ``legal`` are all legal pairs, where there are few, ``scores`` what all score, where they are not very many.
    """

    tally: Tally
    sums: tuple[Sums, ...]
    legal: ViewedPairs | None = None
    scores: Held | None = None


@dataclass(frozen=True, eq=False)
class _Block:
    """A block of rows with every column: what bans its pairs, which of them are legal, and their points."""

    start: int
    bans: BoolArray
    low: BoolArray
    legal: BoolArray
    points: list[Points]
    marks: IntArray
    views: tuple[IntArray, IntArray]


def survey(scores: Scores) -> Survey:
    """Count everything in one walk; of a pool beyond ``EVERY_PAIR`` the tally, and then what weights decide by lot."""
    held = _room(scores)
    if not looks_at_all(scores.n_rows, scores.n_columns):
        counts = scores.compiled.tally() if scores.compiled else tally(scores, held)
        return Survey(counts, added_up(scores, by_lot(scores)), scores=held)
    counts, sums = _no_tally(scores), _no_sums(scores)
    found = [joined([], ViewedPairs)]
    for block in _blocks(scores):
        _count(counts, block, held)
        sums = _more(scores, sums, block)
        if scores.few:
            found.append(_legal_of(block))
    return Survey(counts, sums, joined(found, ViewedPairs) if scores.few else None, held)


def _room(scores: Scores) -> Held | None:
    """Return room for what all pairs score, where that is kept: compiled loops work it out again sooner."""
    if scores.n_rows * scores.n_columns > HELD or scores.compiled:
        return None
    return np.empty((scores.n_rows, scores.n_columns), np.int16)


def looks_at_all(n_rows: int, n_columns: int) -> bool:
    """Whether the effective weights of a pool of this size are those of all its legal pairs."""
    return n_rows * n_columns <= EVERY_PAIR or n_rows <= LOOKED_AT


def tally(scores: Scores, held: Held | None = None) -> Tally:
    """Count, for everybody, the pairs that are legal and why the others are not: exact, whatever the pool's size."""
    counts = _no_tally(scores)
    for block in _blocks(scores):
        _count(counts, block, held)
    return counts


def added_up(scores: Scores, rows: IntArray) -> tuple[Sums, ...]:
    """Add up every criterion's points over the legal pairs of some rows, which are ascending."""
    sums = _no_sums(scores)
    for block in _blocks(scores, rows):
        sums = _more(scores, sums, block)
    return sums


def by_lot(scores: Scores) -> IntArray:
    """Return the rows, ascending, that are looked at for the weights: by their keys, and so by ids and salt alone."""
    return np.sort(np.argsort(keys(scores.pool.mentees, scores.programme.salt), kind="stable")[:LOOKED_AT])


def legal_pairs(scores: Scores) -> ViewedPairs:
    """List every legal pair with its score and both views, rows then columns in order."""
    return joined([_legal_of(block) for block in _blocks(scores)], ViewedPairs)


def _legal_of(block: _Block) -> ViewedPairs:
    rows, columns = np.nonzero(block.legal)
    return ViewedPairs(rows + block.start, columns, *(one[rows, columns] for one in (block.marks, *block.views)))


def _blocks(scores: Scores, rows: IntArray | None = None) -> Iterator[_Block]:
    for start, stop in scores.blocks(rows):
        bans, points = scores.banned_block(start, stop), scores.points_block(start, stop)
        views = scores.views(points)
        marks = scores.combined(*views)
        allowed = ~bans.any(axis=0)
        low = allowed & (marks < scores.programme.minimum_score)
        yield _Block(start, bans, low, allowed & ~low, points, marks, views)


def _count(counts: Tally, block: _Block, held: Held | None) -> None:
    if held is not None:
        held[block.start : block.start + len(block.marks)] = np.where(block.legal, block.marks, -1)
    alone = block.bans.sum(axis=0, dtype=np.int16) == 1
    counted = [*zip(counts.banned.values(), block.bans, strict=True)]
    counted += zip(counts.only.values(), block.bans & alone, strict=True)
    for (rows, columns), pairs in [*counted, (counts.below_minimum, block.low), (counts.legal, block.legal)]:
        rows[block.start : block.start + len(pairs)] += pairs.sum(axis=1)
        columns[:] += pairs.sum(axis=0)


def _more(scores: Scores, sums: tuple[Sums, ...], block: _Block) -> tuple[Sums, ...]:
    """Return every criterion's sums with the legal pairs of one more block."""
    unknown = [scores.programme.unknown_points(one) for one in scores.programme.every_criterion]
    return tuple(_with(*one, block.legal) for one in zip(sums, block.points, unknown, strict=True))


def _with(sums: Sums, points: Points, unknown: int, legal: BoolArray) -> Sums:
    mine = points[legal].astype(np.int64)
    known = int((mine != UNKNOWN).sum())
    mine[mine == UNKNOWN] = unknown
    return Sums(
        pairs=sums.pairs + len(mine),
        known=sums.known + known,
        total=sums.total + int(mine.sum()),
        squares=sums.squares + int((mine * mine).sum()),
    )


def _no_tally(scores: Scores) -> Tally:
    def nothing() -> tuple[IntArray, IntArray]:
        return np.zeros(scores.n_rows, np.int64), np.zeros(scores.n_columns, np.int64)

    banned, only = ({name: nothing() for name in scores.rule_names} for _ in range(2))
    return Tally(banned, only, nothing(), nothing())


def _no_sums(scores: Scores) -> tuple[Sums, ...]:
    return tuple(Sums() for _ in scores.programme.every_criterion)
