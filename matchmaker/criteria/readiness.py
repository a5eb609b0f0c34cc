"""Readiness: does the mentee show what this mentor asks for at least."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import numpy as np

from matchmaker.answers import READINESS
from matchmaker.packed import answers
from matchmaker.sentences import say
from matchmaker.shapes import FULL, UNKNOWN, Shape, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matchmaker.pool import Pool
    from matchmaker.programme import Programme

HIGHEST = 5
"""Marks are 1–5."""


class Readiness:
    """``clip(1 − (minimum_readiness − shown) / 4, 0, 1)``, shown the mean of the mentee's eight answers 1–5.

    Unknown where the mentor names no minimum or the mentee gave no answer at all.
    """

    name = "readiness"
    view: Literal["mentor"] = "mentor"
    unknown = 5_000

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Number the different means, and tabulate each with every minimum 1–5 (0: none named)."""
        given = answers(pool.mentees, "readiness")
        means = [shown(one, programme) for one in given.different]
        distinct = sorted({mean for mean in means if mean is not None})
        table = [[UNKNOWN, *(points(mean, least) for least in range(1, HIGHEST + 1))] for mean in distinct]
        code = {mean: number for number, mean in enumerate(distinct)}
        return Table(
            table=np.array([*table, [UNKNOWN] * (HIGHEST + 1)], np.int32),
            rows=np.array([len(distinct) if mean is None else code[mean] for mean in means], np.int32)[given.places],
            columns=answers(pool.mentors, "minimum_readiness").array(lambda least: least or 0),
        )

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> str:
        """Say whether the mentee reaches the mentor's minimum. The answers themselves are private."""
        asking, offering = pool.mentees[mentee], pool.mentors[mentor]
        mean, least = shown(asking.readiness, programme), offering.minimum_readiness
        reached = mean is not None and least is not None and mean >= least
        facts = {"asks": least is not None, "answered": mean is not None, "reached": reached}
        return say("readiness", mentee=asking.name, mentor=offering.name, **facts)


def shown(readiness: Mapping[str, int], programme: Programme) -> Fraction | None:
    """Return the mean of a mentee's eight answers; None if none was given."""
    if not readiness:
        return None
    marks = [readiness.get(name, programme.readiness.not_said) for name in READINESS]
    return Fraction(sum(marks), len(marks))


def points(mean: Fraction, least: int) -> int:
    """Return the points of a mean 1–5 with a minimum 1–5, rounded down."""
    return min(int(FULL * (1 - (least - mean) / 4)), FULL)
