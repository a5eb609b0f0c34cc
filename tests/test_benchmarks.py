"""The benchmarks run: every family, every peer and the page, on the smallest pools; what they claim is so."""

from __future__ import annotations

import socket
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import run
from against import part, ratio, same
from families import near_infeasible as strict
from families import popular_mentors, scarce_hours, short_lists, tight
from families import ties as coarse
from measuring import after, measured
from peers import OURS, PEERS, Peer, race
from peers.child import function_of, told
from peers.pool import Pairs, Pool
from peers.rules import ANSWERS, REASONS, RULES
from registry import FAMILIES, pools

from solvers import STRATEGIES, AssignmentProblem, Result, Stop, Strategy, Termination, solve

SMALL = (40, 16)


def arrays(problem: AssignmentProblem) -> list[np.ndarray]:
    return [value for value in vars(problem).values() if isinstance(value, np.ndarray)]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_told_by_size_and_seed(family: str) -> None:
    make = FAMILIES[family]
    one, again, other = make(*SMALL, 1), make(*SMALL, 1), make(*SMALL, 2)
    assert (one.n_rows, one.n_columns) == SMALL
    assert all(np.array_equal(left, right) for left, right in zip(arrays(one), arrays(again), strict=True))
    assert not np.array_equal(one.scores, other.scores)
    assert make.__doc__


def test_families_are_what_they_say() -> None:
    assert tight(*SMALL, 1).column_capacity.sum() == SMALL[0]
    assert len(np.unique(coarse(*SMALL, 1).scores)) <= 6
    assert scarce_hours(*SMALL, 1).column_capacity.sum() < scarce_hours(*SMALL, 1).row_capacity.sum()
    famous = popular_mentors(*SMALL, 1)
    first = [famous.columns[famous.rows == row][famous.row_view[famous.rows == row].argmax()] for row in range(40)]
    assert len(set(first)) < 8
    narrow = strict(*SMALL, 1)
    assert narrow.features == {"floors", "pins", "priorities"}
    assert set(narrow.row_degree) == {2, 3}


@pytest.mark.parametrize("seed", range(5))
def test_pins_of_a_family_fit(seed: int) -> None:
    assert solve(strict(*SMALL, seed)).gap == 0


def test_strategies_are_measured_on_every_family() -> None:
    modest = Strategy("modest", None, "supports nothing", frozenset(), run=STRATEGIES["greedy"].run)
    strategies = {"best_score": STRATEGIES["best_score"], "greedy": STRATEGIES["greedy"], "modest": modest}
    rows = list(measured(pools(FAMILIES, [SMALL], 1), strategies, 60))
    assert len(rows) == 3 * len(FAMILIES)
    for best, greedy, refused in zip(rows[::3], rows[1::3], rows[2::3], strict=True):
        assert (best.status, best.gap, best.refused) == ("OPTIMAL", 0, "")
        assert greedy.total <= best.total or "near" in best.pool  # there, floors and priorities go before the total
        assert refused.refused.startswith("strategy 'modest' does not support") == ("near" in refused.pool)
        assert 0 < best.worst_off <= best.total // best.rows
    stable = measured(pools(["popular_mentors", "short_lists"], [SMALL], 1), {"stable": STRATEGIES["stable"]}, 60)
    assert [(row.blocking, row.status) for row in stable] == [(0, "FEASIBLE")] * 2


def test_a_strategy_is_stopped_by_processor_time() -> None:
    assert (after(0)(), after(1e9)()) == (Termination.TIME_LIMIT, None)
    asked = []

    def patient(problem: AssignmentProblem, stop: Stop) -> Result:
        asked.append(stop())
        return solve(problem, "greedy")

    list(measured(pools(["tight"], [SMALL], 1), {"patient": Strategy("patient", None, "asks", run=patient)}, 0))
    assert asked == [Termination.TIME_LIMIT]


@pytest.fixture
def small_pool() -> Pool:
    return Pool.of(short_lists(*SMALL, 1))


def test_nobody_is_liked_the_same_in_short_lists(small_pool: Pool) -> None:
    for owners, view in ((small_pool.rows, small_pool.row_view), (small_pool.columns, small_pool.column_view)):
        assert len(np.unique(np.stack([owners, view]), axis=1).T) == len(owners)


def chosen(peer: Peer, pool: Pool) -> Pairs:
    run_it, prepare = function_of(peer.function), function_of(peer.prepare) if peer.prepare else None
    return run_it(prepare(pool) if prepare else pool)


@pytest.fixture
def _recursion() -> object:
    """Take back what one peer needs."""
    limit = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(limit)
    threading.stack_size(0)


@pytest.mark.usefixtures("_recursion")
def test_peers_find_as_much_as_ours_and_the_same_stable_pairs(small_pool: Pool) -> None:
    found = {}
    for peer in race.present(PEERS):
        found[peer] = told(small_pool, chosen(peer, small_pool))
    for peer, answer in found.items():
        ours = found[PEERS[OURS[peer.seeks]]]
        assert (answer["total"], answer["filled"]) == (ours["total"], ours["filled"]), peer.name
        assert peer.seeks != "stable" or answer["digest"] == ours["digest"]


def test_a_peer_runs_in_a_process_of_its_own_until_its_time_is_over(tmp_path: Path) -> None:
    pool, path = Pool.of(short_lists(300, 120, 1)), tmp_path / "pool.npz"
    pool.write(path)
    quick, slow = PEERS["scipy"], PEERS["OR-tools, CP-SAT"]
    outcome = race.run(quick, "300 × 120", path, 60)
    assert (outcome.stopped, outcome.total) == (None, solve(pool.problem, "best_score").score)
    assert min(outcome.seconds, outcome.processor) > 0
    assert outcome.peak is None or outcome.peak > 10 << 20
    assert race.run(slow, "300 × 120", path, 0).stopped == "time, after 0 s"


def test_a_choice_that_is_not_legal_is_no_answer(small_pool: Pool) -> None:
    row, column = small_pool.rows[:1], small_pool.columns[:1]
    everybody = np.flatnonzero(small_pool.columns == column[0])
    assert told(small_pool, Pairs(row, column))["total"] == small_pool.scores[0]
    for wrong in (
        Pairs(np.tile(row, 2), np.tile(column, 2)),
        Pairs(small_pool.rows[:2], small_pool.columns[:2]),
        Pairs(row, np.array([16])),
        Pairs(small_pool.rows[everybody], small_pool.columns[everybody]),
    ):
        with pytest.raises(ValueError, match="not legal"):
            told(small_pool, wrong)


def test_peers_are_not_asked_for_what_they_do_not_know() -> None:
    with pytest.raises(ValueError, match="one place, and nothing else"):
        Pool.of(strict(*SMALL, 1))


def test_a_missing_peer_is_told_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(race, "EVERY_PEER", {"x": race.Peer("x", "x:run", "no-such-package")})
    with pytest.raises(race.MissingPeerError, match=r'no-such-package; pip install -e "\.\[bench\]"'):
        race.present(["x"])


def outcome(name: str, seconds: float, total: int, peak: int, digest: str = "") -> race.Outcome:
    return race.Outcome(PEERS[name], "40 × 16", None, seconds, seconds, peak, peak, total, 40, digest)


def test_where_we_lose_and_where_answers_differ_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        outcome("matchmaker, best_score", 1.0, 9, 100),
        outcome("scipy", 0.25, 9, 200),
        outcome("lapx", 4.0, 8, 50),
        race.Outcome(PEERS["networkx"], "40 × 16", "time, after 60 s"),
    ]
    monkeypatch.setattr("against.race", lambda *_: found)
    page = part([], [], 60, 8)
    assert "| 40 × 16 | scipy | 0.2500 | 0.25 | 0.2500 | 0 | 2 |" in page
    assert "part of our time that they take: scipy 0.25." in page
    assert "part of our memory that they take: lapx 0.5." in page
    assert "**ANOTHER answer than ours**, which has to be explained: lapx on 40 × 16" in page
    assert "| networkx | stopped: time, after 60 s |" in page
    monkeypatch.setattr("against.race", lambda *_: found[:1])
    assert "Nowhere in this run." in part([], [], 60, 8)
    monkeypatch.setattr("against.race", lambda *_: found[1:])
    assert "Not known: ours came to no end." in part([], [], 60, 8)


def test_stable_answers_are_compared_pair_by_pair() -> None:
    ours = outcome("matchmaker, stable", 1.0, 9, 100, "a")
    for digest, expected in (("a", True), ("b", False)):
        theirs = outcome("matching", 50.0, 9, 100, digest)
        found = {(one.peer.name, one.pool): one for one in (ours, theirs)}
        assert (ratio(found, theirs), same(found, theirs)) == (50.0, expected)


def test_every_peer_has_an_answer_for_every_rule_and_a_reason() -> None:
    theirs = [peer.name for peer in PEERS.values() if peer.package and not peer.prepare]
    assert list(ANSWERS) == list(REASONS) == ["matchmaker", *theirs]
    assert {len(answers) for answers in ANSWERS.values()} == {len(RULES)}
    assert {answer for answers in ANSWERS.values() for answer in answers} == {"yes", "by hand", "no"}


def test_the_page_says_what_ran_where_and_what_it_does_not_show(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    words = ["--parts", "strategies", "--families", "tight", "ties", "--sizes", "20x8", "--out", str(page)]
    assert run.main([*words, "--strategies", "greedy", "best_score"]) == 0
    text = page.read_text("utf-8")
    assert text.strip() == capsys.readouterr().out.strip()
    for said in (
        "| tight 20 × 8 | greedy | FEASIBLE |",
        "|  | best_score | OPTIMAL |",
        "What these do not show",
        "numpy",
    ):
        assert said in text
    assert not any(word in text for word in (socket.gethostname(), str(Path.home()), str(tmp_path), "Against peers"))


def test_a_strategy_of_ones_own_runs_beside_them(tmp_path: Path) -> None:
    own = tmp_path / "own.py"
    own.write_text(
        "from solvers.turns.lottery import lottery\n\ndef drawn(problem, stop):\n    return lottery(problem, stop)\n"
    )
    page = tmp_path / "page.md"
    words = ["--parts", "strategies", "--families", "tight", "--sizes", "20x8", "--out", str(page)]
    assert run.main([*words, "--strategies", f"{own}:drawn"]) == 0
    assert "| tight 20 × 8 | drawn | FEASIBLE |" in page.read_text("utf-8")


def test_an_unknown_strategy_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--parts", "strategies", "--families", "tight", "--sizes", "20x8", "--out", str(tmp_path / "page.md")]
    assert run.main([*words, "--strategies", "greed"]) == 2
    assert "no such strategy; the nearest is greedy" in capsys.readouterr().err


def test_what_was_measured_is_not_lost_to_what_comes_after(tmp_path: Path) -> None:
    page, words = (
        tmp_path / "page.md",
        ["--parts", "strategies", "--families", "ties", "--sizes", "6x3", "--strategies"],
    )
    with pytest.raises(TypeError):
        run.main([*words, "json:loads", "--out", str(page)])
    assert page.read_text("utf-8").startswith("# 20")
    assert run.main([*words, "greedy", "--out", str(tmp_path / "nowhere" / "page.md")]) == 2
