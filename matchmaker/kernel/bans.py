"""From rules to the ways their bans are found: lists of single pairs, groups, planes that mark columns by bits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.kernel.encode import few_answers
from matchmaker.kernel.lines import representative
from matchmaker.kernel.ops import Ban, Codes, Longs, Words
from matchmaker.kernel.planes import LEVELS, bit_planes, covers, packed
from matchmaker.kernel.store import Store
from matchmaker.scoring.encoded import EncodedRule
from matchmaker.shapes import Listed, Overlap, RowOnly, SameGroup, Shape, Table

_MOST_BY_BIT = 62
MOST_BITS = 1 << 33
"""How many bits the planes of one rule may hold; beyond that it is asked block by block."""


def ban(store: Store, rule: EncodedRule) -> tuple[int, ...]:
    """Return a rule's line of the plan: how its bans are found, its waivers, numbers."""
    waivers, encode = _pairs(rule.waived), _KNOWN.get(type(rule.shape))
    found = None if waivers is None or encode is None else encode(store, rule.shape)
    if found is None or waivers is None:
        return Ban.GIVEN, -1, store.add_given(lambda start, stop: rule.block(start, stop).astype(np.int16))
    rows, columns = waivers
    return found[0], store.add_lists(rows, columns, store.n_rows) if len(rows) else -1, *found[1:]


def banning(rules: Longs, starts: Longs, codes: Codes, n_rows: int) -> Longs:
    """Return a bit for each rule that can ban a row, row by row: what has empty lists of it need not be asked."""
    found = np.full(n_rows, -1 if len(rules) > _MOST_BY_BIT else 0)
    for rule, (kind, _, first, wide, lists, *_) in enumerate(rules[:_MOST_BY_BIT].tolist()):
        can = np.ones(n_rows, np.bool_)
        if kind == Ban.LISTED:
            can = np.diff(starts[first : first + n_rows + 1]) > 0
        elif kind == Ban.GROUPS:
            groups = codes[first : first + n_rows * wide].reshape(n_rows, wide)
            most = max(int(groups.max(initial=-1)), 0)
            filled = np.diff(starts[lists : lists + most + 2]) > 0 if (groups >= 0).any() else np.zeros(1, np.bool_)
            can = ((groups == -2) | ((groups >= 0) & filled[np.maximum(groups, 0)])).any(axis=1)
        found |= can.astype(np.int64) << rule
    return found


def _pairs(shape: Shape) -> tuple[npt.NDArray[Any], npt.NDArray[Any]] | None:
    """Return the pairs at 1 of a shape that is 0 or 1 at listed pairs and 0 elsewhere; None of any other."""
    if type(shape) is not Listed or shape.elsewhere.any() or not np.isin(shape.points, (0, 1)).all():
        return None
    chosen = shape.points == 1
    return shape.rows[chosen], shape.columns[chosen]


def _listed(store: Store, shape: Listed) -> tuple[int, ...] | None:
    pairs = _pairs(shape)
    return None if pairs is None else (Ban.LISTED, store.add_lists(*pairs, store.n_rows))


def _of_rows(store: Store, shape: RowOnly) -> tuple[int, ...]:
    return Ban.GROUPS, store.codes.put(np.where(shape.points == 1, -2, -1)), 1, 0


def _groups(store: Store, shape: SameGroup) -> tuple[int, ...]:
    """Number everybody's columns by group; a last group, which every row is in, holds who shares one with all."""
    most = max(int(shape.left.max(initial=-1)), int(shape.right.max(initial=-1))) + 1
    columns, places = np.nonzero(shape.right >= 0)
    everywhere = np.flatnonzero(shape.with_all_right)
    owners = np.concatenate([shape.right[columns, places], np.full(len(everywhere), most)])
    lists = store.add_lists(owners, np.concatenate([columns, everywhere]), most + 1)
    last = np.where(shape.with_all_left, -2, most if len(everywhere) else -1)
    codes = np.concatenate([shape.left, last[:, None]], axis=1)
    return Ban.GROUPS, store.codes.put(codes), codes.shape[1], lists


def _table(store: Store, shape: Table) -> tuple[int, ...] | None:
    return _planes(store, shape, shape.rows)


def _planes(store: Store, shape: Table | Overlap, answers: npt.NDArray[Any]) -> tuple[int, ...] | None:
    """Lay a rule out as one plane for each different answer of a row, read off its own blocks."""
    rows, which = representative(answers)
    if len(rows) * store.n_columns > MOST_BITS:
        return None

    def fill(out: Words) -> None:
        for plane, row in zip(out, rows.tolist(), strict=True):
            plane[:] = packed(shape.block(row, row + 1)[0] == 1)

    return Ban.PLANE, store.codes.put(store.add_planes(len(rows), fill) + which)


def _overlap(store: Store, shape: Overlap) -> tuple[int, ...] | None:
    """A rule that bans who shares nothing, and nobody else, is read off planes of single bits and of runs of them."""
    if few_answers(shape):
        return _planes(store, shape, shape.left)
    rows, stretches, words = shape.left.shape
    count = stretches * len(LEVELS) * words * 64
    plain = len(shape.curve) > 1 and shape.curve[0] == 1 and not (shape.curve[1:] == 1).any()
    if not plain or count * store.n_columns > MOST_BITS:
        return None
    first = store.add_planes(count, lambda out: bit_planes(shape.right, out))
    owners, planes = covers(shape.left)
    return Ban.OVERLAP, store.add_lists(owners, first + planes, rows * stretches), stretches


_KNOWN: Mapping[type, Callable[[Store, Any], tuple[int, ...] | None]] = {
    Listed: _listed,
    RowOnly: _of_rows,
    SameGroup: _groups,
    Table: _table,
    Overlap: _overlap,
}
