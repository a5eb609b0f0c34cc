"""What is left to decide once the pinned pairs are taken out, and what each place counts there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from solvers.limits import Terms
from solvers.problem import AssignmentProblem, BoolArray, ColumnCounts, IntArray, Objective, Wholes

_OF_ROW = ("row_capacity", "first", "row_level", "row_units", "row_keys")


class Gains(NamedTuple):
    """What counts: per pair, per row on its first place, per column on each place of ``Remainder.counted``."""

    pairs: Wholes
    first: Wholes
    floor: Wholes


@dataclass(frozen=True, eq=False)
class Remainder:
    """A problem without its pins, as one weighted sum.

    All counts (floor places and those of ``spread``, rows with a place, places) can be at their most together: an
    augmenting path never empties a row or a column (Mendelsohn & Dulmage 1958). So one bonus serves them all, and
    the sum ``score + bonus · counts`` is at its most exactly where the counts are and, among those, the score is. With
    several priorities each row's part counts more than all that can come after it (``units``), and floors more
    than that. Capacities are cut down to what the legal pairs can use.
    """

    pairs: IntArray
    """Position of each remaining pair in the problem's arrays."""
    rows: IntArray
    columns: IntArray
    scores: IntArray
    row_capacity: IntArray
    column_capacity: IntArray
    column_counts: ColumnCounts
    """What the pins leave of the problem's own."""
    spread: bool
    place_bonus: int
    """The bonus on every place."""
    first: IntArray
    """Per row: 1 where its next place would be its first, and it can have one; else 0."""
    floor_bonus: int
    """The further bonus on each place of ``counted``."""
    row_level: IntArray
    units: tuple[int, ...]
    """What a point counts at each level of priority."""
    row_units: Wholes
    """What a point counts in each row."""
    row_keys: IntArray
    column_keys: IntArray
    limits: Terms
    """What the pins leave of the problem's own."""

    @classmethod
    def of(cls, problem: AssignmentProblem, objective: Objective, left: BoolArray | None = None) -> Remainder:
        """Take the pins of ``problem`` out; only to be asked where the pins fit the capacities.

        ``left`` are the pairs to decide about, if not those that the limits let be.
        """
        pinned_rows, pinned_columns = problem.row_pins, problem.column_pins
        decided_on = problem.undecided if left is None else left
        pairs = np.flatnonzero(decided_on)
        counted = problem.bonus if objective is Objective.MOST_PEOPLE else 0
        row_capacity = np.minimum(problem.row_capacity, problem.row_degree) - pinned_rows
        column_capacity = np.minimum(problem.column_capacity, problem.column_degree) - pinned_columns
        return cls(
            pairs=pairs,
            rows=problem.rows[pairs],
            columns=problem.columns[pairs],
            scores=problem.scores[pairs],
            row_capacity=row_capacity,
            column_capacity=column_capacity,
            column_counts=ColumnCounts(
                *(np.clip(most - pinned_columns, 0, column_capacity) for most in problem.column_counts)
            ),
            spread=problem.spread,
            place_bonus=counted,
            first=np.where(pinned_rows == 0, np.minimum(row_capacity, 1), 0),
            floor_bonus=problem.bonus if problem.spread or problem.column_floor.any() else 0,
            row_level=problem.row_level,
            units=problem.level_units,
            row_units=problem.row_units,
            row_keys=problem.row_keys,
            column_keys=problem.column_keys,
            limits=problem.limit_terms.after(problem.pinned).among(decided_on),
        )

    def only(self, kept: BoolArray | IntArray) -> Remainder:
        """Return the same with some of the pairs only, or in that order; what counts does not change."""
        lists = {name: getattr(self, name)[kept] for name in ("pairs", "rows", "columns", "scores")}
        order = np.arange(len(self.pairs))[kept]
        return replace(self, limits=self.limits.in_order(order, len(self.pairs)), **lists)

    def by_keys(self) -> tuple[Remainder, IntArray]:
        """Return the same without what has no place, everybody in order of their keys; and where each pair was."""
        rows, columns = np.argsort(self.row_keys), np.argsort(self.column_keys)
        row_at, column_at = np.argsort(rows)[self.rows], np.argsort(columns)[self.columns]
        usable = (self.row_capacity[self.rows] > 0) & (self.column_capacity[self.columns] > 0)
        order = np.lexsort((column_at, row_at))
        order = order[usable[order]]
        of_row = {name: getattr(self, name)[rows] for name in _OF_ROW}
        of_column = {name: getattr(self, name)[columns] for name in ("column_capacity", "column_keys")}
        return replace(
            self,
            pairs=self.pairs[order],
            rows=row_at[order],
            columns=column_at[order],
            scores=self.scores[order],
            column_counts=ColumnCounts(*(most[columns] for most in self.column_counts)),
            limits=self.limits.in_order(order, len(self.pairs)),
            **of_row,
            **of_column,
        ), order

    def priced(self, limit_prices: IntArray, scale: int) -> Remainder:
        """Return the same without limits, all that counts ``scale`` times, and each pair charged for what it uses.

        Whatever keeps the limits counts there, with what the limits leave at these prices, no less (Lagrange).
        """
        charged = self.limits.charges(limit_prices, len(self.pairs))
        return replace(
            self,
            scores=self.scores * scale - charged,
            place_bonus=self.place_bonus * scale,
            floor_bonus=self.floor_bonus * scale,
            limits=self.limits.only(np.zeros(0, np.int64)),
        )

    @cached_property
    def gains(self) -> Gains:
        """What everything counts, all priorities in one sum."""
        units = self.row_units
        return Gains(
            pairs=(self.scores + self.place_bonus) * units[self.rows],
            first=self.first * self.place_bonus * units,
            floor=np.full(self.n_columns, self.floor_bonus * self.units[0], units.dtype),
        )

    def levels(self) -> Iterator[Gains]:
        """Go through what counts by priority; floors and ``spread`` count at the first."""
        for level in range(len(self.units)):
            here = self.row_level == level
            yield Gains(
                pairs=(self.scores + self.place_bonus) * here[self.rows],
                first=self.first * self.place_bonus * here,
                floor=np.full(self.n_columns, self.floor_bonus if level == 0 else 0),
            )

    def worth(self, taken: BoolArray) -> int:
        """Return what a choice of pairs counts, all priorities in one sum."""
        gains, (filled, load) = self.gains, self.loads(taken)
        counted = sum((gains.floor * np.minimum(most, load)).sum() for most in self.counted)
        return int(gains.pairs[np.flatnonzero(taken)].sum() + gains.first[filled > 0].sum() + counted)

    def loads(self, taken: BoolArray) -> tuple[IntArray, IntArray]:
        """Return how many of a choice of pairs each row is in, and each column."""
        at = np.flatnonzero(taken)
        rows = np.bincount(self.rows[at], minlength=self.n_rows)
        return rows, np.bincount(self.columns[at], minlength=self.n_columns)

    def reached(self, taken: BoolArray) -> tuple[int, ...]:
        """Return what a choice of pairs reaches, one count after the other, most important first."""
        load = np.bincount(self.columns[taken], minlength=self.n_columns)
        floored, floor, firsts = (int(np.minimum(most, load).sum()) for most in self.column_counts)
        found = [floor, (floored + firsts) * self.spread]
        for level in range(len(self.units)):
            here = taken & (self.row_level[self.rows] == level)
            if self.place_bonus:
                found += [int(self.first[np.unique(self.rows[here])].sum()), int(here.sum())]
            found.append(int(self.scores[here].sum()))
        return tuple(found)

    def with_pins(self, problem: AssignmentProblem, taken: BoolArray) -> tuple[IntArray, IntArray]:
        """Return the rows and columns of the pinned pairs of ``problem`` and those taken of the rest, sorted."""
        chosen = np.sort(np.concatenate([np.flatnonzero(problem.pinned), self.pairs[taken]]))
        return problem.rows[chosen], problem.columns[chosen]

    @property
    def beyond(self) -> int:
        """More than any pair leaves its row, whatever the prices."""
        if self.row_units.dtype != object:
            return 1 << 62
        return max(self.units[0], int(self.gains.pairs.max(initial=0))) << 62

    @property
    def counted(self) -> tuple[IntArray, ...]:
        """How many of each column's places count extra, one list a count, each part of the next."""
        return self.column_counts if self.spread else (self.column_counts.floor,)

    def next_place(self, load: IntArray) -> Wholes:
        """Return what the place after ``load`` others brings each column."""
        brought: Wholes = np.sum([np.where(load < most, self.gains.floor, 0) for most in self.counted], axis=0)
        return brought

    @property
    def n_rows(self) -> int:
        """How many rows there are."""
        return len(self.row_capacity)

    @property
    def n_columns(self) -> int:
        """How many columns there are."""
        return len(self.column_capacity)


def pins_fit(problem: AssignmentProblem) -> bool:
    """Whether the pins alone keep every capacity."""
    return bool(
        (problem.row_pins <= problem.row_capacity).all() and (problem.column_pins <= problem.column_capacity).all()
    )
