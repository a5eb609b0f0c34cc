"""Compiled scans of matrices and the compiled flow, against the plain scans and the flow engine: the same answers."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from lengths import lengths
from random_problems import small_problem
from sourced import apart, with_lists
from test_pricing import same

from solvers import AssignmentProblem, Result, solve, solve_matrix, solve_source
from solvers.engines.network import Network, best_choice
from solvers.engines.priced import Start, priced_choice
from solvers.pricing.matrix import matrix_source
from solvers.problem import Objective
from solvers.remainder import Remainder, pins_fit
from solvers.ties import Keys

pytest.importorskip("numba")


def test_where_compiled_code_cannot_be_kept_each_process_compiles_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    from solvers.fast.loops import jit

    def njit(*, cache: bool = False, **_: object) -> Callable[[object], object]:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda loop: loop

    monkeypatch.setattr(jit, "njit", njit)
    assert jit.compiled(with_lists) is with_lists


def test_what_is_compiled_is_kept() -> None:
    from solvers.fast.loops.auction import auction
    from solvers.fast.loops.jit import kept

    solve_matrix(np.random.default_rng(1).integers(0, 100, (2_000, 2_000)))
    assert kept(auction)
    assert not kept(np.sum)


def test_a_numba_that_somebody_else_loaded_compiles_nothing_of_ours() -> None:
    code = (
        "import numba, numpy as np\nfrom solvers.pricing.matrix import MatrixSource, matrix_source\n"
        "assert type(matrix_source(np.zeros((2, 2), int))) is MatrixSource"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


ASKS = ("pricing.matrix", "engines.network", "engines.priced")
KINDS = (np.int8, np.uint8, np.int16, np.int32, np.int64)


def compiled(monkeypatch: pytest.MonkeyPatch, used: bool) -> None:
    """Use compiled code everywhere, or nowhere."""
    for name in ASKS:
        monkeypatch.setattr(f"solvers.{name}.worthwhile", lambda size, enough: used)


def random_matrix(draw: random.Random) -> np.ndarray[tuple[int, int], np.dtype[np.integer]]:
    """Return a matrix of any integers: with ties, bans, no rows, more rows than a thread takes, or turned."""
    kind, most = draw.choice(KINDS), draw.choice([0, 1, 3, 100])
    n, m = draw.choice([1, 2, 7, 300]), draw.choice([1, 3, 30])
    numbers = np.random.default_rng(draw.randrange(1 << 30))
    scores = numbers.integers(0, most + 1, (n, m)).astype(kind)
    if kind is not np.uint8:
        scores[numbers.random((n, m)) < draw.choice([0, 0.3, 1])] = -1
    return np.ascontiguousarray(scores.T) if draw.random() < 0.3 else scores.T if draw.random() < 0.3 else scores


@lengths(60, 120, 3_000)
def test_compiled_scans_say_what_the_plain_ones_say(
    seeds: range, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    for seed in seeds:
        draw, numbers = random.Random(seed), np.random.default_rng(seed)
        scores = random_matrix(draw)
        n, m = scores.shape
        row_prices, column_prices = numbers.integers(-50, 50, n), numbers.integers(-50, 50, m)
        rows = np.flatnonzero(numbers.random(n) < 0.5) if draw.random() < 0.5 else None
        columns = np.flatnonzero(numbers.random(m) < 0.5) if draw.random() < 0.5 else None
        above = numbers.integers(-60, 60, n if rows is None else len(rows)) if draw.random() < 0.5 else None
        keys = Keys.of(np.arange(n) * 7, np.arange(m) * 11) if draw.random() < 0.5 else None
        k, scale = draw.choice([0, 1, 2, 5, 300]), draw.choice([1, 1, 3])
        said = []
        for used in (True, False):
            compiled(monkeypatch, used)
            source = matrix_source(scores)
            best = source.best_per_row(column_prices, k, rows=rows, above=above, scale=scale, keys=keys)
            lists = best, source.best_per_column(row_prices, k, keys=keys)
            lists += (source.improving(row_prices, column_prices, rows, columns),)
            found = [array for one in lists for array in (one.rows, one.columns, one.scores)]
            said.append([*found, *source.degrees()])
        assert all(np.array_equal(one, other) for one, other in zip(*said, strict=True)), seed
    counted(matrices=len(seeds))


@pytest.mark.parametrize(
    ("few", "most"),
    [
        pytest.param(4, 50, id="patient"),
        pytest.param(-1, 50, id="bids again at once"),
        pytest.param(4, 0, id="gives up at once"),
    ],
)
@lengths(50, 100, 3_000)
def test_the_compiled_flow_gives_the_answer_of_the_flow_engine(
    seeds: range, few: int, most: int, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    monkeypatch.setattr("solvers.fast.flow._FEW", few)
    monkeypatch.setattr("solvers.fast.flow._MOST", most)
    for seed in seeds:
        _, problem = small_problem(seed)
        with_lists(monkeypatch, 1 + seed % 2, seed % 2, 1, at_once=1 + seed % 7)
        for strategy in ("most_people", "best_score"):
            answers = []
            for used in (True, False):
                compiled(monkeypatch, used)
                answers += [solve_source(*apart(problem), strategy), solve(problem, strategy)]
            assert all(same(one, answers[-1]) for one in answers), (seed, strategy)
    counted(problems=len(seeds))


def test_a_search_ends_at_the_same_prices_wherever_it_starts(
    monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    started = 0
    for seed in range(400):
        _, problem = small_problem(seed)
        remainder, numbers = Remainder.of(problem, Objective.MOST_PEOPLE), np.random.default_rng(seed)
        if len(remainder.units) > 1 or not len(remainder.pairs) or not pins_fit(problem):
            continue
        compiled(monkeypatch, False)
        expected = priced_choice(remainder)
        other = best_choice(remainder, [remainder.gains._replace(pairs=numbers.integers(0, 9, len(remainder.pairs)))])
        compiled(monkeypatch, True)
        found = priced_choice(remainder, Start(other, numbers.integers(-20_000, 20_000, remainder.n_columns)))
        assert remainder.worth(found.taken) == remainder.worth(expected.taken), seed
        assert np.array_equal(found.prices.column_prices, expected.prices.column_prices), seed
        assert np.array_equal(found.prices.row_duals, expected.prices.row_duals), seed
        assert found.prices.proven
        started += 1
    counted(problems=started)
    assert started > 200


def hard(name: str) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.int64]], int, int]:
    """Return the scores of a hard case, how many places a row wants and how many a column gives."""
    numbers, scores = np.random.default_rng(5), np.full((120, 40), 700)
    if name == "one column is everyone's first":
        scores = numbers.integers(0, 100, (120, 40))
        scores[:, 3] = 9_000 + numbers.integers(0, 3, 120)
    if name == "99 in 100 banned":
        scores = np.where(numbers.random((120, 40)) < 0.99, -1, numbers.integers(0, 10_000, (120, 40)))
    if name == "none legal":
        scores = np.full((120, 40), -1)
    if name == "two parts joined by one column":
        scores = numbers.integers(0, 10_000, (120, 40))
        scores[:60, 20:], scores[60:, :19] = -1, -1
    places = {"capacities in the thousands": (1, 5_000), "everyone wants three": (3, 2)}
    return scores, *places.get(name, (1, 2))


@pytest.mark.parametrize(
    "name",
    [
        "all equal",
        "one column is everyone's first",
        "99 in 100 banned",
        "none legal",
        "capacities in the thousands",
        "everyone wants three",
        "two parts joined by one column",
    ],
)
def test_hard_cases_get_the_same_answer_with_and_without_compiled_code(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores, wanted, offered = hard(name)
    with_lists(monkeypatch, 2, 2, 2)
    for strategy in ("most_people", "best_score"):
        answers: list[Result] = []
        for used in (True, False):
            compiled(monkeypatch, used)
            answers.append(solve_matrix(scores, wanted, offered, strategy))
        assert same(*answers)


def test_pairs_that_may_be_taken_several_times_are_left_to_the_flow_engine() -> None:
    from solvers.fast.flow import improved

    problem = AssignmentProblem([0, 1], [0, 0], [5, 7], [1, 1], [1])
    network = Network.of(Remainder.of(problem, Objective.BEST_SCORE))
    free, nothing = np.ones(len(network.tails), np.bool_), np.zeros(len(network.tails), np.int64)
    gains = network.gains(Remainder.of(problem, Objective.BEST_SCORE).gains)
    assert improved(network, free, nothing, gains) is not None
    assert improved(network.in_parts(4, 3), free, nothing, gains) is None


def test_small_matrices_never_load_compiled_code() -> None:
    code = (
        "import sys, numpy, solvers; solvers.solve_matrix(numpy.ones((90, 40), int)); assert 'numba' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
