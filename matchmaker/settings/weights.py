"""What each criterion counts in each view: its weight, and its points where an answer is unknown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, cast

from pydantic import Field, ValidationInfo, field_validator

from matchmaker.settings.table import Points, Settings, View, Whole, nearest

WEIGHTS: Mapping[View, Mapping[str, int]] = {
    "mentee": {"expertise": 36, "style": 23, "availability": 18, "qualities": 9, "source": 7, "wishes": 7},
    "mentor": {"style": 23, "availability": 18, "wishes": 13, "benefit": 38, "readiness": 8},
}
"""The default weights of every built-in criterion: priors, not findings."""


class Weights(Settings):
    """Each view's weights; they sum to 100."""

    mentee: dict[str, Annotated[Whole, Field(ge=0, le=100)]] = Field(default_factory=lambda: dict(WEIGHTS["mentee"]))
    mentor: dict[str, Annotated[Whole, Field(ge=0, le=100)]] = Field(default_factory=lambda: dict(WEIGHTS["mentor"]))

    @field_validator("mentee", "mentor")
    @classmethod
    def _sum_to_100(cls, weights: dict[str, int], info: ValidationInfo) -> dict[str, int]:
        wrong = _not_of_file(weights, info)
        if sum(weights.values()) != 100:
            wrong.append(f"they sum to {sum(weights.values())}; they must sum to 100")
        if wrong:
            raise ValueError("; ".join(wrong))
        return weights


class Unknown(Settings):
    """What an unknown answer counts, by view and criterion, where not as the criterion itself says."""

    mentee: dict[str, Points] = Field(default_factory=dict)
    mentor: dict[str, Points] = Field(default_factory=dict)

    @field_validator("mentee", "mentor")
    @classmethod
    def _known(cls, points: dict[str, int], info: ValidationInfo) -> dict[str, int]:
        if wrong := _not_of_file(points, info):
            raise ValueError("; ".join(wrong))
        return points


def unknown_names(view: View, said: Mapping[str, int], own: Collection[str] = ()) -> list[str]:
    """Return what is wrong with names of a view's criteria, the first few; ``own`` are those that were added."""
    known = {*WEIGHTS[view], *own}
    strange = sorted(said.keys() - known)[:5]
    return [f"no criterion of this view is called {name[:80]}; {nearest(name, known)}" for name in strange]


def _not_of_file(said: Mapping[str, int], info: ValidationInfo) -> list[str]:
    """Return which names no criterion has, for settings from a file: their context is the own criteria by view.

    A caller's settings have no context: a criterion may still be added to those, and the programme looks again.
    """
    if info.context is None:
        return []
    view = cast(View, info.field_name)
    return unknown_names(view, said, info.context[view])
