"""Benefit, wishes, qualities and readiness by hand, with every branch of their sentences."""

from __future__ import annotations

import pytest
from built_in import BENEFIT, QUALITIES, READINESS, SOURCE, WISHES, WISHES_BACK
from people import mentee, mentor, relation
from two_people import Fields, part

from matchmaker import Criterion, Relation
from matchmaker.ratings import Rating

OFFERS: Fields = {"needs": "python:2; people management:1", "can_offer": "learn:3; network:1"}
HOPES: Fields = {"gains": "learn:4; network:5; energy:1", "enjoys": "python; leadership"}
LIKED, BOTH = "; of the needs, Tom enjoys python and people management (60 % alike).", (2 * 10_000 + 6_000) // 3
SILENT, OPEN = "Maya did not say what a mentor can gain", "Tom did not say what mentoring should bring"
MET = "Of what Tom hopes to gain, Maya offers much in learning, a little in contacts and nothing in energy"
GAINED = (4 * 10_000 + 5 * 3_333) // 10

BENEFITS: list[tuple[Fields, Fields, int, str]] = [
    (OFFERS, HOPES, (70 * GAINED + 30 * BOTH) // 100, MET + LIKED),
    (OFFERS | {"can_offer": ""}, HOPES, (70 * 2_000 + 30 * BOTH) // 100, SILENT + LIKED),
    (OFFERS, HOPES | {"gains": ""}, (70 * 2_000 + 30 * BOTH) // 100, OPEN + LIKED),
    (OFFERS, HOPES | {"enjoys": ""}, 70 * GAINED // 100, MET + "; what Tom enjoys is not said."),
    (OFFERS, {}, 1_400, "Tom did not say what mentoring should bring; what Tom enjoys is not said."),
    (OFFERS | {"can_offer": ""}, {"gains": "learn:10"}, 1_400,
     "Maya did not say what a mentor can gain; what Tom enjoys is not said."),
    (OFFERS, {"gains": "energy:10", "enjoys": "owl taming"}, 0,
     "Of what Tom hopes to gain, Maya offers nothing in energy; none of the needs is near what Tom enjoys."),
    ({"needs": "python", "can_offer": "energy:3"}, {"gains": "energy:10", "enjoys": "Python"}, 10_000,
     "Of what Tom hopes to gain, Maya offers much in energy; of the needs, Tom enjoys python."),
    ({"can_offer": "learn:3; network:3; energy:2"}, {"gains": "energy:1; learn:4; network:5"},
     70 * ((10_000 * 9 + 6_666) // 10) // 100,
     "Of what Tom hopes to gain, Maya offers much in contacts, learning and energy; what Tom enjoys is not said."),
    ({"can_offer": "learn:2; talent:0"}, {"gains": "talent:5; learn:5"}, 70 * (5 * 6_666 // 10) // 100,
     "Of what Tom hopes to gain, Maya offers much in learning and nothing in talent; what Tom enjoys is not said."),
]  # fmt: skip


@pytest.mark.parametrize(("maya", "tom", "points", "sentence"), BENEFITS)
def test_benefit_by_hand(maya: Fields, tom: Fields, points: int, sentence: str) -> None:
    assert part(BENEFIT, maya, tom) == (points, sentence)


SHARES = [  # all for gains, all for enjoyed needs; a part without weight does not make a pair known
    (100, OFFERS, HOPES, GAINED), (0, OFFERS, HOPES, BOTH), (100, OFFERS, {"enjoys": "python"}, 1_400),
    (0, OFFERS, {"gains": "learn:10"}, 1_400), (50, OFFERS, {"gains": "learn:10"}, (50 * 10_000 + 50 * 400) // 100),
]  # fmt: skip


@pytest.mark.parametrize(("share", "maya", "tom", "points"), SHARES)
def test_a_programme_says_what_the_two_parts_of_benefit_count(
    share: int, maya: Fields, tom: Fields, points: int
) -> None:
    assert part(BENEFIT, maya, tom, benefit={"gains_share": share, "enjoys_not_said": 400})[0] == points


def wish(rank: object = "", person: str = "Maya", other: str = "Tom") -> Relation:
    return relation(person, other, "wish", why=str(rank))


def turned(fact: Relation) -> Relation:
    """The same wish, of Tom for Maya."""
    names = {"Maya": "Tom", "Tom": "Maya"}
    return fact.model_copy(update={side: names.get(getattr(fact, side), "Olga") for side in ("person", "other")})


WISHED: list[tuple[list[Relation], int, int | None]] = [
    ([], 3_000, None), ([wish(1)], 10_000, 1), ([wish(2)], 6_000, 2), ([wish(3)], 3_600, 3), ([wish(4)], 3_000, 4),
    ([wish(9_999)], 3_000, 9_999), ([wish()], 10_000, 1), ([wish("as a friend says")], 10_000, 1),
    ([wish(1), wish(2)], 10_000, 1), ([wish(3), wish(), wish(2)], 6_000, 2), ([wish(1, other="Olga")], 3_000, None),
    ([wish(1, other="Olga"), wish()], 6_000, 2), ([wish(other="Olga"), wish()], 10_000, 1),
    ([wish(2, other="Olga"), wish(1, "Olga"), wish()], 3_600, 3),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "points", "rank"), WISHED)
def test_wishes_by_hand(facts: list[Relation], points: int, rank: int | None) -> None:
    for criterion, one, other in ((WISHES, "Maya", "Tom"), (WISHES_BACK, "Tom", "Maya")):
        mine = facts if one == "Maya" else [turned(fact) for fact in facts]
        which = {1: "first wish", 2: "second wish", 3: "third wish", 4: "fourth wish"}.get(rank, f"wish number {rank}")
        sentence = f"{other} is {one}'s {which}." if rank else f"{other} is not among those {one} wished for."
        assert part(criterion, {}, {}, mine) == (points, sentence if facts else f"{one} wished for nobody.")
        back = WISHES_BACK if criterion is WISHES else WISHES
        assert part(back, {}, {}, mine) == (3_000, f"{other} wished for nobody.")


def test_the_column_of_wishes_is_best_first() -> None:
    column: Fields = {"wishes": "Olga; Tom"}
    assert part(WISHES, column, {}) == (6_000, "Tom is Maya's second wish.")
    assert part(WISHES, column, {}, [wish(1)])[0] == 10_000


def test_a_programme_says_what_wishes_count() -> None:
    given = {"next_wish": 50, "not_wished": 100}
    points = [part(WISHES, {}, {}, [wish(rank)], wishes=given)[0] for rank in (1, 2, 3, 7, 8, 200)]
    assert points == [10_000, 5_000, 2_500, 156, 100, 100]
    assert part(WISHES, {}, {}, [wish(1, other="Olga")], wishes=given)[0] == 100
    assert part(WISHES, {}, {}, unknown={"mentee": {"wishes": 42}})[0] == 42


def rated(quality: str, mean: str, count: int) -> Rating:
    return Rating.model_validate({"person": "Tom", "quality": quality, "mean": mean, "count": count})


LOOKS: Fields = {"wants_qualities": "time:6; care:3; knowledge:1"}
TIME, CARE = rated("time", "5", 5), rated("care", "1", 1)
MOST = "Maya looks most for time, then care and knowledge; "
TYPICAL, BLANK = 7_000, 3_000
"""The points of the mark 3.8, and of a quality of which nothing is known."""

SHOWN: list[tuple[Fields, Fields, list[Rating], int, str]] = [
    ({}, {"qualities": "time:5"}, [TIME], 3_000, "Maya did not say which qualities matter most."),
    (LOOKS, {}, [], 3_000, "Nobody has rated Tom yet, and Tom did not answer."),
    (LOOKS, {"qualities": "time:5"}, [], (6 * 6_000 + 4 * BLANK) // 10,  # (5 + 5·3.8) / 6 is 4
     MOST + "on time there is only Tom's own word; on care and knowledge nothing is known."),
    (LOOKS, {}, [TIME], (6 * 8_500 + 4 * BLANK) // 10,  # (5·5 + 5·3.8) / 10 is 4.4
     MOST + "earlier mentees rated Tom in time; on care and knowledge nothing is known."),
    (LOOKS, {"qualities": "time:1; care:2"}, [TIME], (6 * 8_500 + 3 * 5_000 + BLANK) // 10,  # (2 + 5·3.8) / 6 is 3.5
     MOST + "earlier mentees rated Tom in time; on care there is only Tom's own word; on knowledge nothing is known."),
    (LOOKS, {}, [TIME, CARE, rated("knowledge", "3,8", 9)], (6 * 8_500 + 3 * 5_833 + TYPICAL) // 10,  # 20 / 6
     MOST + "earlier mentees rated Tom in time, care and knowledge."),
    ({"wants_qualities": "time:10"}, {"qualities": "time:1"}, [TIME], 8_500,
     "Maya looks most for time; earlier mentees rated Tom in time."),
    ({"wants_qualities": "time:10"}, {}, [CARE], BLANK, "Maya looks most for time; on time nothing is known."),
    ({"wants_qualities": "time:2; care:8"}, {}, [CARE], (8 * 5_833 + 2 * BLANK) // 10,
     "Maya looks most for care, then time; earlier mentees rated Tom in care; on time nothing is known."),
]  # fmt: skip


@pytest.mark.parametrize(("maya", "tom", "ratings", "points", "sentence"), SHOWN)
def test_qualities_by_hand(maya: Fields, tom: Fields, ratings: list[Rating], points: int, sentence: str) -> None:
    assert part(QUALITIES, maya, tom, ratings=ratings) == (points, sentence)


SHRUNK: list[tuple[Rating, Fields, int]] = [  # marks (count · mean + prior · typical) / (count + prior)
    (rated("time", "5", 1), {}, 7_500), (rated("time", "5", 100), {}, 9_857), (rated("time", "1", 100), {}, 333),
    (rated("time", "4.37", 3), {"prior": 0}, 8_425), (rated("time", "5", 1), {"prior": 100, "typical": 3.25}, 5_668),
]  # fmt: skip


@pytest.mark.parametrize(("rating", "settings", "points"), SHRUNK)
def test_ratings_are_drawn_to_the_typical_one_by_their_number(rating: Rating, settings: Fields, points: int) -> None:
    assert part(QUALITIES, {"wants_qualities": "time:10"}, {}, ratings=[rating], qualities=settings)[0] == points


def test_a_programme_says_what_own_answers_count() -> None:
    for share, points in ((0, 0), (50, 3_750), (100, 7_500)):
        found = part(QUALITIES, {"wants_qualities": "time:10"}, {"qualities": "time:5"}, qualities={"own_share": share})
        assert found[0] == points


def test_a_programme_says_what_a_quality_counts_of_which_nothing_is_known() -> None:
    for blank in (0, 4_000):
        found = part(
            QUALITIES,
            {"wants_qualities": "care:10"},
            {"qualities": "time:5"},
            unknown={"mentee": {"qualities": blank}},
        )
        assert found[0] == blank


READY, LESS = "Maya is as ready as Tom asks for.", "Maya is less ready than Tom asks for."
SHOWS: list[tuple[str, object, int, str]] = [
    ("5;5;5;5;5;5;5;5", 5, 10_000, READY), ("1;1;1;1;1;1;1;1", 1, 10_000, READY), ("1;1;1;1;1;1;1;1", 5, 0, LESS),
    ("5;5;5;5;5;5;5;5", 1, 10_000, READY), ("3;3;3;3;3;3;3;3", 4, 7_500, LESS), ("5;5;5;5;5;5;5;4", 5, 9_687, LESS),
    ("3;4;3;3;3;3;3;3", 4, 7_812, LESS), ("4;-;-;-;-;-;-;-", 3, 10_000, READY), ("2;-;-;-;-;-;-;-", 3, 9_687, LESS),
    ("", 3, 5_000, "Maya did not answer how ready to start."),
    ("5;5;5;5;5;5;5;5", None, 5_000, "Tom asks for no readiness in particular."),
    ("", None, 5_000, "Tom asks for no readiness in particular."),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "least", "points", "sentence"), SHOWS)
def test_readiness_by_hand(answers: str, least: object, points: int, sentence: str) -> None:
    maya: Fields = {"readiness": answers} if answers else {}
    assert part(READINESS, maya, {"minimum_readiness": least}) == (points, sentence)


def test_a_programme_says_what_an_answer_left_out_counts_of_readiness() -> None:
    maya, tom = {"readiness": "5;-;-;-;-;-;-;-"}, {"minimum_readiness": 5}
    found = [part(READINESS, maya, tom, readiness={"not_said": mark})[0] for mark in (1, 3, 5)]
    assert found == [1_250, 5_625, 10_000]


@pytest.mark.parametrize("criterion", [BENEFIT, QUALITIES, READINESS, SOURCE, WISHES, WISHES_BACK])
def test_others_in_the_pool_change_nothing_for_the_two(criterion: Criterion) -> None:
    maya, tom = OFFERS | LOOKS | {"readiness": "4;4;4;4;4;4;4;4"}, HOPES | {"minimum_readiness": 5}
    facts = [wish(2), relation("Maya", "Zoe", "knows"), relation("Zoe", "Tom", "knows"), wish(3, "Tom", "Maya")]
    others = [mentor("abe", **HOPES), mentor("zoe", name="Zoe", offers="owl taming:5"), mentee("ida", **OFFERS)]
    alone = part(criterion, maya, tom, facts, [TIME])
    assert part(criterion, maya, tom, facts, [TIME], others) == alone
