"""The settings of the rules, a table each."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PlainValidator

from matchmaker.settings.table import Months, Settings, Whole


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
