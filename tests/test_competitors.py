"""Firms that compete: whom the rule bans, and whom not."""

from __future__ import annotations

from itertools import permutations

import pytest
from rule_cases import Case, two

from matchmaker.companies import Companies

# Of COMPANIES in random_pools: Isenbruck Rail (IBR, Big Rail) competes with Umbrella, and so does Globex with all its
# subsidiaries (Initech, Acme Labs, Hooli); these two do not compete with one another.
COMPETE = ["IBR | Umbrella", "Big-Rail GmbH | UMBRELLA AG", "Isenbruck Rail | umbrella", "Globex | Umbrella"]
COMPETE += [
    "Hooli Ltd. | Umbrella",
    "initech | Umbrella",
    "Stark; IBR | Wayne ；Umbrella",
    "freelance; Hooli | Umbrella",
]
APART = ["IBR | Globex", "Stark | Umbrella", "n/a | Umbrella", "Umbrella Farms | IBR", "freelance | Student"]
ALSO_ONE_FIRM = ["Umbrella; IBR | Umbrella", "IBR; Umbrella | Umbrella; IBR", "Hooli; Umbrella | Globex"]
ONLY_ONE_FIRM = ["Umbrella | Umbrella AG", "IBR | Big Rail", "Globex | Hooli", "Stark | Stark"]


def either_way(companies: str) -> set[tuple[str, ...]]:
    """The rules that ban Maya and Tom with these companies, and the other way round."""
    return {tuple(two("company", *both).banned_by()) for both in permutations(companies.split(" | "))}


@pytest.mark.parametrize("companies", [*COMPETE, *APART])
def test_two_firms_of_one_set_compete_behind_their_spellings_and_subsidiaries(companies: str) -> None:
    assert either_way(companies) == {("competitors",) if companies in COMPETE else ()}


@pytest.mark.parametrize("companies", [*ALSO_ONE_FIRM, *ONLY_ONE_FIRM])
def test_one_firm_is_no_competitor_of_itself(companies: str) -> None:
    both = ("same_company", "competitors") if companies in ALSO_ONE_FIRM else ("same_company",)
    assert either_way(companies) == {both}


@pytest.mark.parametrize("unknown", ["ban", "allow"])
def test_a_blank_company_competes_with_none(unknown: str) -> None:
    case = two("company", "", "Umbrella").under(same_company={"unknown": unknown})
    assert case.banned_by() == (["same_company"] if unknown == "ban" else [])


def test_without_sets_nobody_competes_and_nobody_is_told_of_it() -> None:
    case = two("company", "IBR", "Umbrella")
    tally = case._replace(settings={"companies": Companies()}).scores().tally
    assert [counts.tolist() for counts in tally.banned["competitors"]] == [[0], [0]]
    assert case._replace(settings={"companies": Companies()}).banned_by() == []


def test_each_of_a_set_competes_with_all_others_of_it_and_of_no_other() -> None:
    sets = Companies(competitors={"a": ("One", "Two", "Three"), "b": ("Three", "Four")})
    found = {
        both
        for both in permutations(["One", "Two", "Three", "Four"], 2)
        if Case(*two("company", *both)[:2], settings={"companies": sets}).banned_by()
    }
    pairs = [("One", "Two"), ("One", "Three"), ("Two", "Three"), ("Three", "Four")]
    assert found == {both for pair in pairs for both in permutations(pair)}


def test_competitors_are_the_firms_at_the_top_and_a_set_may_be_called_anything() -> None:
    sets = {"n/a": ("Hooli", "IBR"), "Hooli; IBR": ("Umbrella AG", "isenbruck-rail"), "": ("One", "Two")}
    companies = Companies({"Isenbruck Rail": ("IBR",)}, {"Globex": ("Hooli",)}, sets)
    assert companies.competing == ({"globex", "isenbruckrail"}, {"umbrella", "isenbruckrail"}, {"one", "two"})


def test_a_name_that_is_nearly_one_in_a_set_is_flagged() -> None:
    companies = Companies(competitors={"rail": ("Isenbruck Rail", "Umbrella")})
    assert companies.look_alikes(["Umbrela AG", "Stark"]) == (("Umbrela AG", "Umbrella"),)
