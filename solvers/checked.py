"""Lists that are handed in, checked: each comes back as an array, or is refused by its name and the entry at fault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from solvers.errors import ProblemError

if TYPE_CHECKING:
    from solvers.problem import BoolArray, IntArray, Integers, Wholes


def integers(
    name: str,
    values: Integers | BoolArray,
    length: int | None = None,
    *,
    lowest: int | None = 0,
    highest: int | None = None,
    bits: int = 62,
) -> IntArray:
    """Return a checked copy of a list. A float is refused even when whole: engines truncate floats without a word."""
    array = _flat(name, values, length, "iu", "integers")
    least, most = (int(array.min()), int(array.max())) if len(array) else (0, 0)
    if lowest is not None and least < lowest:
        refuse(name, array, array < lowest, f"{lowest} at least")
    if highest is not None and most > highest:
        refuse(name, array, array > highest, f"{highest} at most")
    if max(-least, most) >> bits:
        refuse(name, array, abs(array.astype(np.float64)) > 2.0**bits, f"at most {bits} bits")
    return array.astype(np.int64, copy=False)


def keys(name: str, values: Integers | BoolArray, length: int) -> IntArray:
    """Return checked keys; the upper half of unsigned 64 bits is stored as the negative numbers."""
    array = _flat(name, values, length, "iu", "integers")
    stored = array.astype(np.uint64).view(np.int64) if array.dtype.kind == "u" else array.astype(np.int64)
    _, first = np.unique(stored, return_index=True)
    again = np.ones(length, np.bool_)
    again[first] = False
    if again.any():
        position = int(np.flatnonzero(again)[0])
        raise ProblemError(f"{name}: entry {position}, {array[position]}, stands more than once; each key once")
    return stored


def flags(name: str, values: Sequence[bool] | BoolArray, length: int) -> BoolArray:
    """Return a checked copy of a list of truth values."""
    return _flat(name, values, length, "b", "True and False").astype(np.bool_)


def _flat(name: str, values: Sequence[int] | npt.NDArray[Any], length: int | None, kinds: str, of: str) -> Wholes:
    """Return a list as an array of one of numpy's ``kinds``, and of that length if one is given."""
    try:
        # What is no array may hand out its own memory even where a copy is asked for; an array does not.
        given = np.asarray(values) if len(values) else np.zeros(0, np.dtype("b1" if kinds == "b" else np.int64))
        array = np.array(given)
    except (TypeError, ValueError, OverflowError) as error:
        raise ProblemError(f"{name}: a flat list of {of} is needed") from error
    if length is not None and array.shape[:1] != (length,):
        raise ProblemError(f"{name}: {length} entries are needed, not {len(values)}")
    if array.ndim != 1 or array.dtype.kind not in kinds:
        raise ProblemError(f"{name}: a flat list of {of} is needed, not {array.dtype} of shape {array.shape}")
    return array


def pair_order(rows: IntArray, columns: IntArray) -> IntArray | None:
    """Return the order that sorts pairs by row, then column; None where they are. None may stand twice."""
    place = rows * (int(columns.max(initial=0)) + 1) + columns  # both fit into 31 bits
    if (place[:-1] < place[1:]).all():
        return None
    order = np.argsort(place, kind="stable")
    again = np.diff(place[order]) == 0
    if again.any():
        position = order[1:][again][0]
        raise ProblemError(f"rows, columns: the pair ({rows[position]}, {columns[position]}) stands more than once")
    return order


def refuse(name: str, array: Wholes, wrong: BoolArray, allowed: str) -> None:
    """Refuse a list by its first entry that is ``wrong``, if there is one."""
    if wrong.any():
        position = int(np.flatnonzero(wrong)[0])
        raise ProblemError(f"{name}: entry {position} is {array[position]}, out of range; allowed is {allowed}")


def either(given: Integers | BoolArray | None, default: IntArray) -> Integers | BoolArray:
    """Return what is given, or else the default."""
    return default if given is None else given
