"""Communication style: how far apart what one wants and how the other is. No personality types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from matchmaker.packed import answers
from matchmaker.people import STYLE_ITEMS
from matchmaker.sentences import say
from matchmaker.shapes import FULL, UNKNOWN, Distance, IntArray, Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matchmaker.people import Mentee, Mentor
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
        curve = style_curve(programme.style.scale, programme.unknown_points(self))
        if self.view == "mentee":
            return Distance(_wants(pool.mentees), _style(pool.mentors), curve)
        return Distance(_style(pool.mentees), _wants(pool.mentors), curve)

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


def _style(people: Sequence[Mentor | Mentee]) -> IntArray:
    """Return how people describe their own style: (people, items)."""
    return _marks(people, "style")


def _wants(people: Sequence[Mentor | Mentee]) -> IntArray:
    """Return what people want of the other; where not said, what they are like themselves."""
    wants = _marks(people, "wants")
    return np.where(wants == UNKNOWN, _style(people), wants)


def _marks(people: Sequence[Mentor | Mentee], what: str) -> IntArray:
    marks = (answers(people, f"{what}_{item}") for item in STYLE_ITEMS)
    return np.stack([one.array(lambda mark: UNKNOWN if mark is None else mark) for one in marks], axis=1)
