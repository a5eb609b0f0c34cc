"""How far a search is: what a terminal shows of it, and what a caller hears."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from matchmaker import Pool, cli, match
from matchmaker.batch import match_and_write
from matchmaker.kernel import compiles_first, slow_without
from matchmaker.reading.folder import read_folder
from matchmaker.writing.progress import ProgressLine
from solvers import Progress

KICKOFF = Path(__file__).parents[1] / "fixtures" / "kickoff"


def test_a_line_says_what_is_reached_what_is_possible_and_the_time_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter([0.0, 10.0, 14.0])
    monkeypatch.setattr("matchmaker.writing.progress.time.monotonic", lambda: next(clock))
    line = ProgressLine(time_limit=60)
    assert line(Progress(0, 0.4, 70)) == "looking for candidates, 40%"
    now = Progress(2, 0.25, 649_101, rows=90, places=91, score=7_828_315, score_gap=783, seconds=7.0)
    assert line(now) == (
        "scan 2, 25% · 91 places · score 78,283.15 · at most 78,290.98 · gap 0.01 % · 649,101 candidate pairs"
        " · 12 s left of the scan · 46 s to the time limit"
    )


def test_once_a_search_is_over_no_time_is_left_of_it() -> None:
    now = Progress(2, 1.0, 7, places=3, score=150, score_gap=0, over=True)
    assert (
        ProgressLine()(now) == "checking the proof · 3 places · score 1.50 · at most 1.50 · gap 0 % · 7 candidate pairs"
    )


def test_before_there_is_a_bound_none_is_told() -> None:
    assert (
        ProgressLine()(Progress(1, 0.0, 7, places=3, score=150))
        == "scan 1, 0% · 3 places · score 1.50 · 7 candidate pairs"
    )


def test_a_caller_of_match_hears_how_far_it_is() -> None:
    told: list[Progress] = []
    matching = match(Pool.read(KICKOFF), tell=told.append)
    assert [told[0].scan, told[-1].scan, told[-1].share] == [0, 1, 1.0]
    assert [one.over for one in told] == [False] * (len(told) - 1) + [True]
    assert (told[-1].score, told[-1].score_gap) == (matching.total_score, 0)


@pytest.mark.parametrize(("terminal", "shown"), [("1", True), ("", False)])
def test_progress_is_shown_on_a_terminal_only(terminal: str, shown: bool, tmp_path: Path) -> None:
    code = "import sys; from matchmaker.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "match", str(KICKOFF), "--out", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        env={"PATH": "", "TERM": "xterm", **({"FORCE_COLOR": terminal} if terminal else {})},
        check=True,
    )
    assert ("saying why, and writing" in done.stderr) == shown  # what went before may have been too quick to be drawn


def test_how_far_the_writing_of_a_large_answer_is_gets_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pieces", "streaming"):
        monkeypatch.setattr(f"matchmaker.tables.{name}.ROWS", 40)
    monkeypatch.setattr("matchmaker.batch.is_large", lambda pool: True)
    noted: list[str] = []
    pool, programme = read_folder(KICKOFF)
    match_and_write(pool, programme, tmp_path, note=noted.append)
    people = len(pool.mentees) + len(pool.mentors)
    assert noted[:2] == ["seeking most_people", "saying why, and writing"]
    assert noted[2:6] == [
        "writing pairs, 38%",
        "writing pairs, 76%",
        "writing pairs, 100%",
        "seeing whom people could have had",
    ]
    assert noted[6] == f"writing people, {40 / people:.0%}"
    assert noted[-1] == "writing people, 100%"


def test_a_large_pool_without_the_extra_is_told_once_what_it_would_bring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("matchmaker.scoring.survey.HELD", 8_999)
    monkeypatch.setattr("matchmaker.kernel.find_spec", lambda name: None)
    caplog.set_level("INFO", "matchmaker")
    monkeypatch.setattr(sys, "argv", ["matchmaker", "match", str(KICKOFF), "--out", str(tmp_path / "out")])
    with pytest.raises(SystemExit, match="0"):
        cli.main()
    said = "9,000 pairs are scanned by plain numpy"
    assert capfd.readouterr().err.count(said) == 1
    assert sum(said in one.message for one in caplog.records) == 1


def test_a_run_that_compiles_first_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    monkeypatch.setattr("solvers.fast.loops.jit.kept", lambda loop: False)
    assert compiles_first(2_000, 2_000) == "the loops for large pools are compiled first: about a minute, once"
    assert compiles_first(2_000, 1_999) == ""
    monkeypatch.setattr("solvers.fast.loops.jit.kept", lambda loop: True)
    assert compiles_first(2_000, 2_000) == ""


@pytest.mark.parametrize(("rows", "columns", "there"), [(8_192, 4_096, False), (8_192, 4_097, True)])
def test_nothing_is_said_of_small_pools_or_where_the_extra_is_there(
    rows: int, columns: int, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matchmaker.kernel.find_spec", lambda name: there)
    assert slow_without(rows, columns) == ""
