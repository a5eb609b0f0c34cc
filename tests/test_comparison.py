"""compare(a, b): who moved, and what it meant for each: by hand, and against a plain reading on random pools."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from people import mentee, mentor
from random_pools import demanding_pool

from matchmaker import Matching, Pool, Programme, RecordError, match
from matchmaker.comparison import Change, compare

STRATEGIES = ("most_people", "best_score", "greedy", "first_come", "lottery")


def matched(pool: Pool, strategy: str, programme: Programme | None = None) -> Matching:
    return match(pool, (programme or Programme()).model_copy(update={"strategy": strategy}))


def two_for_one() -> Pool:
    """Ann has one place; cat came first, dan asks for what she offers."""
    return Pool(
        [mentor("ann", offers="python:5")],
        [mentee("cat", needs="cooking:1", signed_up="2027-01-01"), mentee("dan", signed_up="2027-01-02")],
    )


def test_nobody_moves_between_a_matching_and_itself() -> None:
    one = matched(two_for_one(), "most_people")
    found = compare(one, one)
    assert (found.moves, found.kept, found.dropped, found.made, found.total_gain) == ((), 1, 0, 0, 0)


def test_one_loses_the_place_that_another_gets() -> None:
    pool = two_for_one()
    came, best = matched(pool, "first_come"), matched(pool, "best_score")
    found = compare(came, best)
    assert (found.kept, found.dropped, found.made) == (0, 1, 1)
    assert [(one.id, one.role, one.change) for one in found.moves[:2]] == [
        ("cat", "mentee", Change.LOST),
        ("dan", "mentee", Change.NEW),
    ]
    ann = found.moves[2]
    assert (ann.id, ann.before.partners, ann.after.partners) == ("ann", ("cat",), ("dan",))
    assert ann.gain == best.pairs[0].mentor_view - came.pairs[0].mentor_view
    assert found.total_gain == best.total_score - came.total_score > 0


def test_backwards_everything_is_the_other_way_round() -> None:
    pool, programme = demanding_pool(5)
    one, other = (matched(pool, strategy, programme) for strategy in ("first_come", "best_score"))
    there, back = compare(one, other), compare(other, one)
    opposite = {
        Change.NEW: Change.LOST,
        Change.LOST: Change.NEW,
        Change.BETTER: Change.WORSE,
        Change.WORSE: Change.BETTER,
    }
    assert there.moves
    assert [(move.id, move.after, move.before) for move in there.moves] == [
        (move.id, move.before, move.after) for move in back.moves
    ]
    assert [opposite.get(move.change, move.change) for move in there.moves] == [move.change for move in back.moves]
    assert there.total_gain == -(back.total_gain or 0)


def test_under_other_settings_no_gain_is_told() -> None:
    pool = two_for_one()
    found = compare(matched(pool, "first_come"), matched(pool, "best_score", Programme(combine="mean")))
    assert not found.same_settings
    assert found.total_gain is None
    assert {move.gain for move in found.moves} == {None}
    assert [move.change for move in found.moves] == [Change.LOST, Change.NEW, Change.OTHER]


def test_other_people_cannot_be_compared() -> None:
    with pytest.raises(RecordError, match="different people"):
        compare(matched(two_for_one(), "greedy"), matched(Pool([mentor("ann")], []), "greedy"))


def plainly(a: Matching, b: Matching) -> Iterator[tuple[str, str, int]]:
    """Yield everybody whose partners differ, with what their own view of them adds up to, after less before."""
    for role, other, view in (("mentee", "mentor", "mentee_view"), ("mentor", "mentee", "mentor_view")):
        for person in sorted(one.id for one in a.people if one.role == role):
            had, has = ([pair for pair in one.pairs if getattr(pair, role) == person] for one in (a, b))
            if {getattr(pair, other) for pair in had} != {getattr(pair, other) for pair in has}:
                yield role, person, sum(getattr(p, view) for p in has) - sum(getattr(p, view) for p in had)


@pytest.mark.parametrize("seed", range(12))
def test_moves_are_those_of_a_plain_reading(seed: int) -> None:
    pool, programme = demanding_pool(seed)
    matchings = [matched(pool, strategy, programme) for strategy in STRATEGIES]
    for one, other in pairwise(matchings):
        found = compare(one, other)
        assert [(move.role, move.id, move.gain) for move in found.moves] == list(plainly(one, other))
        pairs, others = ({(pair.mentee, pair.mentor) for pair in each.pairs} for each in (one, other))
        assert (found.kept, found.dropped, found.made) == tuple(
            map(len, (pairs & others, pairs - others, others - pairs))
        )
        for move in found.moves:
            assert (move.change is Change.NEW) == (not move.before.partners)
            assert (move.change is Change.LOST) == (not move.after.partners)
