"""Screening: what is no goal, who is banned for it, what mentors refuse, and what the coordinator is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from people import mentee, mentee_cells, mentor, write

from matchmaker import InputError, Pool, Programme, Scores
from matchmaker.check import notices
from matchmaker.goals import NO_GOAL, is_goal
from matchmaker.people import Record
from matchmaker.reading.folder import read_folder
from matchmaker.verification.plain_rules import PlainRules

Fields = dict[str, object]
ROW = Record(file="mentees.csv", row=2)


def banned(asking: Fields, offering: Fields | None = None, **rules: Fields) -> list[tuple[str, str]]:
    """The rules that ban Maya with Tom, each with its sentence; the plain rules must name the same."""
    pool = Pool([mentor("tom", name="Tom", **offering or {})], [mentee("maya", name="Maya", record=ROW, **asking)])
    programme = Programme.model_validate({"rules": rules})
    found = Scores(pool, programme).bans(0, 0)
    assert [ban.rule for ban in found] == PlainRules(pool, programme).banning(0, 0)
    return [(ban.rule, ban.why) for ban in found]


@pytest.mark.parametrize(
    "text", ["", " ", "-", "?", "…", "x", "7", "N/A", "n. a.", "TBD", "Don’t know yet.", "i dont know"]
)
def test_what_is_no_goal(text: str) -> None:
    assert not is_goal(text)


@pytest.mark.parametrize(
    "text", ["Go", "创业", "Lead a team", "Nothing less than a start-up", "Später mehr Mut", "IT", "5k"]
)
def test_what_is_a_goal(text: str) -> None:
    assert is_goal(text)


def test_every_word_on_the_list_is_no_goal() -> None:
    assert [word for word in NO_GOAL.split(";") if is_goal(word)] == []


GOAL, HOURS = "no goal is named", "the hours a month are not said, and the programme asks for 2"
FEW = "1.5 hours a month, less than the 2 the programme asks for"
TWO: Fields = {"minimum_hours": 2}
READY: list[tuple[Fields, Fields, str]] = [
    ({}, {}, ""),
    ({"goal": ""}, {}, GOAL),
    ({"goal": "tbd"}, {}, GOAL),
    ({"goal": ""}, {"unknown": "allow"}, ""),
    ({"goal": "n/a"}, {"unknown": "allow"}, ""),
    ({"goal": ""}, {"enabled": False}, ""),
    ({"goal_by": None, "goal_measure": ""}, {}, ""),
    ({"hours_per_month": 1.5}, {}, ""),
    ({"hours_per_month": 1.5}, TWO, FEW),
    ({"hours_per_month": 1}, TWO, "1 hour a month, less than the 2 the programme asks for"),
    ({"hours_per_month": 2}, TWO, ""),
    ({"hours_per_month": 1.5}, {**TWO, "unknown": "allow"}, FEW),
    ({}, TWO, ""),
    ({}, {**TWO, "unknown_hours": "ban"}, HOURS),
    ({"goal": ""}, {**TWO, "unknown_hours": "ban"}, f"{GOAL}; {HOURS}"),
    ({"goal": "", "hours_per_month": 1.5}, TWO, f"{GOAL}; {FEW}"),
    ({"goal": "", "hours_per_month": 1.5}, {**TWO, "enabled": False}, ""),
    ({}, {"unknown_hours": "ban"}, ""),
]


@pytest.mark.parametrize(("asking", "settings", "missing"), READY)
def test_who_is_not_ready_and_what_is_missing(asking: Fields, settings: Fields, missing: str) -> None:
    expected = [("not_ready", f"Maya is not ready yet: {missing}.")] if missing else []
    assert banned(asking, not_ready=settings) == expected


def test_what_is_missing_names_its_cells() -> None:
    pool = Pool([mentor("tom")], [mentee("maya", goal="", hours_per_month=1, record=ROW)])
    programme = Programme.model_validate({"rules": {"not_ready": TWO}})
    (ban,) = Scores(pool, programme).bans(0, 0)
    assert ban.records == ("mentees.csv row 2, goal", "mentees.csv row 2, hours_per_month")


@pytest.mark.parametrize(("setting", "column"), [("unknown", "goal"), ("unknown_hours", "hours_per_month")])
def test_an_answer_that_a_rule_needs_is_missed_where_the_programme_says_so(
    setting: str, column: str, tmp_path: Path
) -> None:
    settings = f'[rules.not_ready]\nminimum_hours = 2\n{setting} = "error"\n'
    rows = [mentee_cells(key) | {"hours_per_month": "2"} for key in ("ben", "cat")]
    folder = write(tmp_path / "one", programme=settings, mentees=[rows[0] | {column: ""}, rows[1]])
    assert [problem[:2] for problem in located(folder)] == [("mentees.csv", 2)]
    folder = write(tmp_path / "all", programme=settings, mentees=[row | {column: ""} for row in rows])
    ((file, row, said),) = located(folder)
    assert (file, row) == ("mentees.csv", 1)
    assert said == f"{column}: nobody's {column} is said, and not_ready needs it; or set rules.not_ready.{setting}"
    off = settings.replace("minimum_hours", "enabled = false\nminimum_hours")
    assert read_folder(write(tmp_path / "off", programme=off, mentees=[rows[0] | {column: ""}]))
    assert read_folder(write(tmp_path / "said", programme=settings, mentees=rows))


def located(folder: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(InputError) as caught:
        read_folder(folder)
    return [(one.file, one.row, f"{one.column}: {one.message}") for one in caught.value.problems]


@pytest.mark.parametrize(("request_", "asked"), [("coaching", "coaching on a task"), ("advice", "one-off advice")])
def test_who_asks_for_other_help_is_banned_unless_the_rule_is_off(request_: str, asked: str) -> None:
    asking: Fields = {"request": request_}
    assert banned(asking) == [("not_mentoring", f"Maya asks for {asked}, not for mentoring.")]
    assert banned(asking, not_mentoring={"enabled": False}) == []
    assert banned({"request": None}) == banned({"request": "mentoring"}) == []


REFUSED = [
    ("Job", {"asks": "job"}, True),
    ("job", {"asks": "funding; introductions"}, False),
    ("funding; INTRODUCTIONS", {"asks": "introductions"}, True),
    ("job", {"needs": "Job:1"}, True),
    ("VC", {"needs": "python:3; venture capital:1"}, True),
    ("fundraising", {"needs": "VC:1"}, True),
    ("venture capital", {"needs": "fundraising:3"}, False),
    ("python", {"needs": "python:2"}, True),
    ("owl   Taming", {"needs": "Owl-taming"}, True),
    ("owl taming", {"needs": "owls"}, False),
    ("", {"needs": "python", "asks": "job; funding"}, False),
]


@pytest.mark.parametrize(("refuses", "asking", "bans"), REFUSED)
def test_what_a_mentor_refuses(refuses: str, asking: Fields, bans: bool) -> None:
    expected = [("refused_topic", "One of the two is not available to the other.")] if bans else []
    assert banned(asking, {"refuses": refuses}) == expected


def test_only_those_who_ask_for_it_are_refused() -> None:
    mentors = [mentor("ann", refuses="job; python"), mentor("bob"), mentor("cy", refuses="funding")]
    mentees = [mentee("dan", needs="law"), mentee("eve"), mentee("fay", needs="law", asks="funding; job")]
    scores = Scores(Pool(mentors, mentees))
    assert (scores.block(0, 3) < 0).tolist() == [[False] * 3, [True, False, False], [True, False, True]]


def told(mentees: list[Fields], refuses: str = "", **settings: object) -> list[str]:
    pool = Pool([mentor("tom", refuses=refuses)], [mentee(f"e{at}", **one) for at, one in enumerate(mentees)])
    quiet = ("Criteria not in this version", "The programme has no start")
    return [one for one in notices(pool, Programme.model_validate(settings)) if not one.startswith(quiet)]


ADVICE: list[tuple[Fields, bool]] = [
    ({"goal_by": "2027-03-15"}, True),
    ({"goal_by": "2027-03-16"}, False),
    ({"goal_by": "2027-01-01", "request": "mentoring"}, True),
    ({"goal_by": "2027-03-02", "request": "advice"}, False),
    ({"goal": "One QUICK question, on taxes"}, True),
    ({"tried": "Asked for a second-opinion"}, True),
    ({"goal": "Quick questions"}, False),
    ({"goal": "Answer someone's question"}, False),
    ({"goal": "Have a one-off answered", "request": "coaching"}, False),
]


@pytest.mark.parametrize(("asking", "doubtful"), ADVICE)
def test_mentoring_that_looks_like_advice_is_told_and_never_banned(asking: Fields, doubtful: bool) -> None:
    said = (
        "E0 Mentee asks for mentoring, but what they write looks like one-off advice (a goal within 14 days of the "
        'start, or words such as "quick question"); ask them.'
    )
    assert told([asking], start="2027-03-01") == ([said] if doubtful else [])
    assert "request" in asking or banned(asking) == []
    assert told([asking], start="2027-03-01", rules={"not_mentoring": {"enabled": False}}) == []


def test_several_who_are_to_be_asked_are_named_in_one_notice() -> None:
    (said,) = told([{"tried": "One question"}] * 5, start="2027-03-01")
    assert said.startswith("E0 Mentee, E1 Mentee, E2 Mentee and 2 more ask for mentoring, but")
    assert told([{"goal_by": "2027-03-01"}]) == []  # nobody knows how soon that is


@pytest.mark.parametrize(
    ("refuses", "said"),
    [
        ("Job; python; VC", ""),
        ("fundrasing", "fundrasing (nearest: fundraising)"),
        ("jobs; zzz", "jobs (nearest: job) and zzz"),
        ("-", ""),
        (";".join(f"q{at:02}" for at in range(22)), ", ".join(f"q{at:02}" for at in range(20)) + " and 2 more"),
    ],
)
def test_a_refusal_that_nobody_knows_is_told(refuses: str, said: str) -> None:
    tail = "which the topic graph does not know and which is none of job, funding and introductions: "
    tail += "only needs in the same words are refused."
    assert told([{}], refuses) == ([f"Mentors refuse {said}, {tail}"] if said else [])


@pytest.mark.parametrize(
    ("mentees", "ready", "expected"),
    [
        ([{"goal": ""}, {"goal": "n/a"}], {}, True),
        ([{"goal": ""}, {}], {}, False),
        ([{"goal": ""}], {"unknown": "allow"}, False),
        ([{"goal": ""}], {"enabled": False}, False),
        ([], {}, False),
    ],
)
def test_a_form_that_did_not_ask_for_a_goal_is_told(
    mentees: list[Fields], ready: Mapping[str, object], expected: bool
) -> None:
    said = "Nobody named a goal, so everybody is to prepare first; if the form did not ask for one, set "
    said += 'rules.not_ready.unknown = "allow".'
    assert told(mentees, rules={"not_ready": ready}) == ([said] if expected else [])
