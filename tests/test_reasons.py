"""Why somebody went without: under every strategy, each half of the sentence is so, by its plain meaning."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from people import mentee, mentor
from random_pools import random_pool, tied_pool

from matchmaker import Matching, PersonState, Pool, Programme, Scores, State, match, verify
from matchmaker.problem.strategies import NAMES
from solvers import AssignmentProblem, Result, Stop, answer
from solvers.turns.greedy import greedy

IN_TURN = ("first_come", "lottery")
WITHOUT = (State.OUTCOMPETED, State.UNUSED, State.PARTLY)
SEEN = ("drawn by lot", "signed up earlier", "turn came first by lot", "priority comes first", "likes as much")
SEEN += ("every place there went to others", "has a place elsewhere", "on either side", "draw left", "strategy left")
SEEN += ("none of them offers", "none of them asked")


def half(problem: AssignmentProblem, stop: Stop) -> Result:
    """Greedy, but every second pair that is not pinned is left out."""
    found = greedy(problem, stop)
    pinned = set(zip(problem.rows[problem.pinned].tolist(), problem.columns[problem.pinned].tolist(), strict=True))
    kept = [
        at % 2 == 0 or pair in pinned
        for at, pair in enumerate(zip(found.rows.tolist(), found.columns.tolist(), strict=True))
    ]
    return answer(problem, found.rows[kept], found.columns[kept], "best_score", strategy="half", proves=False)


def pools(seed: int, name: str) -> Iterator[tuple[Pool, Programme]]:
    """Two random pools without floors, with days of signing up, and priorities where the strategy goes by them."""
    for drawn in (random_pool, tied_pool):
        draw = random.Random(seed)
        pool, programme = drawn(seed, 4, 9)
        days = [None, *(date(2026, 10, 1) + timedelta(day) for day in range(2))]
        mentees = [
            one.model_copy(
                update={"signed_up": draw.choice(days), "priority": draw.choice([2, 3, 3]) if name in IN_TURN else 3}
            )
            for one in pool.mentees
        ]
        mentors = [one.model_copy(update={"floor": 0}) for one in pool.mentors]
        facts = [fact.relation for fact in pool.relations.facts]
        strategy = {"strategy": name} if name in NAMES else {}
        yield Pool(mentors, mentees, facts), programme.model_copy(update={"seed": seed, **strategy})


class Around:
    """Everybody's places, legal partners and partners, listed plainly."""

    def __init__(self, pool: Pool, programme: Programme, found: Matching) -> None:
        self.mentees = {one.id: one for one in pool.mentees}
        self.places = {("mentee", one.id): one.mentors_wanted for one in pool.mentees}
        self.places |= {("mentor", one.id): one.capacity for one in pool.mentors}
        self.named = {("mentee", one.name): one.id for one in pool.mentees}
        self.named |= {("mentor", one.name): one.id for one in pool.mentors}
        self.legal = defaultdict[tuple[str, str], dict[str, int]](dict)
        self.got = defaultdict[tuple[str, str], set[str]](set)
        self.views = dict[tuple[str, str, str], int]()
        legal = Scores(pool, programme).legal()
        for row, column, *points in zip(*(values.tolist() for values in vars(legal).values()), strict=True):
            one, other = pool.mentees[row].id, pool.mentors[column].id
            self.legal["mentee", one][other] = self.legal["mentor", other][one] = points[0]
            self.views["mentee", one, other], self.views["mentor", other, one] = points[1:]
        for pair in found.pairs:
            self.got["mentee", pair.mentee].add(pair.mentor)
            self.got["mentor", pair.mentor].add(pair.mentee)

    def check(self, one: PersonState, strategy: str) -> None:
        """Hold each half of a sentence against what it says."""
        me, side = (one.role, one.id), "mentor" if one.role == "mentee" else "mentee"
        others = {(side, key) for key in self.legal[me].keys() - self.got[me]}
        free = {other for other in others if len(self.got[other]) < self.places[other]}
        for words in ("every place there went to others", "has a place elsewhere"):
            assert words not in one.why or not free
        assert "each has a place elsewhere" not in one.why or all(self.places[other] for other in others)
        assert "on either side" not in one.why or free
        assert "draw left" not in one.why or (free and strategy in ("lottery", "capped_lottery"))
        assert "strategy left" not in one.why or (free and strategy.startswith("own:"))
        closest = re.search(r"Closest was (.+?) at (\d+)\.(\d\d)", one.why)
        if closest is None:
            return
        best, score = (side, self.named[side, closest[1]]), int(closest[2] + closest[3])
        assert score == max(self.legal[me][key] for of, key in others if self.places[best] == 0 or self.places[of, key])
        assert "adds nothing to the total" not in one.why or (score == 0 and best in free)
        self.check_reason(one, best, strategy)

    def check_reason(self, one: PersonState, best: tuple[str, str], strategy: str) -> None:
        """Hold why others have the places against what it says."""
        held, pinned = self.got[best], "; pinned)" in one.why.split("Closest")[1]
        assert not (pinned and any(words in one.why for words in SEEN[:5]))
        if "likes as much or more" in one.why:
            assert strategy in ("stable", "stable_mentors")
            assert min(self.views[*best, other] for other in held) >= self.views[*best, one.id]
        assert "drawn by lot" not in one.why or strategy in ("lottery", "capped_lottery")
        if one.role == "mentor":
            return
        me, them = self.mentees[one.id], [self.mentees[other] for other in held]
        if "drawn by lot" in one.why and strategy == "lottery":
            assert {other.priority for other in them} == {me.priority}
        if "priority comes first" in one.why:
            assert max(other.priority for other in them) < me.priority
        if "signed up earlier" in one.why:
            assert max(other.signed_up for other in them) < me.signed_up
        if "turn came first by lot" in one.why:
            assert {(other.signed_up, other.priority) for other in them} == {(me.signed_up, me.priority)}


def test_every_half_of_a_reason_is_so(counted: Callable[..., None]) -> None:
    seen = Counter[str]()
    for name in (*NAMES, "own:half"):
        for seed in range(20 if name == "first_come" else 5):
            for pool, programme in pools(seed, name):
                found = match(pool, programme, strategy=None if name in NAMES else half)
                assert (found.strategy, verify(pool, programme, found)) == (name, ())
                around = Around(pool, programme, found)
                for one in found.people:
                    if one.state in WITHOUT:
                        around.check(one, name)
                        seen.update(words for words in SEEN if words in one.why)
    counted(sentences=sum(seen.values()), **{words.replace(" ", "_"): seen[words] for words in SEEN})
    assert not [words for words in SEEN if not seen[words]]


def why(strategy: str, *mentees: object, who: str = "cat", **settings: object) -> str:
    pool = Pool([mentor("ann")], list(mentees))
    programme = Programme.model_validate({"strategy": strategy, **settings})
    found = match(pool, programme)
    assert verify(pool, programme, found) == ()
    return next(one.why for one in found.people if one.id == who)


@pytest.mark.parametrize(
    ("strategy", "ben", "cat", "words"),
    [
        ("first_come", {"signed_up": "2026-10-01"}, {"signed_up": "2026-10-02"}, ", who signed up earlier."),
        ("first_come", {"signed_up": "2026-10-01"}, {}, ")."),
        ("first_come", {"priority": 1}, {"priority": 2}, ", whose priority comes first."),
        ("lottery", {"priority": 1}, {"priority": 2}, ", whose priority comes first."),
        ("stable", {}, {"needs": "python:1>4"}, ", whom Ann Mentor likes as much or more."),
        ("greedy", {}, {"needs": "python:1>4"}, ")."),
    ],
)
def test_a_reason_is_told_only_where_it_is_so(
    strategy: str, ben: dict[str, object], cat: dict[str, object], words: str
) -> None:
    told = why(strategy, mentee("ben", **ben), mentee("cat", **cat))
    assert "held by Ben Mentee" in told
    assert told.endswith(words)


@pytest.mark.parametrize(
    ("strategy", "words"), [("first_come", ", whose turn came first by lot."), ("lottery", ", drawn by lot.")]
)
def test_who_came_together_is_told_apart_by_lot(strategy: str, words: str) -> None:
    told = {who: why(strategy, mentee("ben"), mentee("cat"), who=who) for who in ("ben", "cat")}
    assert sum(text.endswith(words) for text in told.values()) == 1
