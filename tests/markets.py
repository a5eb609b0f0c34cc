"""Small markets of two sides that think differently of a pair, and what is stable there: plain Python, definitions.

Rich in ties, bans, pins and capacities of 0 to 3 on both sides. Imports nothing that the definitions are about.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from math import comb, inf, prod
from typing import NamedTuple

import numpy as np
from oracle import tie_value

from solvers import AssignmentProblem

Pair = tuple[int, int]


class Market(NamedTuple):
    """Legal pairs with what both sides think of them, the places of both sides, and the pins."""

    views: dict[Pair, tuple[int, int]]
    places: tuple[list[int], list[int]]
    pinned: frozenset[Pair]

    @property
    def problem(self) -> AssignmentProblem:
        """The same for a solver; the score is the worse view, and says nothing here."""
        return self.scored([min(both) for both in self.views.values()])

    def scored(self, scores: Sequence[int]) -> AssignmentProblem:
        """The same for a solver, with a score for each pair."""
        pairs = list(self.views)
        return AssignmentProblem(
            [row for row, _ in pairs],
            [column for _, column in pairs],
            scores,
            *self.places,
            pinned=[pair in self.pinned for pair in pairs],
            row_view=[mine for mine, _ in self.views.values()],
            column_view=[theirs for _, theirs in self.views.values()],
        )

    def partners(self, chosen: Collection[Pair], side: int, index: int) -> list[Pair]:
        """The chosen pairs of one row (side 0) or one column (side 1)."""
        return [pair for pair in chosen if pair[side] == index]

    def to_give_up(self, chosen: Collection[Pair], side: int, index: int) -> list[int]:
        """What a row or a column thinks of each partner that it can give up."""
        mine = self.partners(chosen, side, index)
        return [self.views[pair][side] for pair in mine if pair not in self.pinned]

    def gain(self, chosen: Collection[Pair], side: int, pair: Pair) -> int | None:
        """What one side gains by a further pair; None where it would rather not have it."""
        mine, index = self.views[pair][side], pair[side]
        if len(self.partners(chosen, side, index)) < self.places[side][index]:
            return mine
        worse = [view for view in self.to_give_up(chosen, side, index) if view < mine]
        return mine - min(worse) if worse else None

    def blocking(self, chosen: Collection[Pair]) -> dict[Pair, int]:
        """The pairs that both sides would rather have, with what the side that gains less gains."""
        found = {}
        for pair in self.views.keys() - set(chosen):
            gains = [self.gain(chosen, side, pair) for side in (0, 1)]
            if all(gain is not None for gain in gains):
                found[pair] = min(gain for gain in gains if gain is not None)
        return found

    def is_stable(self, chosen: frozenset[Pair]) -> bool:
        """Whether ``blocking`` finds nothing, in less time."""
        needed: list[list[float]] = [[-1] * len(places) for places in self.places]
        for side, places in enumerate(self.places):
            for index, most in enumerate(places):
                if len(self.partners(chosen, side, index)) == most:
                    needed[side][index] = min(self.to_give_up(chosen, side, index), default=inf)
        return not any(
            mine > needed[0][pair[0]] and theirs > needed[1][pair[1]] and pair not in chosen
            for pair, (mine, theirs) in self.views.items()
        )

    def told_apart(self) -> Market:
        """The same with ties broken as the solvers break them: by the tie value of the keys, here the indices."""
        views = {pair: tuple(view << 32 | tie_value(*pair) for view in both) for pair, both in self.views.items()}
        return self._replace(views=views)

    def envied(self, chosen: Collection[Pair]) -> set[Pair]:
        """The pairs in which a row would rather have a column, which holds one that it likes less."""
        return {
            pair
            for pair in self.views.keys() - set(chosen)
            if self.gain(chosen, 0, pair) is not None
            and any(view < self.views[pair][1] for view in self.to_give_up(chosen, 1, pair[1]))
        }

    @property
    def most_choices(self) -> int:
        """How many ways there are to give every row partners, whether or not the columns have the places."""
        degrees = [sum(pair[0] == row for pair in self.views) for row in range(len(self.places[0]))]
        ways = zip(degrees, self.places[0], strict=True)
        return prod(sum(comb(degree, size) for size in range(most + 1)) for degree, most in ways)

    def choices(self) -> Iterator[frozenset[Pair]]:
        """Every legal choice with all pins, row by row."""

        def further(row: int, left: tuple[int, ...]) -> Iterator[list[Pair]]:
            if row == len(self.places[0]):
                yield []
                return
            mine = sorted(pair for pair in self.views if pair[0] == row)
            pins = {pair for pair in mine if pair in self.pinned}
            for size in range(self.places[0][row] + 1):
                for some in combinations(mine, size):
                    after = tuple(places - ((row, column) in some) for column, places in enumerate(left))
                    if pins <= set(some) and min(after, default=0) >= 0:
                        yield from ([*some, *rest] for rest in further(row + 1, after))

        return map(frozenset, further(0, tuple(self.places[1])))


def market(seed: int, rows: int = 5, columns: int = 4) -> Market:
    """Draw a market whose pins fit, of so many rows and columns at most."""
    draw = random.Random(seed)
    n, m = draw.randint(1, rows), draw.randint(1, columns)
    highest = draw.choice([0, 1, 3, 10_000])
    density = draw.choice([0.4, 0.8, 1.0])
    pairs = [(row, column) for row in range(n) for column in range(m) if draw.random() < density]
    views = {pair: (draw.randint(0, highest), draw.randint(0, highest)) for pair in draw.sample(pairs, len(pairs))}
    most = draw.choice([1, 1, 2, 3])
    places = [draw.randint(0, most) for _ in range(n)], [draw.randint(0, 3) for _ in range(m)]
    left, pinned = [list(side) for side in places], set()
    for row, column in draw.sample(pairs, min(len(pairs), draw.choice([0, 0, 1, 2]))):
        if left[0][row] and left[1][column]:
            pinned.add((row, column))
            left[0][row] -= 1
            left[1][column] -= 1
    return Market(views, places, frozenset(pinned))


def opposed_market(seed: int) -> Market:
    """Draw a market of two sides as large, who mostly want opposite things: so several choices are stable."""
    draw = random.Random(seed)
    n = draw.randint(2, 4)
    places = [1 if n == 4 else draw.choice([1, 2])] * n
    views = {}
    for pair in [(row, column) for row in range(n) for column in range(n)]:
        mine = draw.randint(0, 20)
        views[pair] = mine, 20 - mine + draw.randint(0, 2)
    return Market(views, (places, places), frozenset())


def random_choice(market: Market, draw: random.Random) -> list[Pair]:
    """Draw a legal choice with all pins: pairs in random order, most of those that fit."""
    chosen = sorted(market.pinned)
    for pair in draw.sample(sorted(market.views), len(market.views)):
        room = all(len(market.partners(chosen, side, pair[side])) < market.places[side][pair[side]] for side in (0, 1))
        if pair not in chosen and room and draw.random() < 0.8:
            chosen.append(pair)
    return chosen


def ends(chosen: Collection[Pair]) -> tuple[np.ndarray, np.ndarray]:
    """Return a choice as rows and columns."""
    pairs = np.array(sorted(chosen), np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]
