"""Source by hand: every way that leads from a mentee to a mentor, which of several counts, and how it is told."""

from __future__ import annotations

import pytest
from built_in import SOURCE
from people import mentee, mentor, relation
from two_people import Fields, part

from matchmaker import Relation

START = {"start": "2027-03-01"}
EXPERT: tuple[Fields, Fields] = {"needs": "leadership:1; Public Speaking:3"}, {"offers": "public speaking:5"}
NO_WAY = (3_000, "Maya and Tom have no acquaintance in common, as far as anybody said.")


def fact(words: str, until: str | None = None) -> Relation:
    """A fact as in ``Maya knows Tom``."""
    person, kind, other = words.split()
    return relation(person, other, kind, until=until)


def way(*facts: str | Relation, maya: Fields | None = None, tom: Fields | None = None, **settings: object) -> object:
    """Points and sentence of Maya with Tom, two strangers but for these facts."""
    made = [fact(one) if isinstance(one, str) else one for one in facts]
    return part(SOURCE, maya or {}, tom or {}, made, **START | settings)


KNOWN = (7_500, "Maya and Tom know each other.")
WAYS: list[tuple[list[str], object]] = [
    ([], NO_WAY),
    (["Maya former_boss Tom"], (10_000, "Tom was Maya's boss.")), (["Tom former_boss Maya"], KNOWN),
    (["Maya knows Tom"], KNOWN), (["Tom knows Maya"], KNOWN), (["Maya past_pair Tom"], KNOWN),
    (["Maya boss Tom"], KNOWN), (["Tom boss Maya"], KNOWN),
    (["Maya knows Olga", "Olga recommends Tom"], (8_500, "Olga, whom Maya knows, recommends Tom.")),
    (["Olga boss Maya", "Olga recommends Tom"], (8_500, "Olga, whom Maya knows, recommends Tom.")),
    (["Maya knows Olga", "Tom recommends Olga"], NO_WAY), (["Olga recommends Tom"], NO_WAY),
    (["Maya recommends Tom"], NO_WAY), (["Tom recommends Maya"], NO_WAY), (["Maya wish Tom"], NO_WAY),
    (["Maya knows Olga", "Tom past_pair Olga"], (5_000, "Maya knows Olga, who knows Tom.")),
    (["Olga knows Maya", "Olga boss Tom"], (5_000, "Maya knows Olga, who knows Tom.")),
    (["Maya knows Olga", "Olga knows Otto", "Otto knows Tom"], NO_WAY),
    (["Maya knows Olga", "Olga knows Otto", "Otto recommends Tom"], NO_WAY),
    (["Maya knows Olga", "Maya former_boss Olga"], NO_WAY),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "expected"), WAYS)
def test_every_way_by_hand(facts: list[str], expected: object) -> None:
    assert way(*facts) == expected


OLD, FRESH = "2017-02-28", "2017-03-01"
LONG = "; that is more than 10 years ago."
AGED: list[tuple[list[Relation], object]] = [
    ([fact("Maya knows Tom", FRESH)], KNOWN), ([fact("Maya knows Tom", OLD)], (6_000, KNOWN[1][:-1] + LONG)),
    ([fact("Maya former_boss Tom", OLD)], (8_000, "Tom was Maya's boss" + LONG)),
    ([fact("Maya boss Tom", OLD)], (8_000, "Tom was Maya's boss" + LONG)),
    ([fact("Maya boss Tom", "2027-02-28")], (10_000, "Tom was Maya's boss.")),
    ([fact("Maya boss Tom", "2027-03-01")], KNOWN), ([fact("Tom boss Maya", OLD)], (6_000, KNOWN[1][:-1] + LONG)),
    ([fact("Maya knows Olga"), fact("Olga knows Tom", OLD)], (4_000, "Maya knows Olga, who knows Tom" + LONG)),
    ([fact("Maya knows Olga", OLD), fact("Olga knows Tom")], (4_000, "Maya knows Olga, who knows Tom" + LONG)),
    ([fact("Maya knows Olga", OLD), fact("Olga recommends Tom")],
     (6_800, "Olga, whom Maya knows, recommends Tom" + LONG)),
    ([fact("Maya knows Tom", OLD), fact("Maya knows Tom")], KNOWN),
    ([fact("Maya former_boss Tom", OLD), fact("Maya knows Olga"), fact("Olga recommends Tom")],
     (8_500, "Olga, whom Maya knows, recommends Tom.")),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "expected"), AGED)
def test_what_ended_long_before_the_start_counts_less(facts: list[Relation], expected: object) -> None:
    assert way(*facts) == expected


def test_a_programme_says_what_the_ways_count_and_what_is_old() -> None:
    given = {"knows": 4_000, "old_years": 1, "old_share": 50}
    assert way(fact("Maya knows Tom", "2026-02-28"), source=given)[0] == 2_000
    assert way(fact("Maya knows Tom", "2026-03-01"), source=given)[0] == 4_000
    assert way("Maya knows Tom", "Maya knows Olga", "Olga knows Tom", source={"knows": 5_000}) == (5_000, KNOWN[1])
    assert way("Maya knows Tom", "Maya knows Olga", "Olga knows Tom", source={"knows": 10})[0] == 5_000


TOLD = ["Otto recommends Tom", "Olga recommends Tom"]
PRAISED = (6_500, "Olga and Otto recommend Tom, an expert in what Maya needs most.")


def test_an_expert_in_the_greatest_need_whom_two_others_recommend() -> None:
    maya, tom = EXPERT
    assert way(*TOLD, maya=maya, tom=tom) == PRAISED
    assert way(*TOLD, maya=maya, tom={"offers": "public-speaking:5; python:1"}) == PRAISED
    assert way(*TOLD, maya={"needs": "owl taming:1; python:1"}, tom={"offers": "Owl-Taming:5"})[0] == 6_500
    for nearly in ("public speaking:4", "public speaking", "leadership:5", "negotiation:5"):
        assert way(*TOLD, maya=maya, tom={"offers": nearly}) == NO_WAY
    assert way(TOLD[0], TOLD[0], maya=maya, tom=tom) == NO_WAY
    assert way(TOLD[0], "Maya recommends Tom", maya=maya, tom=tom) == NO_WAY
    assert way(TOLD[0], "Tom recommends Olga", maya=maya, tom=tom) == NO_WAY
    assert way(*TOLD, "Maya recommends Tom", maya=maya, tom=tom) == PRAISED


def test_a_programme_says_who_is_an_expert_and_how_many_have_to_say_so() -> None:
    maya, tom = EXPERT
    nearly = {"offers": "public speaking:4"}
    assert way(*TOLD, maya=maya, tom=nearly, source={"expert_level": 4}) == PRAISED
    assert way(*TOLD, maya=maya, tom={"offers": "public speaking"}, source={"expert_level": 1}) == NO_WAY
    assert way(TOLD[0], maya=maya, tom=tom, source={"recommenders": 1})[0] == 6_500
    assert way(*TOLD, maya=maya, tom=tom, source={"recommenders": 3}) == NO_WAY


def test_more_or_older_recommendations_never_take_away() -> None:
    maya, tom = EXPERT
    old = [fact(f"{who} recommends Tom", OLD) for who in ("Abe", "Olga")]
    assert way(*TOLD, *old, maya=maya, tom=tom) == PRAISED
    few = way(TOLD[0], *old, maya=maya, tom=tom)
    assert few == (5_200, "Abe, Olga and Otto recommend Tom, an expert in what Maya needs most" + LONG)


def test_of_equal_ways_the_first_by_names_is_told() -> None:
    over = ["Maya knows Zoe", "Zoe knows Tom", "Maya knows bea", "bea knows Tom", "Maya knows Abe", "Abe knows Tom"]
    assert way(*over[:4]) == (5_000, "Maya knows bea, who knows Tom.")
    assert way(*over) == (5_000, "Maya knows Abe, who knows Tom.")


THIRD = [mentor("x9", name="Olga"), mentee("a1", name="Otto")]


@pytest.mark.parametrize(("facts", "points"), [(WAYS[8][0], 8_500), (WAYS[15][0], 5_000), (TOLD, 6_500)])
def test_third_people_count_by_their_facts_in_the_pool_or_not(facts: list[str], points: int) -> None:
    made, (maya, tom) = [fact(one) for one in facts], EXPERT
    inside = part(SOURCE, maya, tom, made, others=THIRD)
    assert inside == part(SOURCE, maya, tom, made)
    assert inside[0] == points


def test_a_column_is_a_fact_of_whoever_filled_it_in() -> None:
    """Olga's row says that Tom is her boss: with the row the fact goes, and with the fact the way."""
    known = [fact("Maya knows Olga")]
    outside, told = [], [*known, fact("Olga boss Tom")]
    for others in (outside, [mentee("x9", name="Olga")]):
        assert part(SOURCE, {}, {}, told, others=others)[0] == 5_000
    assert part(SOURCE, {}, {}, known, others=[mentee("x9", name="Olga", boss="Tom")])[0] == 5_000
    assert part(SOURCE, {}, {}, known) == NO_WAY
