"""Whether two shapes are one and the same."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from matchmaker.shapes.best_of import BestOf
from matchmaker.shapes.combined import Mean, Product, Ratio
from matchmaker.shapes.distance import Distance
from matchmaker.shapes.listed import Listed
from matchmaker.shapes.overlap import Overlap
from matchmaker.shapes.row_only import RowOnly
from matchmaker.shapes.same_group import SameGroup
from matchmaker.shapes.table import Table
from matchmaker.shapes.through import Highest, Through
from matchmaker.shapes.tokens import Tokens

OURS = (BestOf, Distance, Highest, Listed, Mean, Overlap, Product, Ratio, RowOnly, SameGroup, Table, Through, Tokens)
"""Shapes whose fields are all there is to them; of the caller's own nobody knows that."""


def alike(one: object, other: object) -> bool:
    """Say whether two shapes are the same to the last number; one of the caller's own is like itself alone."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, OURS) and type(one) in OURS:
        return all(alike(getattr(one, part.name), getattr(other, part.name)) for part in fields(one))
    return isinstance(one, int) and one == other
