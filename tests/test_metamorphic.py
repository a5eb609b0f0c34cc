"""Changes that must not matter, and changes that can only help, on random pools: nasty ones and ones full of ties."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
import pytest
from lengths import lengths
from people import ratings_of, relation
from random_pools import demanding, demanding_pool, random_pool, tied_pool
from random_problems import small_problem
from reshaped import (
    ODD_IDS,
    altered,
    called_by_name,
    merged,
    relabelled,
    relations_of,
    renamed,
    unused_settings,
    with_rules,
    without,
)

from matchmaker import Matching, Pool, Programme, Scores, generate, match
from matchmaker.reading.folder import read_folder
from solvers import STRATEGIES, AssignmentProblem, Result, solve

EXACT = [name for name, strategy in STRATEGIES.items() if strategy.run is None]
PROMISE = pytest.mark.promise("metamorphic")
SEEDS = lengths(30, 60, 2_060)
"""Half of the seeds for each exact strategy: 1 000 of each in the long version."""

NEW: dict[str, object] = {"id": "new", "name": "Newt Newcomer", "email": None}
Both = tuple[Pool, Programme]
Counted = Callable[..., None]


class Drawn(NamedTuple):
    """A pool, its programme, and what comes out. The strategy, the kind of pool and ``spread`` go by the seed."""

    draw: Random
    pool: Pool
    programme: Programme
    found: Matching


def drawn(seed: int) -> Drawn:
    return Drawn(Random(seed), *_drawn(seed))


@cache
def _drawn(seed: int) -> tuple[Pool, Programme, Matching]:
    pool, programme = demanding_pool(seed) if seed // 2 % 2 else tied_pool(seed)
    programme = seeking(programme, seed)
    return pool, programme, match(pool, programme)


def seeking(programme: Programme, seed: int) -> Programme:
    return programme.model_copy(update={"strategy": EXACT[seed % 2], "spread": seed // 4 % 2 == 1})


def objective(found: Matching, programme: Programme) -> tuple[int, ...]:
    assert found.gap == 0
    mentors = [found.mentors_matched] if programme.spread else []
    counts = [found.mentees_matched, found.places_filled] if found.strategy == "most_people" else []
    return (found.floor_places_filled, *mentors, *counts, found.total_score)


def reached(pool: Pool, programme: Programme) -> tuple[int, ...]:
    return objective(match(pool, programme), programme)


def unusable_mentor(before: Drawn) -> Both:
    """Somebody who offers no place, or who offers several, has a floor and is banned with everybody."""
    like, places = before.draw.choice(before.pool.mentors), before.draw.choice([0, 0, 1, 3])
    new = like.model_copy(update=NEW | {"capacity": places, "floor": places})
    bans = [relation("new", one.id, "forbid") for one in before.pool.mentees] if places else []
    return altered(before.pool, mentors=[*before.pool.mentors, new], more=bans), before.programme


def unusable_mentee(before: Drawn) -> Both:
    """Somebody who asks for no mentor, or who asks for two and is banned with everybody."""
    like, places = before.draw.choice(before.pool.mentees), before.draw.choice([0, 2])
    new = like.model_copy(update=NEW | {"mentors_wanted": places})
    bans = [relation("new", one.id, "veto") for one in before.pool.mentors] if places else []
    return altered(before.pool, mentees=[*before.pool.mentees, new], more=bans), before.programme


def unused_bans(before: Drawn) -> Both:
    """Some pairs that were not chosen, forbidden; where two people make two pairs, neither was."""
    pool, key = before.pool, before.pool.directory.key
    used = {(pool.mentee_index[pair.mentee], pool.mentor_index[pair.mentor]) for pair in before.found.pairs}
    free = [
        (one.id, other.id)
        for one in pool.mentees
        for other in pool.mentors
        if key(one) != key(other) and used.isdisjoint(pool.pairs(key(one), key(other)))
    ]
    bans = [relation(*two, before.draw.choice(["forbid", "veto", "decline"])) for two in before.draw.sample(free, 5)]
    return altered(pool, more=bans), before.programme


def unused_setting(before: Drawn) -> Both:
    pool, programme = before.pool, before.programme
    legal = Scores(pool, programme).legal().scores
    choices = unused_settings(pool, programme, int(legal.min(initial=10_000)))
    return pool, choices[before.draw.choice(sorted(choices))]


def shuffled_rows(before: Drawn) -> Both:
    mentors, mentees, facts = [*before.pool.mentors], [*before.pool.mentees], relations_of(before.pool)
    for rows in (mentors, mentees, facts):
        before.draw.shuffle(rows)
    return Pool(mentors, mentees, facts, ratings_of(before.pool)), before.programme


def other_engine(before: Drawn) -> Both:
    return before.pool, before.programme.model_copy(update={"solver": "cp_sat"})


NO_MATTER = [unusable_mentor, unusable_mentee, unused_bans, unused_setting, shuffled_rows, other_engine]


@PROMISE
@SEEDS
@pytest.mark.parametrize("change", NO_MATTER, ids=lambda change: change.__name__)
def test_a_change_that_must_not_matter_does_not(
    change: Callable[[Drawn], Both], seeds: range, counted: Counted
) -> None:
    breaches = []
    for seed in seeds:
        before = drawn(seed)
        if reached(*change(before)) != objective(before.found, before.programme):
            breaches.append(seed)
    counted(examples=len(seeds), breaches=len(breaches))
    assert not breaches


@PROMISE
@SEEDS
def test_one_more_place_is_never_worse(seeds: range, counted: Counted) -> None:
    better = 0
    for seed in seeds:
        before = drawn(seed)
        field, side = before.draw.choice([("capacity", "mentors"), ("mentors_wanted", "mentees")])
        people = list(getattr(before.pool, side))
        at = before.draw.randrange(len(people))
        people[at] = people[at].model_copy(update={field: getattr(people[at], field) + before.draw.randint(1, 2)})
        now = objective(before.found, before.programme)
        after = reached(altered(before.pool, **{side: people}), before.programme)
        assert after >= now, seed
        better += after > now
    counted(examples=len(seeds), better=better)
    assert better > len(seeds) / 5


def judged(pool: Pool, programme: Programme) -> dict[tuple[str, str], tuple[list[int], list[bool]]]:
    """What every pair is judged by: its score, each criterion's points, and which rules ban it."""
    scores = Scores(pool, programme)
    points = [scores.score_block(0, scores.n_rows), *(one.shape.block(0, scores.n_rows) for one in scores.encoded)]
    bans = scores.banned_block(0, scores.n_rows)
    return {
        (mentee.id, mentor.id): ([int(one[i, j]) for one in points], bans[:, i, j].tolist())
        for i, mentee in enumerate(pool.mentees)
        for j, mentor in enumerate(pool.mentors)
    }


@PROMISE
@SEEDS
def test_adding_or_removing_anyone_changes_no_other_pair(seeds: range, counted: Counted) -> None:
    pairs = banned = 0
    for seed in seeds:
        draw = Random(seed)
        pool, programme = random_pool(seed)
        key = draw.choice([pool.directory.key(one) for one in (*pool.mentors, *pool.mentees)])
        everybody = called_by_name(pool, key)
        others = without(everybody, key)
        alone, among = judged(others, programme), judged(everybody, programme)
        assert alone == {two: among[two] for two in alone}, seed
        assert len(alone) < len(among)
        two = draw.choice(sorted(alone))
        assert Scores(others, programme).pair(*two) == Scores(everybody, programme).pair(*two), seed
        pairs += len(alone)
        banned += sum(any(bans) for _, bans in alone.values())
    counted(examples=len(seeds), pairs=pairs, banned=banned)
    assert 0 < banned < pairs


@PROMISE
@SEEDS
def test_other_ids_change_no_total_and_no_score(seeds: range, counted: Counted) -> None:
    for seed in seeds:
        before = drawn(seed)
        old = sorted({one.id for one in (*before.pool.mentors, *before.pool.mentees)})
        ids = dict(zip(old, before.draw.sample(ODD_IDS, len(old)), strict=True))
        pool = relabelled(before.pool, ids)
        assert reached(pool, before.programme) == objective(before.found, before.programme), seed
        one, other = Scores(before.pool, before.programme), Scores(pool, before.programme)
        rows = [pool.mentee_index[ids[one.id]] for one in before.pool.mentees]
        columns = [pool.mentor_index[ids[one.id]] for one in before.pool.mentors]
        assert (one.block(0, one.n_rows) == other.block(0, one.n_rows)[np.ix_(rows, columns)]).all(), seed
    counted(examples=len(seeds))


@PROMISE
@SEEDS
def test_two_pools_of_strangers_matched_together_are_matched_as_apart(seeds: range, counted: Counted) -> None:
    for seed in seeds:
        one, programme = demanding_pool(seed, 4, 6) if seed % 4 else tied_pool(seed, 4, 6)
        rules = with_rules(programme, same_company={"unknown": "allow"})
        programme = seeking(rules, seed)
        other = demanding(seed, random_pool(500_000 + seed, 3, 5)[0], programme)
        apart = [renamed(one, "a"), renamed(other, "b")]
        found = [reached(pool, programme) for pool in apart]
        assert reached(merged(*apart), programme) == tuple(map(sum, zip(*found, strict=True))), seed
    counted(examples=len(seeds))


def with_other_rows(text: str, draw: Random) -> str:
    """A CSV file with its rows, below the header, in another order."""
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    again = io.StringIO()
    csv.writer(again).writerows([header, *draw.sample(rows, len(rows))])
    return again.getvalue()


def answer(folder: Path, texts: dict[str, str], strategy: str) -> tuple[str, str]:
    """The record and the certificate of a folder with these files."""
    for file, text in texts.items():
        (folder / file).write_text(text, "utf-8")
    pool, programme = read_folder(folder)
    found = match(pool, programme.model_copy(update={"strategy": strategy}))
    assert found.certificate is not None
    return found.model_dump_json(), found.certificate.model_dump_json()


@PROMISE
@SEEDS
def test_the_order_of_rows_in_the_files_changes_nothing(seeds: range, counted: Counted, tmp_path: Path) -> None:
    some = seeds[: len(seeds) // 2]
    for seed in some:
        draw, texts = Random(seed), generate(3, 5, seed)
        tables = {file: with_other_rows(text, draw) for file, text in texts.items() if file.endswith(".csv")}
        assert tables != {file: texts[file] for file in tables}
        one, other = (answer(tmp_path, way, EXACT[seed % 2]) for way in (texts, texts | tables))
        assert one == other, seed
    counted(examples=len(some))


def transposed(problem: AssignmentProblem, at_most: int) -> tuple[AssignmentProblem, AssignmentProblem]:
    """A problem without floors, nobody with more than so many places; and the same with the sides swapped."""
    row_places = np.minimum(problem.row_capacity, at_most)
    column_places = np.minimum(problem.column_capacity, at_most)
    rows, columns, scores, pinned = problem.rows, problem.columns, problem.scores, problem.pinned
    return (
        AssignmentProblem(rows, columns, scores, row_places, column_places, pinned=pinned),
        AssignmentProblem(columns, rows, scores, column_places, row_places, pinned=pinned),
    )


def totals(result: Result) -> tuple[object, ...]:
    counts = (result.rows_filled, result.places_filled) if result.strategy == "most_people" else ()
    return (result.status, *counts, result.score)


@PROMISE
@SEEDS
def test_swapped_sides_reach_the_same_totals(seeds: range, counted: Counted) -> None:
    """One to one under both strategies; with any capacities where only the score counts."""
    seen = Counter[str]()
    for seed in seeds:
        _, problem = small_problem(seed)
        for strategy, at_most in ((EXACT[seed % 2], 1), ("best_score", 20)):
            one, other = (totals(solve(way, strategy)) for way in transposed(problem, at_most))
            assert one == other, (seed, strategy)
            seen[str(one[0])] += 1
    counted(examples=seen.total(), **seen)
    assert seen["OPTIMAL"] > len(seeds)
