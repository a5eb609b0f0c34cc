from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import grows_with_its_square
from people import mentee, mentee_cells, mentor, mentor_cells
from pydantic import ValidationError

from matchmaker.answers import Need, Offer
from matchmaker.people import STYLE_ITEMS, Mentee, Mentor, Record, Request
from matchmaker.reading.faults import say_fault
from matchmaker.times.calendars import Window

MAKE = {"mentor": mentor, "mentee": mentee}
ACCEPTED: list[tuple[str, str, object, object]] = [
    ("mentor", "id", "  M   1 ", "M 1"),
    ("mentor", "name", "Jose\u0301\n  Ruiz", "Jos\u00e9 Ruiz"),
    ("mentor", "email", " Ann@Example.ORG ", "ann@example.org"),
    ("mentor", "company", "", ""),
    ("mentor", "time_zone", "berlin", "Europe/Berlin"),
    ("mentor", "time_zone", "CET", "Europe/Brussels"),
    ("mentor", "free", "Tue 18:00-19:00; mon 22:00-01:00", (Window(0, 1320, 1500), Window(1, 1080, 1140))),
    ("mentor", "free", (Window(1, 0, 60), Window(0, 0, 60), Window(1, 0, 60)), (Window(0, 0, 60), Window(1, 0, 60))),
    ("mentor", "languages", "Deutsch; en-GB\nenglish; pt-BR", ("de", "en", "pt")),
    ("mentor", "style_pace", "3", 3),
    ("mentor", "offers", "python:5; public   speaking ;law:1", (("python", 5), ("public speaking", None), ("law", 1))),
    ("mentor", "offers", (Offer("python", 5),), (Offer("python", 5),)),
    ("mentor", "capacity", "0", 0),
    ("mentor", "hours_per_mentee", "1,5", 1.5),
    ("mentor", "hours_per_mentee", "0.25", 0.25),
    ("mentor", "gains", "Network:6; learn:4", {"learn": 4, "network": 6}),
    ("mentor", "gains", "", {}),
    ("mentor", "enjoys", "python;; law ", ("python", "law")),
    ("mentor", "boss", "Eva Horn; tom@x.org", ("Eva Horn", "tom@x.org")),
    ("mentee", "needs", "python:3>1; law; sql:1", (("python", 3, 1), ("law", 2, None), ("sql", 1, None))),
    ("mentee", "needs", "go:2>0", (Need("go", 2, 0),)),
    ("mentee", "can_offer", "learn:0; energy:3", {"learn": 0, "energy": 3}),
    ("mentee", "goal", "  one\n two ", "one\n two"),
    ("mentee", "name", "\u202aAnn\u202c \u2067Löwe\u2069", "Ann Löwe"),
    ("mentee", "goal_by", "2027-03-01", date(2027, 3, 1)),
    ("mentee", "request", "coaching", Request.COACHING),
    ("mentee", "asks", " Introductions;job; JOB", ("job", "introductions")),
    ("mentee", "asks", ("funding",), ("funding",)),
    ("mentee", "readiness", "-;-;-;-;-;4;-;2", {"courage to change": 4, "has goals": 2}),
    ("mentee", "readiness", "Honest:1; works hard:5", {"works hard": 5, "honest": 1}),
    ("mentee", "wants_qualities", "care:10", {"care": 10}),
    ("mentor", "qualities", "care:5; time:1", {"time": 1, "care": 5}),
    ("mentee", "priority", "1", 1),
]

REFUSED: list[tuple[str, str, object, str]] = [
    ("mentor", "name", "", "required"),
    ("mentor", "name", "  ", "required"),
    ("mentor", "name", "Ann\x00", "control characters are not allowed"),
    ("mentor", "name", "x" * 301, "at most 300 characters are allowed"),
    ("mentor", "email", "ann", "not an e-mail address"),
    ("mentor", "email", "@x.org", "not an e-mail address"),
    ("mentor", "email", "ann@", "not an e-mail address"),
    ("mentor", "email", "a@b@c", "not an e-mail address"),
    ("mentor", "time_zone", "UTC+1", "write a zone, such as Europe/Berlin"),
    ("mentor", "time_zone", "EST", "write America/New_York or America/Panama"),
    ("mentor", "time_zone", "Berlni", "write Europe/Berlin"),
    ("mentor", "free", "Mon", "no hours; write days and hours"),
    ("mentor", "free", " ; ", "no free time given"),
    ("mentor", "free", (Window(7, 0, 60),), "a window is day 0-6"),
    ("mentor", "free", (Window(0, 60, 60),), "a window is day 0-6"),
    ("mentor", "languages", "en; Zzyzx", '"Zzyzx" is no language we know'),
    ("mentor", "style_pace", "0", "must be 1 at least"),
    ("mentor", "style_pace", "6", "must be 5 at most"),
    ("mentor", "wants_pace", "fast", "must be a whole number"),
    ("mentor", "wants_pace", "2.5", "must be a whole number"),
    ("mentor", "boss", "; ".join(map(str, range(101))), "at most 100 entries are allowed"),
    ("mentor", "offers", "", "required"),
    ("mentor", "offers", "python:6", '"python": level 6; allowed is 1 to 5, written as in python:5'),
    ("mentor", "offers", "python:0", '"python": level 0; allowed is 1 to 5'),
    ("mentor", "offers", "python:-1", '"-1" is not a whole number'),
    ("mentor", "offers", "python:a; law:b", '"a" is not a whole number; "b" is not a whole number'),
    ("mentor", "offers", "python:٣", "is not a whole number"),
    ("mentor", "offers", ":5", "a topic is missing before its level"),
    ("mentor", "offers", "Python:5; python:4", '"python" stands more than once'),
    ("mentor", "offers", ";".join(f"t{i}" for i in range(16)), "16 topics; allowed are 15"),
    ("mentor", "capacity", "", "must be a whole number"),
    ("mentor", "capacity", "-1", "must be 0 at least"),
    ("mentor", "capacity", "1001", "must be 1000 at most"),
    ("mentor", "capacity", "9" * 5000, "must be a whole number"),
    ("mentor", "capacity", "two", "must be a whole number"),
    ("mentor", "floor", "2", "floor 2 is above capacity 1"),
    ("mentor", "hours_per_mentee", "0", "must be more than 0"),
    ("mentor", "hours_per_mentee", "201", "must be 200 at most"),
    ("mentor", "hours_per_mentee", "0.3", "must be in steps of 0.25"),
    ("mentor", "hours_per_mentee", "nan", "must be"),
    ("mentor", "hours_per_mentee", "inf", "must be"),
    ("mentor", "hours_per_mentee", "1.000,5", "must be a number"),
    ("mentor", "gains", "learn:4; network:5", "10 tokens are to be spread, these are 9"),
    ("mentor", "gains", "learn:11", '"learn" has 11; allowed is 0 to 10'),
    ("mentor", "gains", "learn", '"learn" has no tokens; write as in learn:3'),
    ("mentor", "gains", "money:10", '"money" is not on the list; allowed are learn, industries'),
    ("mentor", "gains", "learn:5; Learn:5", '"learn" stands more than once'),
    ("mentor", "gains", {"learn": -1, "energy": 11}, '"learn" has -1; allowed is 0 to 10'),
    ("mentor", "minimum_readiness", "6", "must be 5 at most"),
    ("mentee", "needs", "", "required"),
    ("mentee", "needs", "python:4", '"python": importance 4; allowed is 1 to 3'),
    ("mentee", "needs", "python:0", '"python": importance 0; allowed is 1 to 3'),
    ("mentee", "needs", "python:3>6", '"python": own level 6; allowed is 0 to 5'),
    ("mentee", "needs", "a;b;c;d;e;f;g", "7 topics; allowed are 6"),
    ("mentee", "mentors_wanted", "21", "must be 20 at most"),
    ("mentee", "can_offer", "learn:4", '"learn" has 4; allowed is 0 to 3'),
    ("mentee", "can_offer", "learn:", '"learn:" has no marks; write as in learn:3'),
    ("mentee", "goal", "x" * 10_001, "at most 10000 characters are allowed"),
    ("mentee", "goal_by", "01.03.2027", "must be a date as in 2027-03-01"),
    ("mentee", "goal_by", "2027-02-30", "must be a date as in 2027-03-01"),
    ("mentee", "request", "money", "allowed are 'mentoring', 'coaching' or 'advice'"),
    ("mentee", "asks", "job; a loan", '"a loan" is not on the list; allowed are job, funding, introductions'),
    ("mentee", "readiness", "5;4", '8 answers are needed, "-" for one not given; these are 2'),
    ("mentee", "readiness", "5;4;4;5;3;4;5;6", 'allowed are 1 to 5, and "-" for an answer not given'),
    ("mentee", "readiness", "5;4;4;5;3;4;5;x", 'allowed are 1 to 5, and "-" for an answer not given'),
    ("mentee", "readiness", {"honest": 9}, "or by name, as in honest:3"),
    ("mentee", "wants_qualities", "care:9", "10 tokens are to be spread, these are 9"),
    ("mentor", "qualities", "care:0", '"care" has 0; allowed is 1 to 5'),
    ("mentee", "priority", "4", "must be 3 at most"),
    ("mentee", "nickname", "x", "no such column here"),
]


def faults(role: str, **fields: object) -> str:
    with pytest.raises(ValidationError) as caught:
        MAKE[role]("ann", **fields)
    return "; ".join(say_fault(found, shown=False) for found in caught.value.errors())


@pytest.mark.parametrize(("role", "field", "cell", "value"), ACCEPTED)
def test_cell_is_accepted(role: str, field: str, cell: object, value: object) -> None:
    assert getattr(MAKE[role]("ann", **{field: cell}), field) == value


@pytest.mark.parametrize(("role", "field", "cell", "message"), REFUSED)
def test_cell_is_refused_with_what_is_allowed(role: str, field: str, cell: object, message: str) -> None:
    assert message in faults(role, **{field: cell})


def test_a_table_speaks_of_every_field_or_it_is_plain_text() -> None:
    spoken = {field for _, field, *_ in ACCEPTED + REFUSED}
    alike = {f"{side}_{item}" for side in ("style", "wants") for item in STYLE_ITEMS}
    plain = {"wishes", "refuses", "goal_measure", "situation", "tried", "other", "record"}
    same = {"hours_per_month", "signed_up"}
    fields = Mentor.model_fields.keys() | Mentee.model_fields.keys()
    assert fields - spoken - alike - plain - same == set()


def test_blank_is_not_zero() -> None:
    required = {name: cell for name, cell in mentee_cells("ben").items() if not name.startswith("goal")}
    one, other = mentor("ann"), Mentee.model_validate(required)
    unknown = [one.email, one.hours_per_mentee, one.minimum_readiness, *one.style(), *one.wants()]
    unknown += [other.hours_per_month, other.goal_by, other.signed_up, other.request]
    assert set(unknown) == {None}
    assert (one.gains, one.languages, other.can_offer, other.readiness) == ({}, (), {}, {})
    assert mentee("ben", can_offer="learn:0").can_offer == {"learn": 0}
    assert mentee("ben", needs="go").needs[0].own_level is None
    assert mentee("ben", needs="go:2>0").needs[0].own_level == 0
    assert mentor("ann", offers="go").offers[0].level is None


def test_id_defaults_to_the_email() -> None:
    assert mentor("", email=" Ann@X.org ").id == "ann@x.org"
    assert mentor("m1", email="ann@x.org").id == "m1"
    assert "an id or an e-mail is required" in faults("mentor", id="")
    assert "an id or an e-mail is required" in faults("mentee", id="", email=None)


def test_an_id_of_blanks_is_no_id() -> None:
    assert mentor(" ", email="ann@x.org").id == "ann@x.org"
    assert "an id or an e-mail is required" in faults("mentor", id=" ")


def test_wants_default_to_alike() -> None:
    person = mentor("ann", style_pace=2, style_structure=5, wants_structure=1, wants_openness=4)
    assert person.style() == (2, 5, None, None, None)
    assert person.wants() == (2, 1, None, None, 4)


@pytest.mark.parametrize("person", [mentor("ann", record=Record(file="a", row=1)), mentee("ben")])
def test_people_are_frozen(person: Mentor | Mentee) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        person.name = "other"
    with pytest.raises(ValidationError, match="frozen"):
        person.record.row = 7


def test_record_says_where_and_is_no_answer() -> None:
    assert [str(Record(file="mentors.csv", row=7)), str(Record(file="x")), str(Record())] == [
        "mentors.csv row 7",
        "x",
        "",
    ]
    assert "record" not in mentor("ann", record=Record(file="f", row=2)).model_dump()


CANARY = "Zyx Canary"
PRIVATE = {
    "name": CANARY * 40,
    "email": f"{CANARY}@@x",
    "company": CANARY + "\x07",
    "boss": CANARY * 40,
    "wishes": CANARY * 40,
    "goal": CANARY * 2000,
    "situation": CANARY * 2000,
    "tried": CANARY * 2000,
    "goal_measure": CANARY * 2000,
    "goal_by": CANARY,
    "signed_up": CANARY,
    "other": {"note": CANARY * 2000},
}


@pytest.mark.parametrize("field", PRIVATE)
def test_no_personal_value_in_an_error(field: str) -> None:
    assert CANARY not in faults("mentee", **{field: PRIVATE[field]})
    with pytest.raises(ValidationError) as caught:
        mentee("ben", **{field: PRIVATE[field]})
    assert CANARY not in str(caught.value)


def test_no_personal_value_where_the_whole_row_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        Mentor.model_validate(mentor_cells("") | {"name": CANARY})
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("text", ["python\x1b[2J:5", "py\x00thon", "a\x07:3"])
def test_topics_hold_no_control_characters(text: str) -> None:
    assert "control characters" in faults("mentor", offers=text)
    assert "control characters" in faults("mentee", needs=text)


def test_a_topic_is_one_text_however_its_accents_are_composed() -> None:
    assert mentor("ann", offers="Ve\u0301lo").offers == mentor("ann", offers="V\u00e9lo").offers


@pytest.mark.parametrize("field", ["offers", "free"])
def test_a_huge_cell_makes_no_huge_message(field: str) -> None:
    assert len(faults("mentor", **{field: "x" * 100_000 + ":9"})) < 1000
    assert len(faults("mentor", **{field: "; ".join(f"t{n}:x" for n in range(10_000))})) < 10_000


def test_a_cell_of_very_many_topics_is_refused_at_once(no_cover: None) -> None:
    def refused(size: int) -> Callable[[], object]:
        offers = ";".join(f"t{n}" for n in range(size))
        return lambda: faults("mentor", offers=offers)

    assert "allowed are 15" in faults("mentor", offers=";".join(f"t{n}" for n in range(20_000)))
    assert not grows_with_its_square(refused, 200_000)


@given(st.sampled_from(sorted(MAKE)), st.data(), st.text(max_size=60))
def test_any_text_in_any_cell_is_read_or_refused(role: str, data: st.DataObject, text: str) -> None:
    fields = sorted((Mentor if role == "mentor" else Mentee).model_fields.keys() - {"other", "record"})
    field = data.draw(st.sampled_from(fields))
    try:
        places = {(field,)} if MAKE[role]("ann", **{field: text}).model_dump_json() else set()
    except ValidationError as error:
        places = {found["loc"][:1] for found in error.errors()}
    assert places
    assert places <= {(field,), ()}  # () is what concerns several fields, such as a floor above the capacity
