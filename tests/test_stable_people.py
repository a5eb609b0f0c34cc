"""Stable matchings of people: nobody would undo them, and a record that says so falsely is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest
from forgeries import FORGERIES
from forging import UnfitError
from people import mentee, mentor
from random_pools import random_pool
from renamed import renamed
from written import Written

from matchmaker import InputError, Pool, Programme, Scores, match, read_record, verify
from matchmaker.metrics import measure

PEOPLE = Pool(
    [mentor("ann", offers="python:5"), mentor("bob", offers="python:1")],
    [mentee("cat"), mentee("dan", needs="cooking:1>5")],
)


def random_people(seed: int) -> tuple[Pool, Programme]:
    """Draw more people than elsewhere, so that there is somebody to be had instead."""
    return random_pool(seed, 10, 16)


@pytest.mark.promise("corrupted records rejected")
@pytest.mark.parametrize("strategy", ["stable", "stable_mentors"])
def test_a_matching_that_is_not_stable_is_not_called_so(strategy: str, counted: Callable[..., None]) -> None:
    seen = Counter[bool]()
    for seed in range(6):
        pool, programme = random_people(seed)
        drawn = match(pool, programme.model_copy(update={"strategy": "lottery"}))
        blocked = measure(Scores(pool, programme), drawn).blocking.count > 0
        found = verify(pool, programme, renamed(pool, programme, drawn, strategy))
        assert [message.startswith(f"strategy: not {strategy}; ") for message in found] == [True] * blocked, seed
        seen[blocked] += 1
    assert seen[True] > 2
    counted(false_claims=seen[True])


@pytest.mark.parametrize("strategy", ["stable", "stable_mentors"])
def test_two_partners_swapped_by_hand_do_not_pass(strategy: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """With totals and states to match, it is the pair that would undo the swap that gives it away."""
    given_away = 0
    for seed in range(6):
        pool, programme = random_people(seed)
        made = match(pool, programme.model_copy(update={"strategy": strategy}))
        written = Written(pool, programme, made, tmp_path_factory.mktemp("swapped"))
        record = written.record()
        try:
            FORGERIES["two mentors swapped"](Random(seed), written, record)
        except UnfitError:
            continue
        written.put(record.texts())
        found = verify(pool, programme, read_record(written.folder))
        given_away += any(message.startswith(f"strategy: not {strategy}; ") for message in found)
    assert given_away > 1


def test_who_likes_whom_decides_and_not_the_total() -> None:
    found = match(PEOPLE, Programme(strategy="stable"))
    assert (found.strategy, found.solver, found.status, len(found.pairs)) == ("stable", "stable", "FEASIBLE", 2)
    assert measure(Scores(PEOPLE, Programme()), found).blocking.count == 0


@pytest.mark.parametrize("strategy", ["stable", "stable_mentors"])
def test_what_stability_knows_nothing_of_is_refused_where_it_is_asked_for(strategy: str) -> None:
    floored = Pool([mentor("ann", floor=1)], [mentee("cat", priority=1), mentee("dan", priority=3)])
    with pytest.raises(InputError) as caught:
        match(floored, Programme(strategy=strategy, spread=True))
    told = [str(problem) for problem in caught.value.problems]
    refused = [f"{strategy} knows no {what}: " for what in ("floors", "priorities", "spread")]
    assert all(what in line for what, line in zip(refused, told, strict=True))
