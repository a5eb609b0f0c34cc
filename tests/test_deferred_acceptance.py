"""Deferred acceptance against every stable choice there is: best for who proposes, worst for the others."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from lengths import lengths
from markets import Market, Pair, ends, market, opposed_market

from solvers import AssignmentProblem, Choice, Result, blocking_pairs, justified_envy, solve

FEW = 700
"""How many choices a market may have at most, so that all can be tried."""


def chosen(result: Result) -> frozenset[Pair]:
    return frozenset(zip(result.rows.tolist(), result.columns.tolist(), strict=True))


def both_ways(seen: Market) -> tuple[frozenset[Pair], frozenset[Pair]]:
    """What is chosen if rows propose, and if columns do."""
    problem = seen.scored([row + column for row, column in seen.views])  # nothing to do with the views
    return chosen(solve(problem, "stable")), chosen(solve(problem, "stable_columns"))


def prefers(seen: Market, side: int, one: frozenset[Pair], other: frozenset[Pair]) -> bool:
    """Whether everybody on a side would choose just what ``one`` gives them, had they all of both (Blair 1988)."""
    for index, places in enumerate(seen.places[side]):
        mine, theirs = (set(seen.partners(pairs, side, index)) - seen.pinned for pairs in (one, other))
        free = places - len(seen.partners(seen.pinned, side, index))
        if set(sorted(mine | theirs, key=lambda pair: -seen.views[pair][side])[:free]) != mine:
            return False
    return True


def loads(pairs: frozenset[Pair]) -> tuple[Counter[int], Counter[int]]:
    return Counter(row for row, _ in pairs), Counter(column for _, column in pairs)


def small_markets(seeds: range) -> Iterator[tuple[int, Market]]:
    for seed in seeds:
        seen = opposed_market(seed) if seed % 4 == 0 else market(seed)
        if seen.most_choices <= FEW:
            yield seed, seen


@pytest.mark.promise("stable matchings")
@lengths(350, 1_050, 22_050)
def test_it_is_best_for_who_proposes_and_worst_for_the_others(seeds: range, counted: Callable[..., None]) -> None:
    """Among all choices that are stable once ties are told apart, and all of them fill the same places."""
    found = Counter[str]()
    for seed, seen in small_markets(seeds):
        apart = seen.told_apart()
        stable = [choice for choice in apart.choices() if apart.is_stable(choice)]
        by_rows, by_columns = both_ways(seen)
        assert {by_rows, by_columns} <= set(stable), seed
        for choice in stable:
            for side, mine, theirs in ((0, by_rows, choice), (1, choice, by_rows), (1, by_columns, choice)):
                assert prefers(apart, side, mine, theirs), seed
            assert loads(choice) == loads(by_rows), seed
        assert (seen.blocking(by_rows), seen.blocking(by_columns)) == ({}, {}), seed
        found.update(problems=1, stable_choices=len(stable), two_ends=by_rows != by_columns)
        found.update(pinned=bool(seen.pinned), several=max(loads(by_rows)[0].values(), default=0) > 1)
    assert min(found.values()) > len(seeds) / 100
    counted(**found)


def large_market(seed: int) -> AssignmentProblem:
    """Draw a problem of up to 120 × 50: places on both sides, coarse or fine views, alike among all or not, pins."""
    draw = np.random.default_rng(seed)
    n, m = int(draw.integers(20, 121)), int(draw.integers(10, 51))
    rows, columns = np.nonzero(draw.random((n, m)) < draw.choice([0.1, 0.5, 1.0]))
    highest = draw.choice([1, 20, 10_000])
    common = draw.choice([0, 5]) * (draw.permutation(n)[rows] + draw.permutation(m)[columns])
    row_view, column_view = (draw.integers(0, highest, len(rows), endpoint=True) + common for _ in range(2))
    pinned = np.zeros(len(rows), np.bool_)
    pinned[np.unique(rows, return_index=True)[1][:: draw.choice([3, 1_000])]] = True
    return AssignmentProblem(
        rows,
        columns,
        np.minimum(row_view, column_view),
        draw.integers(1, draw.choice([1, 4]), n, endpoint=True),
        draw.integers(0, 4, m) + np.bincount(columns[pinned], minlength=m),
        pinned=pinned,
        row_keys=draw.permutation(n),
        column_keys=draw.permutation(m),
        row_view=row_view,
        column_view=column_view,
    )


@pytest.mark.promise("stable matchings")
def test_nobody_blocks_or_envies_in_larger_markets_and_all_fill_the_same_places(counted: Callable[..., None]) -> None:
    for seed in range(100):
        problem = large_market(seed)
        found = [solve(problem, name) for name in ("stable", "stable_columns")]
        for result in found:
            choice = Choice.of(problem, result.rows, result.columns)
            assert (blocking_pairs(choice).count, len(justified_envy(choice))) == (0, 0), seed
        assert loads(chosen(found[0])) == loads(chosen(found[1])), seed
    counted(problems=100)


@pytest.mark.promise("one answer among equals")
@pytest.mark.parametrize("strategy", ["stable", "stable_columns"])
def test_the_order_of_rows_columns_and_pairs_decides_nothing(strategy: str, counted: Callable[..., None]) -> None:
    for seed in range(60):
        problem, draw = large_market(seed), np.random.default_rng(seed)
        rows, columns = draw.permutation(problem.n_rows), draw.permutation(problem.n_columns)
        pairs = draw.permutation(len(problem.rows))
        again = AssignmentProblem(
            np.argsort(rows)[problem.rows][pairs],
            np.argsort(columns)[problem.columns][pairs],
            problem.scores[pairs],
            problem.row_capacity[rows],
            problem.column_capacity[columns],
            pinned=problem.pinned[pairs],
            row_keys=problem.row_keys[rows],
            column_keys=problem.column_keys[columns],
            row_view=problem.row_view[pairs],
            column_view=problem.column_view[pairs],
        )
        back = {(int(rows[row]), int(columns[column])) for row, column in chosen(solve(again, strategy))}
        assert back == chosen(solve(problem, strategy)), seed
    counted(orders=60)


def test_where_the_sides_want_opposite_things_who_proposes_gets_them() -> None:
    """Gale & Shapley's example 1: each row's first choice likes it last; three choices are stable."""
    likes = {(row, column): ((column - row) % 3, (row - column - 1) % 3) for row in range(3) for column in range(3)}
    seen = Market(
        {pair: (2 - mine, 2 - theirs) for pair, (mine, theirs) in likes.items()}, ([1] * 3, [1] * 3), frozenset()
    )
    assert sum(map(seen.is_stable, seen.choices())) == 3
    assert both_ways(seen) == (frozenset({(0, 0), (1, 1), (2, 2)}), frozenset({(1, 0), (2, 1), (0, 2)}))


def test_views_of_any_size_are_compared_not_added() -> None:
    huge = Market({(0, 0): (2**61, 2**61 - 1), (1, 0): (0, 2**61)}, ([1, 1], [1]), frozenset())
    assert both_ways(huge) == (frozenset({(1, 0)}),) * 2


def test_a_pin_stands_though_both_would_rather_have_others() -> None:
    views = {(0, 0): (0, 0), (0, 1): (9, 9), (1, 0): (9, 9), (1, 1): (5, 5)}
    seen = Market(views, ([1, 1], [1, 1]), frozenset({(0, 0)}))
    assert both_ways(seen) == (frozenset({(0, 0), (1, 1)}),) * 2


def test_a_row_that_wants_several_gets_its_best_and_each_once() -> None:
    views = {(0, 0): (3, 1), (0, 1): (2, 1), (0, 2): (1, 1), (1, 0): (1, 2), (1, 1): (1, 0)}
    seen = Market(views, ([2, 2], [1, 1, 3]), frozenset())
    assert both_ways(seen) == (frozenset({(0, 1), (0, 2), (1, 0)}),) * 2


def test_markets_know_what_is_stable() -> None:
    """The quick definition is the plain one."""
    for seed, seen in small_markets(range(60)):
        draw = random.Random(seed)
        choices = list(seen.choices())
        for choice in draw.sample(choices, min(5, len(choices))):
            assert seen.is_stable(choice) == (not seen.blocking(choice)), seed
    assert ends([(1, 0), (0, 2)])[0].tolist() == [0, 1]
