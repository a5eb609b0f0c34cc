"""The tables of programme.toml: weights, criteria, rules, each with its settings and their ranges."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Literal, Self, TypeAlias, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    field_validator,
    model_validator,
)

from matchmaker.people import Line
from matchmaker.reading.column_names import OwnColumn

View: TypeAlias = Literal["mentee", "mentor"]

WEIGHTS: Mapping[View, Mapping[str, int]] = {
    "mentee": {"expertise": 36, "style": 23, "availability": 18, "qualities": 9, "source": 7, "wishes": 7},
    "mentor": {"style": 23, "availability": 18, "wishes": 13, "benefit": 38, "readiness": 8},
}
"""The default weights of every built-in criterion: priors, not findings."""


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
        wrong = _not_of_file(weights, info)
        if sum(weights.values()) != 100:
            wrong.append(f"they sum to {sum(weights.values())}; they must sum to 100")
        if wrong:
            raise ValueError("; ".join(wrong))
        return weights


Points: TypeAlias = Annotated[Whole, Field(ge=0, le=10_000)]
Percent: TypeAlias = Annotated[Whole, Field(ge=0, le=100)]
Months: TypeAlias = Annotated[Whole, Field(ge=1, le=1200)]


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


class FormerBossSettings(Settings):
    """``months`` before the start in which no mentor may have been the mentee's boss (default: off)."""

    months: Months | None = None

    @property
    def enabled(self) -> bool:
        """Whether the programme asks for the rule."""
        return self.months is not None


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
    months: Months | None = None


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
    former_boss: FormerBossSettings = FormerBossSettings()
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


class AuditSettings(Settings):
    """``columns`` of the programme's own are reported by group, and have no part in the matching."""

    columns: Annotated[tuple[OwnColumn, ...], Field(max_length=20)] = ()

    @field_validator("columns")
    @classmethod
    def _once(cls, columns: tuple[str, ...]) -> tuple[str, ...]:
        if twice := sorted({column for column in columns if columns.count(column) > 1}):
            raise ValueError(f"{', '.join(twice)} stands in it twice")
        return columns


class OnetSettings(Settings):
    """``skills`` and ``tree``: O*NET's workbooks of technology skills and of their commodities, if topics come thence.

    Paths are seen from the programme's folder.
    """

    skills: Line = ""
    tree: Line = ""

    @model_validator(mode="after")
    def _both(self) -> Self:
        if bool(self.skills) != bool(self.tree):
            raise ValueError("needs both, skills and tree")
        return self


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


def nearest(name: str, allowed: Collection[str]) -> str:
    """Return what is allowed instead of a name, that which is most like it first."""
    from rapidfuzz import process

    names = sorted(allowed)
    return f"the nearest is {process.extractOne(name[:80], names)[0]}, allowed are {', '.join(names)}"
