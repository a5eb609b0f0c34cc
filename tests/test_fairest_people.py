"""``fairest`` for people: whom it lifts, what the record and the first screen say, and what it cannot take on."""

from __future__ import annotations

from pathlib import Path

import pytest
from people import mentee, mentor, relation
from random_pools import tied_pool
from test_corrupted_records import undemanding, wanting_two
from wishful_pools import wishful_pool

from matchmaker import InputError, Matching, Pool, Programme, Scores, explain, match, verify
from matchmaker.summary import summary

FAIREST = Programme(strategy="fairest", weights={"mentee": {"expertise": 100}}, combine="mean")


def one_of_two() -> Pool:
    """Ann teaches what Cat and Dan need, Bob a little of it to Cat alone: only Ann helps Dan."""
    mentors = [mentor("ann"), mentor("bob", offers="python:3")]
    return Pool(mentors, [mentee("cat", needs="python:1>4"), mentee("dan", needs="python:2>5")])


def told(pool: Pool, found: Matching) -> str:
    return summary(pool, FAIREST, found, [Path("out/matching.json")], "folder")


def test_the_record_says_what_the_worst_off_gets_and_that_it_is_the_most() -> None:
    pool, programme = undemanding(tied_pool(11))
    found = match(pool, programme.model_copy(update={"strategy": "fairest"}))
    assert found.worst_off == found.worst_off_bound == min(sums(found))
    assert (found.status, found.gap, found.solver) == ("OPTIMAL", 0, "fairest")
    best = match(pool, programme)
    assert found.mentees_matched == best.mentees_matched
    assert found.worst_off > min(sums(best))
    assert found.total_score < best.total_score


def sums(found: Matching) -> list[int]:
    """Return what each matched mentee gets."""
    return [
        sum(pair.score for pair in found.pairs if pair.mentee == one) for one in {pair.mentee for pair in found.pairs}
    ]


def by(strategy: str) -> Programme:
    return FAIREST.model_copy(update={"strategy": strategy})


def test_other_strategies_do_not_speak_of_the_worst_off() -> None:
    for strategy in ("most_people", "best_score", "greedy"):
        found = match(one_of_two(), by(strategy))
        assert (found.worst_off, found.worst_off_bound) == (None, None)
        assert found.certificate is not None
        assert found.certificate.fairness is None


@pytest.mark.parametrize("seed", range(12))
def test_a_record_of_the_fairest_holds(seed: int) -> None:
    made = wishful_pool(seed, 5, 8)
    people, programme = undemanding((made.pool, made.programme.model_copy(update={"strategy": "fairest"})))
    for pool in (people, wanting_two((people, programme))[0]):
        assert verify(pool, programme, match(pool, programme)) == ()


def test_a_second_mentor_counts_with_the_first() -> None:
    mentors = [mentor(key) for key in ("ann", "bob", "eve")]
    pool = Pool(mentors, [mentee("cat", mentors_wanted=2), mentee("dan")])
    found = match(pool, FAIREST)
    assert (found.worst_off, len(found.pairs)) == (min(sums(found)), 3)


def test_the_first_screen_says_what_is_proven() -> None:
    found = match(one_of_two(), FAIREST)
    worst = f"{found.worst_off / 100:.2f}"
    assert f"none that does gives the worst off of them more than {worst}, and none so fair" in told(
        one_of_two(), found
    )
    open_score = {"status": "FEASIBLE", "score_bound": found.total_score + 1, "gap": 1}
    for changed, said in (
        (
            {"worst_off": None, "worst_off_bound": None},
            "Proven fairest: no matching under these rules reaches more people, and",
        ),
        (open_score, f"the worst off has {worst}, the most there can be, but the total"),
        ({"status": "FEASIBLE", "gap": None}, f"has {worst}, and could have {worst} at most"),
        (
            {"status": "FEASIBLE", "gap": None, "worst_off_bound": None},
            "at most 2 mentees could be matched; here it is 2",
        ),
    ):
        assert said in told(one_of_two(), found.model_copy(update=changed))


def test_what_insisting_on_a_pair_would_cost_is_not_told() -> None:
    pool = one_of_two()
    found = match(pool, FAIREST)
    other = next(
        one for one in ("ann", "bob") if ("cat", one) not in {(pair.mentee, pair.mentor) for pair in found.pairs}
    )
    assert explain(Scores(pool, FAIREST), found, mentee="cat", mentor=other).cost is None


@pytest.mark.parametrize(
    ("mentors", "mentees", "changed", "where"),
    [
        ([mentor("ann", floor=1)], [mentee("cat")], {}, "people, floor: fairest knows no floors"),
        (
            [mentor("ann")],
            [mentee("cat", priority=1), mentee("dan")],
            {},
            "people, priority: fairest knows no priorities",
        ),
        ([mentor("ann")], [mentee("cat")], {"spread": True}, "programme.toml, spread: fairest knows no spread"),
    ],
)
def test_what_it_cannot_take_on_is_refused_by_its_place(
    mentors: list, mentees: list, changed: dict, where: str
) -> None:
    with pytest.raises(InputError) as refused:
        match(Pool(mentors, mentees), FAIREST.model_copy(update=changed))
    assert str(refused.value).startswith(where)
    assert match(Pool(mentors, mentees), by("most_people").model_copy(update=changed)).pairs


def test_pins_alone_are_settled() -> None:
    pinned = Pool([mentor("ann")], [mentee("cat")], [relation("cat", "ann", "pin")])
    found = match(pinned, FAIREST)
    assert (found.worst_off, found.status, len(found.pairs)) == (None, "OPTIMAL", 1)
    assert "none that reaches as many scores better" in told(pinned, found)
    assert verify(pinned, FAIREST, found) == ()
