"""capped_lottery: chances as good as an LP's under every cap, with a proof; and draws that follow them exactly."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import product

import numpy as np
import pytest
from capped import capped_rows
from instances import read_instances
from lengths import chunks
from lotteries import FALSE, Change, most_by_lp, small_lottery
from test_published import NAMES, with_data

from solvers import (
    STRATEGIES,
    AssignmentProblem,
    Odds,
    ProblemError,
    Result,
    UnsupportedError,
    capped_lottery,
    check_odds,
    solve,
)
from solvers.chance.capped_lottery import BITS, WHOLE, draw
from solvers.chance.sampling import rounded
from solvers.problem import Objective
from solvers.remainder import Remainder

Chances = dict[tuple[int, ...], Fraction]
"""How likely each state of the parts is."""


def drawn(problem: AssignmentProblem, cap: int, seed: int = 0) -> tuple[Result, Odds]:
    result = solve(problem, partial(capped_lottery, cap=cap, seed=seed))
    assert result.odds is not None
    return result, result.odds


@with_data
@pytest.mark.promise("capped lottery")
@pytest.mark.parametrize("name", NAMES)
def test_the_published_shares_are_kept(name: str) -> None:
    (instance,) = [instance for instance in read_instances() if instance.name == name]
    rows = list(capped_rows(instance))
    assert len(rows) == 8
    assert [row.cap for row in rows if not row.reached] == []
    assert rows[-1].kept == 1


@pytest.mark.promise("capped lottery")
@chunks(1, 2, 102)
def test_no_chances_under_the_cap_expect_more(chunk: int, counted: Callable[..., None]) -> None:
    """The checker in ``solve`` has accepted the odds; that the bound they meet is one, the LP says."""
    seen = Counter[str]()
    seeds = range(500 * chunk, 500 * (chunk + 1))
    for seed in seeds:
        problem, cap = small_lottery(seed)
        _, odds = drawn(problem, cap, seed)
        assert abs(odds.expected - most_by_lp(problem, cap)) < 1e-6 * (1 + odds.expected), seed
        assert seed % 10 or odds.best == solve(problem, "best_score").score
        certain = odds.parts[problem.pinned[problem.positions(odds.rows, odds.columns)]]
        assert (certain == WHOLE).all()
        assert (odds.parts > cap).sum() == (0 if cap == WHOLE else len(certain))
        seen["uncertain"] += bool((odds.parts < WHOLE).any())
        seen["pinned"] += bool(problem.pinned.any())
        seen["less_than_the_best"] += odds.kept < 1
    assert min(seen.values()) > len(seeds) / 10
    counted(problems=len(seeds), **seen)


def every_toss(rows: np.ndarray, columns: np.ndarray, parts: np.ndarray, bits: int) -> Chances:
    """Toss every coin both ways, bit by bit, and return how likely each end is."""
    states: Chances = {tuple(parts.tolist()): Fraction(1)}
    for bit in range(bits):
        after = Counter[tuple[int, ...]]()
        for state, chance in states.items():
            left = np.array(state, np.int64)
            odd = np.flatnonzero(left >> bit & 1)
            for sides in product([False, True], repeat=len(odd)):
                coin = np.zeros(len(left), np.bool_)
                coin[odd] = sides
                after[tuple(rounded(rows, columns, left, bit, coin).tolist())] += chance / 2 ** len(odd)
        states = dict(after)
    return states


def follows(rows: np.ndarray, columns: np.ndarray, parts: np.ndarray, bits: int) -> int:
    """Every end is whole pairs with every load rounded, and each pair is in just its share of them."""
    whole, ends = 1 << bits, every_toss(rows, columns, parts, bits)
    shares = [Fraction(0)] * len(parts)
    for end, chance in ends.items():
        assert set(end) <= {0, whole}
        for owners in (rows, columns):
            expected, load = Counter[int](), Counter[int]()
            for owner, part, left in zip(owners.tolist(), parts.tolist(), end, strict=True):
                expected[owner] += part
                load[owner] += left
            assert all(abs(load[owner] - expected[owner]) < whole for owner in expected)
        shares = [share + chance * (left > 0) for share, left in zip(shares, end, strict=True)]
    assert shares == [Fraction(part, whole) for part in parts.tolist()]
    assert sum(ends.values()) == 1
    return len(ends)


@pytest.mark.promise("capped lottery")
def test_every_coin_tossed_both_ways_gives_just_the_chances(counted: Callable[..., None]) -> None:
    seen = Counter[str]()
    for seed in range(40):
        problem, cap = small_lottery(seed, rows=4, columns=3)
        _, odds = drawn(problem, cap)
        if 2 <= len(odds.parts) <= 5:
            seen.update(problems=1, ends=follows(odds.rows, odds.columns, odds.parts, BITS))
    for seed, (columns, bits) in enumerate([*[(2, 3)] * 4, (3, 2)]):
        parts = np.array(random.Random(seed).choices(range(1, 2**bits + 1), k=3 * columns))
        rows = np.repeat(range(3), columns)
        seen.update(problems=1, ends=follows(rows, np.tile(range(columns), 3), parts, bits))
    assert seen["ends"] > 2 * seen["problems"]
    counted(**seen)


def test_a_closed_trail_goes_up_and_down_by_turns() -> None:
    ends = every_toss(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([1, 1, 1, 1]), 1)
    assert ends == {(2, 0, 0, 2): Fraction(1, 2), (0, 2, 2, 0): Fraction(1, 2)}


@pytest.fixture(scope="module")
def honest() -> list[tuple[AssignmentProblem, Result, Odds]]:
    """Problems with draws and odds that are accepted, as they are."""
    problems = [small_lottery(seed) for seed in range(70)]
    made = [(problem, *drawn(problem, cap)) for problem, cap in problems]
    for problem, result, odds in made:
        assert check_odds(problem, odds, result.rows, result.columns, result.score_bound) == ()
    return made


@pytest.mark.promise("capped lottery")
def test_seeds_draw_each_pair_as_often_as_it_should(
    honest: list[tuple[AssignmentProblem, Result, Odds]], counted: Callable[..., None]
) -> None:
    seeds, few = 200, [(problem, odds) for problem, _, odds in honest if (odds.parts < WHOLE).sum() > 4][:3]
    for problem, odds in few:
        remainder, parts = Remainder.of(problem, Objective.BEST_SCORE), np.zeros(len(problem.rows), np.int64)
        parts[problem.positions(odds.rows, odds.columns)] = odds.parts
        parts = parts[remainder.pairs]
        often = np.sum([draw(remainder, parts, seed) for seed in range(seeds)], axis=0)
        chance = parts / WHOLE
        assert (np.abs(often - seeds * chance) <= 4 * np.sqrt(seeds * chance * (1 - chance))).all()
    counted(draws=seeds * len(few))


@pytest.mark.promise("capped lottery")
@pytest.mark.parametrize("change", FALSE, ids=lambda change: change.__name__)
def test_odds_made_false_are_refused(
    change: Change, honest: list[tuple[AssignmentProblem, Result, Odds]], counted: Callable[..., None]
) -> None:
    tried = 0
    for problem, result, odds in honest:
        scores = problem.scores[problem.positions(odds.rows, odds.columns)].tolist()
        false = change(random.Random(tried), odds, scores)
        if false is not None:
            assert check_odds(problem, false, result.rows, result.columns, result.score_bound), false
            tried += 1
    assert tried > 35
    counted(false_odds=tried)


def test_a_worse_lottery_proves_nothing() -> None:
    """An honest sum of chances that are not the best: no prices meet it."""
    problem = AssignmentProblem([0, 0], [0, 1], [9, 5], [1], [1, 1])
    _, odds = drawn(problem, 512)
    worse = replace(odds, parts=np.array([500, 512]), expected=9 * 500 + 5 * 512)
    for price in product(range(10), repeat=2):
        faults = check_odds(problem, replace(worse, column_prices=np.array(price)), odds.rows[:1], odds.columns[:1], 9)
        assert any("may be possible" in fault for fault in faults)


@pytest.mark.parametrize(
    "wrong", [{"whole": 1024.0}, {"cap": "512"}, {"expected": None}, {"best": True}, {"cap": 0}, {"whole": 2**30}]
)
def test_odds_that_cannot_be_added_up_are_told(wrong: dict[str, object]) -> None:
    problem = AssignmentProblem([0, 0], [0, 1], [9, 5], [1], [1, 1])
    result, odds = drawn(problem, 512)
    false = replace(odds, **wrong)  # type: ignore[arg-type]
    faults = check_odds(problem, false, result.rows, result.columns, result.score_bound)
    assert faults in (("odds: whole, cap, expected and best must be integers",), ("odds: the cap is out of range",))


def test_a_draw_that_the_odds_do_not_allow_is_refused() -> None:
    problem = AssignmentProblem([0, 0, 1], [0, 1, 1], [9, 5, 7], [2, 1], [1, 1], pinned=[True, False, False])
    _, odds = drawn(problem, 512)
    for rows, columns, fault in (
        ([0, 1], [1, 1], "certain was not drawn"),
        ([0, 0, 1], [0, 1, 1], "column 1 has not its expected places"),
        ([0], [0], "column 1 has not its expected places"),
    ):
        faults = check_odds(problem, odds, np.array(rows), np.array(columns), odds.best)
        assert any(fault in said for said in faults), faults


def test_at_a_cap_of_all_it_is_the_best_matching() -> None:
    for seed in range(25):
        problem, _ = small_lottery(seed)
        result, odds = drawn(problem, WHOLE, seed)
        assert (result.gap, odds.kept, set(odds.parts.tolist()) - {WHOLE}) == (0, 1, set())


def test_a_pin_is_certain_and_a_row_with_one_partner_may_be_left_without() -> None:
    problem = AssignmentProblem([0, 1], [0, 1], [3, 8], [1, 1], [1, 1], pinned=[True, False])
    draws = [drawn(problem, 256, seed)[0].rows.tolist() for seed in range(20)]
    assert all(0 in rows for rows in draws)
    assert 0 < sum(1 in rows for rows in draws) < 13
    assert drawn(problem, 256)[1].kept == Fraction(3 * 1024 + 8 * 256, 11 * 1024)


def test_order_decides_neither_chances_nor_prices() -> None:
    for seed in range(25):
        problem, cap = small_lottery(seed)
        _, odds = drawn(problem, cap)
        turned = AssignmentProblem(
            rows=problem.n_rows - 1 - problem.rows,
            columns=problem.n_columns - 1 - problem.columns,
            scores=problem.scores,
            row_capacity=problem.row_capacity[::-1],
            column_capacity=problem.column_capacity[::-1],
            pinned=problem.pinned,
            row_keys=problem.row_keys[::-1],
            column_keys=problem.column_keys[::-1],
        )
        _, again = drawn(turned, cap)
        assert again.column_prices[::-1].tolist() == odds.column_prices.tolist()
        back = zip(problem.n_rows - 1 - again.rows, problem.n_columns - 1 - again.columns, again.parts, strict=True)
        assert sorted(back) == list(zip(odds.rows, odds.columns, odds.parts, strict=True))


@pytest.mark.parametrize(
    ("asked", "feature"),
    [({"column_floor": [1, 0]}, "floors"), ({"row_priority": [1, 2]}, "priorities"), ({"spread": True}, "spread")],
)
@pytest.mark.parametrize("strategy", ["capped_lottery", partial(capped_lottery, cap=9)], ids=["by name", "set up"])
def test_what_it_does_not_know_is_refused(asked: dict[str, object], feature: str, strategy: object) -> None:
    problem = AssignmentProblem([0, 1], [0, 1], [1, 2], [1, 1], [1, 1], **asked)  # type: ignore[arg-type]
    with pytest.raises(UnsupportedError, match=f"'capped_lottery' does not support {feature}; most_people"):
        solve(problem, strategy)  # type: ignore[arg-type]
    assert STRATEGIES["capped_lottery"].features == {"pins"}


@pytest.mark.parametrize("cap", [0, -1, 1025])
def test_a_cap_out_of_range_is_refused(cap: int) -> None:
    with pytest.raises(ProblemError, match=f"cap: {cap} is out of range; allowed is 1 to 1024"):
        drawn(small_lottery(1)[0], cap)
