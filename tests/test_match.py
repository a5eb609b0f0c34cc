from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from lengths import lengths
from people import mentee, mentor, relation
from random_pools import demanding_pool

from matchmaker import ClashError, InputError, Matching, Mentee, Mentor, Pool, Programme, Relation, State, match, verify
from matchmaker.problem.strategies import unsupported
from matchmaker.programme import StrategyName
from matchmaker.verification.plain_rules import PlainRules
from solvers import STRATEGIES

CLONE = os.pathsep.join(map(str, Path(__file__).parents[:2]))
PLAIN = Programme()
FULL, HALF, NONE = 4265, 3741, 2896  # what python:5, python:2 and python:1 bring to people.py's mentee


def settings(**changed: object) -> Programme:
    return Programme.model_validate(PLAIN.model_dump() | changed)


def matched(
    mentors: list[Mentor], mentees: list[Mentee], relations: Sequence[Relation] = (), **changed: object
) -> Matching:
    pool, programme = Pool(mentors, mentees, relations), settings(**changed)
    found = match(pool, programme)
    assert verify(pool, programme, found) == ()
    return found


def pairs(matching: Matching) -> set[str]:
    return {f"{pair.mentee}-{pair.mentor}" for pair in matching.pairs}


def row(person: str, other: str, kind: str, at: int) -> Relation:
    return relation(person, other, kind, record={"file": "relations.csv", "row": at})


def refused(mentors: list[Mentor], mentees: list[Mentee], relations: list[Relation]) -> str:
    with pytest.raises(ClashError) as error:
        match(Pool(mentors, mentees, relations))
    assert error.value.exit_code == 3
    return "\n".join(error.value.clashes)


def test_every_clash_is_named_at_once_with_its_rows() -> None:
    pins = [("cat", "ann"), ("dan", "ann"), ("cat", "bob"), ("eve", "bob")]
    facts = [row(*pin, "pin", at) for at, pin in enumerate(pins, start=2)] + [row("bob", "eve", "boss", 6)]
    mentees = [mentee("cat"), mentee("dan"), mentee("eve")]
    said = refused([mentor("ann"), mentor("bob", capacity=2)], mentees, facts)
    assert said.split("\n") == [
        "mentee eve is pinned with mentor bob, and current_boss bans the pair "
        "(relations.csv row 5; relations.csv row 6); give up one of the two",
        "mentee cat has 2 pins and 1 place (relations.csv row 2; relations.csv row 4); take out a pin, or add places",
        "mentor ann has 2 pins and 1 place (relations.csv row 2; relations.csv row 3); take out a pin, or add places",
    ]


def test_a_pin_needs_a_place_and_two_people() -> None:
    said = refused([mentor("ann", capacity=0)], [mentee("ben")], [row("ben", "ann", "pin", 2)])
    assert said == "mentor ann has 1 pin and 0 places (relations.csv row 2); take out a pin, or add places"
    with pytest.raises(InputError, match=r"relations\.csv, row 3, other: a pin needs a mentee and a mentor"):
        match(Pool([mentor("ann"), mentor("bob")], [], [row("ann", "bob", "pin", 3)]))
    with pytest.raises(InputError, match=r"relations\.csv, row 4, person: a pin needs a mentee and a mentor"):
        match(Pool([mentor("ann")], [mentee("ben")], [row("bne", "ann", "pin", 4)]))


def test_a_pin_is_marked_and_holds_below_the_minimum_score() -> None:
    mentors, mentees = [mentor("ann"), mentor("bob", offers="python:1")], [mentee("cat"), mentee("dan")]
    found = matched(mentors, mentees, [relation("cat", "bob", "pin")] * 2, minimum_score=FULL)
    marked = [(pair.mentee, pair.mentor, pair.score, pair.pinned) for pair in found.pairs]
    assert marked == [("cat", "bob", NONE, True), ("dan", "ann", FULL, False)]


def test_bans_before_pins_before_floors_before_the_score() -> None:
    mentors, mentees = [mentor("ann"), mentor("bob", offers="python:1", floor=1)], [mentee("cat")]
    floored = matched(mentors, mentees)
    assert (pairs(floored), floored.floor_places_filled, floored.floor_places_bound) == ({"cat-bob"}, 1, 1)
    assert pairs(matched(mentors, mentees, [relation("cat", "bob", "veto")])) == {"cat-ann"}
    pinned = matched(mentors, mentees, [relation("cat", "ann", "pin")])
    assert (pairs(pinned), pinned.floor_places_filled, pinned.floor_places_bound) == ({"cat-ann"}, 0, 0)


def test_a_waived_rule_is_named_and_another_is_not_lifted() -> None:
    mentors, mentees = [mentor("ann", languages="French")], [mentee("ben", languages="German")]
    waiver = relation("ben", "ann", "waive", why="language")
    assert pairs(matched(mentors, mentees)) == set()
    assert [pair.waived for pair in matched(mentors, mentees, [waiver]).pairs] == [("language",)]
    assert pairs(matched(mentors, mentees, [waiver, relation("ben", "ann", "past_pair")])) == set()


def test_minimum_score_leaves_the_pairs_that_reach_it() -> None:
    mentors, mentees = [mentor("ann", offers="python:2")], [mentee("ben")]
    assert pairs(matched(mentors, mentees, minimum_score=HALF)) == {"ben-ann"}
    states = [(one.state, one.below_minimum) for one in matched(mentors, mentees, minimum_score=HALF + 1).people]
    assert states == [(State.NO_LEGAL_PARTNER, 1)] * 2


def test_people_come_before_second_mentors() -> None:
    mentors, mentees = [mentor("ann"), mentor("bob", offers="python:1")], [mentee("cat", mentors_wanted=2)]
    assert pairs(matched(mentors, mentees)) == {"cat-ann", "cat-bob"}
    assert matched(mentors, [*mentees, mentee("dan")]).mentees_matched == 2


def test_somebody_in_both_files_is_never_their_own_mentor() -> None:
    found = matched([mentor("ann", company="Acme")], [mentee("ann", company="Acme Ltd.")])
    assert (pairs(found), found.people[0].banned_by) == (set(), {"self": 1, "same_company": 1})


ANN, BEN = mentor("ann"), mentee("ben")


@pytest.mark.parametrize("strategy", get_args(StrategyName))
@pytest.mark.parametrize(("mentors", "mentees"), [([], []), ([ANN], []), ([], [BEN])])
def test_a_side_without_people(strategy: str, mentors: list[Mentor], mentees: list[Mentee]) -> None:
    found = matched(mentors, mentees, strategy=strategy)
    assert (found.pairs, len(found.people), found.total_score) == ((), len(mentors) + len(mentees), 0)


@pytest.mark.parametrize("strategy", ["most_people", "best_score", "greedy", "fairest"])
def test_what_a_strategy_seeks(strategy: str) -> None:
    mentees = [mentee("cat", needs="cooking:1>0", mentors_wanted=2), mentee("dan", needs="python:1>4")]
    found = matched([mentor("ann"), mentor("bob", offers="cooking:5")], mentees, strategy=strategy)
    assert (found.strategy, found.status) == (strategy, "OPTIMAL" if STRATEGIES[strategy].objective else "FEASIBLE")
    assert (pairs(found), found.total_score) == ({"cat-bob", "dan-ann"}, FULL + HALF)


@pytest.mark.parametrize("seed", range(8))
def test_the_lottery_is_drawn_anew_by_its_seed(seed: int) -> None:
    pool = Pool([mentor("ann"), mentor("bob")], [mentee("cat"), mentee("dan"), mentee("eve")])
    drawn = {by: pairs(match(pool, Programme(strategy="lottery", seed=by))) for by in range(8)}
    assert len(drawn[seed]) == 2
    assert drawn[seed] == pairs(match(pool, Programme(strategy="lottery", seed=seed)))
    assert len(set(map(frozenset, drawn.values()))) > 3


@pytest.mark.parametrize(
    ("cat", "dan", "first"),
    [
        ({"signed_up": date(2027, 1, 2)}, {"signed_up": date(2027, 1, 1)}, "dan"),
        ({"signed_up": date(2027, 1, 1)}, {"signed_up": date(2027, 1, 2)}, "cat"),
        ({"signed_up": date(2027, 1, 1)}, {}, "cat"),
        ({}, {"signed_up": date(2027, 1, 1)}, "dan"),
        ({"signed_up": date(2027, 1, 1), "priority": 2}, {"signed_up": date(2027, 1, 2), "priority": 1}, "dan"),
    ],
)
def test_first_come_first_served(cat: dict[str, object], dan: dict[str, object], first: str) -> None:
    mentees = [mentee("cat", **cat), mentee("dan", **dan)]
    found = matched([mentor("bob", offers="cooking:5"), mentor("ann")], mentees, strategy="first_come")
    assert len(found.pairs) == 2
    assert f"{first}-ann" in pairs(found)  # the one who offers what both ask for


def states_bear_out(pool: Pool, found: Matching) -> bool:
    """Whether everybody is there exactly once, in the state that follows from their places."""
    got = Counter((side, getattr(pair, side)) for pair in found.pairs for side in ("mentee", "mentor"))
    asked = [("mentee", one.id, one.mentors_wanted) for one in pool.mentees]
    asked += [("mentor", one.id, one.capacity) for one in pool.mentors]
    for one in found.people:
        without = State.OUTCOMPETED if one.role == "mentee" else State.UNUSED
        some = State.MATCHED if one.filled == one.places else State.PARTLY
        screened = {"not_mentoring": State.OTHER_HELP, "not_ready": State.PREPARE_FIRST} if one.role == "mentee" else {}
        alone = next((state for rule, state in screened.items() if rule in one.banned_by), State.NO_LEGAL_PARTNER)
        none = State.PAUSED if not one.places else without if one.legal else alone
        assert (one.state, got[one.role, one.id]) == (some if one.filled else none, min(one.filled, one.places))
    return [(one.role, one.id, one.places) for one in found.people] == asked


@pytest.mark.promise("certificates accepted")
@pytest.mark.promise("rules never broken")
@lengths(20, 80, 1_000)
def test_random_pools_keep_every_rule_and_are_proven_and_not_below_greedy(
    seeds: range, counted: Callable[..., None]
) -> None:
    seen = Counter[str]()
    for seed in seeds:
        pool, programme = demanding_pool(seed)
        rules = PlainRules(pool, programme)
        counts, totals = {}, {}
        for strategy in get_args(StrategyName):
            chosen = programme.model_copy(update={"strategy": strategy})
            if unsupported(pool, chosen):
                with pytest.raises(InputError, match=f"{strategy} knows no "):
                    match(pool, chosen)
                seen[f"{strategy}_refused"] += 1
                continue
            found = match(pool, chosen)
            assert verify(pool, programme, found) == (), (seed, strategy)
            for pair in found.pairs:
                assert rules.banning(pool.mentee_index[pair.mentee], pool.mentor_index[pair.mentor]) == []
            assert states_bear_out(pool, found), (seed, strategy)
            floor = found.floor_places_filled
            counts[strategy] = (floor, found.mentees_matched, found.places_filled, found.total_score)
            totals[strategy] = (floor, found.total_score)
            seen[f"{strategy}_pairs"] += len(found.pairs)
        assert counts["most_people"] == max(counts.values()), seed
        assert totals["best_score"] == max(totals.values()), seed
    assert all(seen[f"{strategy}_pairs"] for strategy in get_args(StrategyName))
    counted(pools=len(seeds), **seen)


def test_both_engines_reach_the_same_totals(counted: Callable[..., None]) -> None:
    for seed in range(20):
        pool, programme = demanding_pool(seed)
        for strategy in ("most_people", "best_score"):
            plain = programme.model_copy(update={"strategy": strategy})
            both = [match(pool, plain.model_copy(update={"solver": solver})) for solver in ("flow", "cp_sat")]
            one, other = (found.model_dump(exclude={"solver", "pairs", "people"}) for found in both)
            assert one == other, (seed, strategy)
    counted(pools=20)


def test_pure_repeatable_and_safe_in_threads() -> None:
    given = [demanding_pool(seed) for seed in range(6)]
    before = pickle.dumps([(pool.mentors, pool.mentees, pool.relations.facts) for pool, _ in given])
    once = [match(*both).model_dump_json() for both in given]
    with ThreadPoolExecutor(8) as threads:
        again = list(threads.map(lambda at: match(*given[at % 6]).model_dump_json(), range(48)))
    assert again == once * 8
    assert before == pickle.dumps([(pool.mentors, pool.mentees, pool.relations.facts) for pool, _ in given])


OPENED = """
import sys
from random_pools import random_pool
from matchmaker import match
(pool, programme), seen = random_pool(1), []
match(pool, programme)
sys.addaudithook(lambda event, args: seen.append((event, args)))
match(pool, programme)
touched = [event for event, _ in seen if event.split(".")[0] in {"open", "os", "socket", "subprocess", "shutil"}]
print(sorted(set(touched)))
"""


def test_no_file_or_network_is_touched() -> None:
    assert script(OPENED) == "[]\n"


DIGEST = """
import hashlib
from random import Random
from random_pools import random_pool
from matchmaker import Pool, match
for seed in range(3):
    pool, programme = random_pool(seed)
    relations = [fact.relation for fact in pool.relations.facts]
    mentors, mentees = list(pool.mentors), list(pool.mentees)
    for order in range(3):
        for rows in (mentors, mentees, relations):
            Random(f"{order} {MIX}").shuffle(rows)
        found = match(Pool(mentors, mentees, relations), programme)
        text = found.model_dump_json() + found.certificate.model_dump_json()
        print(seed, hashlib.sha256(text.encode()).hexdigest())
"""


def test_same_bytes_whatever_the_row_order_hash_seed_zone_and_locale() -> None:
    places = (("0", "UTC", "C"), ("1", "Asia/Kolkata", "C.utf8"), ("42", "America/Lima", "POSIX"))
    said = {script(DIGEST.replace("{MIX}", a), PYTHONHASHSEED=a, TZ=b, LC_ALL=c) for a, b, c in places}
    assert len(said) == 1
    assert len(set(said.pop().split("\n")[:-1])) == 3


def script(text: str, **env: str) -> str:
    run = [sys.executable, "-B", "-c", text]
    env = os.environ | {"PYTHONPATH": CLONE} | env
    return subprocess.run(run, env=env, cwd="/", capture_output=True, text=True, check=True).stdout
