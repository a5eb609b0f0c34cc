"""Measures against their plain definitions, on markets drawn as arrays and on people."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from lengths import lengths
from markets import Market, Pair, ends, market, random_choice
from plain_measures import plain_measures
from random_pools import demanding_pool

from matchmaker import Matching, Scores, match, measure
from matchmaker.metrics.made import Made
from matchmaker.metrics.measure import measured

MADE_BY = ("most_people", "best_score", "greedy", "first_come", "lottery")
"""Strategies that take on floors and pins."""


def open_market(seed: int) -> Market:
    """Draw a market, and list no pair of somebody without places."""
    seen = market(seed, rows=8, columns=5)
    rows, columns = seen.places
    return seen._replace(views={pair: both for pair, both in seen.views.items() if rows[pair[0]] and columns[pair[1]]})


@pytest.mark.promise("stability and fairness metrics")
@lengths(2_000, 10_000)
def test_every_measure_is_what_its_definition_says(seeds: range, counted: Callable[..., None]) -> None:
    found = {"matchings": 0, "made": 0, "of_possible": 0}
    for seed in seeds:
        draw, seen = random.Random(f"measures {seed}"), open_market(seed)
        highest = draw.choice([0, 2, 10_000])
        score = {pair: draw.randint(0, highest) for pair in seen.views}
        chosen = random_choice(seen, draw)
        problem = seen.scored([score[pair] for pair in seen.views])
        told = measured(Made(problem, problem.positions(*ends(chosen))))
        assert told.model_dump() == plain_measures(seen, score, chosen), seed
        found["matchings"] += 1
        found["made"] += len(chosen)
        found["of_possible"] += len(score)
    counted(**found)
    assert found["of_possible"] > 2 * found["made"] > 2 * len(seeds)


def as_market(scores: Scores, matching: Matching) -> tuple[Market, dict[Pair, int], list[Pair]]:
    """Return people as plain numbers, block by block and not from the survey: possible pairs, scores, made pairs."""
    pool, everybody = scores.pool, (0, scores.n_rows)
    block, seen = scores.block(*everybody), scores.views(scores.points_block(*everybody))
    marks = scores.combined(*seen)
    places = [one.mentors_wanted for one in pool.mentees], [one.capacity for one in pool.mentors]
    made = {(pool.mentee_index[pair.mentee], pool.mentor_index[pair.mentor]): pair for pair in matching.pairs}
    pinned = frozenset(at for at, pair in made.items() if pair.pinned)
    every = [(row, column) for row in range(scores.n_rows) for column in range(scores.n_columns)]
    possible = [at for at in every if places[0][at[0]] and places[1][at[1]] and (block[at] >= 0 or at in pinned)]
    views = {at: (int(seen[0][at]), int(seen[1][at])) for at in possible}
    return Market(views, places, pinned), {at: int(marks[at]) for at in possible}, [*made]


@pytest.mark.promise("stability and fairness metrics")
def test_and_so_it_is_of_people(counted: Callable[..., None]) -> None:
    found = {"pools_of_people": 0, "pairs": 0, "blocking": 0, "pinned_below_the_minimum": 0, "without_places": 0}
    for seed in range(100):
        pool, programme = demanding_pool(seed)
        programme = programme.model_copy(update={"strategy": MADE_BY[seed % len(MADE_BY)]})
        matching, scores = match(pool, programme), Scores(pool, programme)
        seen, score, made = as_market(scores, matching)
        told = measure(scores, matching)
        assert told.model_dump() == plain_measures(seen, score, made), seed
        assert (told.worse_off is None) == (matching.distributions is None)
        if told.worse_off and matching.distributions:
            assert told.worse_off.model_dump(exclude={"p5"}) == matching.distributions.worse_off.model_dump()
        found["pools_of_people"] += 1
        found["pairs"] += len(made)
        found["blocking"] += told.blocking.count
        found["pinned_below_the_minimum"] += sum(one < programme.minimum_score for one in score.values())
        found["without_places"] += len(scores.legal().rows) > len(score)
    counted(**found)
    assert min(found.values()) > 0
