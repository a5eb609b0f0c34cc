"""Store: where the arrays of a plan grow while shapes are encoded, and what is in them twice stands once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from matchmaker.kernel.ops import Halves, Words, words_for
from matchmaker.shapes import Overlap

Made = TypeVar("Made", Halves, Words)
Fill = Callable[[Halves], None]
Given = Callable[[int, int], npt.NDArray[np.integer[Any]]]


@dataclass
class Flat:
    """Arrays of one kind, one after another."""

    kind: type[np.generic]
    parts: list[npt.NDArray[Any]] = field(default_factory=list)
    length: int = 0

    def put(self, values: npt.ArrayLike) -> int:
        """Add an array, and return where it begins."""
        part, begins = np.asarray(values).ravel(), self.length
        self.parts.append(part)
        self.length += len(part)
        return begins

    def joined(self) -> npt.NDArray[Any]:
        """Return all arrays as one."""
        return np.concatenate([np.zeros(0, self.kind), *(part.astype(self.kind) for part in self.parts)])


@dataclass
class Store:
    """What a plan is made of, while it is made."""

    n_rows: int
    n_columns: int
    picks: Flat = field(default_factory=lambda: Flat(np.int32))
    loads: Flat = field(default_factory=lambda: Flat(np.int32))
    codes: Flat = field(default_factory=lambda: Flat(np.int32))
    curves: Flat = field(default_factory=lambda: Flat(np.int32))
    row_places: Flat = field(default_factory=lambda: Flat(np.int32))
    row_bits: Flat = field(default_factory=lambda: Flat(np.uint64))
    column_bits: Flat = field(default_factory=lambda: Flat(np.uint64))
    members: Flat = field(default_factory=lambda: Flat(np.int32))
    starts: Flat = field(default_factory=lambda: Flat(np.int64))
    given: list[Given] = field(default_factory=list)
    fills: list[tuple[int, Fill]] = field(default_factory=list)
    plane_fills: list[tuple[int, Callable[[Words], None]]] = field(default_factory=list)

    @property
    def n_lines(self) -> int:
        """How many lines there are so far."""
        return sum(count for count, _ in self.fills)

    def add_lines(self, count: int, fill: Fill) -> int:
        """Add so many lines, which ``fill`` will fill in; return the number of the first."""
        first = self.n_lines
        self.fills.append((count, fill))
        return first

    def add_picks(self, lines: npt.ArrayLike, loads: npt.ArrayLike) -> int:
        """Add what lines rows pick, and their loads, both (rows, most picks); return where they begin."""
        self.loads.put(np.asarray(loads, np.int32))
        return self.picks.put(np.asarray(lines, np.int32))

    def add_lists(self, owners: npt.ArrayLike, members: npt.ArrayLike, count: int) -> int:
        """Add a list of members to each of ``count`` owners; return where its bounds begin."""
        whose, which = np.asarray(owners, np.int64).ravel(), np.asarray(members, np.int32).ravel()
        if (whose[1:] < whose[:-1]).any():
            order = np.argsort(whose, kind="stable")
            whose, which = whose[order], which[order]
        begins = self.members.put(which)
        return self.starts.put(begins + np.searchsorted(whose, np.arange(count + 1)))

    def add_bits(self, shape: Overlap) -> tuple[int, int]:
        """Add both sides' bitmaps; return where the bounds of the rows' words begin, and the columns' words."""
        rows, stretches, words = shape.left.shape
        owners, places = np.nonzero(shape.left.reshape(rows * stretches, words))
        begins = self.row_bits.put(shape.left[shape.left != 0])
        self.row_places.put(places)
        bounds = self.starts.put(begins + np.searchsorted(owners, np.arange(rows * stretches + 1)))
        return bounds, self.column_bits.put(shape.right)

    def add_planes(self, count: int, fill: Callable[[Words], None]) -> int:
        """Add so many planes, which ``fill`` will fill in; return the number of the first."""
        first = sum(number for number, _ in self.plane_fills)
        self.plane_fills.append((count, fill))
        return first

    def add_given(self, block: Given) -> int:
        """Add a shape that is asked block by block; return its number."""
        self.given.append(block)
        return len(self.given) - 1

    def lines(self) -> Halves:
        """Return all lines, filled in: (lines, columns)."""
        return _filled(self.fills, np.empty((self.n_lines, self.n_columns), np.int16))

    def planes(self) -> Words:
        """Return all planes, filled in: (planes, columns / 64)."""
        count = sum(number for number, _ in self.plane_fills)
        return _filled(self.plane_fills, np.zeros((count, words_for(self.n_columns)), np.uint64))


def _filled(fills: Sequence[tuple[int, Callable[[Made], None]]], made: Made) -> Made:
    first = 0
    for count, fill in fills:
        fill(made[first : first + count])
        first += count
    return made
