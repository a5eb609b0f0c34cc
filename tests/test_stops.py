"""Stopped in the middle: the best legal matching so far with its true gap, or none; and the last result stays."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from oracle import best, reached
from random_problems import small_problem
from sourced import with_lists
from test_mid_size import mid_size
from test_solve import legal

import solvers.engines.flow
import solvers.engines.priced
import solvers.registry
from matchmaker import cli
from solvers import (
    AssignmentProblem,
    Objective,
    Result,
    Status,
    Stop,
    Termination,
    TimeLimit,
    answer,
    solve,
)
from solvers.engines.flow import solve_flow
from solvers.engines.network import best_choice
from solvers.problem import WEIGHED, BoolArray
from solvers.remainder import Gains, Remainder
from solvers.stop import never

ROOT = Path(__file__).parents[1]
KICKOFF = ROOT / "fixtures" / "kickoff"
RUN = [sys.executable, "-c", "from matchmaker.cli import main; print('ready', flush=True); main()"]


@pytest.fixture
def in_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every problem large: one candidate a row and column at first, and one more a row each round."""
    for name, value in {"AT_ONCE": 0, "_OF_ROW": 1, "_OF_COLUMN": 1, "_MORE": 1}.items():
        monkeypatch.setattr(solvers.engines.flow, name, value)
    with_lists(monkeypatch, 1, 1, 1)


def after(questions: int) -> Stop:
    """Return a stop that says so from then on."""
    asked = iter(range(10**9))
    return lambda: Termination.TIME_LIMIT if next(asked) >= questions else None


def stopped_everywhere(problem: AssignmentProblem, strategy: str) -> Iterator[Result]:
    """Stop at the first question, at the second, and so on until the search comes to its end."""
    for questions in range(1000):
        result = solve(problem, strategy, stop=after(questions))
        yield result
        if result.termination is Termination.COMPLETED:
            return
    raise AssertionError("the search never ends")


def pairs_of(result: Result) -> list[tuple[int, int]]:
    return list(zip(result.rows.tolist(), result.columns.tolist(), strict=True))


@pytest.mark.promise("stops")
@pytest.mark.usefixtures("in_rounds")
@pytest.mark.parametrize("people", [True, False])
def test_after_every_round_there_is_a_legal_answer_with_true_bounds(people: bool, counted: Callable[..., None]) -> None:
    strategy = "most_people" if people else "best_score"
    stops = unproven = gaps = 0
    for seed in range(400):
        small, problem = small_problem(seed)
        oracle = best(small)
        if oracle is None:
            continue
        before: tuple[int, ...] = ()
        for result in stopped_everywhere(problem, strategy):
            now = reached(small, pairs_of(result), people)[:-1]
            assert legal(small, result), seed
            assert now >= before, f"{seed}: a later answer is worse"
            bounds = (result.floor_bound, result.rows_bound, result.places_bound)
            assert all(most <= bound for most, bound in zip(oracle.counts, bounds, strict=True)), seed
            assert result.columns_bound is None or oracle.columns <= result.columns_bound, seed
            so = now == (oracle.people if people else oracle.score)[:-1]
            assert so or result.status is Status.FEASIBLE, seed
            assert (result.status is Status.OPTIMAL) == (result.gap == 0), seed
            if result.score_bound is not None and len(small.levels) == 1:
                truth = oracle.people[4] if people else oracle.score[2]
                assert result.score <= truth <= result.score_bound, seed
            stops += result.termination is Termination.TIME_LIMIT
            unproven += result.status is Status.FEASIBLE
            gaps += bool(result.gap)
            before = now
    counted(stops=stops, unproven=unproven, with_a_gap=gaps)
    assert unproven > 40
    assert stops - unproven > 100
    assert gaps > 5


@pytest.mark.promise("stops")
@pytest.mark.usefixtures("in_rounds")
def test_rounds_come_to_the_same_answer_as_one_flow(
    monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    for seed in range(30):
        problem = mid_size(seed)
        by_rounds = solve(problem)
        with monkeypatch.context() as patched:
            patched.setattr(solvers.engines.flow, "AT_ONCE", 10**9)
            at_once = solve(problem)
        assert pairs_of(by_rounds) == pairs_of(at_once), seed
        assert by_rounds.column_prices.tolist() == at_once.column_prices.tolist(), seed
    counted(problems=30)


@pytest.mark.usefixtures("in_rounds")
def test_the_bound_of_a_later_stop_is_never_worse() -> None:
    rounds = 0
    for seed in range(30):
        bounds = [result.score_bound for result in stopped_everywhere(full(12, 8, seed), "best_score")]
        assert bounds == sorted(bounds, reverse=True), seed
        rounds += len(bounds)
    assert rounds > 150


def full(n: int, m: int, seed: int, *, highest: int = 1000) -> AssignmentProblem:
    """Every row with every column."""
    draw = np.random.default_rng(seed)
    rows, columns = np.divmod(np.arange(n * m), m)
    scores = draw.integers(0, highest, n * m, endpoint=True)
    return AssignmentProblem(rows, columns, scores, np.ones(n, np.int64), draw.integers(1, 3, m))


@pytest.mark.parametrize("highest", [0, 4])
def test_where_most_pairs_are_equally_good_the_first_candidates_do(
    highest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solvers.engines.flow, "AT_ONCE", 0)
    remainder = Remainder.of(full(300, 250, seed=1, highest=highest), Objective.MOST_PEOPLE)
    assert len(list(solve_flow(remainder, never))) <= 2


@pytest.mark.parametrize("solver", ["cp_sat", "greedy"])
@pytest.mark.parametrize("objective", WEIGHED)
def test_pairs_that_are_not_the_best_get_a_bound_that_says_something(solver: str, objective: str) -> None:
    """Nearer to what they reach than all rows' best scores are, which would be a bound without any solver."""
    problem = full(60, 12, seed=2)
    exact = solve(problem, objective)
    if solver == "cp_sat":
        found = solve(problem, objective, "cp_sat", stop=TimeLimit(0))
    else:
        greedy = solve(problem, "greedy", stop=TimeLimit(0))
        assert greedy.termination is Termination.COMPLETED
        found = answer(problem, greedy.rows, greedy.columns, objective)
    best = np.sort(np.maximum.reduceat(problem.scores, np.arange(60) * 12))[::-1][: exact.places_filled].sum()
    assert found.score_bound is not None
    assert found.score <= exact.score <= found.score_bound < best


@pytest.mark.parametrize("solver", ["flow", "cp_sat"])
def test_a_stop_before_the_search_still_gives_an_answer(solver: str) -> None:
    result = solve(mid_size(3), solver=solver, stop=TimeLimit(0))
    assert result.termination is Termination.TIME_LIMIT
    assert len(result.rows) > 0


def test_cp_sat_is_stopped_in_the_middle_of_its_search() -> None:
    """This one takes it minutes; greedy's answer is there at once."""
    started = time.monotonic()
    result = solve(mid_size_times(8), "best_score", "cp_sat", stop=TimeLimit(0.5))
    assert time.monotonic() - started < 20
    assert (result.status, result.termination) == (Status.FEASIBLE, Termination.TIME_LIMIT)
    assert result.gap is None or result.gap > 0


def mid_size_times(times: int) -> AssignmentProblem:
    rows, columns = [], []
    n, m = 60 * times, 20 * times
    draw = random.Random(5)
    for row in range(n):
        chosen = sorted(draw.sample(range(m), m // 2))
        rows += [row] * len(chosen)
        columns += chosen
    return AssignmentProblem(rows, columns, [draw.randint(0, 10_000) for _ in rows], [1] * n, [2] * m)


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["matchmaker", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def press_ctrl_c(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Have somebody press Ctrl-C after each flow."""

    def choice(remainder: Remainder, sought: Iterable[Gains]) -> BoolArray:
        chosen = best_choice(remainder, sought)
        for _ in range(times):
            signal.raise_signal(signal.SIGINT)
        return chosen

    monkeypatch.setattr(solvers.engines.priced, "best_choice", choice)


@pytest.mark.promise("stops")
@pytest.mark.usefixtures("in_rounds")
@pytest.mark.parametrize("how", ["time limit", "Ctrl-C"])
def test_a_run_that_is_stopped_writes_the_best_so_far_and_ends_with_4(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    if how == "Ctrl-C":
        press_ctrl_c(monkeypatch, 1)
    limit = ["--time-limit", 0] if how == "time limit" else []
    assert run(monkeypatch, "match", KICKOFF, "--out", tmp_path / "out", *limit) == cli.NOT_PROVEN
    said = capfd.readouterr()
    assert ("The time was over" if limit else "The search was interrupted") in said.out
    assert "best matching found by then" in said.out
    assert "Not proven best: " in said.out
    assert ("interrupt again to drop it" in said.err) == (not limit)
    record = json.loads((tmp_path / "out" / "matching.json").read_text("utf-8"))
    assert record["termination"] == ("TIME_LIMIT" if limit else "INTERRUPTED")
    assert record["mentees_matched"] <= 105 <= record["mentees_bound"]
    assert run(monkeypatch, "verify", tmp_path / "out", KICKOFF) == 0
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.promise("stops")
def test_a_second_interrupt_drops_it_and_the_last_result_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "match", KICKOFF, "--out", tmp_path / "out") == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    press_ctrl_c(monkeypatch, 2)
    assert run(monkeypatch, "match", KICKOFF, "--out", tmp_path / "out") == cli.INTERRUPTED
    assert "whatever result is there is whole" in capfd.readouterr().err
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def interrupts(count: int, folder: Path, seed: int, verified: Callable[[], int]) -> dict[int, int]:
    """Interrupt runs over one result at random instants; after each, whatever is there has to hold."""
    draw, codes = random.Random(seed), dict.fromkeys((0, cli.NOT_PROVEN, cli.INTERRUPTED), 0)
    match = [*RUN, "match", str(KICKOFF), "--out", str(folder)]
    whole = 0.0
    for number in range(count + 1):  # the first is left to its end, to know how long one takes
        process = subprocess.Popen(match, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"  # before, it is Python that starts
        started = time.monotonic()
        if number:
            time.sleep(draw.uniform(0, 1) * whole)
            process.send_signal(signal.SIGINT)
        out, err = process.communicate()
        whole = whole or time.monotonic() - started
        # Where main() is over and Python itself ends, the signal ends it; a shell calls that 130, too.
        code = cli.INTERRUPTED if process.returncode == -signal.SIGINT else process.returncode
        assert code in codes, (code, err)
        assert "Traceback" not in out + err
        codes[code] += number > 0
        assert verified() == 0
    return codes


@pytest.mark.promise("stops")
@pytest.mark.parametrize("count", [3, pytest.param(200, marks=pytest.mark.long)])
def test_interrupted_at_any_instant_a_result_that_holds_is_there(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    folder = tmp_path / "out"
    codes = interrupts(count, folder, count, verified=lambda: run(monkeypatch, "verify", folder, KICKOFF))
    counted(interrupts=count, finished=codes[0], dropped=codes[cli.INTERRUPTED])
