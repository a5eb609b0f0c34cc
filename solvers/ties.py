"""Tie values: a number for every pair, by the lasting keys of its two ends alone, that says which of equals goes first.

A 64-bit mixer over both keys, and not a sum of two: such a sum is the same for every choice that fills the same
places.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]

_GOLDEN = 0x9E3779B97F4A7C15  # splitmix64's step: an odd number near 2⁶⁴ / φ

MOST = (1 << 32) - 1
"""The largest tie value."""


class Keys(NamedTuple):
    """Lasting identities, 64 bits each: those of the rows are salted for one round of one seed."""

    rows: Words
    columns: Words

    @classmethod
    def of(cls, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64], seed: int = 0, round_: int = 1) -> Keys:
        """Return the keys of a round, counted from 1. Every ``seed``, 0 at least, and every round has its own."""
        drawn = mixed(np.array([seed], np.uint64))
        salted = mixed(rows.view(np.uint64) + drawn + np.uint64(round_ * _GOLDEN % 2**64))
        return cls(salted, columns.view(np.uint64))

    def hashes(self, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]) -> Words:
        """Return 64 mixed bits for each of the pairs."""
        return mixed(self.rows[rows] ^ self.columns[columns])

    def ties(self, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return the tie value of each of the pairs, 0…``MOST``: the upper half of its hash."""
        return (self.hashes(rows, columns) >> np.uint64(32)).astype(np.int64)


def mixed(values: Words) -> Words:
    """Return splitmix64's finaliser (Steele, Lea & Flood 2014): every bit of the input moves half of the output's."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
