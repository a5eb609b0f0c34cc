"""The fairest strategy: always what brute force finds, proven by a checker that no forged proof gets past."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from fair_oracle import fairest_of, told_of
from lengths import chunks
from oracle import Small

import solvers.fair.lp
from solvers import (
    AssignmentProblem,
    Certificate,
    Result,
    Status,
    Termination,
    UnsupportedError,
    answer,
    check_certificate,
    prices,
    solve,
)
from solvers.proof.fairness import Fairness, Left, best_set

# Row 0 likes column 0 best, row 1 only it: the best score is 9 + 1, the fairest 6 + 4.
UNFAIR = AssignmentProblem([0, 0, 1, 1], [0, 1, 0, 1], [9, 6, 4, 1], [1, 1], [1, 1])


def small_fair_problem(seed: int) -> tuple[Small, AssignmentProblem]:
    """Draw a problem with more rows than places mostly, ties, bans and pins; in every other one sums count."""
    draw = Random(seed)
    n, m = draw.randint(2, 5), draw.randint(2, 4)
    highest, density = draw.choice([1, 3, 9, 10_000]), draw.choice([0.6, 0.9])
    score = [{j: draw.randint(0, highest) for j in range(m) if draw.random() < density} for _ in range(n)]
    wanted = [draw.randint(1, 3) if seed % 2 else draw.choice([0, 1, 1, 1]) for _ in range(n)]
    offered = [draw.choice([0, 1, 1, 2, 3]) for _ in range(m)]
    pairs = [(i, j) for i in range(n) for j in score[i]]
    pinned = frozenset(draw.sample(pairs, min(len(pairs), draw.choice([0, 0, 0, 0, 1, 2]))))
    keys = draw.sample(range(1 << 62), n), draw.sample(range(1 << 62), m)
    small = Small(score, wanted, offered, [0] * m, pinned, [1] * n, *keys)
    return small, AssignmentProblem(
        rows=[i for i, _ in pairs],
        columns=[j for _, j in pairs],
        scores=[score[i][j] for i, j in pairs],
        row_capacity=wanted,
        column_capacity=offered,
        pinned=[pair in pinned for pair in pairs],
        row_keys=keys[0],
        column_keys=keys[1],
    )


def pairs_of(result: Result) -> list[tuple[int, int]]:
    return list(zip(result.rows.tolist(), result.columns.tolist(), strict=True))


@pytest.mark.promise("the fairest against brute force")
@chunks(1, 4, 204)
def test_no_worst_off_is_better_off_and_no_score_so_fair_is_better(chunk: int, counted: Callable[..., None]) -> None:
    seen = Counter[str]()
    for seed in range(500 * chunk, 500 * (chunk + 1)):
        small, problem = small_fair_problem(seed)
        true, result = fairest_of(small), solve(problem, "fairest")
        seen["pools"] += 1
        if true is None:
            assert result.status is Status.INFEASIBLE, seed
            continue
        worst = math.inf if result.worst_off is None else result.worst_off
        assert (result.rows_filled, worst, result.score) == true[:3], seed
        assert (result.status, result.gap, result.worst_off_bound) == (Status.OPTIMAL, 0, result.worst_off), seed
        several = Left.of(problem).several
        assert several or told_of(small, pairs_of(result)) == true, f"{seed}: another answer among equals"
        seen["several_places"] += several
        seen["unlike_the_best_score"] += seed % 5 == 0 and result.score < solve(problem, "best_score").score
    counted(**seen)
    assert min(seen.values()) > 5, seen


@pytest.mark.parametrize("seed", range(1, 41, 2))
def test_with_pairs_as_variables_it_is_as_fair(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were too many sets to try them all; what is not proven then, CP-SAT still finds."""
    monkeypatch.setattr(solvers.fair.lp, "MOST_SETS", 0)
    small, problem = small_fair_problem(seed)
    true, result = fairest_of(small), solve(problem, "fairest")
    if true is not None:
        assert told_of(small, pairs_of(result))[:3] == true[:3]
        assert result.termination is Termination.COMPLETED
        assert (result.status is Status.OPTIMAL) == (result.gap == 0)


def test_the_worst_off_comes_before_the_score() -> None:
    result = solve(UNFAIR, "fairest")
    assert (pairs_of(result), result.worst_off, result.score) == ([(0, 1), (1, 0)], 4, 10)
    dearer = AssignmentProblem([0, 0, 1, 1], [0, 1, 0, 1], [9, 6, 4, 3], [1, 1], [1, 1])
    assert solve(dearer, "fairest").worst_off == 4  # though 9 + 3 is more than 6 + 4
    assert solve(dearer, "best_score").score == 12


def test_a_row_that_pins_leave_nothing_to_get_does_not_hold_others_down() -> None:
    problem = AssignmentProblem([0, 1, 1], [0, 1, 2], [1, 5, 8], [1, 1], [1, 1, 1], pinned=[True, False, False])
    assert solve(problem, "fairest").worst_off == 8
    open_too = AssignmentProblem([0, 0, 1], [0, 2, 1], [1, 2, 8], [2, 1], [1, 1, 1], pinned=[True, False, False])
    assert solve(open_too, "fairest").worst_off == 3


def test_a_stop_gives_the_fairest_by_then_with_true_bounds() -> None:
    for seed in range(40):
        small, problem = small_fair_problem(seed)
        true, result = fairest_of(small), solve(problem, "fairest", stop=lambda: Termination.TIME_LIMIT)
        if true is None:
            continue
        assert result.termination is Termination.TIME_LIMIT
        assert result.rows_filled == true[0]
        assert result.worst_off_bound is None or result.worst_off_bound >= true[1]
        assert told_of(small, pairs_of(result))[:3] <= true[:3]


def test_prices_alone_prove_nothing_of_fairness() -> None:
    for proving in (prices, answer):
        with pytest.raises(UnsupportedError, match=r"only solve\(problem, 'fairest'\) can prove it"):
            proving(UNFAIR, [0, 1], [1, 0], "fairest")


def proof() -> Certificate:
    certificate = solve(UNFAIR, "fairest").certificate
    assert certificate is not None
    return certificate


def of_best_score(**fair: object) -> Certificate:
    """The best score passed off as the fairest."""
    best = solve(AssignmentProblem([0, 0, 1, 1], [0, 1, 0, 1], [9, 6, 4, 1], [1, 1], [1, 1]), "best_score").certificate
    assert best is not None
    nothing = np.zeros(2, np.int64)
    return replace(best, objective=proof().objective, fairness=replace(Fairness(1, 1, nothing, 1), **fair))


def claiming(**fair: object) -> Certificate:
    fairness = proof().fairness
    assert fairness is not None
    return replace(proof(), fairness=replace(fairness, **fair))


FORGED: dict[str, Callable[[], Certificate]] = {
    "no proof at all": lambda: replace(proof(), fairness=None),
    "a better worst off": lambda: claiming(worst_off=5),
    "a worse worst off": lambda: claiming(worst_off=3),
    "a bound below the worst off": lambda: claiming(worst_off_bound=3),
    "a bound that is none": lambda: claiming(worst_off_bound=None),
    "prices that rule out nothing": lambda: replace(
        proof(), rows=np.array([0, 1]), columns=np.array([0, 1]), fairness=Fairness(1, 1, np.zeros(2, np.int64), 1)
    ),
    "the best score": of_best_score,
    "the best score, bounded": lambda: of_best_score(worst_off_bound=3),
    "prices of another length": lambda: claiming(above_prices=np.zeros(3, np.int64)),
    "prices of fractions": lambda: claiming(above_prices=np.zeros(2)),
    "prices beyond 64 bits": lambda: claiming(above_prices=np.full(2, 1 << 60)),
    "a scale of nothing": lambda: claiming(scale=0),
    "a scale that is no integer": lambda: claiming(scale=1.0),
    "a scale beyond 64 bits": lambda: claiming(scale=1 << 60),
    "a worst off beyond 64 bits": lambda: claiming(worst_off=1 << 70),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_a_forged_proof_is_refused(forgery: str) -> None:
    findings = check_certificate(UNFAIR, FORGED[forgery]())
    assert findings.breaches
    assert findings.score_bound is None


def test_a_proof_of_fairness_belongs_to_the_fairest_alone() -> None:
    other = replace(of_best_score(), objective="best_score")
    assert check_certificate(UNFAIR, other).breaches == ("only the fairest answer has a proof of fairness",)


def test_no_bound_is_ever_below_the_truth() -> None:
    """Whatever the prices, what is accepted bounds the worst off and the score from above."""
    accepted = 0
    for seed in range(150):
        small, problem = small_fair_problem(seed)
        true, certificate = fairest_of(small), solve(problem, "fairest").certificate
        if true is None or certificate is None or certificate.fairness is None:
            continue
        draw, m = np.random.default_rng(seed), problem.n_columns
        for _ in range(5):
            above, price = draw.integers(-3, 4, m), draw.integers(-5_000, 5_001, m)
            bound = certificate.fairness.worst_off_bound
            lower = None if bound is None else max(0, bound - int(draw.integers(0, 3)))
            forged = replace(certificate.fairness, above_prices=above, worst_off_bound=lower)
            findings = check_certificate(problem, replace(certificate, column_prices=price, fairness=forged))
            if not findings.breaches:
                accepted += 1
                assert lower is None or lower >= true[1], seed
                assert findings.score_bound is None or findings.score_bound >= true[2], seed
    assert accepted > 100


def test_the_tiny_knapsack_is_solved_exactly() -> None:
    draw = Random(5)
    for _ in range(300):
        n, most = draw.randint(1, 7), draw.randint(1, 4)
        scores, values = ([draw.randint(low, 9) for _ in range(n)] for low in (0, -9))
        sets = [chosen for chosen in range(1 << n) if chosen.bit_count() <= most]
        sums = {chosen: sum(scores[at] for at in range(n) if chosen >> at & 1) for chosen in sets}
        need = draw.randint(0, max(sums.values()))
        best = max(sum(values[at] for at in range(n) if chosen >> at & 1) for chosen in sets if sums[chosen] >= need)
        assert best_set(np.array(scores), np.array(values), most, need) == best
