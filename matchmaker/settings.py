"""The tables of programme.toml: weights, criteria, rules, each with its settings and their ranges."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Literal, TypeAlias, cast

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationInfo, field_validator

View: TypeAlias = Literal["mentee", "mentor"]

WEIGHTS: Mapping[View, Mapping[str, int]] = {
    "mentee": {"expertise": 36, "style": 23, "availability": 18, "qualities": 9, "source": 7, "wishes": 7},
    "mentor": {"style": 23, "availability": 18, "wishes": 13, "benefit": 38, "readiness": 8},
}
"""The default weights of every criterion, built or still to come: priors, not findings."""


BUILT_IN_ONLY = "built-in criteria only"
"""The validation context of settings that come from a file, where no criterion can be added."""


Whole: TypeAlias = Annotated[int, Field(strict=True)]


class Settings(BaseModel):
    """A table of programme.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Weights(Settings):
    """Each view's weights; they sum to 100."""

    mentee: dict[str, Annotated[Whole, Field(ge=0, le=100)]] = Field(default_factory=lambda: dict(WEIGHTS["mentee"]))
    mentor: dict[str, Annotated[Whole, Field(ge=0, le=100)]] = Field(default_factory=lambda: dict(WEIGHTS["mentor"]))

    @field_validator("mentee", "mentor")
    @classmethod
    def _sum_to_100(cls, weights: dict[str, int], info: ValidationInfo) -> dict[str, int]:
        wrong = unknown_weights(cast(View, info.field_name), weights) if info.context == BUILT_IN_ONLY else []
        if sum(weights.values()) != 100:
            wrong.append(f"they sum to {sum(weights.values())}; they must sum to 100")
        if wrong:
            raise ValueError("; ".join(wrong))
        return weights


class StyleSettings(Settings):
    """``scale``: the distance, 0–1, at which likeness of style has fallen to 1/e."""

    scale: float = Field(default=0.2, ge=0.05, le=1.0)


def _levels(value: object) -> int | Literal["all"]:
    if value == "all":
        return "all"
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError('must be a whole number from 1 up, or "all"')
    return value


class CurrentBossSettings(Settings):
    """``levels`` of the line that count, up and down; ``peers`` bans people with the same direct boss, too."""

    levels: Annotated[int | Literal["all"], PlainValidator(_levels, json_schema_input_type=int | Literal["all"])] = (
        "all"
    )
    peers: bool = False


class SameCompanySettings(Settings):
    """``unknown``: what a blank company means. ``error`` stops the run and names whose is blank."""

    unknown: Literal["error", "ban", "allow"] = "error"


class AvailabilitySettings(Settings):
    """``enabled``; how long a meeting is."""

    enabled: bool = True
    meeting_minutes: Whole = Field(default=60, ge=15, le=480)


class LanguageSettings(Settings):
    """``enabled``; ``unknown``: what no answer means."""

    enabled: bool = True
    unknown: Literal["ban", "allow"] = "allow"


class PastPairSettings(Settings):
    """``enabled``; ``months`` before the start that count (default: all time)."""

    enabled: bool = True
    months: Annotated[Whole, Field(ge=1, le=1200)] | None = None


class NotReadySettings(Settings):
    """``enabled``; ``unknown``: what no goal means; ``minimum_hours`` a month (default: any) and what no answer means.

    ``error`` stops the run and names whose is blank.
    """

    enabled: bool = True
    unknown: Literal["ban", "allow", "error"] = "ban"
    minimum_hours: Annotated[float, Field(gt=0, le=200, multiple_of=0.25)] | None = None
    unknown_hours: Literal["ban", "allow", "error"] = "allow"


class NotMentoringSettings(Settings):
    """``enabled``. Who does not say what they ask for asks for mentoring."""

    enabled: bool = True


class RuleSettings(Settings):
    """The rules with settings; the others have none."""

    current_boss: CurrentBossSettings = CurrentBossSettings()
    same_company: SameCompanySettings = SameCompanySettings()
    availability: AvailabilitySettings = AvailabilitySettings()
    language: LanguageSettings = LanguageSettings()
    past_pair: PastPairSettings = PastPairSettings()
    not_ready: NotReadySettings = NotReadySettings()
    not_mentoring: NotMentoringSettings = NotMentoringSettings()


class HelpSettings(Settings):
    """Where to turn for what is no mentoring, by what is asked for: the programme's own words."""

    coaching: Annotated[str, Field(min_length=1, max_length=300)] = "a coach, or your own manager"
    advice: Annotated[str, Field(min_length=1, max_length=300)] = "one question to one expert, such as a colleague"


def unknown_weights(view: View, weights: Mapping[str, int], own: Collection[str] = ()) -> list[str]:
    """Return what is wrong with the names of a view's weights, the first few; ``own`` are those a caller has added."""
    from rapidfuzz import process

    known = sorted({*WEIGHTS[view], *own})
    return [
        f"no criterion of this view is called {name}; the nearest is {process.extractOne(name, known)[0]}, "
        f"allowed are {', '.join(known)}"
        for name in (strange[:80] for strange in sorted(weights.keys() - set(known))[:5])
    ]
