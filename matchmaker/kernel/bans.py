"""From rules to the ways their bans are found: lists of single pairs, groups, lines, shared bits."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.kernel.encode import MOST_LINES, few_answers
from matchmaker.kernel.lines import representative
from matchmaker.kernel.ops import Ban, Halves
from matchmaker.kernel.store import Store
from matchmaker.shapes import Listed, Overlap, RowOnly, SameGroup, Shape, Table


def ban(store: Store, shape: Shape, waived: Shape) -> tuple[int, ...]:
    """Return a rule's line of the plan: how its bans are found, its waivers, numbers."""
    waivers = _pairs(waived)
    kind: tuple[int, ...] | None = None
    if waivers is not None:
        if type(shape) is Listed:
            kind = _listed(store, shape)
        elif type(shape) is SameGroup:
            kind = _groups(store, shape)
        elif type(shape) is RowOnly:
            kind = (Ban.GROUPS, store.codes.put(np.where(shape.points == 1, -2, -1)), 1, 0)
        elif type(shape) is Table:
            kind = _line(store, shape, shape.rows)
        elif type(shape) is Overlap:
            kind = _line(store, shape, shape.left) if few_answers(shape) else _overlap(store, shape)
    if kind is None or waivers is None:
        return Ban.GIVEN, -1, store.add_given(lambda start, stop: _banned(shape, waived, start, stop))
    rows, columns = waivers
    return kind[0], store.add_lists(rows, columns, store.n_rows) if len(rows) else -1, *kind[1:]


def _banned(shape: Shape, waived: Shape, start: int, stop: int) -> npt.NDArray[np.int16]:
    return np.asarray((shape.block(start, stop) == 1) & (waived.block(start, stop) == 0), np.int16)


def _pairs(shape: Shape) -> tuple[npt.NDArray[Any], npt.NDArray[Any]] | None:
    """Return the pairs at 1 of a shape that is 0 or 1 at listed pairs and 0 elsewhere; None of any other."""
    if type(shape) is not Listed or shape.elsewhere.any() or not np.isin(shape.points, (0, 1)).all():
        return None
    chosen = shape.points == 1
    return shape.rows[chosen], shape.columns[chosen]


def _listed(store: Store, shape: Listed) -> tuple[int, ...] | None:
    pairs = _pairs(shape)
    return None if pairs is None else (Ban.LISTED, store.add_lists(*pairs, store.n_rows))


def _groups(store: Store, shape: SameGroup) -> tuple[int, ...]:
    """Number everybody's columns by group; a last group, which every row is in, holds who shares one with all."""
    most = max(int(shape.left.max(initial=-1)), int(shape.right.max(initial=-1))) + 1
    columns, places = np.nonzero(shape.right >= 0)
    everywhere = np.flatnonzero(shape.with_all_right)
    owners = np.concatenate([shape.right[columns, places], np.full(len(everywhere), most)])
    lists = store.add_lists(owners, np.concatenate([columns, everywhere]), most + 1)
    all_ = np.where(shape.with_all_left, -2, most if len(everywhere) else -1)
    codes = np.concatenate([shape.left, all_[:, None]], axis=1)
    return Ban.GROUPS, store.codes.put(codes), codes.shape[1], lists


def _line(store: Store, shape: Table | Overlap, answers: npt.NDArray[Any]) -> tuple[int, ...] | None:
    rows, which = representative(answers)
    if len(rows) * store.n_columns > MOST_LINES:
        return None

    def fill(out: Halves) -> None:
        for line, row in zip(out, rows.tolist(), strict=True):
            line[:] = shape.block(row, row + 1)[0] == 1

    first = store.add_lines(len(rows), fill)
    return Ban.LINE, store.add_picks(first + which, np.ones_like(which))


def _overlap(store: Store, shape: Overlap) -> tuple[int, ...] | None:
    """Only a rule that bans who shares nothing, and nobody else, is read off the bits."""
    if shape.curve[0] != 1 or (shape.curve[1:] == 1).any() or len(shape.curve) < 2:
        return None
    return Ban.OVERLAP, *store.add_bits(shape), *shape.left.shape[1:]
