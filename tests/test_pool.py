from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path
from random import Random

import pytest
from people import mentee, mentee_cells, mentor, mentor_cells, relation, write

from matchmaker import InputError, Mentee, Mentor, Pool, Relation
from matchmaker.errors import Problem
from matchmaker.people import Record
from matchmaker.relations import Kind

SAMPLE: dict[str, object] = {
    "name": "Another Name",
    "email": "new@x.org",
    "company": "Another Company",
    "time_zone": "Europe/Rome",
    "free": "Sun 07:00-08:00",
    "languages": "de",
    "boss": "Eva",
    "wishes": "Eva",
    "other": {"hobby": "chess"},
    "offers": "law:2",
    "capacity": 2,
    "floor": 1,
    "hours_per_mentee": 1.5,
    "gains": "learn:10",
    "enjoys": "law",
    "refuses": "law",
    "minimum_readiness": 2,
    "needs": "law:1",
    "mentors_wanted": 2,
    "hours_per_month": 1.5,
    "asks": "job",
    "can_offer": "learn:0",
    "goal": "g",
    "goal_by": "2027-01-01",
    "goal_measure": "m",
    "situation": "s",
    "tried": "t",
    "request": "advice",
    "readiness": "honest:2",
    "wants_qualities": "care:10",
    "qualities": "care:4",
    "signed_up": "2027-01-01",
    "priority": 1,
}
SAMPLE |= {name: 3 for name in Mentor.model_fields if name.startswith(("style_", "wants_"))}
FIELDS = [
    (model.role, name) for model in (Mentor, Mentee) for name in model.model_fields if name not in {"id", "record"}
]
FACT = {"person": "e1", "other": "m1", "kind": "knows", "since": "2020-01-01", "until": "2021-01-01", "why": "w"}


def located(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [str(problem) for problem in error.value.problems]


def changed(role: str, **fields: object) -> str:
    one = mentor("m1", **fields) if role == "mentor" else mentor("m1")
    other = mentee("e1", **fields) if role == "mentee" else mentee("e1")
    return Pool([one], [other]).sha256


def with_fact(**fields: object) -> str:
    people = [mentor("m1"), mentor("m2")], [mentee("e1"), mentee("e2")]
    return Pool(*people, [Relation.model_validate(FACT | fields)]).sha256


def at(file: str, row: int) -> Record:
    return Record(file=file, row=row)


def test_indices_are_stable_whatever_the_order() -> None:
    mentors, mentees = [mentor(f"m{n}") for n in (3, 1, 20)], [mentee(f"e{n}") for n in (2, 9, 1)]
    for seed in range(10):
        pool = Pool(Random(seed).sample(mentors, 3), Random(seed).sample(mentees, 3))
        assert pool.mentor_index == {"m1": 0, "m20": 1, "m3": 2}
        assert pool.mentee_index == {"e1": 0, "e2": 1, "e9": 2}
        assert [one.id for one in pool.mentors] == list(pool.mentor_index)
        assert pool.column_of == pool.mentor_index


def test_people_may_come_from_generators_and_nobody_may_come() -> None:
    pool = Pool((mentor(key) for key in "ba"), iter([mentee("c")]), (relation("c", key, "veto") for key in "ab"))
    assert (len(pool.mentors), len(pool.mentees), len(pool.relations.facts)) == (2, 1, 2)
    assert (Pool([], []).mentors, Pool([], []).relations.facts) == ((), ())


def test_a_pool_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Pool([], []).mentors = ()  # type: ignore[misc]


def test_a_double_id_or_email_is_named_at_its_row_and_says_where_else() -> None:
    rows = [
        mentor("a", email="a@x.org", record=at("mentors.csv", 2)),
        mentor("a", email="b@x.org", record=at("mentors.csv", 3)),
        mentor("b", email="A@x.org", record=at("mentors.csv", 4)),
        mentor("a", record=at("mentors.csv", 5)),
    ]
    with pytest.raises(InputError) as error:
        Pool(rows, [])
    assert located(error) == [
        "mentors.csv, row 3, id: stands in mentors.csv row 2 already; keep one of the two",
        "mentors.csv, row 4, email: stands in mentors.csv row 2 already; keep one of the two",
        "mentors.csv, row 5, id: stands in mentors.csv row 2 already; keep one of the two",
    ]


def test_a_double_without_a_file_is_named_in_words() -> None:
    with pytest.raises(InputError) as error:
        Pool([mentor("a")], [mentee("b"), mentee("b")])
    assert located(error) == ["mentees, id: stands in another row already; keep one of the two"]


def test_an_email_that_is_another_rows_id_is_a_double() -> None:
    with pytest.raises(InputError, match="stands in"):
        Pool([mentor("a@x.org"), mentor("b", email="a@x.org")], [])


def test_two_rows_of_one_role_never_make_one_person() -> None:
    mentors = [mentor("a", email="one@x.org"), mentor("b", email="two@x.org")]
    with pytest.raises(InputError):
        Pool(mentors, [mentee("b", email="one@x.org")])


def test_the_same_id_in_both_roles_is_no_double() -> None:
    pool = Pool([mentor("a", email="a@x.org")], [mentee("a", email="a@x.org"), mentee("z")])
    assert pool.pairs("a", "a") == ((0, 0), (0, 0))
    assert (pool.pairs("a", "z"), pool.pairs("z", "a"), pool.pairs("z", "~eva")) == (((1, 0),), ((1, 0),), ())


def test_free_time_is_shared_by_somebody_in_both_roles() -> None:
    sunday = mentor("x", free="Sun 10:00-12:00", email="a@x.org")
    pool = Pool([sunday], [mentee("y", free=(), email="A@x.org")])
    assert pool.mentees[0].free == sunday.free
    pool = Pool([mentor("x", free=())], [mentee("x", free="Sat 10:00-12:00")])
    assert pool.mentors[0].free == pool.mentees[0].free
    pool = Pool([mentor("x", free="Sun 10:00-12:00")], [mentee("x", free="Sat 10:00-12:00")])
    assert pool.mentors[0].free != pool.mentees[0].free


def test_shared_free_time_keeps_its_clock() -> None:
    one, other = mentor("x", time_zone="Europe/London"), mentee("x", time_zone="America/New_York", free=())
    try:
        pool = Pool([one], [other])
    except InputError as error:
        assert error.problems[0].column == "time_zone"  # noqa: PT017
        return
    assert (pool.mentees[0].time_zone == "Europe/London") == (pool.mentees[0].free == one.free)


def test_whoever_has_no_free_time_in_any_role_is_named() -> None:
    rows = [mentee("a", free=(), record=at("mentees.csv", 2)), mentee("b", free=(), record=at("mentees.csv", 3))]
    with pytest.raises(InputError) as error:
        Pool([mentor("a", free=(), record=at("mentors.csv", 9))], rows)
    assert [(one.file, one.row, one.column) for one in error.value.problems] == [
        ("mentees.csv", 2, "free"),
        ("mentees.csv", 3, "free"),
        ("mentors.csv", 9, "free"),
    ]


def test_everything_wrong_with_a_pool_is_named_at_once() -> None:
    rows = [mentor(key, name="Same Name", free=free) for key, free in (("a", ()), ("a", "Mon 9:00-11:00"), ("b", ()))]
    with pytest.raises(InputError) as error:
        Pool(rows, [mentee("e")], [relation("e", "same name", "veto", record=at("relations.csv", 2))])
    assert [(one.file, one.column) for one in error.value.problems] == [
        ("mentors", "free"),
        ("mentors", "free"),
        ("mentors", "id"),
        ("relations.csv", "other"),
    ]
    assert "Same" not in str(error.value)


def test_an_empty_shorthand_says_nothing() -> None:
    assert Pool([mentor("a", boss=("",))], []).relations.facts == ()


def test_facts_between_two_people_count_whichever_way_round() -> None:
    rows = [relation("m1", "e1", "veto"), relation("e1", "m1", "boss"), relation("e2", "m1", "veto")]
    pool = Pool([mentor("m1")], [mentee("e1"), mentee("e2")], rows)
    assert len(pool.between(0, 0, Kind.VETO, Kind.BOSS)) == 2
    assert [fact.person for fact in pool.between(1, 0, Kind.VETO)] == ["e2"]
    assert pool.between(1, 0, Kind.BOSS) == []


def test_names_behind_keys() -> None:
    pool = Pool(
        [mentor("m1", name="Ann")], [mentee("e1", name="Ben", boss="EVA; eva horn")], [relation("Eva", "m1", "knows")]
    )
    assert [pool.name_of(key) for key in ("m1", "e1", "~eva horn", "~eva")] == ["Ann", "Ben", "eva horn", "EVA"]


@pytest.mark.parametrize(("role", "field"), FIELDS)
def test_any_changed_answer_changes_the_hash(role: str, field: str) -> None:
    assert changed(role, **{field: SAMPLE[field]}) != changed(role)


def test_a_changed_id_changes_the_hash() -> None:
    named = {"name": "Same", "company": "same"}
    assert Pool([mentor("a", **named)], []).sha256 != Pool([mentor("b", **named)], []).sha256


def test_roles_are_part_of_the_hash() -> None:
    assert Pool([mentor("a")], [mentee("b")]).sha256 != Pool([mentor("b")], [mentee("a")]).sha256


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_where_an_answer_was_written_does_not_change_the_hash(role: str) -> None:
    assert changed(role, record=at("form.csv", 77)) == changed(role)


@pytest.mark.parametrize(
    "fields",
    [
        {"person": "e2"},
        {"other": "m2"},
        {"other": "Eva"},
        {"kind": "veto"},
        {"since": None},
        {"until": "2022-01-01"},
        {"why": ""},
    ],
)
def test_any_changed_fact_changes_the_hash(fields: dict[str, object]) -> None:
    assert with_fact(**fields) != with_fact()


@pytest.mark.parametrize("fields", [{"record": at("x", 3)}, {"other": "M1 MENTOR"}, {"person": "  e1 "}])
def test_how_a_fact_names_its_people_does_not_change_the_hash(fields: dict[str, object]) -> None:
    assert with_fact(**fields) == with_fact()


def test_every_field_of_a_relation_is_tried() -> None:
    assert FACT.keys() | {"record"} == Relation.model_fields.keys()


def test_the_hash_is_the_same_for_any_row_order_and_spelling_of_the_file(tmp_path: Path) -> None:
    mentors = [mentor_cells(f"m{n}") | {"hobby": str(n), "languages": "en; de"} for n in range(6)]
    mentees = [mentee_cells(f"e{n}") | {"boss": "Eva"} for n in range(6)]
    facts = [{"person": f"e{n}", "other": f"m{n}", "kind": "veto", "why": ""} for n in range(6)]
    hashes = set()
    for seed in range(5):
        mix = Random(seed)
        mentors, mentees, facts = (
            [dict(mix.sample(sorted(row.items()), len(row))) for row in mix.sample(rows, 6)]
            for rows in (mentors, mentees, facts)
        )
        hashes.add(Pool.read(write(tmp_path / f"p{seed}", mentors=mentors, mentees=mentees, relations=facts)).sha256)
    alike = [
        row | {"languages": "Deutsch;English", "time_zone": "london", "free": "Mon-Fri 9am-5pm"} for row in mentors
    ]
    hashes.add(Pool.read(write(tmp_path / "alike", mentors=alike, mentees=mentees, relations=facts)).sha256)
    assert len(hashes) == 1


@pytest.mark.parametrize("text", ["\ud800", "\x00", "\u2028", "😀", "{", '"'])
def test_any_text_can_be_hashed_or_is_refused(text: str) -> None:
    try:
        hashed = Pool([mentor("a", offers=text)], [mentee("b", goal=text, other={"x": text})]).sha256
    except ValueError as error:  # pydantic's ValidationError, but never UnicodeEncodeError
        hashed = type(error).__name__
    assert len(hashed) == 64 or hashed == "ValidationError"


def test_the_hash_does_not_depend_on_the_machine() -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from people import mentee, mentor; from matchmaker import Pool;"
        "print(Pool([mentor('a', other={'x': '1', 'b': '2'})], [mentee('c', languages='de;en;fr')]).sha256)"
    )
    said = set()
    for seed, zone, locale in (
        ("0", "UTC", "C"),
        ("1", "Asia/Tokyo", "C.UTF-8"),
        ("2", "America/New_York", "tr_TR.UTF-8"),
    ):
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        command = [sys.executable, "-c", script, str(Path(__file__).parent)]
        said.add(subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout)
    assert len(said) == 1


def test_a_problem_says_its_place() -> None:
    assert str(Problem("a.csv", 3, "name", "required")) == "a.csv, row 3, name: required"
    assert str(Problem("a.csv", 0, "", "is missing")) == "a.csv: is missing"
