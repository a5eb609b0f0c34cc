"""Qualities: has the mentor what the mentee wishes a mentor to have, as earlier mentees found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from matchmaker.answers import QUALITIES, TOKENS
from matchmaker.packed import answers
from matchmaker.sentences import say
from matchmaker.shapes import FULL, UNKNOWN, Shape, Tokens, marks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matchmaker.pool import Pool
    from matchmaker.programme import Programme
    from matchmaker.ratings import Rated
    from matchmaker.settings import QualitiesSettings


class Qualities:
    """The mentee's ten tokens over seven qualities, against the mentor's.

    A quality counts ``(n·mean + 5·typical) / (n + 5)`` of its n ratings by earlier mentees, marks 1–5 spread over
    0…10 000: what few ratings say is mostly chance. Where nobody rated it, the mentor's own answer counts as one
    rating and eight tenths of the points; a quality of which nothing is known counts as unknown, with its share of the
    tokens. Unknown as a whole where nothing is known of a mentor, or the mentee spread no tokens.
    """

    name = "qualities"
    view: Literal["mentee"] = "mentee"
    unknown = 3_000

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        """Lay tokens and qualities out as arrays."""
        blank, settings = programme.unknown_points(self), programme.qualities
        keys, said = pool.directory.keys(pool.mentors), answers(pool.mentors, "qualities")
        shown = [qualities(own, pool.ratings.of(key), blank, settings) for key, own in zip(keys, said, strict=True)]
        right = np.array(shown, np.int32).reshape(len(shown), len(QUALITIES))
        wanted = answers(pool.mentees, "wants_qualities")
        return Tokens(marks(wanted.different, QUALITIES)[wanted.places], right, TOKENS)

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> str:
        """Name the qualities wished for, and whether ratings or the mentor's own answers speak of each. No ratings."""
        asking, offering = pool.mentees[mentee], pool.mentors[mentor]
        spread, rated = asking.wants_qualities, pool.rated(mentor)
        wanted = sorted((name for name in spread if spread[name]), key=lambda name: -spread[name])
        facts: dict[str, list[str]] = {"rated": [], "said": [], "unknown": []}
        for name in wanted:
            facts["rated" if name in rated else "said" if name in offering.qualities else "unknown"].append(name)
        known = bool(rated or offering.qualities)
        return say("qualities", mentee=asking.name, mentor=offering.name, wanted=wanted, known=known, **facts)


def qualities(own: Mapping[str, int], rated: Mapping[str, Rated], blank: int, settings: QualitiesSettings) -> list[int]:
    """Return the points 0…10 000 of a mentor's ``own`` marks and ratings in every quality.

    ``blank`` is for one of which nothing is known. Where nothing is known of any, all are ``UNKNOWN``.
    """
    if not rated and not own:
        return [UNKNOWN] * len(QUALITIES)
    found = []
    for name in QUALITIES:
        if name in rated:
            found.append(points(rated[name].hundredths, rated[name].marks, settings))
        elif name in own:
            found.append(points(100 * own[name], 1, settings) * settings.own_share // 100)
        else:
            found.append(blank)
    return found


def points(mean: int, count: int, settings: QualitiesSettings) -> int:
    """Return the points of the mean of so many marks, in hundredths 100…500, drawn towards the typical one."""
    total = count * mean + settings.prior * round(100 * settings.typical)
    return FULL * (total - 100 * (count + settings.prior)) // (400 * (count + settings.prior))
