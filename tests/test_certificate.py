"""The independent checker: whatever is claimed falsely is caught, and no bound is ever below the truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from lengths import chunks
from mutant_solvers import rebuilt
from oracle import Best, Small, best
from random_problems import small_problem

from solvers import AssignmentProblem, Certificate, Findings, Objective, check_certificate, solve
from solvers.problem import WEIGHED

# Column 0 has one place that rows 0 and 1 both want; column 1 should fill two places; row 1 may have two; (2, 1) is
# pinned. The best: (0, 0), (1, 1), (2, 1), (3, 2) with score 9 + 6 + 5 + 4 = 24.
PROBLEM = AssignmentProblem(
    rows=[0, 0, 1, 1, 2, 2, 3],
    columns=[0, 1, 0, 1, 1, 2, 2],
    scores=[9, 4, 8, 6, 5, 7, 4],
    row_capacity=[1, 2, 1, 1],
    column_capacity=[1, 2, 1],
    column_floor=[0, 2, 0],
    pinned=[False, False, False, False, True, False, False],
)
BEST = [(0, 0), (1, 1), (2, 1), (3, 2)]
WORSE = [(0, 1), (1, 0), (2, 1), (3, 2)]  # as many people and places, score 21
FEWER = [(1, 0), (1, 1), (2, 1), (3, 2)]  # a row less


def array(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def proof(objective: Objective = Objective.MOST_PEOPLE) -> Certificate:
    certificate = solve(PROBLEM, objective.value).certificate
    assert certificate is not None
    return certificate


def choosing(pairs: list[tuple[int, int]], **changed: object) -> Certificate:
    """Return the optimum's certificate with other pairs and their honest totals; ``changed`` on top."""
    rows, columns = array(*(row for row, _ in pairs)), array(*(column for _, column in pairs))
    score_of = dict(zip(zip(PROBLEM.rows.tolist(), PROBLEM.columns.tolist(), strict=True), PROBLEM.scores, strict=True))
    honest = {
        "rows": rows,
        "columns": columns,
        "floor_places": min(2, columns.tolist().count(1)),
        "columns_filled": len(set(columns.tolist())),
        "rows_filled": len(set(rows.tolist())),
        "places_filled": len(rows),
        "score": int(sum(score_of.get(pair, 9) for pair in pairs)),
    }
    return replace(proof(), **{**honest, **changed})


def proven(certificate: Certificate, findings: Findings) -> bool:
    """Whether the certificate passes as proof of an optimum."""
    return findings.breaches == () and findings.gap(certificate.score) == 0


@pytest.mark.parametrize("objective", WEIGHED)
def test_the_true_certificate_is_accepted(objective: Objective) -> None:
    certificate = proof(objective)
    assert list(zip(certificate.rows.tolist(), certificate.columns.tolist(), strict=True)) == BEST
    assert check_certificate(PROBLEM, certificate) == Findings((), 2, 3, 4, 4, 24)


def test_the_mutants_start_from_a_certificate_that_passes() -> None:
    certificate = choosing(BEST)
    assert proven(certificate, check_certificate(PROBLEM, certificate))


PRICES = proof().column_prices
FALSE_PAIRS = {
    "an overloaded column": (
        choosing([(0, 0), (1, 0), (1, 1), (2, 1), (3, 2)]),
        "column 0 has more places than its capacity",
    ),
    "an overloaded row": (choosing([(0, 0), (0, 1), (2, 1), (3, 2)]), "row 0 has more places than its capacity"),
    "a pair that is not legal": (choosing([(0, 0), (1, 1), (2, 1), (3, 0)]), "the pair (3, 0) is not legal"),
    "a row that is not there": (choosing([*BEST, (4, 0)]), "the pair (4, 0) is not legal"),
    "a row before the first": (choosing([(-1, 0), *BEST[1:]]), "the pair (-1, 0) is not legal"),
    "a column beyond the last": (choosing([*BEST[:3], (3, 3)]), "the pair (3, 3) is not legal"),
    "a pair twice": (choosing([*BEST, (0, 0)]), "a pair is chosen twice"),
    "a missing pin": (choosing([(0, 0), (1, 1), (3, 2)]), "the pinned pair (2, 1) is missing"),
    "a pin exchanged for a better pair": (choosing([(0, 0), (1, 1), (2, 2)]), "the pinned pair (2, 1) is missing"),
    "more rows than columns": (
        replace(proof(), rows=array(0, 1, 2, 3, 3)),
        "the chosen pairs have more rows than columns, or fewer",
    ),
}
FALSE_TOTALS = {
    "a higher score": (choosing(BEST, score=25), "score: 25 is claimed, it adds up to 24"),
    "a worse choice with the best score": (choosing(WORSE, score=24), "score: 24 is claimed, it adds up to 21"),
    "a lower place count": (choosing(BEST, places_filled=3), "places filled: 3 is claimed, it adds up to 4"),
    "a higher place count": (choosing(BEST, places_filled=5), "places filled: 5 is claimed, it adds up to 4"),
    "a column too many": (choosing(FEWER, columns_filled=4), "columns filled: 4 is claimed, it adds up to 3"),
    "a row too many": (choosing(FEWER, rows_filled=4), "rows filled: 4 is claimed, it adds up to 3"),
    "a floor place too few": (choosing(BEST, floor_places=1), "floor places: 1 is claimed, it adds up to 2"),
    "a floor place too many": (choosing(BEST, floor_places=3), "floor places: 3 is claimed, it adds up to 2"),
}
FALSE_PROOFS = {
    "a price too few": (choosing(BEST, column_prices=PRICES[:-1]), "3 column prices are needed, not 2"),
    "a price too many": (choosing(BEST, column_prices=array(*PRICES, 0)), "3 column prices are needed, not 4"),
    "a price that would overflow": (choosing(BEST, column_prices=array(2**60, 0, 0)), "a column price is out of range"),
    "the least price of all": (choosing(BEST, column_prices=array(-(2**63), 0, 0)), "a column price is out of range"),
    "a negative bonus": (choosing(BEST, bonus=-1), "the bonus -1 is out of range"),
    "a bonus that would overflow": (choosing(BEST, bonus=2**60), f"the bonus {2**60} is out of range"),
    "a floors cut beyond the last": (choosing(BEST, floors_cut=array(3)), "the floors cut is not a set of columns"),
    "a columns cut beyond the last": (choosing(BEST, columns_cut=array(3)), "the columns cut is not a set of columns"),
    "a floored cut with a column twice": (
        choosing(BEST, floored_cut=array(1, 1)),
        "the floored cut is not a set of columns",
    ),
    "a rows cut before the first": (choosing(BEST, rows_cut=array(-1)), "the rows cut is not a set of columns"),
    "a places cut with a column twice": (
        choosing(BEST, places_cut=array(1, 1)),
        "the places cut is not a set of columns",
    ),
}
MUTANTS = {**FALSE_PAIRS, **FALSE_TOTALS, **FALSE_PROOFS}


@pytest.mark.promise("corrupted records rejected")
@pytest.mark.parametrize(("certificate", "message"), MUTANTS.values(), ids=MUTANTS)
def test_a_false_claim_is_named(certificate: Certificate, message: str) -> None:
    findings = check_certificate(PROBLEM, certificate)
    assert message in findings.breaches
    assert findings.score_bound is None


def test_a_worse_choice_does_not_pass_with_the_cuts_and_prices_of_the_best() -> None:
    worse = choosing(WORSE)
    assert check_certificate(PROBLEM, worse) == Findings((), 2, 3, 4, 4, 24)
    assert check_certificate(PROBLEM, worse).gap(worse.score) == 3


@pytest.mark.parametrize("column", range(3))
@pytest.mark.parametrize("shift", [-3, -2, -1, 1, 2, 3])
def test_no_price_can_be_shifted_until_a_worse_choice_looks_best(column: int, shift: int) -> None:
    altered = PRICES.copy()
    altered[column] += shift
    worse = choosing(WORSE, column_prices=altered)
    assert not proven(worse, check_certificate(PROBLEM, worse))


def test_a_choice_with_fewer_rows_is_never_proven() -> None:
    fewer = choosing(FEWER)
    assert check_certificate(PROBLEM, fewer).rows_bound == 4
    assert check_certificate(PROBLEM, fewer).gap(fewer.score) is None


def test_the_best_score_is_not_taken_for_the_most_people() -> None:
    problem = AssignmentProblem([0, 0, 1], [0, 1, 0], [9, 1, 2], [1, 1], [1, 1])
    certificate = solve(problem, "best_score").certificate
    assert certificate is not None
    assert proven(certificate, check_certificate(problem, certificate))
    renamed = replace(certificate, objective=Objective.MOST_PEOPLE)
    assert check_certificate(problem, renamed).gap(renamed.score) is None


def test_the_proof_of_another_problem_does_not_count() -> None:
    here = (PROBLEM.rows == 2) & (PROBLEM.columns == 1)
    better = rebuilt(PROBLEM, scores=PROBLEM.scores + here)
    assert not proven(proof(), check_certificate(better, proof()))


@pytest.mark.parametrize("field", ["rows_cut", "places_cut", "floors_cut"])
@pytest.mark.parametrize("cut", [array(), array(0), array(1), array(2), array(0, 1), array(1, 2), array(0, 1, 2)])
def test_no_cut_makes_a_choice_with_less_look_like_the_most(field: str, cut: np.ndarray) -> None:
    """(2, 1) alone: one floor place of two, one row of four, one place of four."""
    pin_only = choosing([(2, 1)], **{field: cut})
    findings = check_certificate(PROBLEM, pin_only)
    assert (findings.breaches, findings.score_bound) == ((), None)
    assert min(findings.floor_bound - 2, findings.rows_bound - 4, findings.places_bound - 4) >= 0


@pytest.mark.parametrize(("problem", "degree"), [(PROBLEM, 3), (AssignmentProblem([], [], [], [1], []), 0)])
def test_numbers_are_weighed_up_to_the_largest_that_cannot_overflow(problem: AssignmentProblem, degree: int) -> None:
    """``degree`` is that of the column with most pairs."""
    certificate = solve(problem).certificate
    assert certificate is not None
    largest = 2**58 // (degree + 4)
    others = certificate.column_prices[1:]
    for number, fits in ((largest, True), (largest + 1, False)):
        bonus = check_certificate(problem, replace(certificate, bonus=number))
        assert bonus.breaches == (() if fits else (f"the bonus {number} is out of range",))
        for price in (number, -number)[: 2 * problem.n_columns]:
            priced = check_certificate(problem, replace(certificate, column_prices=array(price, *others)))
            assert priced.breaches == (() if fits else ("a column price is out of range",))


def test_prices_that_overflow_64_bits_together_prove_nothing() -> None:
    """Each price is within its range, but the surpluses of a row add up to 2⁶⁴ + 5, which 64 bits take for 5.

    The row wants all columns; only columns 0 and 1 have a place. Both pairs together score 14; (0, 0) alone, with 5,
    must not pass as best.
    """
    largest = 2**58 // (1 + 4)
    many, rest = divmod(2**64 - 9, largest)
    columns = 3 + many
    problem = AssignmentProblem(
        [0] * columns, range(columns), [5, 9] + [0] * (columns - 2), [columns], [1, 1] + [0] * (columns - 2)
    )
    certificate = solve(problem, "best_score").certificate
    assert certificate is not None
    forged = replace(
        certificate,
        rows=array(0),
        columns=array(0),
        columns_filled=1,
        rows_filled=1,
        places_filled=1,
        score=5,
        column_prices=array(0, 0, -rest, *[-largest] * many),
    )
    assert certificate.score == 14
    assert check_certificate(problem, forged) == Findings((), 0, 2, 1, 2, 2**64 + 5)


def random_prices(draw: np.random.Generator, certificate: Certificate) -> np.ndarray:
    """Draw prices of every kind: near the proof's own, small, as large as the bonus, and very large."""
    m = len(certificate.column_prices)
    spread = int(draw.choice([1, 3, 10, 10_000, certificate.bonus + 1, 1 << 40]))
    around = certificate.column_prices * draw.integers(0, 2)
    return around + draw.integers(-spread, spread, m, endpoint=True)


CUTS = ("floors_cut", "floored_cut", "columns_cut", "rows_cut", "places_cut")


def random_cut(draw: np.random.Generator, m: int) -> np.ndarray:
    return np.flatnonzero(draw.random(m) < draw.random())


def too_low(problem: AssignmentProblem, certificate: Certificate, oracle: Best, draw: np.random.Generator) -> list[str]:
    """Bound by random prices, a random bonus and random cuts; return each bound that stands below the oracle."""
    m = problem.n_columns
    priced = replace(
        certificate,
        column_prices=random_prices(draw, certificate),
        bonus=int(draw.choice([0, 1, certificate.bonus, 10 * certificate.bonus])),
    )
    cut = replace(certificate, **{name: random_cut(draw, m) for name in CUTS})
    score_bound = check_certificate(problem, priced).score_bound
    counts = check_certificate(problem, cut)
    found = {
        "floors": (counts.floor_bound, oracle.counts[0]),
        "rows": (counts.rows_bound, oracle.counts[1]),
        "places": (counts.places_bound, oracle.counts[2]),
    }
    if counts.columns_bound is not None:
        found["columns"] = (counts.columns_bound, oracle.columns)
    if len(problem.level_units) == 1:
        assert score_bound is not None
        best_score = oracle.people[4] if certificate.objective is Objective.MOST_PEOPLE else oracle.score[2]
        found["score"] = (score_bound, best_score)
    return [f"{name}: {bound} < {truth}" for name, (bound, truth) in found.items() if bound < truth]


def solved(seed: int, objective: Objective) -> tuple[Small, AssignmentProblem, Certificate | None]:
    small, problem = small_problem(seed)
    return small, problem, solve(problem, objective.value).certificate


@pytest.mark.promise("certificates accepted")
@pytest.mark.parametrize("objective", WEIGHED)
@chunks(1, 2, 20)
def test_no_prices_and_no_cuts_bound_below_the_truth(
    chunk: int, objective: Objective, counted: Callable[..., None]
) -> None:
    wrong, vectors = [], 0
    for seed in range(chunk * 150, (chunk + 1) * 150):
        small, problem, certificate = solved(seed, objective)
        oracle = best(small)
        if oracle is None or certificate is None:
            continue
        draw = np.random.default_rng(seed)
        for _ in range(20):
            vectors += 1
            wrong += [(seed, fault) for fault in too_low(problem, certificate, oracle, draw)]
    counted(price_vectors=vectors, cuts=len(CUTS) * vectors, bounds_too_low=len(wrong))
    assert vectors > 2_000
    assert not wrong, f"{len(wrong)} of {vectors}: {wrong[:3]}"


def test_a_worse_choice_is_not_proven_by_the_prices_of_the_best_where_priorities_come_in_order() -> None:
    """One place: row 1 comes first, row 0 scores more."""
    problem = AssignmentProblem([0, 1], [0, 0], [9, 1], [1, 1], [1], row_priority=[2, 1])
    certificate = solve(problem).certificate
    assert certificate is not None
    assert proven(certificate, check_certificate(problem, certificate))
    assert certificate.rows.tolist() == [1]
    worse = replace(certificate, rows=array(0), score=9)
    assert check_certificate(problem, worse) == Findings((), 0, 1, 1, 1, None)
