from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from functools import cache
from math import floor
from threading import Barrier

import numpy as np
import pytest
from people import mentee, mentor
from random_pools import random_pool
from remembering import Remembering

from matchmaker import Pool, Programme, Scores, explain, match, verify
from matchmaker.people import STYLE_ITEMS
from matchmaker.rules import in_force
from matchmaker.shapes import FULL
from solvers import Pairs, ScoreSource
from solvers.problem import IntArray

Triples = list[tuple[int, int, int]]


@cache
def scored(seed: int) -> Scores:
    """A pool's scores, which several tests look at; nothing they ask changes what another is told."""
    return Scores(*random_pool(seed))


def drawn(count: int) -> Iterator[Scores]:
    return map(scored, range(count))


def every_pair(scores: Scores) -> Iterator[tuple[int, int]]:
    return ((row, column) for row in range(scores.n_rows) for column in range(scores.n_columns))


def triples(pairs: Pairs) -> Triples:
    return list(zip(pairs.rows.tolist(), pairs.columns.tolist(), pairs.scores.tolist(), strict=True))


def combined(how: str, mentee_view: int, mentor_view: int) -> int:
    if how == "harmonic":
        both = mentee_view + mentor_view
        return floor(Fraction(2 * mentee_view * mentor_view, both)) if both else 0
    return min(mentee_view, mentor_view) if how == "minimum" else floor(Fraction(mentee_view + mentor_view, 2))


def naive_legal(scores: Scores) -> Triples:
    least, points = scores.programme.minimum_score, scores.score_block(0, scores.n_rows).tolist()
    return [
        (row, column, points[row][column])
        for row, column in every_pair(scores)
        if not scores.bans(row, column) and points[row][column] >= least
    ]


@cache
def listed_one_by_one(seed: int) -> Triples:
    """The legal pairs of a smaller pool."""
    return naive_legal(Scores(*random_pool(seed, mentors=4, mentees=7)))


def test_a_pair_s_score_re_adds_from_its_parts(counted: Callable[..., None]) -> None:
    pairs = 0
    for scores in drawn(40):
        points, programme = scores.score_block(0, scores.n_rows), scores.programme
        for row, column in every_pair(scores):
            pair = scores.pair(scores.pool.mentees[row].id, scores.pool.mentors[column].id)
            views = []
            for view in ("mentee", "mentor"):
                parts = [part for part in pair.criteria if part.view == view]
                assert sum(part.weight for part in parts) == 100
                assert {part.name: part.weight for part in parts} == programme.shares(view)
                views.append(sum(part.points * part.weight for part in parts) // 100)
            assert [pair.mentee_view, pair.mentor_view] == views
            assert pair.score == combined(programme.combine, *views)
            assert pair.score == points[row, column]
            assert 0 <= pair.score <= FULL
            assert pair.bans == scores.bans(row, column)
            assert (pair.mentee, pair.mentor) == (scores.pool.mentees[row].id, scores.pool.mentors[column].id)
            pairs += 1
    counted(pairs=pairs)
    assert pairs == 40 * 40


def test_an_unknown_answer_counts_as_the_criterion_says() -> None:
    parts = Scores(Pool([mentor("tom")], [mentee("maya")])).pair("maya", "tom").criteria
    assert [(part.name, part.view, part.points, part.known) for part in parts] == [
        ("expertise", "mentee", 10_000, True),
        ("style", "mentee", 2_500, False),
        ("availability", "mentee", 7_500, True),
        ("qualities", "mentee", 3_000, False),
        ("source", "mentee", 3_000, False),
        ("wishes", "mentee", 3_000, False),
        ("style", "mentor", 2_500, False),
        ("availability", "mentor", 7_500, True),
        ("wishes", "mentor", 3_000, False),
        ("benefit", "mentor", 1_400, False),
        ("readiness", "mentor", 5_000, False),
    ]


def test_two_views_of_nothing_score_nothing() -> None:
    pool = Pool([mentor("tom", offers="negotiation:1")], [mentee("maya", needs="python:2>5")])
    weights = {"mentee": {"expertise": 100}, "mentor": {"style": 100}}
    tom = pool.mentors[0].model_copy(update={f"style_{item}": 1 for item in STYLE_ITEMS})
    maya = pool.mentees[0].model_copy(update={f"style_{item}": 5 for item in STYLE_ITEMS})
    pair = Scores(Pool([tom], [maya]), Programme.model_validate({"weights": weights})).pair("maya", "tom")
    assert (pair.mentee_view, pair.mentor_view, pair.score) == (0, 0, 0)


@pytest.mark.parametrize(("combine", "score"), [("harmonic", 66_66), ("minimum", 50_00), ("mean", 75_00)])
def test_the_programme_decides_how_two_views_make_a_score(combine: str, score: int) -> None:
    settings = {"combine": combine, "weights": {"mentee": {"expertise": 100}, "mentor": {"readiness": 100}}}
    programme, pool = Programme.model_validate(settings), Pool([mentor("tom")], [mentee("maya")])
    matching = match(pool, programme)
    (pair,) = matching.pairs
    assert (pair.mentee_view, pair.mentor_view, pair.score) == (100_00, 50_00, score)
    assert matching.total_score == Scores(pool, programme).score_block(0, 1)[0, 0] == score
    assert verify(pool, programme, matching) == ()
    said = explain(Scores(pool, programme), matching, mentee="maya", mentor="tom").text()
    words = {"harmonic": "", "minimum": ", the lower of both views", "mean": ", the mean of both views"}
    assert f"Tom Mentor: {score / 100:.2f}{words[combine]}\n" in said


def test_a_block_holds_the_score_or_minus_one_where_the_pair_is_not_legal(counted: Callable[..., None]) -> None:
    seen = {"legal": 0, "banned": 0, "low": 0}
    for scores in drawn(120):
        block, points = scores.block(0, scores.n_rows), scores.score_block(0, scores.n_rows)
        for row, column in every_pair(scores):
            banned = bool(scores.bans(row, column))
            low = int(points[row, column]) < scores.programme.minimum_score
            assert block[row, column] == (-1 if banned or low else points[row, column])
            seen["banned" if banned else "low" if low else "legal"] += 1
        middle = scores.n_rows // 2
        assert (scores.block(middle, scores.n_rows) == block[middle:]).all()
    counted(**seen)
    assert min(seen.values()) > 100


def test_the_tally_counts_every_rule_s_pairs_for_everybody() -> None:
    for scores in drawn(60):
        tally, points = scores.tally, scores.score_block(0, scores.n_rows)
        names = [rule.name for rule in in_force(scores.programme)]
        assert list(tally.banned) == names
        shape = (scores.n_rows, scores.n_columns)
        counts = {name: np.zeros(shape, int) for name in [*names, "below", "legal"]}
        for row, column in every_pair(scores):
            banned = [ban.rule for ban in scores.bans(row, column)]
            low = points[row, column] < scores.programme.minimum_score
            for name in banned or ["below" if low else "legal"]:
                counts[name][row, column] += 1
        told = dict(tally.banned) | {"below": tally.below_minimum, "legal": tally.legal}
        for name, (per_row, per_column) in told.items():
            assert per_row.tolist() == counts[name].sum(axis=1).tolist(), name
            assert per_column.tolist() == counts[name].sum(axis=0).tolist(), name


def test_legal_lists_every_legal_pair_in_order() -> None:
    found = 0
    for scores in drawn(100):
        assert triples(scores.legal()) == naive_legal(scores)
        found += len(scores.legal().rows)
    assert found > 500


def prices(draw: random.Random, count: int) -> IntArray:
    highest = draw.choice([0, 3, 3000, 12_000])
    return np.array([draw.randint(-highest // 4, highest) for _ in range(count)], np.int64)


def best(legal: Triples, own: int, cost: list[int], k: int) -> Triples:
    """Each row's (``own`` 0) or column's (1) best pairs; equals by the other side's number."""
    owners = sorted({pair[own] for pair in legal})
    ranked = sorted(legal, key=lambda pair: (cost[pair[1 - own]] - pair[2], pair[1 - own]))
    return sorted(pair for owner in owners for pair in [one for one in ranked if one[own] == owner][:k])


def subset(draw: random.Random, count: int) -> IntArray | None:
    if draw.random() < 0.4:
        return None
    return np.array(sorted(draw.sample(range(count), draw.randint(0, count))), np.int64)


@pytest.mark.parametrize("cells", [1, 12, 1 << 20])
def test_what_pricing_asks_is_answered_by_definition(
    cells: int, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    monkeypatch.setattr("solvers.blocks._CELLS", cells)
    monkeypatch.setattr("solvers.source.ROWS", 2)
    monkeypatch.setattr("solvers.source.AT_ONCE", 1)
    pairs = 0
    for seed in range(50):
        scores, legal = Remembering(*random_pool(seed, mentors=4, mentees=7)), listed_one_by_one(seed)
        draw, source, n, m = random.Random(seed), a_score_source(scores), scores.n_rows, scores.n_columns
        assert len(list(scores.blocks())) == {1: 7, 12: 3, 1 << 20: 1}[cells]
        assert triples(scores.legal()) == legal
        for k in (0, 1, 2, 9):
            rows, columns = prices(draw, n), prices(draw, m)
            assert triples(source.best_per_row(columns, k)) == best(legal, 0, columns.tolist(), k)
            assert triples(source.best_per_column(rows, k)) == best(legal, 1, rows.tolist(), k)
            of_both = best(legal, 0, [0] * m, k), best(legal, 1, [0] * n, 2)
            assert tuple(map(triples, source.best_of_both(k, 2))) == of_both
            worth = [one for one in legal if one[2] > rows[one[0]] + columns[one[1]]]
            assert triples(source.improving(rows, columns)) == worth
            some, others = subset(draw, n), subset(draw, m)
            chosen = [one for one in worth if (some is None or one[0] in some) and (others is None or one[1] in others)]
            assert triples(source.improving(rows, columns, some, others)) == chosen
            assert triples(source.improving(rows, columns, columns=others, rows=some)) == chosen
        pairs += len(legal)
    counted(pools=50, legal_pairs=pairs)
    assert pairs > 200


def a_score_source(scores: Scores) -> ScoreSource:
    """A type checker accepts Scores as the protocol; tests reach it only through the protocol's names."""
    return scores


def test_equals_come_by_column_and_by_row() -> None:
    scores = Scores(Pool([mentor("ann"), mentor("bob")], [mentee("cat"), mentee("dan")]))
    points = scores.pair("cat", "ann").score
    zero, source = np.zeros(2, np.int64), a_score_source(scores)
    assert triples(source.best_per_row(zero, 1)) == [(0, 0, points), (1, 0, points)]
    assert triples(source.best_per_column(zero, 1)) == [(0, 0, points), (0, 1, points)]
    assert triples(source.improving(np.array([points, points - 1]), zero)) == [(1, 0, points), (1, 1, points)]


def everything(scores: Scores) -> object:
    zero = np.zeros(scores.n_columns, np.int64)
    ids = [(scores.pool.mentees[row].id, scores.pool.mentors[column].id) for row, column in every_pair(scores)]
    return (
        [scores.pair(*pair) for pair in ids],
        triples(scores.legal()),
        {name: [counts.tolist() for counts in both] for name, both in scores.tally.banned.items()},
        triples(scores.best_per_row(zero, 2)),
    )


def test_threads_that_share_one_scores_get_the_same_answers() -> None:
    for seed in range(3):
        pool, programme = random_pool(seed)
        alone, shared, together = everything(Scores(pool, programme)), Scores(pool, programme), Barrier(8)

        def ask(_: int, shared: Scores = shared, together: Barrier = together) -> object:
            together.wait()
            return everything(shared)

        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(ask, range(8))) == [alone] * 8


def test_views_by_block_and_by_pair_are_those_of_the_listed_pairs(counted: Callable[..., None]) -> None:
    seen = 0
    for scores in drawn(40):
        legal, size = scores.legal(), (scores.n_rows, scores.n_columns)
        rows, columns = (ends.ravel() for ends in np.indices(size))
        expected = np.full((2, *size), -1)
        expected[:, legal.rows, legal.columns] = legal.mentee_view, legal.mentor_view
        assert np.array_equal(scores.view_block(0, scores.n_rows), expected)
        assert np.array_equal(scores.views_of(rows, columns), expected.reshape(2, -1))
        seen += len(legal.rows)
    counted(pools=40, legal=seen)
