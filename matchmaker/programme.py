"""Programme: the settings a pool is matched under. Weights, rules, strategy, dates; and the words it is read with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    InstanceOf,
    PlainValidator,
    SkipValidation,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from matchmaker.companies import Companies
from matchmaker.criteria import CRITERIA, Criterion
from matchmaker.people import Day, Line
from matchmaker.topics import TopicGraph
from matchmaker.zones import REFERENCE_START, REFERENCE_WEEKS

View: TypeAlias = Literal["mentee", "mentor"]
StrategyName: TypeAlias = Literal["most_people", "best_score", "greedy"]
SolverName: TypeAlias = Literal["flow", "cp_sat"]

WEIGHTS: Mapping[View, Mapping[str, int]] = {
    "mentee": {"expertise": 36, "style": 23, "availability": 18, "qualities": 9, "source": 7, "wishes": 7},
    "mentor": {"style": 23, "availability": 18, "wishes": 13, "benefit": 38, "readiness": 8},
}
"""The default weights of every criterion, built or still to come: priors, not findings."""


BUILT_IN_ONLY = "built-in criteria only"
"""The validation context of settings that come from a file, where no criterion can be added."""


FIRST_START, LAST_START = date(1973, 1, 1), date(2200, 1, 1)
"""Before, clocks were off by odd seconds, Monrovia's the longest; after, dates may end."""

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


class RuleSettings(Settings):
    """The rules with settings; the others have none."""

    current_boss: CurrentBossSettings = CurrentBossSettings()
    same_company: SameCompanySettings = SameCompanySettings()
    availability: AvailabilitySettings = AvailabilitySettings()
    language: LanguageSettings = LanguageSettings()
    past_pair: PastPairSettings = PastPairSettings()


class Programme(Settings):
    """Everything a matching depends on besides the people.

    ``start`` and ``weeks`` say when the pairs meet; without a start, free time must hold through every clock change
    of a fixed reference year. ``minimum_score`` is in basis points, 0…10 000: a pair below it is not legal. ``salt``
    is any text: another one chooses another of several equally good matchings.
    ``topics`` and ``companies`` are the words people's answers are read with. ``criteria`` may be extended:
    ``Programme(criteria=CRITERIA + (mine,))``, with its weight in ``weights``.

    Raises
    ------
    pydantic.ValidationError
        For settings out of range, weights of an unknown criterion, or weights that do not sum to 100.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    name: Line = ""
    start: Day | None = None
    weeks: Whole | None = Field(default=None, ge=1, le=260)
    strategy: StrategyName = "most_people"
    solver: SolverName = "flow"
    minimum_score: Whole = Field(default=0, ge=0, le=10_000)
    salt: str = Field(default="", max_length=200)
    weights: Weights = Weights()
    style: StyleSettings = StyleSettings()
    rules: RuleSettings = RuleSettings()
    columns: dict[str, str] = Field(default_factory=dict)
    topics: SkipJsonSchema[InstanceOf[TopicGraph]] = Field(default_factory=TopicGraph.shipped, exclude=True, repr=False)
    companies: SkipJsonSchema[InstanceOf[Companies]] = Field(default_factory=Companies, exclude=True, repr=False)
    criteria: SkipJsonSchema[SkipValidation[tuple[Criterion, ...]]] = Field(default=CRITERIA, exclude=True, repr=False)

    @field_validator("start")
    @classmethod
    def _has_zones(cls, start: date | None) -> date | None:
        if start and not FIRST_START <= start <= LAST_START:
            raise ValueError(f"must be from {FIRST_START} to {LAST_START}")
        return start

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        wrong = []
        for view, weights in self._views().items():
            names = [criterion.name for criterion in self.criteria if criterion.view == view]
            mine = set(names)
            wrong += [f"criteria: {view} has two called {name}" for name in sorted(mine) if names.count(name) > 1]
            wrong += [f"weights.{view}: {fault}" for fault in unknown_weights(view, weights, mine)]
            if not any(weights.get(name) for name in mine):
                wrong.append(f"weights.{view}: no criterion of this version has any weight")
        if self.rules.past_pair.months is not None and self.start is None:
            wrong.append("rules.past_pair.months: needs start, the day to count back from")
        if wrong:
            raise ValueError("\n".join(wrong))
        return self

    @classmethod
    def read(cls, folder: str | Path) -> Programme:
        """Read a programme's folder: programme.toml, companies.toml and topics.csv, each only if it is there.

        Raises
        ------
        InputError
            With everything wrong in every file of the folder, each with its file and key.
        """
        from matchmaker.files import read_folder

        return read_folder(Path(folder))[1]

    @property
    def first_day(self) -> date:
        """The first day that availability is judged by."""
        return self.start or REFERENCE_START

    @property
    def length(self) -> int:
        """How many weeks availability is judged over: half a year if a start is given without."""
        return self.weeks or (26 if self.start else REFERENCE_WEEKS)

    def shares(self, view: View) -> dict[str, int]:
        """Return the weights of the criteria there are, re-normalised to sum to 100 (largest remainder)."""
        weights = self._views()[view]
        present = {
            criterion.name: weights.get(criterion.name, 0) for criterion in self.criteria if criterion.view == view
        }
        total = sum(present.values())
        shares = {name: 100 * weight // total for name, weight in present.items()}
        short = sorted(present, key=lambda name: (-(100 * present[name] % total), name))
        for name in short[: 100 - sum(shares.values())]:
            shares[name] += 1
        return shares

    def unweighed(self) -> list[str]:
        """Return the criteria that a caller added and gave no weight, so that they count nothing."""
        return sorted(
            {one.name for one in self.criteria if one.name not in {**WEIGHTS[one.view], **self._views()[one.view]}}
        )

    def missing(self, view: View) -> list[str]:
        """Return the criteria that have a weight but are not in this version."""
        present = {criterion.name for criterion in self.criteria if criterion.view == view}
        return [name for name, weight in self._views()[view].items() if weight and name not in present]

    @property
    def sha256(self) -> str:
        """Hash of the settings; without strategy and solver, which a record names, and how a form's headers read."""
        settings = self.model_dump(mode="json", exclude={"columns", "strategy", "solver"})
        words = [
            self.topics.digest_rows(),
            sorted(self.companies.aliases.items()),
            sorted(self.companies.groups.items()),
        ]
        criteria = [[criterion.name, criterion.view, criterion.unknown] for criterion in self.criteria]
        text = json.dumps([settings, words, criteria], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def _views(self) -> Mapping[View, Mapping[str, int]]:
        return {"mentee": self.weights.mentee, "mentor": self.weights.mentor}


def unknown_weights(view: View, weights: Mapping[str, int], own: Collection[str] = ()) -> list[str]:
    """Return what is wrong with the names of a view's weights, the first few; ``own`` are those a caller has added."""
    from rapidfuzz import process

    known = sorted({*WEIGHTS[view], *own})
    return [
        f"no criterion of this view is called {name}; the nearest is {process.extractOne(name, known)[0]}, "
        f"allowed are {', '.join(known)}"
        for name in (strange[:80] for strange in sorted(weights.keys() - set(known))[:5])
    ]
