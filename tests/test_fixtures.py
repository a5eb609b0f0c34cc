"""What fixtures/README.md tells of the people in ``tiny`` and ``kickoff``, and that it still holds."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from matchmaker import CRITERIA, RULES, Matching, PairScore, PersonState, Scores, State, match, verify
from matchmaker.matching import Pair
from matchmaker.reading.folder import read_folder

FIXTURES = Path(__file__).parents[1] / "fixtures"


@cache
def run(name: str, strategy: str = "most_people") -> tuple[Scores, Matching]:
    """Return a fixture's scores and its matching by a strategy."""
    pool, programme = read_folder(FIXTURES / name)
    programme = programme.model_copy(update={"strategy": strategy})
    return Scores(pool, programme), match(pool, programme)


def pair(mentee: str, mentor: str) -> PairScore:
    return run("kickoff")[0].pair(mentee, mentor)


def rules(mentee: str, mentor: str) -> list[str]:
    return [ban.rule for ban in pair(mentee, mentor).bans]


def partners(role: str, person: str, strategy: str = "most_people") -> list[Pair]:
    return [one for one in run("kickoff", strategy)[1].pairs if getattr(one, role) == person]


def state(person: str) -> PersonState:
    return next(one for one in run("kickoff")[1].people if one.id == person)


def best_mentor(mentee: str) -> str:
    scores = run("kickoff")[0]
    row = scores.pool.mentee_index[mentee]
    return scores.pool.mentors[int(scores.score_block(row, row + 1).argmax())].id


def test_tiny_has_the_solution_found_by_hand() -> None:
    _, matching = run("tiny")
    assert {(one.mentee, one.mentor): one.score for one in matching.pairs} == {
        ("ada", "xenia"): 8571,
        ("bob", "wim"): 8571,
        ("cleo", "zora"): 6666,
        ("eve", "zora"): 10000,
        ("fay", "yusuf"): 10000,
    }
    assert (matching.total_score, matching.gap) == (43808, 0)
    assert run("tiny", "greedy")[1].total_score == 43332


def test_ana_is_never_matched_with_tomas_her_boss_s_boss() -> None:
    assert best_mentor("ME-0144") == "MR-0012"
    assert pair("ME-0144", "MR-0012").score == 8722
    assert rules("ME-0144", "MR-0012") == ["current_boss"]
    assert "Ana Costa → Inés Prado → Tomás Rey" in pair("ME-0144", "MR-0012").bans[0].why
    assert partners("mentee", "ME-0144")[0].mentor != "MR-0012"


def test_jonas_is_never_matched_inside_his_group() -> None:
    assert best_mentor("ME-0145") == "MR-0019"
    assert (pair("ME-0145", "MR-0019").score, rules("ME-0145", "MR-0019")) == (7937, ["same_company"])


def test_mei_ling_is_one_person_in_both_roles() -> None:
    pool = run("kickoff")[0].pool
    mentee, mentor = pool.mentees[pool.mentee_index["ME-0146"]], pool.mentors[pool.mentor_index["MR-0031"]]
    assert pool.directory.key(mentee) == pool.directory.key(mentor)
    assert mentee.free == mentor.free
    assert "self" in rules("ME-0146", "MR-0031")
    assert (len(partners("mentee", "ME-0146")), len(partners("mentor", "MR-0031"))) == (1, 2)


def test_keiko_alone_has_nobody_possible() -> None:
    assert (state("ME-0147").state, state("ME-0147").banned_by["availability"]) == (State.NO_LEGAL_PARTNER, 60)
    assert Counter(one.state for one in run("kickoff")[1].people)[State.NO_LEGAL_PARTNER] == 1


def test_grace_is_pinned_with_pieter() -> None:
    (one,) = partners("mentee", "ME-0148")
    assert (one.mentor, one.pinned) == ("MR-0036", True)
    assert best_mentor("ME-0148") != "MR-0036"


def test_oksana_has_lars_again_as_the_rule_was_waived() -> None:
    (one,) = partners("mentee", "ME-0149")
    assert (one.mentor, one.score, one.waived) == ("MR-0051", 8349, ("past_pair",))


def test_priya_wants_two_and_gets_them_only_by_score() -> None:
    assert state("ME-0150").state is State.PARTLY
    by_score = partners("mentee", "ME-0150", "best_score")
    assert len({one.mentor for one in by_score}) == len(by_score) == 2


def test_eva_and_nadija_each_wished_for_the_other() -> None:
    (one,) = partners("mentee", "ME-0059")
    assert one.mentor == "MR-0050"
    assert [part.why for part in one.criteria if part.name == "wishes"] == [
        "Nadija Horák is Eva Eberhardt's first wish.",
        "Eva Eberhardt is Nadija Horák's first wish.",
    ]


def test_romain_and_thiago_are_told_what_is_missing() -> None:
    assert {one.id for one in run("kickoff")[1].people if one.state is State.PREPARE_FIRST} == {"ME-0113", "ME-0119"}
    assert "no goal" in state("ME-0119").why
    assert "0.5 hours a month" in state("ME-0113").why


def test_chiamaka_has_the_one_empty_place() -> None:
    assert (state("MR-0058").state, state("MR-0058").legal, state("ME-0148").filled) == (State.UNUSED, 1, 1)
    assert pair("ME-0148", "MR-0058").bans == ()


def test_every_criterion_rule_and_state_occurs() -> None:
    """Every criterion has something known to say, every rule bans somebody, everybody's state is one of all."""
    scores, matching = run("kickoff")
    known = {(part.name, part.view) for one in matching.pairs for part in one.criteria if part.known}
    assert known == {(one.name, one.view) for one in CRITERIA}
    assert {name for name, (rows, _) in scores.tally.banned.items() if rows.any()} == {rule.name for rule in RULES}
    assert {one.state for one in matching.people} == set(State)


@pytest.mark.parametrize(
    ("mentee", "mentor", "names"),
    [
        ("ME-0133", "MR-0025", ["same_company"]),
        ("ME-0009", "MR-0035", ["forbid"]),
        ("ME-0029", "MR-0030", ["veto"]),
        ("ME-0038", "MR-0056", ["former_boss", "availability"]),
        ("ME-0013", "MR-0048", ["competitors"]),
        ("ME-0055", "MR-0044", ["refused_topic"]),
        ("ME-0127", "MR-0003", ["decline", "availability"]),
        ("ME-0075", "MR-0045", ["past_pair"]),
        ("ME-0121", "MR-0036", []),
        ("ME-0005", "MR-0044", ["language"]),
    ],
)
def test_who_is_banned_by_which_rule(mentee: str, mentor: str, names: list[str]) -> None:
    assert rules(mentee, mentor) == names


def test_the_paused_the_popular_the_floor_and_the_part_timer() -> None:
    assert (state("MR-0047").state, state("MR-0025").filled) == (State.PAUSED, 1)
    assert state("MR-0056").filled >= 1
    assert (state("ME-0025").legal, state("ME-0025").banned_by["availability"]) == (9, 50)
    legal = run("kickoff")[0].block(0, 150)
    favourites = Counter(legal[legal.max(axis=1) >= 0].argmax(axis=1).tolist())
    index = run("kickoff")[0].pool.mentor_index
    assert favourites.most_common(1) == [(index["MR-0047"], 15)]
    assert favourites[index["MR-0025"]] == 8


@pytest.mark.parametrize(
    ("strategy", "totals"),
    [("most_people", (105, 105, 450047)), ("best_score", (104, 105, 450822)), ("greedy", (102, 103, 439562))],
)
def test_kickoff_s_totals(strategy: str, totals: tuple[int, int, int]) -> None:
    scores, matching = run("kickoff", strategy)
    assert (matching.mentees_matched, matching.places_filled, matching.total_score) == totals
    assert verify(scores.pool, scores.programme, matching) == ()
