"""Whom an id, an e-mail or a name means where one pair is asked for."""

from __future__ import annotations

import pytest
from people import mentee, mentor

from matchmaker import MatchmakerError, Pool, Scores


@pytest.mark.parametrize(
    ("mentee_id", "mentor_id", "message"),
    [
        ("may", "tom", 'no mentee has the id "may"; the nearest is "maya"'),
        ("maya", "tomm", 'no mentor has the id "tomm"; the nearest is "tom"'),
        ("maya", "zzzz", 'no mentor has the id "zzzz"'),
        ("tom", "maya", 'no mentee has the id "tom"'),
    ],
)
def test_an_unknown_id_is_an_error_that_names_the_nearest(mentee_id: str, mentor_id: str, message: str) -> None:
    scores = Scores(Pool([mentor("tom"), mentor("ann")], [mentee("maya"), mentee("bob")]))
    with pytest.raises(MatchmakerError) as caught:
        scores.pair(mentee_id, mentor_id)
    assert str(caught.value) == message


def test_an_unknown_id_in_an_empty_pool_is_an_error_too() -> None:
    with pytest.raises(MatchmakerError, match=r'^no mentee has the id "maya"$'):
        Scores(Pool([], [])).pair("maya", "tom")


@pytest.mark.parametrize("text", ["maya", "MAYA@x.org", "Maya Mentee"])
def test_a_person_is_found_by_id_email_or_name(text: str) -> None:
    scores = Scores(Pool([mentor("tom")], [mentee("maya", email="maya@x.org"), mentee("ben")]))
    assert scores.pair(text, "tom").mentee == "maya"


def test_a_name_of_two_people_is_no_answer() -> None:
    scores = Scores(Pool([mentor("tom")], [mentee("m1", name="Maya"), mentee("m2", name="Maya")]))
    with pytest.raises(MatchmakerError, match="2 people have this name"):
        scores.pair("Maya", "tom")
