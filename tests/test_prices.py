"""Prices prove exactly the best choices of pairs, and say what one more place is worth."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, product

import numpy as np
import pytest
from lengths import chunks
from oracle import Best, Small, _choices, best, reached
from random_problems import small_problem

from solvers import AssignmentProblem, Objective, ProblemError, check_certificate, prices, solve
from solvers.prices import certify
from solvers.problem import WEIGHED

Pairs = list[tuple[int, int]]
PER_CHUNK = 250
ENUMERATED = 60
SAMPLED = 12


def fits(small: Small, pairs: Pairs) -> bool:
    columns = [column for _, column in pairs]
    return all(columns.count(column) <= most for column, most in enumerate(small.offered))


def every_choice(small: Small) -> Iterator[Pairs]:
    for columns_of in product(*(list(_choices(small, row)) for row in range(len(small.score)))):
        pairs = [(row, column) for row, columns in enumerate(columns_of) for column in sorted(columns)]
        if fits(small, pairs):
            yield pairs


def random_choice(small: Small, draw: random.Random) -> Pairs:
    """Take the pins, then pairs in random order as long as they fit; now and then leave one out."""
    pairs = [(row, column) for row, scores in enumerate(small.score) for column in scores]
    chosen = sorted(small.pinned)
    for pair in draw.sample(pairs, len(pairs)):
        asked = sum(row == pair[0] for row, _ in chosen)
        if (
            pair not in chosen
            and asked < small.wanted[pair[0]]
            and fits(small, [*chosen, pair])
            and draw.random() < 0.9
        ):
            chosen.append(pair)
    return chosen


def near(small: Small, pairs: Pairs, draw: random.Random) -> Iterator[Pairs]:
    """Yield ``pairs`` and it with one pair left out, or with the columns of two pairs swapped."""
    yield pairs
    loose = [pair for pair in pairs if pair not in small.pinned]
    for pair in loose:
        yield [other for other in pairs if other != pair]
    for _ in range(len(loose) > 1 and 4):
        one, other = draw.sample(loose, 2)
        swapped = [(one[0], other[1]), (other[0], one[1])]
        changed = [pair for pair in pairs if pair not in (one, other)] + swapped
        if len(set(changed)) == len(changed) and all(column in small.score[row] for row, column in swapped):
            yield changed


def choices(small: Small, problem: AssignmentProblem, seed: int) -> list[Pairs]:
    """Return different legal choices: the first of all, random ones, and the best ones with their neighbours."""
    draw = random.Random(seed)
    found = list(islice(every_choice(small), ENUMERATED))
    found += [random_choice(small, draw) for _ in range(SAMPLED)]
    for strategy in ("most_people", "best_score"):
        answer = solve(problem, strategy)
        found += near(small, list(zip(answer.rows.tolist(), answer.columns.tolist(), strict=True)), draw)
    return list({tuple(sorted(pairs)): sorted(pairs) for pairs in found}.values())


def is_best(small: Small, oracle: Best, pairs: Pairs, objective: Objective) -> bool:
    """Whether the totals, added up here, are the oracle's."""
    people = objective is Objective.MOST_PEOPLE
    return reached(small, pairs, people)[:-1] == (oracle.people if people else oracle.score)[:-1]  # tie values apart


def as_arrays(pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(pairs, np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def feasible(seeds: range) -> Iterator[tuple[int, Small, AssignmentProblem, Best]]:
    for seed in seeds:
        small, problem = small_problem(seed)
        oracle = best(small)
        if oracle is not None:
            yield seed, small, problem, oracle


Case = tuple[int, Small, AssignmentProblem, Best, list[Pairs]]


@lru_cache(maxsize=2)
def with_choices(seeds: range) -> list[Case]:
    """Some problems, each with different legal choices; kept, as they are judged for one objective and the other."""
    return [(*one, choices(*one[1:3], one[0])) for one in feasible(seeds)]


def chunk_of(chunk: int) -> range:
    return range(chunk * PER_CHUNK, (chunk + 1) * PER_CHUNK)


@pytest.mark.promise("certificates accepted")
@pytest.mark.parametrize("objective", WEIGHED)
@chunks(1, 3, 20)
def test_prices_prove_the_best_choices_and_refute_all_others(
    chunk: int, objective: Objective, counted: Callable[..., None]
) -> None:
    wrong, proofs, refutations = [], 0, 0
    for seed, small, problem, oracle, legal in with_choices(chunk_of(chunk)):
        least = set()
        for pairs in legal:
            found = prices(problem, *as_arrays(pairs), objective)
            if found.proven != is_best(small, oracle, pairs, objective):
                wrong.append((seed, pairs))
            if found.proven:
                least.add((tuple(found.column_prices), tuple(found.row_prices)))
            proofs, refutations = proofs + found.proven, refutations + (not found.proven)
        if len(least) != 1:
            wrong.append((seed, f"{len(least)} different least prices"))
    counted(proven=proofs, refuted=refutations, wrong=len(wrong))
    assert not wrong, f"{len(wrong)} of {proofs + refutations}: {wrong[:3]}"
    assert min(proofs, refutations) > 200


@pytest.mark.promise("certificates accepted")
@pytest.mark.parametrize("objective", WEIGHED)
def test_the_checker_agrees_with_the_prices(objective: Objective) -> None:
    """A certificate's gap is 0 for the choices that are proven; for others a bound stands above their score."""
    for seed, small, problem, oracle, legal in with_choices(range(150)):
        for pairs in legal[-12:]:
            certificate = certify(problem, *as_arrays(pairs), objective)
            findings = check_certificate(problem, certificate)
            gap = findings.gap(certificate.score)
            assert findings.breaches == (), seed
            assert (gap == 0) == is_best(small, oracle, pairs, objective), seed
            assert gap is None or gap >= 0, seed


def weighed_best(small: Small, problem: AssignmentProblem, objective: Objective, raised: int | None = None) -> int:
    """Return the most that score + bonus · counts can be, by trying all; ``raised``: a column with one more place.

    What a place counts is the problem's, so that raising a capacity does not change it.
    """
    bonus, units = problem.bonus, dict(zip(small.levels, problem.level_units, strict=True))
    offered = [places + (column == raised) for column, places in enumerate(small.offered)]
    people = objective is Objective.MOST_PEOPLE
    reached = {tuple(0 for _ in offered): 0}
    for row, scores in enumerate(small.score):
        following: dict[tuple[int, ...], int] = {}
        for columns in _choices(small, row):
            gain = sum(scores[column] for column in columns) + people * bonus * (len(columns) + bool(columns))
            gain *= units[small.priority[row]]
            for load, worth in reached.items():
                after = tuple(places + (column in columns) for column, places in enumerate(load))
                if all(places <= most for places, most in zip(after, offered, strict=True)):
                    following[after] = max(following.get(after, 0), worth + gain)
        reached = following
    floor = bonus * problem.level_units[0]
    return max(worth + floor * sum(counted_places(small, load)) for load, worth in reached.items())


def counted_places(small: Small, load: Sequence[int]) -> Iterator[int]:
    """Go through what counts of each column's places; a first one counts where the problem as it is has one."""
    for places, least, offered in zip(load, small.floor, small.offered, strict=True):
        yield min(places, least)
        if small.spread and offered:
            yield min(places, least, 1) + min(places, max(least, 1))


@pytest.mark.parametrize("objective", WEIGHED)
@chunks(1, 2, 20)
def test_a_price_is_what_one_more_place_is_worth(
    chunk: int, objective: Objective, counted: Callable[..., None]
) -> None:
    """In the weighted sum, with the bonus of the problem as it is. A negative price: a place worth nothing more."""
    wrong, compared, dear = [], 0, 0
    for seed, small, problem, _ in feasible(chunk_of(chunk)):
        answer = solve(problem, objective.value)
        now = weighed_best(small, problem, objective)
        for column, price in enumerate(answer.column_prices.tolist()):
            worth = weighed_best(small, problem, objective, raised=column) - now
            compared, dear = compared + 1, dear + (price > 0)
            if worth != max(price, 0):
                wrong.append((seed, column, price, worth))
    counted(places=compared, worth_something=dear, wrong=len(wrong))
    assert not wrong, f"{len(wrong)} of {compared}: {wrong[:3]}"
    assert dear > 50


def test_the_price_of_the_only_place_is_what_the_loser_would_bring() -> None:
    wanted_by_two = AssignmentProblem([0, 1], [0, 0], [9, 7], [1, 1], [1])
    found = prices(wanted_by_two, np.array([0]), np.array([0]), Objective.BEST_SCORE)
    assert (found.proven, found.column_prices.tolist(), found.row_prices.tolist()) == (True, [7], [2, 0])


def test_a_row_that_would_pay_for_a_further_place_has_the_price_0() -> None:
    """Row 0 wants two: column 0 leaves it 9; column 1, which row 2 would pay 4 for, would leave it 2 - 4."""
    problem = AssignmentProblem([0, 0, 1, 2], [0, 1, 1, 1], [9, 2, 7, 4], [2, 1, 1], [1, 1])
    found = prices(problem, np.array([0, 1]), np.array([0, 1]), Objective.BEST_SCORE)
    assert (found.proven, found.column_prices.tolist(), found.row_prices.tolist()) == (True, [0, 4], [0, 3, 0])


PROBLEM = AssignmentProblem(
    rows=[0, 0, 1, 1, 2],
    columns=[0, 1, 0, 1, 1],
    scores=[4, 6, 5, 3, 8],
    row_capacity=[2, 1, 1],
    column_capacity=[1, 2],
    pinned=[False, False, True, False, False],
)


@pytest.mark.parametrize("objective", WEIGHED)
@pytest.mark.parametrize(
    ("rows", "columns", "message"),
    [
        ([1, 2], [0, 0], r"rows, columns: the pair \(2, 0\) is not legal"),
        ([1, 3], [0, 1], r"rows, columns: the pair \(3, 1\) is not legal"),
        ([1, 2], [0, -1], r"rows, columns: the pair \(2, -1\) is not legal"),
        ([1, 0, 0], [0, 1, 1], r"rows, columns: the pair \(0, 1\) stands twice"),
        ([0, 2], [1, 1], r"rows, columns: the pair \(1, 0\) is pinned, and missing"),
        ([1, 0], [0, 0], "columns: column 0 has more places than its capacity 1"),
        ([1, 1], [0, 1], "rows: row 1 has more places than its capacity 1"),
    ],
)
def test_a_choice_that_is_not_legal_is_refused(
    rows: list[int], columns: list[int], message: str, objective: Objective
) -> None:
    with pytest.raises(ProblemError, match=f"^{message}$"):
        prices(PROBLEM, np.array(rows), np.array(columns), objective)


def test_pins_that_break_a_capacity_are_refused() -> None:
    clash = AssignmentProblem([0, 1], [0, 0], [5, 5], [1, 1], [1], pinned=[True, True])
    with pytest.raises(ProblemError, match="pinned: the pinned pairs break a capacity"):
        prices(clash, np.array([0, 1]), np.array([0, 0]))


def test_rows_and_columns_of_different_length_are_refused() -> None:
    """One column for two rows must not be stretched: it would hide that the column is overloaded."""
    one_place = AssignmentProblem([0, 1], [0, 0], [5, 5], [1, 1], [1])
    for rows, columns in (([0, 1], [0]), ([0], [0, 0]), ([0, 1], [0, 0, 0])):
        with pytest.raises(ProblemError):
            prices(one_place, np.array(rows), np.array(columns))


def test_floats_are_refused_as_everywhere() -> None:
    with pytest.raises(ProblemError):
        prices(PROBLEM, [1.0, 0.9], [0.0, 1.9])  # type: ignore[arg-type]


@pytest.mark.parametrize("objective", WEIGHED)
def test_an_objective_may_be_called_by_its_name(objective: Objective) -> None:
    """One row alone could have a better score: only by most_people is it refused."""
    problem = AssignmentProblem([0, 0, 1], [0, 1, 0], [9, 1, 2], [1, 1], [1, 1])
    proven = {one: prices(problem, [0], [0], one).proven for one in (objective, objective.value)}
    assert proven == dict.fromkeys(proven, objective is Objective.BEST_SCORE)
    assert certify(problem, [0], [0], objective.value).objective is objective
