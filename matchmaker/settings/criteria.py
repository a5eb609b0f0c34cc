"""The settings of the built-in criteria, a table each."""

from __future__ import annotations

from pydantic import Field, field_validator

from matchmaker.settings.table import Percent, Points, Settings, Whole


class ExpertiseSettings(Settings):
    """``levels_ahead`` are enough to help in full; what a level counts that was not said, of a mentor and a mentee."""

    levels_ahead: Whole = Field(default=2, ge=1, le=5)
    level_not_said: Whole = Field(default=3, ge=1, le=5)
    own_level_not_said: Whole = Field(default=2, ge=0, le=5)


class StyleSettings(Settings):
    """``scale``: the distance, 0–1, at which likeness of style has fallen to 1/e."""

    scale: float = Field(default=0.2, ge=0.05, le=1.0)


class AvailabilityScore(Settings):
    """From ``enough_starts`` on more do not help; ``hours_not_said`` is the hours' share where one did not say."""

    enough_starts: Whole = Field(default=8, ge=1, le=672)
    hours_not_said: Points = 7_500


class QualitiesSettings(Settings):
    """``typical`` is the mark 1–5 that most mentors have here, ``prior`` how many ratings it counts as.

    ``own_share`` per cent is what mentors' own answers count, as people rate themselves kindly.
    """

    typical: float = Field(default=3.8, ge=1, le=5)
    prior: Whole = Field(default=5, ge=0, le=100)
    own_share: Percent = 80

    @field_validator("typical")
    @classmethod
    def _in_hundredths(cls, typical: float) -> float:
        if round(typical, 2) != typical:
            raise ValueError("must have two decimals at most")
        return typical


class SourceSettings(Settings):
    """The points of each way from a mentee to a mentor; ``old_share`` per cent of them after ``old_years``.

    An expert has ``expert_level`` at least in a topic, and is named by so many ``recommenders``.
    """

    former_boss: Points = 10_000
    recommended: Points = 8_500
    knows: Points = 7_500
    expert_recommended: Points = 6_500
    two_steps: Points = 5_000
    expert_level: Whole = Field(default=5, ge=1, le=5)
    recommenders: Whole = Field(default=2, ge=1, le=100)
    old_years: Whole = Field(default=10, ge=0, le=100)
    old_share: Percent = 80


class WishesSettings(Settings):
    """``next_wish``: what a wish counts in per cent of the one before; ``not_wished``: the points of anybody else."""

    next_wish: Percent = 60
    not_wished: Points = 3_000


class BenefitSettings(Settings):
    """``gains_share`` per cent for what the mentor gains, the rest for enjoyed needs; and what each counts unknown."""

    gains_share: Percent = 70
    gains_not_said: Points = 2_000
    enjoys_not_said: Points = 0


class ReadinessSettings(Settings):
    """``not_said``: what one of the eight answers counts that was left out."""

    not_said: Whole = Field(default=3, ge=1, le=5)
