"""Planes: marks of all columns, a bit each; of every bit that a column can have, and of runs of such bits.

A row shares a bit with the columns that are in one of the planes of its own bits. Bits come in runs, as hours do: a
run of n is covered by few planes of 16, 4 or 1 bits, which may overlap.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.kernel.ops import WORD, Longs, Words, words_for
from matchmaker.shapes import Bits

LEVELS = (1, 4, 16)
"""How many bits in a row a plane stands for; a run is covered by the longest that fits into it."""
_ROWS = 1 << 13
"""How many rows are unpacked at a time."""


def packed(marks: npt.NDArray[Any]) -> Words:
    """Return marks, along the last axis, as words."""
    room = words_for(marks.shape[-1]) * WORD
    full = np.zeros((*marks.shape[:-1], room), np.bool_)
    full[..., : marks.shape[-1]] = marks
    return np.packbits(full, axis=-1, bitorder="little").view("<u8").astype(np.uint64)


def unpacked(words: Words) -> npt.NDArray[np.uint8]:
    """Return the bits of words, along the last axis."""
    return np.unpackbits(np.ascontiguousarray(words).astype("<u8").view(np.uint8), axis=-1, bitorder="little")


def bit_planes(bits: Bits, out: Words) -> None:
    """Fill in the planes of all columns' bitmaps (columns, stretches, words): by stretch, level and first bit."""
    stretches, places = bits.shape[1], bits.shape[2] * WORD
    planes = out.reshape(stretches, len(LEVELS), places, -1)
    for stretch in range(stretches):
        for word in range(bits.shape[2]):
            some = slice(word * WORD, (word + 1) * WORD)
            planes[stretch, 0, some] = packed(unpacked(bits[:, stretch, word : word + 1]).T)
        for level, (shorter, longer) in enumerate(pairwise(LEVELS)):
            for step in range(0, longer, shorter):
                planes[stretch, level + 1, : places - longer + 1] |= planes[
                    stretch, level, step : places - longer + 1 + step
                ]


def covers(bits: Bits) -> tuple[Longs, Longs]:
    """Return the planes that cover every row's runs of bits, (rows, stretches, words), in order of whom they serve.

    Of row r and stretch s the owner is r · stretches + s.
    """
    found = [_covers(bits[first : first + _ROWS]) for first in range(0, len(bits), _ROWS)]
    owners = [mine + at * _ROWS * bits.shape[1] for at, (mine, _) in enumerate(found)]
    none = np.zeros(0, np.int64)
    return np.concatenate([none, *owners]), np.concatenate([none, *(planes for _, planes in found)])


def _covers(bits: Bits) -> tuple[Longs, Longs]:
    rows, stretches, words = bits.shape
    places = words * WORD
    padded = np.zeros((rows * stretches, places + 2), np.int8)
    padded[:, 1:-1] = unpacked(bits.reshape(rows * stretches, words))
    steps = np.diff(padded, axis=1)
    owners, starts = np.nonzero(steps == 1)
    lengths = np.nonzero(steps == -1)[1] - starts
    level = np.searchsorted(LEVELS, lengths, side="right") - 1
    reach = np.array(LEVELS)[level]
    pieces = -(-lengths // reach)
    run = np.repeat(np.arange(len(starts)), pieces)
    number = np.arange(len(run)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    first = starts[run] + np.minimum(number * reach[run], lengths[run] - reach[run])
    return owners[run], ((owners[run] % stretches) * len(LEVELS) + level[run]) * places + first
