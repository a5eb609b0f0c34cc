"""Benefit, wishes, qualities, source and readiness: a better answer never loses points, nobody else changes any."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from built_in import BENEFIT, QUALITIES, READINESS, SOURCE, WISHES, WISHES_BACK
from crowds import CROWDS, DEFAULTS, PROMISE, Change, Fields, Points, changed, crowd, points
from lengths import lengths
from people import ratings_of, relation
from random_pools import OUTSIDERS, TOPICS, random_pool
from reshaped import called_by_name, without

from matchmaker import CRITERIA, Criterion, Mentee, Mentor, Relation
from matchmaker.answers import GAINS
from matchmaker.answers import QUALITIES as NAMED
from matchmaker.answers import READINESS as ASKED
from matchmaker.ratings import Rating
from matchmaker.shapes import UNKNOWN

Counted = Callable[..., None]


def one_more(field: str, names: tuple[str, ...], most: int) -> Change:
    """One of the marks somebody gave, one higher; who gave none gives none. What was left out stays so."""

    def change(draw: random.Random, one: Mentor | Mentee) -> Fields:
        given = getattr(one, field)
        if not given:
            return {}
        name = draw.choice([name for name in names if name in given])
        return {field: given | {name: min(most, given[name] + 1)}}

    return change


def offers_more(draw: random.Random, one: Mentee) -> Fields:
    """What a list of offers leaves out counts 0."""
    return {"can_offer": one.can_offer and one.can_offer | {draw.choice(GAINS): 3}}


def enjoys_more(draw: random.Random, one: Mentor) -> Fields:
    """For the first time, too: what nobody knows counts as its two parts do where they are not said."""
    return {"enjoys": (*one.enjoys, draw.choice(TOPICS))}


def asks_less(draw: random.Random, one: Mentor) -> Fields:
    return {"minimum_readiness": one.minimum_readiness and max(1, one.minimum_readiness - draw.randint(0, 2))}


BETTER = [
    (BENEFIT, one_more("can_offer", GAINS, 3), Mentee, "can_offer"), (BENEFIT, offers_more, Mentee, "more offered"),
    (BENEFIT, enjoys_more, Mentor, "enjoys"), (QUALITIES, one_more("qualities", NAMED, 5), Mentor, "qualities"),
    (READINESS, one_more("readiness", ASKED, 5), Mentee, "readiness"), (READINESS, asks_less, Mentor, "minimum"),
]  # fmt: skip
"""Every good answer there is to give; wishes and source rest on facts, qualities on ratings, too."""


@PROMISE
@CROWDS
@pytest.mark.parametrize(("criterion", "change", "role", "field"), BETTER, ids=[field for *_, field in BETTER])
def test_a_better_answer_never_loses_points(
    criterion: Criterion, change: Change, role: type, field: str, seeds: range, counted: Counted
) -> None:
    pairs = better = 0
    for seed in seeds:
        mentees, mentors = crowd(seed)
        before = points(criterion, mentees, mentors, DEFAULTS)
        sides = (mentees, changed(mentors, change)) if role is Mentor else (changed(mentees, change), mentors)
        after = points(criterion, *sides, DEFAULTS)
        assert (after >= before).all(), seed
        pairs, better = pairs + before.size, better + int((after > before).sum())
    counted(pairs=pairs, better=better)
    assert better > 100 * len(seeds)


def moved(spread: dict[str, int], worth: dict[str, int], draw: random.Random) -> dict[str, int]:
    """Ten tokens with one of them moved to a name that is worth at least as much."""
    source = draw.choice([name for name in spread if spread[name]])
    target = draw.choice([name for name in worth if worth[name] >= worth[source]])
    return {**spread, source: spread[source] - 1} | {target: spread.get(target, 0) + 1 - (target == source)}


@PROMISE
@CROWDS
def test_a_token_moved_to_what_the_other_has_more_of_never_loses_points(seeds: range, counted: Counted) -> None:
    pairs = better = 0
    for seed in seeds:
        draw, (mentees, mentors) = random.Random(seed), crowd(seed)
        for maya in (one for one in mentees if one.can_offer):
            some = [one for one in draw.sample(mentors, 80) if one.gains]
            worth = {name: maya.can_offer.get(name, 0) for name in GAINS}
            hoping = changed(some, lambda draw, one, worth=worth: {"gains": moved(one.gains, worth, draw)}, seed)
            before, after = (points(BENEFIT, [maya], people, DEFAULTS) for people in (some, hoping))
            assert (after >= before).all(), (seed, maya.id)
            pairs, better = pairs + before.size, better + int((after > before).sum())
    counted(pairs=pairs, better=better)
    assert better > 100 * len(seeds)


def some_ratings(draw: random.Random, mentors: list[Mentor]) -> list[Rating]:
    rated = [(one, quality) for one in mentors for quality in NAMED if draw.random() < 0.3]
    return [
        Rating(person=one.id, quality=quality, mean=draw.randint(100, 500) / 100, count=draw.randint(1, 12))
        for one, quality in rated
    ]


def higher(draw: random.Random, one: Rating) -> Rating:
    return one.model_copy(update={"mean": min(type(one.mean)(5), one.mean + draw.randint(0, 2))})


def more_of_it(draw: random.Random, one: Rating) -> Rating:
    """More marks of a mean that is not below the typical one."""
    good = one.mean >= DEFAULTS.qualities.typical
    return one.model_copy(update={"count": one.count + draw.randint(0, 9) if good else one.count})


@PROMISE
@CROWDS
@pytest.mark.parametrize("change", [higher, more_of_it])
def test_a_better_rating_never_loses_points(
    change: Callable[[random.Random, Rating], Rating], seeds: range, counted: Counted
) -> None:
    pairs = better = 0
    for seed in seeds:
        draw, (mentees, mentors) = random.Random(seed), crowd(seed)
        given = some_ratings(draw, mentors)
        raised = [change(draw, one) for one in given]
        before, after = (points(QUALITIES, mentees, mentors, DEFAULTS, ratings=all_) for all_ in (given, raised))
        assert (after >= before).all(), seed
        pairs, better = pairs + before.size, better + int((after > before).sum())
    counted(pairs=pairs, better=better)
    assert better > 100 * len(seeds)


def some_facts(draw: random.Random, people: list[str], count: int) -> list[Relation]:
    kinds = ["knows", "knows", "former_boss", "past_pair", "recommends", "recommends", "recommends"]
    ends = [None, None, "2005-06-30", "2025-06-30"]
    return [relation(*draw.sample(people, 2), draw.choice(kinds), until=draw.choice(ends)) for _ in range(count)]


@PROMISE
@CROWDS
def test_one_more_fact_never_loses_points_of_source(seeds: range, counted: Counted) -> None:
    pairs = better = 0
    for seed in seeds:
        draw, (mentees, mentors) = random.Random(seed), crowd(seed)
        people = [*(one.id for one in mentees), *(one.id for one in mentors[:200]), *OUTSIDERS]
        facts = some_facts(draw, people, 400)
        more = facts + some_facts(draw, people, 100)
        before, after = (points(SOURCE, mentees, mentors, DEFAULTS, told) for told in (facts, more))
        assert (after >= before).all(), seed
        pairs, better = pairs + before.size, better + int((after > before).sum())
    counted(pairs=pairs, better=better)
    assert better > 100 * len(seeds)


@PROMISE
@CROWDS
@pytest.mark.parametrize("criterion", [WISHES, WISHES_BACK], ids=lambda criterion: criterion.view)
def test_a_better_rank_never_loses_points_of_wishes(criterion: Criterion, seeds: range, counted: Counted) -> None:
    """Everybody's wishes, each in turn one rank better: the pair of that wish gains or stays."""
    pairs = better = 0
    for seed in seeds:
        draw, (mentees, mentors) = random.Random(seed), crowd(seed)
        sides = (mentees, mentors[:40])
        owners, others = sides if criterion is WISHES else sides[::-1]
        ranked = [(one, draw.sample(others, len(others))) for one in owners]
        for at in range(len(others)):
            told = [
                [relation(one.id, other.id, "wish", why=str(max(1, place - (place == at) * step) + 1))
                 for one, wished in ranked for place, other in enumerate(wished)]
                for step in (0, 1)
            ]  # fmt: skip
            before, after = (points(criterion, *sides, DEFAULTS, facts) for facts in told)
            for one, wished in ranked:
                pair = owners.index(one), others.index(wished[at])
                here = pair if criterion is WISHES else pair[::-1]
                assert after[here] >= before[here], (seed, one.id)
                pairs, better = pairs + 1, better + int(after[here] > before[here])
    counted(pairs=pairs, better=better)
    assert better > 20 * len(seeds)


LAW = lengths(40, 120, 1_320)


@PROMISE
@LAW
def test_adding_or_removing_third_people_changes_no_points(seeds: range, counted: Counted) -> None:
    """Every fact and rating stays; some people's rows go, of both roles, and whoever is left is judged as before."""
    known = dict.fromkeys(CRITERIA, 0)
    for seed in seeds:
        draw = random.Random(seed)
        everybody, programme = random_pool(seed, 8, 16)
        fewer = everybody
        keys = [everybody.directory.key(one) for one in (*everybody.mentors, *everybody.mentees)]
        for key in draw.sample(sorted(set(keys)), 4):
            everybody = called_by_name(everybody, key)
            fewer = without(called_by_name(fewer, key), key)
        rows = [everybody.mentee_index[one.id] for one in fewer.mentees]
        columns = [everybody.mentor_index[one.id] for one in fewer.mentors]
        for criterion in CRITERIA:
            among: Points = criterion.encode(everybody, programme).block(0, len(everybody.mentees))
            alone: Points = criterion.encode(fewer, programme).block(0, len(fewer.mentees))
            assert (alone == among[np.ix_(rows, columns)]).all(), (seed, criterion.name)
            known[criterion] += int((alone != UNKNOWN).sum())
    counted(pairs=min(known.values()), pools=len(seeds))
    assert min(known.values()) > 5 * len(seeds)


def test_ratings_stay_with_whom_they_are_about() -> None:
    """Somebody who leaves the pool takes no rating along that is about anybody else."""
    pool, _ = random_pool(3, 8, 16)
    key = pool.directory.key(pool.mentors[0])
    left = {(one.person, one.quality) for one in ratings_of(without(called_by_name(pool, key), key))}
    assert len(left) == len(pool.ratings.rows) > 0
