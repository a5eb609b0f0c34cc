from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from people import mentee, mentee_cells, mentor, mentor_cells, relation, table, write

from matchmaker import ClashError, InputError, Pool, Programme, match
from matchmaker.check.findings import NOT_USED_YET, notices
from matchmaker.reading.folder import read_folder

BAD = Path(__file__).parents[1] / "fixtures" / "bad"
Cells = dict[str, object]
CANARY = "Zyx Canary"
RELATIONS = "person,other,kind,since,until,why\n"


@pytest.fixture
def problems(tmp_path: Path) -> Callable[..., list[str]]:
    def said(**files: str | bytes | list[Cells]) -> list[str]:
        with pytest.raises(InputError) as caught:
            read_folder(write(tmp_path / "p", **files))
        return [str(problem) for problem in caught.value.problems]

    return said


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Pool]:
    return lambda **files: read_folder(write(tmp_path / "p", **files))[0]


def without(cells: Cells, *columns: str) -> Cells:
    return {name: cell for name, cell in cells.items() if name not in columns}


def test_missing_folder_and_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is not a folder; it should hold mentors\.csv and mentees\.csv"):
        read_folder(tmp_path / "none")
    with pytest.raises(InputError) as caught:
        read_folder(tmp_path)
    assert [one.file for one in caught.value.problems] == ["mentors.csv", "mentees.csv"]


def test_everything_wrong_in_five_files_is_told_in_one_pass(problems: Callable[..., list[str]]) -> None:
    mentors = [
        mentor_cells("ann"),
        mentor_cells("bob") | {"capacity": "many", "time_zone": "EST"},
        mentor_cells("ann") | {"free": ""},
        mentor_cells("cat") | {"offers": "python:9"},
    ]
    mentees = table([mentee_cells("dan"), mentee_cells("eve") | {"needs": "law:7"}]) + '"fay","only two cells"\r\n'
    facts = RELATIONS + "dan,ann,bos,,,\ndan,dan,veto,,,\ndan,ann,boss,2027-02-30,,\ndan,cat,pin,,,\n"
    companies = '[groups]\n"A" = ["B"]\n"B" = ["A"]\n'
    programme = "weeks = 0\nwekks = 1\n[weights.mentor]\nstyle = 99\n"
    found = problems(mentors=mentors, mentees=mentees, relations=facts, companies=companies, programme=programme)
    assert sorted(re.sub(r"(allowed are|write) .*?(?=;|$)", r"\1 …", problem) for problem in found) == [
        "companies.toml, groups.A: its parents run in a circle, back to itself",
        'mentees.csv, row 3, needs: "law": importance 7; allowed is 1 to 3, written as in python:3>1',
        "mentees.csv, row 4, id: the row has 2 cells, the header 9",
        'mentors.csv, row 3, capacity: must be a whole number; came "many"',
        'mentors.csv, row 3, time_zone: "EST" is the name of several clocks; write …',
        'mentors.csv, row 4, free: required; write …; weekdays 18:00-20:00"',
        "mentors.csv, row 4, id: stands in mentors.csv row 2 already; keep one of the two",
        'mentors.csv, row 5, offers: "python": level 9; allowed is 1 to 5, written as in python:5',
        "programme.toml, weeks: must be 1 at least",
        "programme.toml, weights.mentor: they sum to 99; they must sum to 100",
        "programme.toml, wekks: no such setting; the nearest is weeks, allowed are …",
        'relations.csv, row 2, kind: allowed are …; came "bos"',
        "relations.csv, row 3, other: person and other are the same person; write …",
        'relations.csv, row 4, since: must be a date as in 2027-03-01; came "2027-02-30"',
    ]


def test_problems_stand_in_the_order_of_files_and_rows(problems: Callable[..., list[str]]) -> None:
    mentors = [mentor_cells(key) | {"capacity": places} for key, places in (("a", "1"), ("a", "1"), ("b", "x"))]
    mentees = [mentee_cells(key) | {"priority": value} for key, value in (("c", "1"), ("c", "1"), ("d", "x"))]
    places = [problem.split(": ")[0] for problem in problems(mentors=mentors, mentees=mentees)]
    assert places == [
        "mentors.csv, row 3, id",
        "mentors.csv, row 4, capacity",
        "mentees.csv, row 3, id",
        "mentees.csv, row 4, priority",
    ]


def test_a_column_that_is_missing_is_named_once(problems: Callable[..., list[str]]) -> None:
    lacks = "the header lacks this column"
    mentors = [without(mentor_cells(key), "capacity", "name", "free", "company") for key in ("ann", "bob")]
    found = problems(
        mentors=mentors, mentees=[without(mentee_cells(key), "needs", "time_zone") for key in ("cat", "dan")]
    )
    people = [f"mentors.csv, row 1, {name}: {lacks}" for name in ("capacity", "free", "name")]
    assert [one for one in found if "company" not in one] == people + [
        f"mentees.csv, row 1, {name}: {lacks}" for name in ("needs", "time_zone")
    ]


def test_a_missing_id_column_is_named_once(problems: Callable[..., list[str]]) -> None:
    assert len(problems(mentors=[without(mentor_cells(key), "id") for key in ("ann", "bob")])) == 1


def test_a_missing_column_of_relations_is_named_once(problems: Callable[..., list[str]]) -> None:
    found = problems(relations="person,other\nann,ben\nben,ann\n")
    assert found == ["relations.csv, row 1, kind: the header lacks this column"]


def test_a_column_relations_do_not_have_is_named_once(problems: Callable[..., list[str]]) -> None:
    found = problems(relations="person,other,kind,note\nann,ben,veto,x\nben,ann,veto,y\n")
    assert found == ["relations.csv, row 1, note: no such column here"]


TWO: list[tuple[dict[str, str | list[Cells]], list[str]]] = [
    ({"mentors": [mentor_cells("") | {"capacity": "x"}]}, ["id", "capacity"]),
    ({"mentors": [mentor_cells("ann") | {"floor": "5", "email": "x"}]}, ["email", "floor"]),
    ({"mentors": [mentor_cells("ann"), mentor_cells("ann"), mentor_cells("bob") | {"company": ""}]}, ["id", "company"]),
]


@pytest.mark.parametrize(("files", "columns"), TWO)
def test_two_defects_are_both_told_with_their_columns(
    files: dict[str, str | list[Cells]], columns: list[str], problems: Callable[..., list[str]]
) -> None:
    found = [problem.split(": ")[0].split(", ")[-1] for problem in problems(**files)]
    assert sorted(found) == sorted(columns)


def test_a_forms_own_headers(read: Callable[..., Pool]) -> None:
    cells = {
        ("Which company do you  work for?" if name == "company" else name.upper()): cell
        for name, cell in mentor_cells("ann").items()
    }
    pool = read(mentors=[cells], programme='[columns]\n"which Company do you work for?" = "company"\n')
    assert pool.mentors[0].company == mentor("ann").company


@pytest.mark.parametrize("broken", [{"programme": "weeks = 0\n"}, {"topics": "x\n"}, {"companies": "x"}])
def test_another_defect_does_not_make_renamed_headers_unknown(
    broken: dict[str, str], problems: Callable[..., list[str]]
) -> None:
    cells = {("Firm" if name == "name" else name): cell for name, cell in mentor_cells("ann").items()}
    files = {"mentors": [cells]} | broken | {"programme": broken.get("programme", "") + '[columns]\nFirm = "name"\n'}
    assert [one for one in problems(**files) if "mentors.csv" in one] == []


def test_settings_that_cannot_be_read_make_no_header_unknown(problems: Callable[..., list[str]]) -> None:
    mentors = [{("Firm" if name == "company" else name): cell for name, cell in mentor_cells("ann").items()}]
    [said] = problems(mentors=[without(mentors[0], "name")], programme="[columns", relations="person,other\n")[:1]
    assert said.startswith("programme.toml: is not TOML: ")
    assert problems(mentors=mentors, programme="x", relations="person,other\n")[1:] == [
        "relations.csv, row 1, kind: the header lacks this column"
    ]


def test_a_header_is_renamed_whatever_the_case_of_its_column(read: Callable[..., Pool]) -> None:
    cells = {("Firm" if name == "company" else name): cell for name, cell in mentor_cells("ann").items()}
    assert read(mentors=[cells], programme='[columns]\nFirm = "Company"\n').mentors[0].company


def test_a_column_nobody_knows_is_kept(read: Callable[..., Pool]) -> None:
    mentors = [
        mentor_cells("ann") | {"Home  town": " Leeds ", "langauges": "en"},
        mentor_cells("bob") | {"Home  town": " "},
    ]
    pool = read(mentors=mentors)
    assert [person.other for person in pool.mentors] == [{"home_town": "Leeds", "langauges": "en"}, {}]
    said = [one for one in notices(pool, Programme()) if "column" in one]
    assert said == [
        'The column "langauges" is kept as the programme\'s own; if it was meant to be "languages", rename it.'
    ]


def test_a_fault_in_a_kept_column_names_that_column(problems: Callable[..., list[str]]) -> None:
    assert "mentors.csv, row 2, hobby" in problems(mentors=[mentor_cells("ann") | {"hobby": "x" * 10_001}])[0]


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("name = 'x'\nweeks = = 3", "programme.toml: is not TOML: Invalid value (at line 2, column 9)"),
        (b"name = '\xff'", "programme.toml: line 1: not UTF-8"),
        ("a = " + "[" * 9999, "programme.toml: is not TOML"),
        ("weeks = " + "1" * 5000, "programme.toml"),
        ('"" = 1', "programme.toml"),
        ("a" + ".a" * 2000 + " = 1", "programme.toml: line 1: more than 10 parts are joined"),
        ("a" + ".a" * 9 + " = 1", "programme.toml, a: no such setting"),
        ('"\\u001b[2J" = 1', "programme.toml"),
    ],
)
def test_broken_settings(toml: str | bytes, said: str, problems: Callable[..., list[str]]) -> None:
    [problem] = problems(programme=toml)
    assert said in problem
    assert "\x1b" not in problem


@pytest.mark.parametrize(
    "column", ["name", "email", "company", "goal", "situation", "boss", "wishes", "goal_by", "hobby"]
)
def test_no_personal_value_in_any_message(column: str, problems: Callable[..., list[str]]) -> None:
    long = mentee_cells("ben") | {column: CANARY * 1001, "name": CANARY, "priority": "x"}
    facts = (
        RELATIONS
        + f"{CANARY},{CANARY},veto,x,,{CANARY}\n{CANARY},{CANARY} B,pin,,,{CANARY}\n{CANARY},ann,waive,,,{CANARY}\n"
    )
    found = problems(
        mentees=[long, mentee_cells("") | {"name": CANARY}, mentee_cells("c") | {"name": CANARY}], relations=facts
    )
    assert len(found) > 2
    assert CANARY not in "\n".join(found)


def said(*facts: tuple[str, str, str], programme: Programme | None = None, **fields: object) -> list[str]:
    everybody = [mentor("ann", **fields)], [mentee("ben"), mentee("cat")]
    return list(notices(Pool(*everybody, [relation(*fact) for fact in facts]), programme or Programme()))[:-1]


def test_notices_of_every_kind() -> None:
    assert [one.split(":")[0].split(",")[0] for one in notices(Pool([mentor("a")], [mentee("b")]), Programme())] == [
        "The programme has no start",
    ]
    assert said() == []
    assert said(offers="pyhton:5; zzzzqqq") == [
        "The topic graph does not know pyhton (nearest: Python) and zzzzqqq: each is like itself only."
    ]
    assert said(company="Kestrelmoor; Kestrelmor") == [
        '"Kestrelmoor" and "Kestrelmor" count as two companies; if they are one, say so in companies.toml.'
    ]
    assert said(boss="Ben Mentex")[0].startswith(
        '"Ben Mentex", named as a boss, a wish, in the relations or the ratings, is nobody in the pool, '
        "but looks like Ben Mentee"
    )
    full = {view: {"style": 100} for view in ("mentee", "mentor")}
    assert notices(Pool([mentor("a")], [mentee("b")]), Programme(start="2027-03-01", weights=full)) == ()


@pytest.mark.parametrize("kind", NOT_USED_YET)
def test_relations_that_change_nothing_yet_are_told(kind: str) -> None:
    assert any(
        one.endswith(f"change nothing in this version: {kind}.")
        for one in notices(Pool([mentor("a")], [mentee("b")], [relation("b", "a", kind)]), Programme())
    )


@pytest.mark.parametrize("other", ["bne", "ben@exmaple.org"])
def test_a_misspelt_id_or_email_is_told(other: str) -> None:
    pool = Pool([mentor("ann")], [mentee("ben", email="ben@example.org")], [relation("ann", other, "veto")])
    assert any("it looks like Ben Mentee, and if it is, write the id" in one for one in notices(pool, Programme()))


def test_pins_and_waivers_are_checked(problems: Callable[..., list[str]], tmp_path: Path) -> None:
    facts = (
        RELATIONS + "ann,eva,pin,,,\nann,ben,waive,,,veto\nann,ben,waive,,,\nben,ann,waive,,,language; availability\n"
    )
    must = "must name the rules to waive; allowed are past_pair, availability, language, not_ready, not_mentoring"
    needs = "a pin needs a mentee and a mentor of this pool; correct who is meant, or leave it out"
    assert problems(relations=facts) == [
        f"relations.csv, row 2, other: {needs}",
        f"relations.csv, row 3, why: {must}",
        f"relations.csv, row 4, why: {must}",
    ]


def test_a_pin_on_somebody_unread_is_not_told_twice(problems: Callable[..., list[str]]) -> None:
    mentees = [mentee_cells("ben") | {"priority": "x", "email": "b@x.org"}]
    for name in ("ben", "B@x.org", "BEN mentee"):
        assert len(problems(mentees=mentees, relations=f"{RELATIONS}{name},ann,pin,,,\n")) == 1


CLASHES = {"pin_on_banned_pair": "current_boss bans the pair", "pins_over_capacity": "2 pins and 1 place"}


@pytest.mark.parametrize("folder", sorted(path.name for path in BAD.iterdir() if path.is_dir()))
def test_each_bad_folder_has_its_one_defect(folder: str) -> None:
    with pytest.raises((InputError, ClashError)) as caught:
        match(*read_folder(BAD / folder))
    assert str(caught.value).count("\n") == 0
    assert isinstance(caught.value, ClashError) == (folder in CLASHES)
    assert CLASHES.get(folder, ".csv" if ".csv" in str(caught.value) else ".toml") in str(caught.value)


def test_a_renamed_header_that_stands_nowhere_is_told(problems: Callable[..., list[str]]) -> None:
    assert problems(programme='[columns]\n"Firm" = "company"\n') == [
        "programme.toml, columns.firm: no file of people has this header"
    ]


def test_an_unreadable_file_is_not_told_twice_through_its_pins(problems: Callable[..., list[str]]) -> None:
    assert problems(mentors=b"\xff", relations=RELATIONS + "ben,ann,pin,,,\n") == [
        "mentors.csv, row 1: is not UTF-8; save it as CSV UTF-8"
    ]


def test_the_most_dangerous_notice_comes_first() -> None:
    pool = Pool([mentor("ann")], [mentee("ben")], [relation("ann", "bne", "veto")])
    first, *others = notices(pool, Programme())
    looks_like = "it looks like Ben Mentee, and if it is, write the id."
    assert first == f'A veto row names "bne", who is nobody in the pool, and changes nothing; {looks_like}'
    assert [one.split()[0] for one in others] == ["The"]
