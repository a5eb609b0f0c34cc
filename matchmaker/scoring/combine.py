"""From two views to one score. A pair that only one side likes should not look like a good one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

CombineName: TypeAlias = Literal["harmonic", "minimum", "mean"]
Views: TypeAlias = npt.NDArray[np.int64] | int
"""The mentee's or the mentor's view, of a block of pairs or of one, 0…10 000."""


def harmonic(mentee: Views, mentor: Views) -> Views:
    """Return ``2GH // (G + H)``, 0 where both are 0: near the lower view, as long as the other is not much higher."""
    return 2 * mentee * mentor // np.maximum(mentee + mentor, 1)


def minimum(mentee: Views, mentor: Views) -> Views:
    """Return the lower view."""
    return np.minimum(mentee, mentor)


def mean(mentee: Views, mentor: Views) -> Views:
    """Return ``(G + H) // 2``: what one side loses the other may make up."""
    return (mentee + mentor) // 2


COMBINE: Mapping[CombineName, Callable[[Views, Views], Views]] = {
    "harmonic": harmonic,
    "minimum": minimum,
    "mean": mean,
}
"""The ways to combine the two views of a pair, each rounded down; the first is the default."""
