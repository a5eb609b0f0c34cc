from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from people import mentee, mentor, write
from pydantic import ValidationError

from matchmaker import CRITERIA, InputError, Pool, Programme, match
from matchmaker.problem.strategies import IN_SOLVERS
from matchmaker.programme import SolverName, StrategyName
from matchmaker.scoring.combine import COMBINE, CombineName
from matchmaker.settings import WEIGHTS
from matchmaker.settings.faults import NOT_SETTINGS
from matchmaker.times.zones import REFERENCE_START, REFERENCE_WEEKS
from solvers.registry import SOLVERS, STRATEGIES

BUILT = {"mentee": ["expertise", "style", "availability"], "mentor": ["style", "availability"]}

STRATEGIES_ALLOWED = " or ".join(", ".join(map(repr, get_args(StrategyName))).rsplit(", ", 1))


@dataclass(frozen=True)
class Mine:
    """A caller's own criterion, as far as settings look at it."""

    name: str = "city"
    view: str = "mentee"
    unknown: int = 0

    def encode(self, *_: object) -> None:
        raise AssertionError("settings score nobody")

    why = encode


def refused(**settings: object) -> str:
    with pytest.raises(ValidationError) as caught:
        Programme.model_validate(settings)
    return str(caught.value)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Programme]:
    return lambda toml: Programme.read(write(tmp_path / "p", programme=toml))


@pytest.fixture
def problems(tmp_path: Path) -> Callable[[str], list[str]]:
    def said(toml: str) -> list[str]:
        with pytest.raises(InputError) as caught:
            Programme.read(write(tmp_path / "p", programme=toml))
        return [str(problem).removeprefix("programme.toml") for problem in caught.value.problems]

    return said


def weights(**mentee: int) -> dict[str, object]:
    return {"weights": {"mentee": mentee}}


def test_defaults() -> None:
    programme = Programme()
    assert (programme.strategy, programme.solver, programme.minimum_score) == ("most_people", None, 0)
    assert (programme.first_day, programme.length) == (REFERENCE_START, REFERENCE_WEEKS)
    assert programme.weights.model_dump() == {view: dict(weights) for view, weights in WEIGHTS.items()}
    assert [sum(weights.values()) for weights in WEIGHTS.values()] == [100, 100]
    assert (programme.rules.current_boss.levels, programme.rules.same_company.unknown) == ("all", "error")
    assert (programme.rules.availability.enabled, programme.rules.availability.meeting_minutes) == (True, 60)
    assert (programme.rules.language.unknown, programme.rules.past_pair.months) == ("allow", None)
    assert programme.criteria == CRITERIA


def test_an_empty_file_and_no_file_mean_the_defaults(tmp_path: Path, read: Callable[[str], Programme]) -> None:
    assert read("").sha256 == Programme.read(write(tmp_path / "none")).sha256 == Programme().sha256


def test_dates() -> None:
    start = date(2027, 3, 1)
    assert (Programme(start=start).first_day, Programme(start=start).length) == (start, 26)
    assert (Programme(start=start, weeks=8).length, Programme(weeks=8).length) == (8, 8)


def test_programmes_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Programme().weeks = 7  # type: ignore[misc]


def test_literals_are_the_keys_of_the_tables() -> None:
    assert [IN_SOLVERS.get(name, name) for name in get_args(StrategyName)] == list(STRATEGIES)
    assert get_args(SolverName) == tuple(SOLVERS)
    assert get_args(CombineName) == tuple(COMBINE)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (weights(expertise=99), "they sum to 99; they must sum to 100"),
        (weights(expertise=60, style=41), "they sum to 101"),
        (weights(), "they sum to 0"),
        (weights(expertise=101), "less than or equal to 100"),
        (weights(expertise=110, style=-10), "greater than or equal to 0"),
        (weights(stile=40, expertise=60), "called stile; the nearest is style, allowed are availability, expertise"),
        (weights(benefit=100), "called benefit; the nearest is"),
        ({"weights": {"mentor": {"expertise": 100}}}, "called expertise; the nearest is"),
        ({"unknown": {"mentor": {"style": 10_001}}}, "unknown.mentor.style"),
        ({"weights": {"both": {}}}, "weights.both"),
        ({"weeks": 0}, "weeks"),
        ({"weeks": 261}, "weeks"),
        ({"minimum_score": 10_001}, "minimum_score"),
        ({"minimum_score": -1}, "minimum_score"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**63}, "seed"),
        ({"combine": "maximum"}, "'harmonic', 'minimum' or 'mean'"),
        ({"strategy": "luckiest"}, STRATEGIES_ALLOWED),
        ({"solver": "glpk"}, "'flow' or 'cp_sat'"),
        ({"style": {"scale": 0}}, "style.scale"),
        ({"style": {"scale": float("nan")}}, "style.scale"),
        ({"rules": {"past_pair": {"months": 3}}}, "rules.past_pair.months: needs start"),
        ({"rules": {"former_boss": {"months": 3}}}, "rules.former_boss.months: needs start"),
        ({"rules": {"former_boss": {"enabled": True}}}, "rules.former_boss.enabled"),
        ({"rules": {"current_boss": {"levels": 0}}}, "rules.current_boss.levels"),
        ({"rules": {"current_boss": {"enabled": False}}}, "rules.current_boss.enabled"),
        ({"rules": {"same_company": {"enabled": False}}}, "rules.same_company.enabled"),
        ({"rules": {"availability": {"meeting_minutes": 5}}}, "rules.availability.meeting_minutes"),
    ],
)
def test_settings_are_refused(settings: dict[str, object], message: str) -> None:
    assert message in refused(**settings)


def test_months_count_back_from_a_start() -> None:
    rules = Programme(start="2027-03-01", rules={"past_pair": {"months": 3}, "former_boss": {"months": 4}}).rules
    assert (rules.past_pair.months, rules.former_boss.months, rules.former_boss.enabled) == (3, 4, True)
    assert not Programme().rules.former_boss.enabled


@pytest.mark.parametrize("start", ["0001-01-01", "1850-01-01", "9999-12-31", "9998-01-01"])
def test_a_start_no_calendar_reaches_is_refused_or_works(start: str) -> None:
    try:
        programme = Programme(start=start, weeks=260)
    except ValidationError as error:
        assert "start" in str(error)  # noqa: PT017
        return
    assert len(match(Pool([mentor("ann")], [mentee("ben")]), programme).pairs) == 1


def test_all_problems_of_a_programme_are_named_at_once(problems: Callable[[str], list[str]]) -> None:
    toml = """
        weeks = 0
        wekks = 3
        strategy = "best"
        topics = "x"
        [weights.mentee]
        stile = 50
        expertise = 49
        [weights.mentor]
        style = 99
        [onet]
        skills = "Technology Skills.xlsx"
        tre = "UNSPSC Reference.xlsx"
        [rules.past_pair]
        months = "many"
        [rules.langauge]
        [rules.language]
        enabeld = false
        unknown = "error"
        [columns]
        Firm = 3
    """
    top = "allowed are " + ", ".join(sorted(Programme.model_fields.keys() - NOT_SETTINGS))
    assert sorted(problems(toml)) == sorted(
        [
            ", weeks: must be 1 at least",
            f", wekks: no such setting; the nearest is weeks, {top}",
            f", strategy: allowed are {STRATEGIES_ALLOWED}",
            ", topics: no such setting; topics.csv and companies.toml hold these",
            ", weights.mentee: no criterion of this view is called stile; the nearest is style, allowed are "
            "availability, expertise, qualities, source, style, wishes; they sum to 99; they must sum to 100",
            ", weights.mentor: they sum to 99; they must sum to 100",
            ", onet.tre: no such setting; the nearest is tree, allowed are skills, tree",
            ", rules.past_pair.months: must be a whole number",
            ", rules.langauge: no such setting; the nearest is language, allowed are availability, "
            "current_boss, former_boss, language, not_mentoring, not_ready, past_pair, same_company",
            ", rules.language.enabeld: no such setting; the nearest is enabled, allowed are enabled, unknown",
            ", rules.language.unknown: allowed are 'ban' or 'allow'",
            ", columns.Firm: must be text",
        ]
    )


@pytest.mark.parametrize("levels", ["0", "-3", '"some"', "1.5", "[]"])
def test_levels_that_are_neither_are_one_problem_at_their_own_key(
    levels: str, problems: Callable[[str], list[str]]
) -> None:
    found = problems(f"[rules.current_boss]\nlevels = {levels}")
    assert {problem.split(": ")[0] for problem in found} == {", rules.current_boss.levels"}


@pytest.mark.parametrize("toml", ["weights = 5", "rules = 5", "[weights]\nmentee = 5", "style = []", "columns = 1"])
def test_a_table_that_is_none_is_told_in_plain_words(toml: str, problems: Callable[[str], list[str]]) -> None:
    said = "".join(problems(toml))
    assert "table" in said
    assert "dictionary" not in said


@pytest.mark.parametrize("toml", ["minimum_score = true", "[rules.current_boss]\nlevels = true"])
def test_a_value_of_another_type_is_refused(toml: str, problems: Callable[[str], list[str]]) -> None:
    assert "must be a whole number" in "".join(problems(toml))


def test_shares_are_the_weights_of_all_criteria_and_sum_to_100() -> None:
    assert {view: Programme().shares(view) for view in ("mentee", "mentor")} == WEIGHTS
    assert Programme(**weights(expertise=100)).shares("mentee") == dict.fromkeys(WEIGHTS["mentee"], 0) | {
        "expertise": 100
    }


def test_a_weight_of_a_criterion_that_was_left_out_is_refused() -> None:
    assert "readiness has a weight, and is not among the criteria" in refused(criteria=CRITERIA[:-1])
    assert "is not among" not in refused(weights={"mentee": {"stile": 100}}, criteria=CRITERIA)


def test_an_own_criterion_is_weighed_like_any_other() -> None:
    programme = Programme(criteria=(*CRITERIA, Mine()), **weights(expertise=60, city=40))
    assert programme.shares("mentee") == dict.fromkeys(WEIGHTS["mentee"], 0) | {"expertise": 60, "city": 40}
    assert Programme(criteria=(*CRITERIA, Mine())).shares("mentee")["city"] == 0
    assert "called city" in refused(**weights(expertise=60, city=40))
    assert "called city" in refused(criteria=(*CRITERIA, Mine(view="mentor")), **weights(expertise=60, city=40))
    assert "the nearest is city" in refused(criteria=(*CRITERIA, Mine()), **weights(expertise=60, citty=40))
