"""Wishes, noes and ratings that mean nobody they could mean: told, as they change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from people import mentee, mentor, relation, write

from matchmaker import InputError, Pool, Programme
from matchmaker.check import misspelt, notices
from matchmaker.ratings import Rating
from matchmaker.reading.folder import read_folder


@pytest.mark.parametrize("kind", ["wish", "veto", "forbid", "decline", "knows", "boss"])
def test_a_wish_or_a_no_to_somebody_of_the_same_side_is_told(kind: str) -> None:
    facts = [relation(*two, kind) for two in (("ben", "cat"), ("ann", "ben"), ("cat", "zoe"))]
    told = notices(Pool([mentor("ann")], [mentee("ben"), mentee("cat")], facts), Programme())
    tail = "of Ben Mentee is about somebody of the same side (two mentees, or two mentors) and changes nothing."
    ones = [one for one in told if "same side" in one]
    assert ones == ([] if kind in ("knows", "boss") else [f"A {kind} {tail}"])


def test_a_misspelt_person_who_was_rated_is_told() -> None:
    rated = [Rating(person=person, quality="time", mean="4", count=1) for person in ("Ann Mentro", "Zoe Left", "ann")]
    told = notices(Pool([mentor("ann")], [mentee("ben")], ratings=rated), Programme(start="2027-03-01"))
    assert [one.split(",")[0] for one in told if "looks like" in one] == ['"ann mentro"']


def test_of_very_many_outsiders_some_are_compared_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misspelt, "MOST_COMPARED", 2)
    facts = [relation("ben", name, "boss") for name in ("Ann Mentro", "Ann Mento", "Zoe Left", "Bea Left")]
    told = notices(Pool([mentor("ann")], [mentee("ben")], facts), Programme(start="2027-03-01"))
    assert [one.split(",")[0] for one in told if "looks like" in one] == ['"Ann Mento"', '"Ann Mentro"']
    assert [one.split(":")[0] for one in told if "not compared" in one] == [
        "2 more people outside the pool were not compared with the names in it"
    ]


def test_the_nearest_is_of_any_length_and_of_equals_the_first_by_the_alphabet() -> None:
    people = [mentor("m1", name="Anna Berg"), mentor("m2", name="Ann Bergs"), mentor("m3", name="Ann Bert")]
    facts = [relation("ben", "Ann Berg", "boss")]
    told = notices(Pool(people, [mentee("ben")], facts), Programme(start="2027-03-01"))
    assert ["looks like Ann Bergs" in one for one in told if "looks like" in one] == [True]


def test_a_mean_with_three_decimals_is_refused_in_plain_words(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"person": "ann", "quality": "time", "mean": "4.555", "count": "2"}]
    with pytest.raises(InputError, match=r"ratings\.csv, row 2, mean: must have 2 decimals at most"):
        read_folder(write(tmp_path / "p", ratings=rows))
