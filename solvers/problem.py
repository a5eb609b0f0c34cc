"""The assignment problem: sparse scored pairs, capacities, floors, pins; and what an answer is judged by. Frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from solvers import checked
from solvers.checked import either
from solvers.errors import ProblemError
from solvers.limits import Limit, Terms, terms

IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
Wholes: TypeAlias = npt.NDArray[Any]
"""Integers: 64 bits wide, or Python's own where several priorities would not fit."""
Integers: TypeAlias = Sequence[int] | npt.NDArray[np.integer]

FEATURES = ("floors", "pins", "priorities", "spread", "limits")
"""What a problem may have beyond pairs and capacities."""
_OF_PAIRS = ("rows", "columns", "scores", "pinned", "row_view", "column_view")

# Every total formed on the way has to fit into 64 bits; the flow engine multiplies costs by the number of nodes.
_LARGEST_TOTAL = 1 << 58


class Objective(StrEnum):
    """What an answer is judged by, most important first."""

    MOST_PEOPLE = "most_people"
    """Floor places, columns with a place (where ``spread`` asks for it), rows with a place, places, score."""
    BEST_SCORE = "best_score"
    """Floor places, columns with a place (where ``spread`` asks for it), score."""
    FAIREST = "fairest"
    """Rows with a place, the worst-off of them (``solvers.proof.fairness``), score."""
    LEXIMIN = "leximin"
    """Rows with a place, the worst-off of them, the next worst, and so on (``solvers.proof.leximin``)."""


WEIGHED = (Objective.MOST_PEOPLE, Objective.BEST_SCORE)
"""Those that are one weighted sum: an exact engine finds the best, and prices alone prove it."""


class ColumnCounts(NamedTuple):
    """How many of each column's places count, three times over; filled of them are Σ min(load, these) places.

    ``floored`` and ``firsts`` filled are, together, the columns with a place and the floor places, whatever is chosen.
    Each count is part of the next, so all three can be at their most at once (places that can be filled together form
    a matroid; Edmonds 1971): then floor places are at their most, and with that many so are columns with a place.
    """

    floored: IntArray
    """One where there is a floor."""
    floor: IntArray
    """The floor."""
    firsts: IntArray
    """The floor, or one where there is none."""


class Whole(NamedTuple):
    """What is known of all legal pairs, where a problem lists only some: how many each end is in, the highest score."""

    row_degree: IntArray
    column_degree: IntArray
    highest: int


@dataclass(frozen=True, eq=False, init=False)
class AssignmentProblem:
    """Rows ask for places, columns offer them; every listed pair is legal, a pair not listed is not.

    Unless ``whole`` is given: then the listed pairs are some of those that it counts.

    Parameters
    ----------
    rows, columns, scores
        One entry per legal pair: indices from 0 and a score from 0 upward. Integers only; a pair may stand
        once. They are kept sorted by row, then column.
    row_capacity, column_capacity
        The most places each row takes and each column gives; their lengths are the numbers of rows and columns.
    column_floor
        Places each column should at least fill, not above its capacity (default 0). Floors are soft.
    pinned
        One truth value per pair: pairs that must be chosen (default none).
    row_priority
        1 is served first (default 1 for all): the objective of rows of a priority comes before all that is
        reached for later ones. Floors come before any, and so does ``spread``.
    spread
        Whether, after floors, as many columns as possible get a place before any gets a second (default no).
    row_keys, column_keys
        Lasting identities, 64 bits, each once, by which one of several best answers is told (default: the
        indices). With the same keys the same pairs are chosen, in whatever order rows and columns are handed in.
    row_order
        The order in which rows came (default: the indices).
    row_view, column_view
        One entry per pair: what the row and the column think of it (default: the scores).
    limits
        Sums over pairs that no answer may exceed, as hard as capacities (default none).
    whole
        What is known of all legal pairs, if they are more than those listed (default: there are no others).

    Raises
    ------
    ProblemError
        Naming the field, the position and what is allowed there.
    """

    rows: IntArray
    columns: IntArray
    scores: IntArray
    row_capacity: IntArray
    column_capacity: IntArray
    column_floor: IntArray
    pinned: BoolArray
    row_priority: IntArray
    spread: bool
    row_keys: IntArray
    column_keys: IntArray
    row_order: IntArray
    row_view: IntArray
    column_view: IntArray
    limits: tuple[Limit, ...]
    whole: Whole | None

    def __init__(
        self,
        rows: Integers,
        columns: Integers,
        scores: Integers,
        row_capacity: Integers,
        column_capacity: Integers,
        *,
        column_floor: Integers | None = None,
        pinned: Sequence[bool] | BoolArray | None = None,
        row_priority: Integers | None = None,
        spread: bool = False,
        row_keys: Integers | None = None,
        column_keys: Integers | None = None,
        row_order: Integers | None = None,
        row_view: Integers | None = None,
        column_view: Integers | None = None,
        limits: Sequence[Limit] = (),
        whole: Whole | None = None,
    ) -> None:
        row_places = checked.integers("row_capacity", row_capacity)
        column_places = checked.integers("column_capacity", column_capacity)
        n, m = len(row_places), len(column_places)
        row_of = checked.integers("rows", rows, highest=n - 1)
        pairs = len(row_of)
        column_of = checked.integers("columns", columns, pairs, highest=m - 1)
        order = checked.pair_order(row_of, column_of)
        score_of = checked.integers("scores", scores, pairs)
        floor = checked.integers("column_floor", either(column_floor, np.zeros(m, np.int64)), m)
        checked.refuse("column_floor", floor, floor > column_places, "the column's capacity at most")
        if not isinstance(spread, bool):
            raise ProblemError(f"spread: True or False is needed, not {type(spread).__name__}")
        for plain, given in {"spread": spread, "whole": whole, "limits": tuple(limits)}.items():
            object.__setattr__(self, plain, given)
        fields = {
            "rows": row_of,
            "columns": column_of,
            "scores": score_of,
            "row_capacity": row_places,
            "column_capacity": column_places,
            "column_floor": floor,
            "pinned": checked.flags("pinned", np.zeros(pairs, np.bool_) if pinned is None else pinned, pairs),
            "row_priority": checked.integers("row_priority", either(row_priority, np.ones(n, np.int64)), n, lowest=1),
            "row_keys": checked.keys("row_keys", either(row_keys, np.arange(n)), n),
            "column_keys": checked.keys("column_keys", either(column_keys, np.arange(m)), m),
            "row_order": checked.integers("row_order", either(row_order, np.arange(n)), n, lowest=None),
            "row_view": checked.integers("row_view", either(row_view, score_of), pairs),
            "column_view": checked.integers("column_view", either(column_view, score_of), pairs),
        }
        for name, value in fields.items():
            kept = value if order is None or name not in _OF_PAIRS else value[order]
            kept.setflags(write=False)
            object.__setattr__(self, name, kept.view())  # of what is read-only: nobody can make it writable again
        if self.bonus * (n + m + 4) * 4 > _LARGEST_TOTAL:
            raise ProblemError("scores: times places they are too large to add up in 64 bits; scale them down")
        for at, limit in enumerate(self.limits):
            unknown = np.flatnonzero(self.positions(limit.rows, limit.columns) < 0)
            if len(unknown):
                pair = limit.rows[unknown[0]], limit.columns[unknown[0]]
                raise ProblemError(f"limits: entry {at}: the pair ({pair[0]}, {pair[1]}) is not legal")

    @property
    def n_rows(self) -> int:
        """How many rows there are."""
        return len(self.row_capacity)

    @property
    def n_columns(self) -> int:
        """How many columns there are."""
        return len(self.column_capacity)

    @cached_property
    def row_degree(self) -> IntArray:
        """How many legal pairs each row is in: no capacity beyond that can be used."""
        return self.whole.row_degree if self.whole else np.bincount(self.rows, minlength=self.n_rows)

    @cached_property
    def column_degree(self) -> IntArray:
        """How many legal pairs each column is in."""
        return self.whole.column_degree if self.whole else np.bincount(self.columns, minlength=self.n_columns)

    @property
    def column_counts(self) -> ColumnCounts:
        """How many of each column's places count extra: their floor; and first places, for ``spread``."""
        floor = self.column_floor
        return ColumnCounts(np.minimum(floor, 1), floor, np.maximum(floor, 1))

    @property
    def all_listed(self) -> bool:
        """Whether every legal pair is listed."""
        return self.whole is None or int(self.whole.row_degree.sum()) == len(self.rows)

    @cached_property
    def row_pins(self) -> IntArray:
        """How many pinned pairs each row is in."""
        return np.bincount(self.rows[self.pinned], minlength=self.n_rows)

    @cached_property
    def column_pins(self) -> IntArray:
        """How many pinned pairs each column is in."""
        return np.bincount(self.columns[self.pinned], minlength=self.n_columns)

    @property
    def highest(self) -> int:
        """The highest score of a legal pair."""
        return self.whole.highest if self.whole else int(self.scores.max(initial=0))

    @cached_property
    def bonus(self) -> int:
        """More than all scores of any answer together: what one more counted place has to be worth."""
        return self.highest * self._most_places + 1

    @cached_property
    def row_level(self) -> IntArray:
        """Each row's priority, counted from 0 without gaps."""
        return np.unique(self.row_priority, return_inverse=True)[1].astype(np.int64)

    @cached_property
    def level_units(self) -> tuple[int, ...]:
        """What a point counts at each level: 1 at the last, and before it more than twice all that can come after.

        Twice, so that from a loss over all levels together it can be told how much the first of them loses at least.
        """
        step = 2 * self.bonus * (2 * self._most_places + 1)  # every place may be a row's first, and counts twice then
        levels = len(np.unique(self.row_priority))
        return tuple(step**after for after in reversed(range(levels))) or (1,)

    @cached_property
    def row_units(self) -> Wholes:
        """What a point counts in each row, by its priority."""
        units = self.level_units
        return np.array(units, np.int64 if len(units) == 1 else object)[self.row_level]

    @cached_property
    def _most_places(self) -> int:
        rows = np.minimum(self.row_capacity, self.row_degree)
        columns = np.minimum(self.column_capacity, self.column_degree)
        return min(int(rows.sum()), int(columns.sum()))

    @cached_property
    def features(self) -> frozenset[str]:
        """What a strategy must support to take this problem on, of ``FEATURES``: one priority for all is none."""
        present = self.column_floor.any(), self.pinned.any(), self.row_level.any(), self.spread, bool(self.limits)
        return frozenset(name for name, here in zip(FEATURES, present, strict=True) if here)

    @cached_property
    def limit_terms(self) -> Terms:
        """All limits in flat lists, their pairs by position in the arrays."""
        return terms(self.limits, [self.positions(limit.rows, limit.columns) for limit in self.limits])

    @cached_property
    def undecided(self) -> BoolArray:
        """Which pairs are left to decide: all but the pinned ones, and those that alone would break a limit."""
        return ~self.pinned & ~self.limit_terms.after(self.pinned).too_large(len(self.rows))

    @cached_property
    def _codes(self) -> IntArray:
        """Each pair as one number, ascending."""
        return self.rows * self.n_columns + self.columns

    def positions(self, rows: IntArray, columns: IntArray) -> IntArray:
        """Where the given pairs stand in this problem's arrays, -1 for a pair that is not legal."""
        rows, columns = rows.astype(np.int64), columns.astype(np.int64)  # narrower ones would wrap round below
        keys = self._codes
        wanted = rows * self.n_columns + columns
        inside = (rows >= 0) & (rows < self.n_rows) & (columns >= 0) & (columns < self.n_columns)
        found = np.searchsorted(keys, wanted)
        hit = inside & (found < len(keys))
        hit[hit] = keys[found[hit]] == wanted[hit]
        return np.where(hit, found, -1)
