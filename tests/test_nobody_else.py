"""A pair is judged by its own two people: who else is there changes neither its score nor what is said of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import product

import pytest
from lengths import lengths
from people import mentee, mentor, ratings_of, relation
from random_pools import random_pool
from reshaped import readdressed

from matchmaker import Pool, Programme, Scores


@pytest.mark.promise("metamorphic")
@lengths(25, 100)
def test_nobody_else_changes_a_pair(seeds: range, counted: Callable[..., None]) -> None:
    """Facts and ratings go by names, which mean the same with and without the people."""
    pairs = 0
    for seed in seeds:
        (pool, programme), draw = random_pool(seed), random.Random(seed)
        facts, ratings = readdressed(pool, lambda key, _, pool=pool: pool.name_of(key)), ratings_of(pool, pool.name_of)
        names = sorted({one.name for one in (*pool.mentors, *pool.mentees)})
        stay = set(draw.sample(names, draw.randint(2, len(names) - 1)))
        mentors = [one for one in pool.mentors if one.name in stay]
        mentees = [one for one in pool.mentees if one.name in stay]
        many = Scores(Pool(pool.mentors, pool.mentees, facts, ratings), programme)
        few = Scores(Pool(mentors, mentees, facts, ratings), programme)
        for maya, tom in product(mentees, mentors):
            assert few.pair(maya.id, tom.id) == many.pair(maya.id, tom.id), seed
            pairs += 1
    counted(pairs=pairs)


@pytest.mark.parametrize("peers", [False, True])
def test_nobody_else_changes_which_of_two_equal_lines_is_named(peers: bool) -> None:
    lines = "maya Zed, maya Bea, " + ("tom Zed, tom Bea" if peers else "Zed tom, Bea tom")
    facts = [relation(low, high, "boss") for low, high in map(str.split, lines.split(", "))]
    programme = Programme.model_validate({"rules": {"current_boss": {"peers": peers}}})
    pools = [Pool([mentor("tom"), *others], [mentee("maya")], facts) for others in ([], [mentor("aa", name="Zed")])]
    without, with_zed = (Scores(pool, programme).pair("maya", "tom").bans for pool in pools)
    assert without == with_zed
