"""The compiled kernel over shapes drawn at random: kinds, sizes and numbers that no pool of people would show."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cached_property

import numpy as np
import pytest
from test_kernel import Hashed, Odd, compare, compiled_of

from matchmaker import Pool, Programme, Scores
from matchmaker.rules import RULES
from matchmaker.scoring.combine import COMBINE
from matchmaker.scoring.encoded import Encoded, EncodedRule
from matchmaker.scoring.scores import VIEWS
from matchmaker.shapes import (
    FULL,
    UNKNOWN,
    BestOf,
    Distance,
    Highest,
    IntArray,
    Listed,
    Mean,
    Overlap,
    Product,
    Ratio,
    RowOnly,
    SameGroup,
    Shape,
    Table,
    Through,
    Tokens,
    listed,
)

Draw = np.random.Generator
EMPTY = Pool([], [])


class Drawn:
    """Shapes of so many rows and columns."""

    def __init__(self, draw: Draw, n: int, m: int) -> None:
        self.draw, self.n, self.m = draw, n, m

    def whole(self, low: int, high: int, *shape: int) -> IntArray:
        return self.draw.integers(low, high, shape, dtype=np.int32)

    def table(self, most: int = FULL) -> Shape:
        rows, columns = self.draw.integers(1, 9, 2).tolist()
        return Table(
            self.whole(-1, most + 1, rows, columns), self.whole(0, rows, self.n), self.whole(0, columns, self.m)
        )

    def best_of(self) -> Shape:
        needs, offers, wide, long = self.draw.integers(1, 7, 4).tolist()
        return BestOf(
            self.whole(0, FULL + 1, needs, offers), self.whole(-1, needs, self.n, wide), self.whole(0, 4, self.n, wide),
            self.whole(-1, offers, self.m, long),
        )  # fmt: skip

    def distance(self) -> Shape:
        items = int(self.draw.integers(1, 8))
        left, right = (self.draw.choice([UNKNOWN, 1, 2, 3, 4, 5], (count, items)) for count in (self.n, self.m))
        return Distance(
            left.astype(np.int32), right.astype(np.int32), self.whole(-1, FULL + 1, items + 1, 4 * items + 1)
        )

    def tokens(self) -> Shape:
        items, total = int(self.draw.integers(1, 8)), int(self.draw.choice([1, 10, 250]))
        sides = [self.n, self.m]
        laid = int(self.draw.integers(2))
        spread = self.draw.multinomial(total, np.full(items, 1 / items), sides[laid]).astype(np.int32)
        points = self.whole(0, FULL + 1, sides[1 - laid], items)
        for side in (spread, points):
            side[self.draw.random(len(side)) < 0.2] = UNKNOWN
        left, right = (spread, points) if laid == 0 else (points, spread)
        return Tokens(left, right, total)

    def ratio(self) -> Shape:
        return Ratio(self.whole(-1, 9, self.n), self.whole(-1, 9, self.m))

    def overlap(self, curve: IntArray | None = None) -> Shape:
        stretches, words = self.draw.integers(1, 4, 2).tolist()
        full = np.iinfo(np.uint64).max
        few = [
            self.draw.integers(0, full, (count, stretches, words), np.uint64, endpoint=True)
            & self.draw.integers(0, full, (count, stretches, words), np.uint64, endpoint=True)
            for count in (3 if self.draw.random() < 0.3 else self.n, self.m)
        ]
        few[0] = few[0][self.draw.integers(0, len(few[0]), self.n)]
        few[0] &= few[0] << np.uint64(1) if self.draw.random() < 0.5 else np.uint64(0xFF << int(self.draw.integers(56)))
        return Overlap(few[0], few[1], self.whole(0, FULL + 1, 12) if curve is None else curve)

    def single(self, most: int = FULL) -> Shape:
        places = np.unique(self.whole(0, self.n * self.m, int(self.draw.integers(0, 3 * self.n))))
        spread = [(1, 1), (self.n, 1), (1, self.m)][int(self.draw.integers(3))]
        rows, columns = np.divmod(places.astype(np.int64), self.m)
        return Listed(rows, columns, self.whole(-1, most + 1, len(places)), self.whole(-1, most + 1, *spread), self.m)

    def highest(self) -> Shape:
        """Some pairs that are listed, and some that groups lead to; of neither kind are all others known."""
        places = np.unique(self.whole(0, self.n * self.m, int(self.draw.integers(0, self.n)))).astype(np.int64)
        spread = np.full((1, 1), UNKNOWN, np.int32)
        pairs = Listed(*np.divmod(places, self.m), self.whole(0, FULL + 1, len(places)), spread, self.m)
        member_of, leads_to = self.draw.integers(0, 3, self.n), self.draw.integers(0, 4, int(self.draw.integers(1, 5)))
        through = Through(
            row_starts=np.cumsum([0, *member_of]),
            groups=self.draw.integers(0, len(leads_to), member_of.sum()),
            kinds=self.draw.integers(0, 2, member_of.sum()),
            group_starts=np.cumsum([0, *leads_to]),
            columns=self.draw.integers(0, self.m, leads_to.sum()),
            points=self.whole(-1, FULL + 1, 2, leads_to.sum()),
            barred=np.unique(self.draw.integers(0, self.n * self.m, int(self.draw.integers(0, 3)))),
            n_columns=self.m,
        )
        return Highest((pairs, through), self.n, self.m)

    def groups(self) -> Shape:
        alone = [self.draw.random(count) < 0.03 for count in (self.n, self.m)]
        return SameGroup(self.whole(-1, 30, self.n, 2), self.whole(-1, 30, self.m, 3), alone[0], alone[1])

    def of_rows(self, most: int = FULL) -> Shape:
        return RowOnly(self.whole(-1, most + 1, self.n), self.m)

    def product(self) -> Shape:
        first = self.overlap() if self.draw.random() < 0.7 else self.table()
        return Product(first, self.ratio(), int(self.draw.integers(0, FULL + 1)))

    def mean(self) -> Shape:
        parts = tuple(self.points(together=False) for _ in range(3))
        return Mean(parts, (70, int(self.draw.integers(0, 2)), 30), tuple(self.whole(0, FULL, 3).tolist()))

    def points(self, together: bool = True) -> Shape:
        kinds = [self.table, self.best_of, self.distance, self.tokens, self.ratio, self.overlap, self.single]
        kinds += [self.of_rows, self.product, self.groups, self.highest]
        return kinds[int(self.draw.integers(len(kinds)))]() if not together or self.draw.random() < 0.8 else self.mean()

    def bans(self) -> Shape:
        kinds: list[Callable[[], Shape]] = [
            self.groups,
            lambda: self.table(1),
            lambda: self.of_rows(1),
            lambda: self.single(1),
        ]
        kinds += [lambda: self.overlap(np.array([1, 0], np.int32)), lambda: self.overlap(self.whole(0, 2, 4)), self.few]
        return kinds[int(self.draw.integers(len(kinds)))]()

    def few(self) -> Shape:
        pairs = self.draw.integers(0, (self.n, self.m), (int(self.draw.integers(0, 2 * self.n)), 2))
        return listed([(row, column) for row, column in pairs.tolist()], self.m)


class Shaped(Scores):
    """Scores of shapes, without people."""

    def __init__(self, seed: int, n: int, m: int) -> None:
        draw = np.random.default_rng(seed)
        self.n_rows, self.n_columns, self.drawn = n, m, Drawn(draw, n, m)
        least, combine = int(draw.choice([0, 0, 3_000])), list(COMBINE)[int(draw.integers(3))]
        self.programme = Programme(minimum_score=least, combine=combine)
        self.programme = self.programme.model_copy(update={"criteria": tuple(one.criterion for one in self.encoded)})

    @cached_property
    def encoded(self) -> tuple[Encoded, ...]:
        shapes = [(view, self.drawn.points()) for view in VIEWS for _ in range(3)]
        shapes.append(("mentor", shapes[int(self.drawn.draw.integers(3))][1]))  # one in both views
        unknown = self.drawn.whole(0, FULL + 1, len(shapes)).tolist()
        weights = [*self.drawn.draw.multinomial(100, [1 / 3] * 3), *self.drawn.draw.multinomial(100, [1 / 4] * 4)]
        return tuple(
            Encoded(Odd(Hashed, f"odd{at}", view, unknown[at]), shape, int(weights[at]), unknown[at])
            for at, (view, shape) in enumerate(shapes)
        )

    @cached_property
    def encoded_rules(self) -> tuple[EncodedRule, ...]:
        nothing = listed([], self.n_columns)
        count = int(self.drawn.draw.integers(0, 5))
        return tuple(
            EncodedRule(rule, self.drawn.bans(), self.drawn.few() if self.drawn.draw.random() < 0.4 else nothing)
            for rule in RULES[:count]
        )


def check(seeds: range, n: int, m: int) -> int:
    pairs = 0
    for seed in seeds:
        scores = Shaped(seed, n, m)
        pairs += compare(scores, compiled_of(scores, threads=1 + seed % 2), random.Random(seed))
    return pairs


@pytest.mark.parametrize(("pools", "n", "m"), [(150, 7, 9), (40, 12, 130), (2, 3, 9_000), (3, 70, 700)])
def test_every_answer_is_the_reference_s(pools: int, n: int, m: int, counted: Callable[..., None]) -> None:
    pairs = check(range(pools), n, m)
    counted(pools=pools, pairs=pairs)
    assert pairs > 100 * pools


def test_pairs_that_are_listed_some_rows_at_a_time(
    monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    monkeypatch.setattr("matchmaker.kernel.singles._FEW", 0)  # however many they are
    monkeypatch.setattr("matchmaker.kernel.team._SINGLES", 5)
    late = [scores for seed in range(100, 250) if has_highest(scores := Shaped(seed, 7, 9))]
    pairs = sum(compare(one, compiled_of(one, threads=2), random.Random(at)) for at, one in enumerate(late))
    counted(pools=len(late), pairs=pairs)
    assert len(late) > 40


def has_highest(scores: Shaped) -> bool:
    """Whether a shape of the scores is one of those, by itself and not as a part of another."""
    return any(type(one.shape) is Highest for one in scores.encoded)


@pytest.mark.long
def test_every_answer_is_the_reference_s_at_length(counted: Callable[..., None]) -> None:
    pairs = check(range(1_000, 5_000), 9, 70)
    counted(pools=4_000, pairs=pairs)
    assert pairs > 400_000
