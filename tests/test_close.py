"""Closing a cycle: its pairs are past pairs and its marks are ratings, for the next cycle to read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from random import Random

import pytest
from command_line import Run
from paired import paired
from people import mentee, mentee_cells, mentor, mentor_cells, relation, table
from people import write as write_people

from matchmaker import (
    Feedback,
    InputError,
    Matching,
    Pool,
    Programme,
    RecordError,
    Relation,
    close,
    match,
    read_feedback,
)
from matchmaker.answers import QUALITIES
from matchmaker.ratings import Rating
from matchmaker.reading.folder import read_folder

Row = dict[str, object]
SPRING = Programme(name="Spring", start=date(2027, 3, 1), weeks=26)
PEOPLE = [mentor("ann", email="ann@x.org"), mentor("bob")], [mentee("cat"), mentee("dan", email="dan@x.org")]
PAIRS = (("cat", "ann"), ("dan", "bob"))


def closed(*rows: Row, relations: Iterable[Relation] = (), ratings: Iterable[Rating] = ()) -> dict[str, list[Row]]:
    """The rows of both files after feedback in ``rows``."""
    pool = Pool(*PEOPLE, relations, ratings)
    texts = close(pool, SPRING, paired(pool, *PAIRS), [Feedback.model_validate(row) for row in rows])
    return {name: list(csv.DictReader(io.StringIO(text[1:], newline=""))) for name, text in texts.items()}


def said(pair: int, **answers: object) -> Row:
    return {"mentee": PAIRS[pair][0], "mentor": PAIRS[pair][1]} | answers


def past(row: Row) -> tuple[str, ...]:
    return row["person"], row["other"], row["kind"], row["since"], row["until"], row["why"]


def test_every_pair_becomes_a_past_pair_whatever_was_said() -> None:
    found = closed(said(1, completed=False, until="2027-05-01"))["relations.csv"]
    assert [past(row) for row in found] == [
        ("cat", "ann", "past_pair", "2027-03-01", "2027-08-29", "Spring: no feedback"),
        ("dan", "bob", "past_pair", "2027-03-01", "2027-05-01", "Spring: ended early"),
    ]
    for answer, why in ((True, "completed"), (None, "not said whether completed")):
        assert closed(said(0, completed=answer))["relations.csv"][0]["why"] == f"Spring: {why}"


def test_rows_stay_but_what_was_said_about_a_pair_for_this_cycle() -> None:
    kept = [("cat", "Noor", "boss"), ("cat", "bob", "pin"), ("cat", "ann", "veto"), ("ann", "cat", "recommends")]
    used = [("cat", "ann", kind) for kind in ("pin", "accept", "withdraw")] + [("Bob Mentor", "dan", "pin")]
    rows = [relation(*fact, why="so") for fact in [*kept, *used]] + [relation("dan", "bob", "waive", why="language")]
    found = closed(relations=tuple(rows))["relations.csv"]
    assert {(row["person"], row["other"], row["kind"]) for row in found[:-2]} == set(kept)
    assert {row["kind"] for row in found[-2:]} == {"past_pair"}


def test_closing_twice_says_nothing_twice() -> None:
    once = closed()["relations.csv"]
    rows = [Relation.model_validate(row) for row in once]
    assert closed(relations=rows)["relations.csv"] == once


def test_what_stands_in_people_s_own_columns_does_not_become_a_row() -> None:
    pool = Pool([mentor("ann", boss="Noor")], [mentee("cat", wishes="ann")])
    text = close(pool, SPRING, paired(pool, ("cat", "ann")))["relations.csv"]
    assert text.count("\r\n") == 2


def test_marks_become_means_of_each_mentor() -> None:
    found = closed(said(0, time=5, care=2), said(1, time=3))["ratings.csv"]
    assert [tuple(row.values()) for row in found] == [
        ("ann", "time", "5.00", "1"),
        ("ann", "care", "2.00", "1"),
        ("bob", "time", "3.00", "1"),
    ]
    assert closed()["ratings.csv"] == []


MERGED = [  # an old mean and its count, a new mark -> the mean of all
    ("4.00", 1, 5, "4.50"),
    ("4.00", 2, 5, "4.33"),
    ("4.50", 3, 1, "3.63"),  # 3.625: halves are rounded up
    ("1.00", 99_999, 5, "1.00"),
    ("4.67", 3, 4, "4.50"),
]


@pytest.mark.parametrize(("mean", "count", "mark", "merged"), MERGED)
def test_old_ratings_count_as_often_as_they_were_given(mean: str, count: int, mark: int, merged: str) -> None:
    old = Rating(person="ANN@x.org", quality="time", mean=mean, count=count)
    stranger = Rating(person="Zoë Noor", quality="care", mean="2.5", count=4)
    found = [tuple(row.values()) for row in closed(said(0, time=mark), ratings=(old, stranger))["ratings.csv"]]
    assert found == [("ann", "time", merged, str(count + 1)), ("zoe noor", "care", "2.50", "4")]


def test_means_stay_within_half_a_hundredth_a_cycle() -> None:
    draw = Random(5)
    for _ in range(20):
        ratings: tuple[Rating, ...] = ()
        marks = [draw.randrange(1, 6) for _ in range(12)]
        for cycle, mark in enumerate(marks, start=1):
            [row] = closed(said(0, time=mark), ratings=ratings)["ratings.csv"]
            ratings = (Rating.model_validate(row),)
            assert int(row["count"]) == cycle
            assert abs(float(row["mean"]) - sum(marks[:cycle]) / cycle) <= 0.005 * cycle


WRONG = {  # rows of feedback.csv -> what is said
    "nobody": ([{"mentee": "eve", "mentor": "ann"}], ["row 2, mentee: no mentee of this cycle goes by that"]),
    "the wrong way round": (
        [{"mentee": "ann", "mentor": "cat"}],
        ["row 2, mentee: no mentee of this cycle", "row 2, mentor: no mentor of this cycle"],
    ),
    "no pair": ([{"mentee": "cat", "mentor": "bob"}], ["row 2, mentor: the two were no pair of this matching"]),
    "twice": (
        [{"mentee": "dan", "mentor": "bob"}, {"mentee": "dan@x.org", "mentor": "Bob Mentor"}],
        ["row 3, mentee: this pair stands in feedback.csv row 2 already; keep one of the two"],
    ),
    "a mark out of range": ([said(0, time="6")], ["row 2, time: must be 5 at most"]),
    "no mark": ([said(0, care="good")], ["row 2, care: must be a whole number"]),
    "neither yes nor no": ([said(0, completed="perhaps")], ["row 2, completed: must be yes or no"]),
    "no date": ([said(0, until="May")], ["row 2, until: must be a date as in 2027-03-01"]),
    "over before it began": ([said(0, until="2027-02-01")], ["row 2, until: 2027-02-01 is before the programme"]),
    "another column": ([said(0, humour="5")], ["row 1, humour: no such column here"]),
    "no mentor": ([{"mentee": "cat"}], ["row 1, mentor: the header lacks this column"]),
    "all of it": (
        [said(0, time="9", care="1"), said(1, time="1", care="0")],
        ["row 2, time: must be 5 at most", "row 3, care: must be 1 at least"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_feedback_is_located(name: str, tmp_path: Path) -> None:
    rows, told = WRONG[name]
    path = tmp_path / "feedback.csv"
    path.write_text(table(rows), "utf-8")
    pool = Pool(*PEOPLE)
    with pytest.raises(InputError) as refused:
        close(pool, SPRING, paired(pool, *PAIRS), read_feedback(path))
    lines = str(refused.value).split("\n")
    assert len(lines) == len(told)
    assert all(line.startswith(f"feedback.csv, {one}") for line, one in zip(lines, told, strict=True))


def test_yes_and_no_as_people_write_them(tmp_path: Path) -> None:
    path = tmp_path / "feedback.csv"
    path.write_text("mentee;mentor;completed;Time\ncat;ann;yes;4\ndan;bob;No;\n", "utf-8")
    assert [(one.completed, one.time) for one in read_feedback(path)] == [(True, 4), (False, None)]


def test_a_matching_of_other_people_cannot_be_closed() -> None:
    pool = Pool(*PEOPLE)
    with pytest.raises(RecordError, match="nobody in the pool has this id"):
        close(pool, SPRING, paired(pool, ("cat", "eve")))


def a_cycle(run: Run, folder: Path) -> Matching:
    """Match, and close, a spring folder into an autumn one, which holds the same people."""
    people = {"mentors": [*map(mentor_cells, ("ann", "bob"))], "mentees": [*map(mentee_cells, ("cat", "dan"))]}
    write_people(folder / "spring", programme="name = 'Spring'\nstart = 2027-03-01", **people)
    write_people(folder / "autumn", programme="start = 2027-10-01", **people)
    assert run("match", "spring").code == 0
    pool, programme = read_folder(folder / "spring")
    matching = match(pool, programme)
    rows = [{"mentee": pair.mentee, "mentor": pair.mentor, "completed": "yes", "time": "4"} for pair in matching.pairs]
    (folder / "feedback.csv").write_text(table(rows), "utf-8")
    return matching


CLOSE = ("close", "out", "spring", "--feedback", "feedback.csv", "--out", "autumn")


def test_the_next_cycle_reads_what_this_one_leaves(run: Run, tmp_path: Path) -> None:
    before = a_cycle(run, tmp_path)
    ran = run(*CLOSE)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "2 pairs of this cycle, 2 with feedback, are in relations.csv and ratings.csv of autumn\n"
    pool, programme = read_folder(tmp_path / "autumn")
    assert [(quality, rated.hundredths, rated.marks) for _, quality, rated in pool.ratings.rows] == [
        ("time", 400, 1)
    ] * 2
    after = match(pool, programme)
    pairs = {(pair.mentee, pair.mentor) for pair in before.pairs}
    assert (len(pairs), len(after.pairs)) == (2, 2)
    assert not pairs & {(pair.mentee, pair.mentor) for pair in after.pairs}
    assert sum(one.banned_by.get("past_pair", 0) for one in after.people) == 4


def test_nothing_is_replaced_unasked(run: Run, tmp_path: Path) -> None:
    a_cycle(run, tmp_path)
    (tmp_path / "autumn" / "relations.csv").write_text("person,other,kind\n")
    ran = run(*CLOSE)
    assert (ran.code, ran.err) == (
        2,
        f"{Path('autumn') / 'relations.csv'} is there already; choose another folder, or --force\n",
    )
    assert not (tmp_path / "autumn" / "ratings.csv").exists()
    assert run(*CLOSE, "--force").code == 0
    assert (tmp_path / "autumn" / "previous" / "relations.csv").read_text() == "person,other,kind\n"
    assert {path.name for path in (tmp_path / "autumn").iterdir()} == {
        "mentors.csv", "mentees.csv", "programme.toml", "relations.csv", "ratings.csv", "previous",
    }  # fmt: skip


def test_a_wrong_file_writes_nothing(run: Run, tmp_path: Path) -> None:
    a_cycle(run, tmp_path)
    for text, told in (("mentee,mentor\neve,ann\n", "feedback.csv, row 2, mentee: no mentee"), (None, "is missing")):
        (tmp_path / "feedback.csv").unlink()
        if text:
            (tmp_path / "feedback.csv").write_text(text)
        ran = run(*CLOSE)
        assert (ran.code, ran.out, told in ran.err) == (2, "", True)
        assert not (tmp_path / "autumn" / "relations.csv").exists()


def test_without_feedback_the_pairs_are_kept_all_the_same(run: Run, tmp_path: Path) -> None:
    a_cycle(run, tmp_path)
    assert run("close", "out", "spring", "--out", "new").code == 0
    assert "2 with feedback" not in run("close", "out", "spring", "--out", "newer").out
    assert (tmp_path / "new" / "relations.csv").read_text("utf-8-sig").count("no feedback") == 2
    assert (tmp_path / "new" / "ratings.csv").read_text("utf-8-sig") == "person,quality,mean,count\n"


def test_feedback_s_marks_are_the_qualities_that_ratings_have() -> None:
    assert set(QUALITIES) < set(Feedback.model_fields)
