"""People's answers as arrays: lists of codes, marks by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TypeVar

import numpy as np

from matchmaker.shapes.protocol import UNKNOWN, IntArray

One = TypeVar("One")
Key = TypeVar("Key", str, tuple[str, int])


def padded(lists: Sequence[Sequence[int]]) -> IntArray:
    """Return lists of codes as the rows of one array, filled up with -1."""
    widths = np.fromiter(map(len, lists), np.int64, len(lists))
    codes = np.full((len(lists), widths.max(initial=0)), -1, np.int32)
    codes[np.arange(codes.shape[1]) < widths[:, None]] = np.fromiter(chain.from_iterable(lists), np.int32)
    return codes


def numbered(keys: Mapping[One, Key]) -> tuple[list[Key], dict[One, int]]:
    """Return the different keys, sorted, and the number among them of the key behind each."""
    ordered = sorted(set(keys.values()))
    number = {key: at for at, key in enumerate(ordered)}
    return ordered, {one: number[key] for one, key in keys.items()}


def marks(answers: Sequence[Mapping[str, int]], names: Sequence[str]) -> IntArray:
    """Return marks by name as the rows of one array: a name left out counts 0; who gave none has ``UNKNOWN``."""
    rows = [[given.get(name, 0) if given else UNKNOWN for name in names] for given in answers]
    return np.array(rows, np.int32).reshape(len(rows), len(names))
