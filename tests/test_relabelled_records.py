"""Records called by another strategy's name, all else honest: refused, but for what the documentation says."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from itertools import permutations
from random import Random

import pytest
from people import mentee, mentor, relation
from renamed import renamed

from matchmaker import Matching, Pool, Programme, match, verify
from matchmaker.problem.strategies import NAMES
from solvers.result import Status, Termination

EXACT = ("most_people", "best_score")
TOPICS = ("python", "leadership", "public speaking", "negotiation")
UNTOLD = {  # docs/answer.md says so: a choice that is stable may be called so, whoever made it
    ("greedy", "stable"),
    ("greedy", "stable_mentors"),
}
SEVERAL = {(name, "leximin") for name in NAMES}
"""Where mentees want several mentors, a choice of leximin's need not be proven."""


def pool(seed: int, wanted: int) -> Pool:
    """Eight mentees who signed up one after another, five mentors of few places, and one pin."""
    draw = Random(seed)
    mentors = [
        mentor(
            f"r{at}",
            offers="; ".join(f"{topic}:{draw.randint(1, 5)}" for topic in draw.sample(TOPICS, 2)),
            capacity=draw.choice([1, 2]),
            style_pace=draw.randint(1, 5),
        )
        for at in range(5)
    ]
    mentees = [
        mentee(
            f"e{at}",
            needs=f"{draw.choice(TOPICS)}:{draw.randint(1, 3)}>{draw.randint(0, 1)}",
            mentors_wanted=draw.randint(1, wanted),
            style_pace=draw.randint(1, 5),
            signed_up=date(2026, 10, draw.randint(1, 9)),
        )
        for at in range(8)
    ]
    return Pool(mentors, mentees, [relation("e0", "r0", "pin")])


@cache
def records(seed: int, wanted: int) -> dict[str, Matching]:
    return {name: match(pool(seed, wanted), Programme(strategy=name)) for name in NAMES}


def relabelled(people: Pool, found: Matching, name: str, **changed: object) -> Matching:
    solver = "flow" if name in EXACT else name
    return renamed(people, Programme(), found, name, solver=solver, **changed)


@pytest.mark.push
def test_no_pairs_are_called_what_another_strategy_takes() -> None:
    unseen, tried = defaultdict[tuple[str, str], int](int), 0
    for seed, wanted in [(0, 1), (2, 2)]:
        made, people = records(seed, wanted), pool(seed, wanted)
        for name, other in permutations(NAMES, 2):
            assert verify(people, Programme(), made[name]) == ()
            if made[name].pairs != made[other].pairs:
                tried += 1
                accepted = verify(people, Programme(), relabelled(people, made[name], other)) == ()
                unseen[name, other] += accepted and not (wanted > 1 and (name, other) in SEVERAL)
    assert {names for names, times in unseen.items() if times} == UNTOLD
    assert tried > 140


@pytest.mark.parametrize("name", ["greedy", "first_come", "lottery"])
def test_what_is_taken_in_turn_is_known_whatever_is_claimed(name: str) -> None:
    """By priority, with floors, with a pin: every true record holds, and none with other pairs."""
    people = pool(0, 2)
    first = [one.model_copy(update={"priority": 1 + (at > 3)}) for at, one in enumerate(people.mentees)]
    people = Pool([one.model_copy(update={"floor": 1}) for one in people.mentors], first, [relation("e0", "r0", "pin")])
    seen, refused = set(), 0
    for seed in range(5):
        programme = Programme(strategy=name, seed=seed)
        found = match(people, programme)
        assert verify(people, programme, found) == ()
        seen.add(tuple((pair.mentee, pair.mentor) for pair in found.pairs))
        other = match(people, Programme(strategy="greedy" if name == "lottery" else "lottery", seed=seed))
        faults = verify(people, programme, relabelled(people, other, name, termination=Termination.TIME_LIMIT))
        told = any(said.startswith(f"pairs: they are not what {name} takes") for said in faults)
        assert told == (other.pairs != found.pairs)
        refused += told
    assert refused > 2
    assert len(seen) > 2 if name == "lottery" else len(seen) == 1


def test_another_seed_is_another_draw() -> None:
    people, drawn = pool(0, 1), Programme(strategy="lottery", seed=1)
    found, told = match(people, drawn), Programme(strategy="lottery", seed=2)
    certificate = found.certificate
    assert certificate is not None
    signed = {"settings_sha256": told.sha256}
    record = found.model_copy(update={"certificate": certificate.model_copy(update=signed)} | signed)
    assert verify(people, told, record) == ("pairs: they are not what lottery takes by seed 2",)


@pytest.mark.parametrize("name", ["best_score", "leximin", "own:mine"])
def test_any_pairs_may_be_called_a_search_that_was_stopped(name: str) -> None:
    """Not a lie that anybody could find: a search may be stopped at any legal answer; nothing is called the best."""
    record = relabelled(pool(0, 1), records(0, 1)["lottery"], name, termination=Termination.TIME_LIMIT)
    if name.startswith("own:"):
        record = record.model_copy(update={"solver": name})
    assert verify(pool(0, 1), Programme(), record) == ()
    assert record.status is Status.FEASIBLE
    assert record.proof is None


def test_whoever_takes_turns_knows_no_limits() -> None:
    people = Pool([mentor("ann", capacity=2)], [mentee(key, other={"region": "north"}) for key in ("cat", "dan")])
    limit = {"of": "mentees", "column": "region", "value": "north", "at_most": 1}
    programme = Programme.model_validate({"limit": [limit]})
    called = renamed(people, programme, match(people, programme), "greedy", solver="greedy", status=Status.FEASIBLE)
    assert "strategy: greedy knows no limits" in verify(people, programme, called)
