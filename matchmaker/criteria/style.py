"""Communication style: how far apart what one wants and how the other is. No personality types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from matchmaker.people import STYLE_ITEMS
from matchmaker.sentences import say
from matchmaker.shapes import FULL, UNKNOWN, Distance, IntArray, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matchmaker.pool import Pool
    from matchmaker.programme import Programme

_WIDEST = 4
"""The largest difference between two marks 1–5."""


@dataclass(frozen=True)
class Style:
    """``exp(−(d / scale)²)``, d (0–1) the mean difference between what the view's owner wants and the other is.

    Items that one of the two left open count as unknown, each with its fifth of the points: a distance over few items
    scatters more, and the curve would reward that. It is tabulated once, in whole points.
    """

    view: Literal["mentee", "mentor"]
    name = "style"
    unknown = 2_500

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Lay the five marks of both sides out as arrays."""
        mentee_side = (mentee.wants() if self.view == "mentee" else mentee.style() for mentee in pool.mentees)
        mentor_side = (mentor.style() if self.view == "mentee" else mentor.wants() for mentor in pool.mentors)
        curve = style_curve(programme.style.scale, programme.unknown_points(self))
        return Distance(_marks(mentee_side), _marks(mentor_side), curve)

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> str:
        """Name the items they agree on and the one they are furthest apart on."""
        mentee_, mentor_ = pool.mentees[mentee], pool.mentors[mentor]
        one, other = (mentee_, mentor_) if self.view == "mentee" else (mentor_, mentee_)
        apart = {
            item: is_like - wanted
            for item, wanted, is_like in zip(STYLE_ITEMS, one.wants(), other.style(), strict=True)
            if wanted is not None and is_like is not None
        }
        return say("style", one=one.name, other=other.name, apart=apart, items=len(STYLE_ITEMS))


def style_curve(scale: float, unknown: int) -> IntArray:
    """Return ``curve[items answered, sum of differences]``, points 0…10 000."""
    items = len(STYLE_ITEMS)
    answered = np.arange(items + 1)[:, None]
    distance = np.arange(_WIDEST * items + 1) / np.maximum(_WIDEST * answered, 1)
    known = np.rint(FULL * np.exp(-((distance / scale) ** 2)))
    curve: IntArray = ((answered * known + (items - answered) * unknown) // items).astype(np.int32)
    return curve


def _marks(people: Iterable[tuple[int | None, ...]]) -> IntArray:
    rows = [[UNKNOWN if mark is None else mark for mark in marks] for marks in people]
    return np.array(rows, np.int32).reshape(len(rows), len(STYLE_ITEMS))
