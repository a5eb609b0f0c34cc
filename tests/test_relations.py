from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import permutations
from random import Random

import pytest
from pace import grows_with_its_square
from people import mentee, mentor, relation
from pydantic import ValidationError

from matchmaker import InputError, Pool
from matchmaker.errors import Problem
from matchmaker.people import Mentee, Mentor, Record
from matchmaker.reading.faults import say_fault
from matchmaker.relations import Directory, Kind, Relation, Relations, fold, make_out

KINDS = ["boss", "former_boss", "knows", "recommends", "wish", "veto", "past_pair"]
KINDS += ["pin", "forbid", "accept", "decline", "waive", "withdraw"]


def faults(*row: str, **fields: object) -> str:
    with pytest.raises(ValidationError) as caught:
        relation(*row, **fields)
    return "; ".join(say_fault(found, shown=False) for found in caught.value.errors())


def facts(pool: Pool) -> list[tuple[str, str, str]]:
    return [(fact.person, fact.other, fact.relation.kind.value) for fact in pool.relations.facts]


def problems(mentors: list[Mentor], mentees: list[Mentee], relations: list[Relation]) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        Pool(mentors, mentees, relations)
    return list(caught.value.problems)


def test_every_kind_of_the_specification_is_read() -> None:
    assert [kind.value for kind in Kind] == KINDS
    assert [relation("ann", "ben", kind).kind.value for kind in KINDS] == KINDS


@pytest.mark.parametrize(
    ("row", "fields", "message"),
    [
        (("", "ben", "veto"), {}, "required"),
        (("ann", " ", "veto"), {}, "required"),
        (("ann", "ben", "Boss!"), {}, "allowed are 'boss', 'former_boss'"),
        (("ann", "ben", ""), {}, "allowed are 'boss'"),
        (("ann", "ben", "boss"), {"since": "last year"}, "must be a date as in 2027-03-01"),
        (("ann", "ben", "boss"), {"until": "2027-13-01"}, "must be a date as in 2027-03-01"),
        (
            ("ann", "ben", "boss"),
            {"since": "2027-02-02", "until": "2027-02-01"},
            "until 2027-02-01 is before since 2027-02-02",
        ),
        (("ann", "ben", "boss"), {"why": "x" * 10_001}, "are allowed"),
        (("ann", "ben", "boss"), {"note": "x"}, "no such column here"),
    ],
)
def test_row_is_refused_with_what_is_allowed(row: tuple[str, ...], fields: dict[str, object], message: str) -> None:
    assert message in faults(*row, **fields)


@pytest.mark.parametrize("number", ["0", "86400", "-86400", "1e5"])
def test_a_number_is_no_date(number: str) -> None:
    assert "must be a date as in 2027-03-01" in faults("ann", "ben", "boss", until=number)


def test_no_name_in_an_error() -> None:
    long = "Zyx Canary" * 40
    assert "Zyx" not in faults(long, long, "veto", why=long * 30, since=long)


def test_relations_are_frozen_and_keep_their_place_apart() -> None:
    fact = relation("ann", "ben", "veto", record=Record(file="relations.csv", row=4))
    assert fact == relation("ann", "ben", "veto", record=Record(file="relations.csv", row=4))
    assert "record" not in fact.model_dump()
    with pytest.raises(ValidationError, match="frozen"):
        fact.why = "x"


def test_waived_rules_are_named_in_why() -> None:
    assert relation("a", "b", "waive", why=" language, availability;past_pair ").waived == (
        "language",
        "availability",
        "past_pair",
    )
    assert relation("a", "b", "veto", why="language").waived == ()


def test_an_id_goes_before_an_email_and_an_email_before_a_name() -> None:
    people = [
        mentor("x@y.org", name="Ann One", email="one@y.org"),
        mentor("m2", name="one@y.org", email="two@y.org"),
        mentor("m3", name="m2", email="three@y.org"),
    ]
    directory = Directory(people)
    assert [directory.find(text) for text in ("m2", "ONE@Y.org", "Two@y.org", "ann one")] == [
        "m2",
        "x@y.org",
        "m2",
        "x@y.org",
    ]


@pytest.mark.parametrize(
    "text",
    ["José Ruiz-Ångström", "JOSE RUIZ-ANGSTROM", "  jose\t ruiz-angstrom", "Jose\u0301 Ruiz-A\u030angstro\u0308m"],
)
def test_a_name_is_found_whatever_its_case_accents_and_spaces(text: str) -> None:
    assert Directory([mentor("m1", name="José Ruiz-Ångström")]).find(text) == "m1"
    assert fold(text) == "jose ruiz-angstrom"


@pytest.mark.parametrize("names", [("Straße", "STRASSE"), ("ﬁnn", "Finn"), ("ΣΙΓΜΑΣ", "σιγμας"), ("İlke", "ilke")])
def test_folding_knows_the_hard_letters(names: tuple[str, str]) -> None:
    assert fold(names[0]) == fold(names[1])


def test_ids_are_exact() -> None:
    assert Directory([mentor("M1", name="Ann")]).find("m1") == "~m1"


def test_an_ambiguous_name_is_refused_at_its_row() -> None:
    people = [mentor("m1", name="Ann Lee"), mentor("m2", name="ANN  LÉE")]
    row = relation("ben", "ann lee", "veto", record=Record(file="relations.csv", row=7))
    message = "2 people have this name; write the id or the e-mail"
    assert problems(people, [mentee("ben")], [row]) == [Problem("relations.csv", 7, "other", message)]
    both = relation("Ann Lee", "ann lee", "veto", record=Record(file="relations.csv", row=8))
    assert [one.column for one in problems(people, [mentee("ben")], [both])] == ["other", "person"]


@pytest.mark.parametrize("column", ["boss", "wishes"])
def test_an_unclear_shorthand_is_refused_at_its_own_column(column: str) -> None:
    people = [mentor("m1", name="Ann Lee"), mentor("m2", name="Ann Lee")]
    ben = mentee("ben", **{column: "Ann Lee"}, record=Record(file="mentees.csv", row=2))
    assert [(one.file, one.row, one.column) for one in problems(people, [ben], [])] == [("mentees.csv", 2, column)]


def test_people_of_one_name_in_both_files_are_one_only_by_id_or_email() -> None:
    by_id = Directory([mentor("ann", name="Ann Lee"), mentee("ann", name="Ann Lee")])
    by_email = Directory([mentor("m1", name="Ann Lee", email="A@x.org"), mentee("e1", name="Ann Lee", email="a@X.org")])
    assert by_id.find("Ann Lee") == "ann"
    assert [by_email.find(text) for text in ("Ann Lee", "m1", "e1", "a@x.org")] == ["e1"] * 4
    with pytest.raises(ValueError, match="2 people have this name"):
        Directory([mentor("m1", name="Ann Lee"), mentee("e1", name="Ann Lee")]).find("Ann Lee")


def test_an_email_that_is_an_id_in_the_other_file_is_the_same_person() -> None:
    pool = Pool([mentor("ann@x.org")], [mentee("e1", email="ann@x.org")])
    assert pool.column_of.keys() == pool.row_of.keys()


def test_rows_that_id_and_email_link_in_a_chain_are_refused_or_found_by_all() -> None:
    mentors = [mentor("a", email="one@x.org"), mentor("b", email="two@x.org")]
    try:
        pool = Pool(mentors, [mentee("b", email="one@x.org")])
    except InputError as error:
        assert len(error.problems) == 1  # noqa: PT017
        return
    assert pool.directory.find("two@x.org") in pool.column_of


@pytest.mark.parametrize("seed", range(30))
def test_rows_are_one_person_just_where_ids_and_emails_lead_from_one_to_the_other(seed: int) -> None:
    draw = Random(seed)
    marks = [*"ABCDEF", *(f"{name}@x" for name in "uvwxyz")]
    drawn = [(draw.choice(marks), draw.choice([None, *marks[6:]])) for _ in range(draw.randint(2, 12))]
    people = [mentee(key, email=email) for key, email in drawn]
    groups = [{one.id, one.email} - {None} for one in people]
    for _ in people:
        groups = [set().union(*(other for other in groups if other & group)) for group in groups]
    expected = [min(one.id for one in people if one.id in group) for group in groups]
    assert [Directory(people).key(one) for one in people] == expected


def test_very_many_rows_that_join_two_others_cost_no_more_than_others(no_cover: None) -> None:
    def made(size: int) -> Callable[[], Directory]:
        keys = [(f"a{at}", f"e{at}@x") for at in range(size)] + [(f"b{at}", f"f{at}@x") for at in range(size)]
        keys += [(f"e{at}@x", f"f{at}@x") for at in range(size)]
        people = [mentee("one").model_copy(update={"id": key, "email": email}) for key, email in keys]
        return lambda: Directory(people)

    assert not grows_with_its_square(made, 6_000)
    directory = made(6_000)()
    assert {directory.find(mark) for mark in ("a77", "b77", "e77@x", "f77@x")} == {"a77"}


def test_whoever_is_not_in_the_pool_is_an_outsider() -> None:
    pool = Pool([mentor("m1")], [mentee("e1", boss="Dr. Éva  Horn")], [relation("EVA HORN", "Big Boss", "boss")])
    assert pool.directory.find("Dr. Éva Horn") == "~dr. eva horn"
    assert facts(pool) == [("e1", "~dr. eva horn", "boss"), ("~eva horn", "~big boss", "boss")]
    assert pool.name_of("~big boss") == "Big Boss"


def test_no_id_can_be_taken_for_an_outsider() -> None:
    assert Pool([], [mentee("e1", boss="Eva")]).relations.facts[0].other == "~eva"
    with pytest.raises(ValidationError, match="cannot begin with ~"):
        mentor("~eva")


def test_shorthand_columns_become_relations() -> None:
    ben = mentee("ben", boss="Eva; tom", wishes="tom; Zoe", record=Record(file="mentees.csv", row=9))
    pool = Pool([mentor("tom"), mentor("zoe1", name="Zoe", wishes="ben")], [ben])
    assert facts(pool) == [
        ("ben", "tom", "boss"),
        ("ben", "tom", "wish"),
        ("ben", "zoe1", "wish"),
        ("ben", "~eva", "boss"),
        ("zoe1", "ben", "wish"),
    ]
    wishes = pool.relations.of(Kind.WISH)
    assert [fact.relation.why for fact in wishes] == ["1", "2", "1"]
    assert str(wishes[0].relation.record) == "mentees.csv row 9, wishes"


def test_nobody_has_a_relation_to_themselves() -> None:
    people = [mentor("ann", name="Ann Lee", email="ann@x.org")], [mentee("ann", name="Ann Lee")]
    message = "person and other are the same person; write two, or leave the row out"
    for other in ("ann", "ANN@x.org", "ann  lee"):
        row = relation("ann", other, "veto", record=Record(file="relations.csv", row=3))
        assert problems(*people, [row]) == [Problem("relations.csv", 3, "other", message)]
    outsiders = relation("Eva", "EVA", "boss", record=Record(file="relations.csv", row=3))
    assert problems(*people, [outsiders])[0].message == message


@pytest.mark.parametrize("column", ["boss", "wishes"])
def test_a_wish_for_oneself_is_refused_at_its_own_column(column: str) -> None:
    ann = mentor("ann", **{column: "ann"}, record=Record(file="mentors.csv", row=2))
    assert [(one.file, one.row, one.column) for one in problems([ann], [], [])] == [("mentors.csv", 2, column)]


def test_facts_are_sorted_by_what_they_say() -> None:
    rows = [
        relation("b", "a", "veto"),
        relation("a", "b", "veto", since="2026-01-02"),
        relation("a", "b", "veto", since="2025-01-02", why="z"),
        relation("a", "b", "veto", since="2025-01-02", why="y"),
        relation("a", "b", "boss"),
    ]
    directory = Directory([mentor("a"), mentee("b")])
    orders = {Relations(make_out(order, directory)[0]).facts for order in permutations(rows)}
    assert [[fact.relation for fact in order] for order in orders] == [[rows[4], rows[3], rows[2], rows[1], rows[0]]]


@pytest.mark.parametrize(
    ("until", "day", "holds"),
    [
        (None, None, True),
        (None, date(2026, 1, 5), True),
        ("2026-01-05", date(2026, 1, 5), True),
        ("2026-01-04", date(2026, 1, 5), False),
        ("2099-01-01", None, False),
    ],
)
def test_a_relation_holds_through_its_last_day(until: str | None, day: date | None, holds: bool) -> None:
    pool = Pool([mentor("a")], [mentee("b")], [relation("b", "a", "boss", until=until)])
    assert pool.relations.facts[0].holds_on(day) is holds


def test_relations_are_one_graph() -> None:
    rows = [relation("b", "a", "boss"), relation("b", "a", "veto"), relation("a", "Eva", "boss")]
    pool = Pool([mentor("a"), mentor("lonely")], [mentee("b")], rows)
    graph = pool.relations.graph
    assert sorted(graph.nodes) == ["a", "b", "~eva"]
    edges = sorted((one, other, data["fact"].relation.kind.value) for one, other, data in graph.edges(data=True))
    assert edges == [("a", "~eva", "boss"), ("b", "a", "boss"), ("b", "a", "veto")]
    assert [data["fact"] for *_, data in graph.out_edges("a", data=True)] == [pool.relations.of(Kind.BOSS)[0]]


def test_every_unclear_row_is_named_at_once() -> None:
    people = [mentor("m1", name="Ann Lee"), mentor("m2", name="Ann Lee")]
    rows = [
        relation(person, other, "veto", record=Record(file="relations.csv", row=row))
        for row, (person, other) in enumerate([("Ann Lee", "ben"), ("ben", "ben"), ("ben", "Ann Lee")], start=2)
    ]
    found = problems(people, [mentee("ben")], rows)
    assert [(one.row, one.column) for one in found] == [(2, "person"), (3, "other"), (4, "other")]
    assert "Lee" not in str(InputError(found))
