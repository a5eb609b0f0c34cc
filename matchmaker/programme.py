"""Programme: the settings a pool is matched under. Weights, rules, strategy, dates; and the words it is read with."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias, get_args

from pydantic import ConfigDict, Field, InstanceOf, SkipValidation, field_validator, model_validator
from pydantic.json_schema import SkipJsonSchema

from matchmaker.companies import Companies
from matchmaker.criteria import CRITERIA, Criterion
from matchmaker.criteria.own import OwnCriterion
from matchmaker.people import Day, Line
from matchmaker.scoring.combine import CombineName
from matchmaker.settings import (
    WEIGHTS,
    AuditSettings,
    AvailabilityScore,
    BenefitSettings,
    CappedLotterySettings,
    ExpertiseSettings,
    HelpSettings,
    HoursSettings,
    LimitSettings,
    OnetSettings,
    QualitiesSettings,
    ReadinessSettings,
    RuleSettings,
    Settings,
    SourceSettings,
    StyleSettings,
    Unknown,
    View,
    Weights,
    Whole,
    WishesSettings,
    unknown_names,
)
from matchmaker.times.zones import REFERENCE_START, REFERENCE_WEEKS
from matchmaker.topics import TopicGraph

StrategyName: TypeAlias = Literal[
    "most_people",
    "best_score",
    "greedy",
    "first_come",
    "lottery",
    "capped_lottery",
    "stable",
    "stable_mentors",
    "fairest",
    "leximin",
]
SolverName: TypeAlias = Literal["flow", "cp_sat"]

OWN_STRATEGY = "own:"
"""What the name of a strategy of one's own begins with in a record, so that none passes for one of ours."""
BY_LOT = ("lottery", "capped_lottery")
"""The strategies whose answer hangs on the programme's seed."""
STABLE = ("stable", "stable_mentors")
"""The strategies whose records say that nobody would undo them."""

FIRST_START, LAST_START = date(1973, 1, 1), date(2200, 1, 1)
"""Before, clocks were off by odd seconds, Monrovia's the longest; after, dates may end."""


class Programme(Settings):
    """Everything a matching depends on besides the people.

    ``start`` and ``weeks`` say when the pairs meet; without a start, free time must hold through every clock change
    of a fixed reference year. ``combine`` makes a pair's score of its two views. ``spread`` gives as many mentors as
    possible a first mentee before any gets a second; floors come first. ``minimum_score`` is in basis points, 0…10 000:
    a pair below it is not legal. ``salt`` is any text: another one chooses another of several equally good matchings.
    ``contact`` is whom a pair tells that it ends: a name, an address.
    ``topics`` and ``companies`` are the words people's answers are read with. ``criteria`` may be extended:
    ``Programme(criteria=CRITERIA + (mine,))``, with its weight in ``weights``. ``criterion`` holds those that need no
    code. ``limit`` and ``hours`` are kept by all matchings. Without a ``solver`` the one is taken that can keep them.

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
    solver: SolverName | None = None
    seed: Whole = Field(default=0, ge=0, lt=2**63)
    combine: CombineName = "harmonic"
    spread: bool = False
    minimum_score: Whole = Field(default=0, ge=0, le=10_000)
    salt: str = Field(default="", max_length=200)
    contact: Line = ""
    weights: Weights = Weights()
    unknown: Unknown = Unknown()
    expertise: ExpertiseSettings = ExpertiseSettings()
    style: StyleSettings = StyleSettings()
    availability: AvailabilityScore = AvailabilityScore()
    qualities: QualitiesSettings = QualitiesSettings()
    source: SourceSettings = SourceSettings()
    wishes: WishesSettings = WishesSettings()
    benefit: BenefitSettings = BenefitSettings()
    readiness: ReadinessSettings = ReadinessSettings()
    rules: RuleSettings = RuleSettings()
    capped_lottery: CappedLotterySettings = CappedLotterySettings()
    help: HelpSettings = HelpSettings()
    onet: OnetSettings = OnetSettings()
    criterion: Annotated[tuple[OwnCriterion, ...], Field(max_length=100)] = ()
    limit: Annotated[tuple[LimitSettings, ...], Field(max_length=100)] = ()
    hours: HoursSettings = HoursSettings()
    audit: AuditSettings = AuditSettings()
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

    @field_validator("criteria")
    @classmethod
    def _are_criteria(cls, criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
        if wrong := [fault for one in criteria if (fault := _no_criterion(one))]:
            raise ValueError("; ".join(wrong))
        return criteria

    @field_validator("criterion")
    @classmethod
    def _called_apart(cls, own: tuple[OwnCriterion, ...]) -> tuple[OwnCriterion, ...]:
        names = Counter((one.view, one.name) for one in (*CRITERIA, *own))
        if twice := [f"{view} has two called {name}" for (view, name), count in names.items() if count > 1]:
            raise ValueError("; ".join(twice))
        return own

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        wrong = []
        for view, weights in self._views().items():
            names = [one.name for one in self.every_criterion if one.view == view]
            mine = set(names)
            wrong += [f"criteria: {view} has two called {name}" for name in sorted(mine) if names.count(name) > 1]
            wrong += [f"weights.{view}: {fault}" for fault in unknown_names(view, weights, mine)]
            wrong += [f"unknown.{view}: {fault}" for fault in unknown_names(view, getattr(self.unknown, view), mine)]
            lost = sorted(name for name in WEIGHTS[view] if weights.get(name) and name not in mine)
            wrong += [f"weights.{view}: {name} has a weight, and is not among the criteria" for name in lost]
        for one in self.criterion:
            audited = [(side, column) for side, column in one.columns.items() if column in self.audit.columns]
            message = "is only audited (audit.columns), so no criterion can compare it"
            wrong += [f"criterion.{one.name}.{side}: {column} {message}" for side, column in audited]
        named = {f"limit.{number}.column": one.column for number, one in enumerate(self.limit, start=1)}
        named["hours.mentors"] = self.hours.mentors
        message = "is only audited (audit.columns), so no limit can count by it"
        wrong += [f"{key}: {column} {message}" for key, column in named.items() if column in self.audit.columns]
        counting = {"past_pair": self.rules.past_pair.months, "former_boss": self.rules.former_boss.months}
        back = [rule for rule, months in counting.items() if months is not None and self.start is None]
        wrong += [f"rules.{rule}.months: needs start, the day to count back from" for rule in back]
        if wrong:
            raise ValueError("\n".join(wrong))
        return self

    @classmethod
    def read(cls, folder: str | Path) -> Programme:
        """Read a programme's folder: programme.toml, companies.toml, topics.csv, O*NET's workbooks if it names any.

        Raises
        ------
        InputError
            With everything wrong in every file of the folder, each with its file and key.
        """
        from matchmaker.reading.folder import read_folder

        return read_folder(Path(folder))[1]

    @property
    def first_day(self) -> date:
        """The first day that availability is judged by."""
        return self.start or REFERENCE_START

    @property
    def last_day(self) -> date | None:
        """The last day of a programme that has a start."""
        return self.start and self.start + timedelta(weeks=self.length, days=-1)

    @property
    def length(self) -> int:
        """How many weeks availability is judged over: half a year if a start is given without."""
        return self.weeks or (26 if self.start else REFERENCE_WEEKS)

    @property
    def limited(self) -> bool:
        """Whether there are limits, which only some engines and strategies can keep."""
        return bool(self.limit or self.hours.mentors)

    @property
    def every_criterion(self) -> tuple[Criterion, ...]:
        """All criteria, in the order of explanations: those of the list, then the programme's own."""
        return (*self.criteria, *self.criterion)

    def shares(self, view: View) -> dict[str, int]:
        """Return the weights of all criteria of a view, in their order; they sum to 100."""
        weights = self._views()[view]
        return {one.name: weights.get(one.name, 0) for one in self.every_criterion if one.view == view}

    def unknown_points(self, criterion: Criterion) -> int:
        """Return what an unknown answer counts in a criterion."""
        said: dict[str, int] = getattr(self.unknown, criterion.view)
        return said.get(criterion.name, criterion.unknown)

    def unweighed(self) -> list[str]:
        """Return the criteria that were added and have no weight, so that they count nothing."""
        own = [one for one in self.every_criterion if one.name not in WEIGHTS[one.view]]
        return sorted({one.name for one in own if one.name not in self._views()[one.view]})

    @property
    def sha256(self) -> str:
        """Hash of the settings; without strategy and solver, which a record names, and where words were read from."""
        settings = self.model_dump(mode="json", exclude={"columns", "onet", "strategy", "solver", "unknown"})
        words = [
            self.topics.digest_rows(),
            sorted(self.companies.aliases.items()),
            sorted(self.companies.groups.items()),
            sorted(self.companies.competitors.items()),
        ]
        criteria = [[one.name, one.view, self.unknown_points(one)] for one in self.every_criterion]
        text = json.dumps([settings, words, criteria], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def _views(self) -> Mapping[View, Mapping[str, int]]:
        return {"mentee": self.weights.mentee, "mentor": self.weights.mentor}


def _no_criterion(one: Criterion) -> str | None:
    """Return why a caller's object is no criterion, if it is none; called by its class, as it may have no name."""
    called, needed = type(one).__name__, ("name", "view", "unknown", "encode", "why")
    if lacking := [part for part in needed if not hasattr(one, part)]:
        return f"{called} has no {', '.join(lacking)}; a criterion has {', '.join(needed)}"
    views = get_args(View)
    return None if one.view in views else f"{called} has no view that there is; allowed are {' and '.join(views)}"
