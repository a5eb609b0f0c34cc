"""What mentors and mentees are promised: floors that could not be met are proven short, priorities come in order."""

from __future__ import annotations

from pathlib import Path

import pytest
from people import mentee, mentor, relation

from matchmaker import Matching, Pool, Programme, Scores, explain, match, verify
from matchmaker.matching import FloorShortage, UnmetFloor
from matchmaker.summary import summary

MONDAY, TUESDAY = "Mon 08:00-12:00", "Tue 08:00-12:00"
PROGRAMME = Programme()


def short_pool() -> Pool:
    """Ann and Bob ask for two and one, and only Cat and Dan are possible for them; nobody is for Eve."""
    mentors = [
        mentor("ann", name="Ann", capacity=2, floor=2, free=MONDAY),
        mentor("bob", name="Bob", capacity=1, floor=1, free=MONDAY),
        mentor("eve", name="Eve", capacity=1, floor=1, free="Sun 08:00-12:00"),
        mentor("fay", capacity=3, free=TUESDAY),
    ]
    mentees = [mentee("cat", free=MONDAY), mentee("dan", free=MONDAY), mentee("gus", free=TUESDAY)]
    return Pool(mentors, mentees)


def test_every_unmet_floor_is_named_with_its_shortage() -> None:
    matching = match(short_pool(), PROGRAMME)
    assert (matching.floor_places_filled, matching.floor_places_bound, matching.gap) == (2, 2, 0)
    one, eve = matching.unmet_floors
    assert (one.group, one.asked, one.available) == (("ann", "bob"), 3, 2)
    (short,) = one.unmet
    assert short.mentor in ("ann", "bob")
    assert short.filled == short.floor - 1
    assert one.why.endswith("Ann and Bob ask for 3 together, and those possible with them can fill 2.")
    assert (eve.unmet, eve.group, eve.available) == ((UnmetFloor(mentor="eve", floor=1, filled=0),), ("eve",), 0)
    assert eve.why == "Eve has 0 of 1 mentee asked for at least; nobody who asks for a mentor is possible there."
    assert verify(short_pool(), PROGRAMME, matching) == ()


def test_a_pin_elsewhere_takes_from_what_is_there() -> None:
    """Dan is pinned with Fay, so only Cat is left for Ann and Bob."""
    pool = short_pool()
    fay = pool.mentors[3].model_copy(update={"free": pool.mentors[0].free + pool.mentors[3].free})
    pinned = Pool([*pool.mentors[:3], fay], pool.mentees, [relation("dan", "fay", "pin")])
    matching = match(pinned, PROGRAMME)
    both, eve = matching.unmet_floors
    assert ([one.mentor for one in both.unmet], both.asked, both.available, eve.available) == (["ann", "bob"], 3, 1, 0)
    assert both.why.startswith("Ann (")
    assert "and Bob (" in both.why
    assert verify(pinned, PROGRAMME, matching) == ()


def test_a_heuristic_that_leaves_a_floor_unmet_says_that_nothing_is_proven() -> None:
    mentors = [
        mentor("ann", free=MONDAY, offers="python:5"),
        mentor("bob", name="Bob", free=MONDAY, floor=1, offers="python:1"),
    ]
    pool, programme = Pool(mentors, [mentee("cat", free=MONDAY, needs="python:3>0")]), Programme(strategy="greedy")
    matching = match(pool, programme)
    (unmet,) = matching.unmet_floors
    assert unmet.why == "Bob has 0 of 1 mentee asked for at least; it is not proven that more could not be had."
    assert verify(pool, programme, matching) == ()


def changed(matching: Matching, at: int, **fields: object) -> Matching:
    floors = list(matching.unmet_floors)
    floors[at] = FloorShortage(**{**floors[at].model_dump(), **fields})
    return matching.model_copy(update={"unmet_floors": tuple(floors)})


@pytest.mark.parametrize(
    "fields",
    [
        {"available": 1},
        {"asked": 4},
        {"unmet": ({"mentor": "eve", "floor": 2, "filled": 0},)},
        {"unmet": ({"mentor": "eve", "floor": 1, "filled": 1},)},
        {"group": ("ann", "bob", "fay")},
        {"group": ()},
        {"group": ("nobody",)},
        {"why": "It is raining."},
    ],
    ids=str,
)
def test_a_corrupted_shortage_is_caught(fields: dict[str, object]) -> None:
    matching = match(short_pool(), PROGRAMME)
    at = 1 if "unmet" in fields else 0
    assert any(
        breach.startswith(f"unmet_floors[{at}]")
        for breach in verify(short_pool(), PROGRAMME, changed(matching, at, **fields))
    )


def test_many_who_are_short_together_are_told_in_one_sentence() -> None:
    """Nine mentors ask for one each, two mentees can be had: one shortage, three of the seven named."""
    mentors = [mentor(f"m{at}", name=f"M{at}", floor=1, free=MONDAY) for at in range(9)]
    pool = Pool(mentors, [mentee("cat", free=MONDAY), mentee("dan", free=MONDAY)])
    matching = match(pool, PROGRAMME)
    (one,) = matching.unmet_floors
    assert (len(one.unmet), len(one.group), one.asked, one.available) == (7, 9, 9, 2)
    assert "and 4 more have fewer mentees than asked for at least; " in one.why
    assert one.why.endswith("M0, M1, M2 and 6 more ask for 9 together, and those possible with them can fill 2.")
    assert verify(pool, PROGRAMME, matching) == ()


def test_an_unmet_floor_left_out_is_caught() -> None:
    matching = match(short_pool(), PROGRAMME)
    dropped = matching.model_copy(update={"unmet_floors": matching.unmet_floors[1:]})
    (breach,) = verify(short_pool(), PROGRAMME, dropped)
    assert breach == f"unmet_floors: they are those of mentor {matching.unmet_floors[0].unmet[0].mentor}, mentor eve"


def test_a_group_that_is_not_short_proves_nothing() -> None:
    """True numbers about other people: Fay and Ann together have enough."""
    matching = match(short_pool(), PROGRAMME)
    at, mine = next(
        (at, unmet.mentor)
        for at, one in enumerate(matching.unmet_floors)
        for unmet in one.unmet
        if unmet.mentor in ("ann", "bob")
    )
    group = tuple(sorted((mine, "fay")))
    asked = {"ann": 2, "bob": 1}[mine]
    breaches = verify(short_pool(), PROGRAMME, changed(matching, at, group=group, asked=asked, available=3))
    assert f"unmet_floors[{at}]: it shows no shortage" in breaches


def contested() -> Pool:
    """One place; Cat fits best, Dan comes first."""
    return Pool(
        [mentor("ann", free=MONDAY, offers="python:5"), mentor("zoe", free=TUESDAY, offers="python:5")],
        [
            mentee("cat", free=MONDAY, needs="python:3>0", priority=2),
            mentee("dan", free=MONDAY, needs="python:3>4", priority=1),
            mentee("eve", free=MONDAY, needs="python:3>0", priority=3),
        ],
    )


def test_an_earlier_priority_comes_first_however_well_others_fit() -> None:
    matching = match(contested(), PROGRAMME)
    assert [(pair.mentee, pair.mentor) for pair in matching.pairs] == [("dan", "ann")]
    assert (matching.status, matching.gap) == ("OPTIMAL", 0)
    assert matching.certificate is not None
    units = matching.certificate.units
    assert sorted(units) == [1, 2, 3]
    assert units[1] > units[2] > units[3] == 1
    assert verify(contested(), PROGRAMME, matching) == ()


def test_units_of_other_priorities_are_caught() -> None:
    matching = match(contested(), PROGRAMME)
    assert matching.certificate is not None
    other = matching.certificate.model_copy(update={"units": {1: 1, 2: 1, 3: 1}})
    breaches = verify(contested(), PROGRAMME, matching.model_copy(update={"certificate": other}))
    assert "certificate.units: they are not those of the priorities" in breaches


@pytest.mark.parametrize("strategy", ["most_people", "best_score"])
def test_the_answer_in_order_is_not_mistaken_for_another(strategy: str) -> None:
    """The pair that scores better, with honest totals and the true prices, is not proven."""
    pool, programme = contested(), Programme(strategy=strategy)
    matching = match(pool, programme)
    cat = match(Pool(pool.mentors, pool.mentees, [relation("cat", "ann", "pin")]), programme)
    assert matching.certificate is not None
    assert cat.certificate is not None
    assert cat.total_score > matching.total_score
    forged = cat.model_copy(
        update={
            "pairs": tuple(pair.model_copy(update={"pinned": False}) for pair in cat.pairs),
            "people_sha256": matching.people_sha256,
            "certificate": matching.certificate.model_copy(
                update={"pairs": cat.certificate.pairs, "total_score": cat.total_score}
            ),
        }
    )
    assert "status: OPTIMAL, but what is proven is FEASIBLE" in verify(pool, programme, forged)


def test_the_summary_tells_each_priority_and_each_short_floor() -> None:
    text = summary(contested(), PROGRAMME, match(contested()), [Path("out/matching.json")], "folder")
    assert (
        "Proven best, one priority after the other: 1 of 1 matched in priority 1, 0 of 1 matched in priority 2 "
        "and 0 of 1 matched in priority 3." in text
    )
    text = summary(short_pool(), PROGRAMME, match(short_pool()), [Path("out/matching.json")], "folder")
    assert "  floors     " in text
    assert "Eve has 0 of 1 mentee asked for at least" in text


def test_what_insisting_costs_is_told_by_priority() -> None:
    pool = contested()
    matching = match(pool)
    text = explain(Scores(pool, PROGRAMME), matching, mentee="eve", mentor="ann").text()
    assert "Insisting on it would match fewer people of priority 2 or before, or fill fewer places of theirs." in text


def test_a_completed_search_for_the_best_that_proves_nothing_is_caught() -> None:
    matching = match(contested(), PROGRAMME).model_copy(update={"status": "FEASIBLE"})
    breaches = verify(contested(), PROGRAMME, matching)
    assert "termination: a completed search for the best ends with a proof" in breaches


def test_a_record_without_a_certificate_is_caught() -> None:
    matching = match(contested(), PROGRAMME).model_copy(update={"certificate": None})
    assert "certificate: missing" in verify(contested(), PROGRAMME, matching)


def why(matching: Matching, who: str) -> str:
    return next(one.why for one in matching.people if one.id == who)


def test_what_went_before_the_score_is_told_of_every_pair() -> None:
    """Dan is pinned to Ann, Eve of priority 1 goes before Cat, and Gus goes where a floor asks for him."""
    mentors = [
        mentor("ann", name="Ann", capacity=1, offers="python:5", free=MONDAY),
        mentor("bob", name="Bob", capacity=1, offers="python:5", free=TUESDAY),
        mentor("kim", name="Kim", capacity=2, floor=1, offers="python:1", free="Wed 08:00-12:00"),
        mentor("lea", name="Lea", capacity=2, offers="python:5", free="Wed 08:00-12:00"),
        mentor("max", name="Max", capacity=1, floor=1, offers="python:1", free="Wed 08:00-12:00"),
    ]
    mentees = [
        mentee("cat", name="Cat", needs="python:3>1", free=TUESDAY),
        mentee("dan", name="Dan", needs="python:3>4", free=MONDAY),
        mentee("eve", name="Eve", needs="python:3>4", free=TUESDAY, priority=1),
        mentee("gus", name="Gus", needs="python:3>1", free="Wed 08:00-12:00"),
    ]
    pool = Pool(mentors, mentees, [relation("dan", "ann", "pin")])
    matching = match(pool, PROGRAMME)
    assert "; pinned)." in why(matching, "dan")
    assert "; priority 1)." in why(matching, "cat")
    asking = next(pair.mentor for pair in matching.pairs if pair.mentee == "gus")
    other = {"kim": "max", "max": "kim"}[asking]
    assert "; asks for 1 at least)." in why(matching, "gus")
    assert "1 at least was asked for." in why(matching, other)
    text = explain(Scores(pool, PROGRAMME), matching, mentor=other).text()
    assert "Kim and Max ask for 2 together, and those possible with them can fill 1." in text
    assert explain(Scores(pool, PROGRAMME), matching, mentee="eve").text().startswith("Eve (mentee eve, priority 1): ")
    assert verify(pool, PROGRAMME, matching) == ()
