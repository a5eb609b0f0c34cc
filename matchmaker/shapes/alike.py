"""Whether two shapes are one and the same."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import numpy as np


def alike(one: object, other: object) -> bool:
    """Say whether two shapes are the same to the last number."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one is other or (one.shape == other.shape and np.array_equal(one, other))
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if is_dataclass(one) and type(one) is type(other):
        return all(alike(getattr(one, part.name), getattr(other, part.name)) for part in fields(one))
    return one is other or (isinstance(one, int) and one == other)
