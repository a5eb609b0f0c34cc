"""Two runs on one folder, and readers meanwhile: each result whole, the last on top, the one before it kept."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import (
    CLONE,
    elsewhere,
    ended,
    forked,
    held,
    held_or_none,
    known,
    left_over,
    refusal,
    result,
    started,
    write,
)

from matchmaker import RecordError, read_record
from matchmaker.writing import disk, whole
from matchmaker.writing.result import altered, write_new_folder

fcntl = pytest.importorskip("fcntl")
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="these tests fork and kill processes")
TOGETHER = "disk full, read-only, two processes"
REPLACED = ("matching.json: another run has replaced it since it was read; verify again",)


def reads_on(work: Path, stop: Path) -> None:
    """Read and check a folder again and again, as ``verify`` does; leave a byte for each time there was a result."""
    looks, last = 0, False
    while not last:
        last = stop.exists()
        time.sleep(0.002)
        try:
            found = read_record(work)
        except RecordError as error:
            assert "No such file" in str(error)  # noqa: PT017 - before the first result is there
            continue
        assert found == result(found.programme)[0].model_copy(update={"certificate": found.certificate})
        assert altered(*result(found.programme), work) in ((), REPLACED)
        looks += 1
    work.with_name("looks").write_text("x" * looks)


def waits_and_writes(work: Path, version: str, hears: int, starts: int) -> None:
    os.close(starts)
    os.read(hears, 1)
    write(work, version)


def all_at_once(work: Path, writers: str, victim: str, seconds: float) -> dict[str, int]:
    """Let processes write at one moment, and kill one of them; return how each ended."""
    hears, starts = os.pipe()
    processes = {version: forked(waits_and_writes, work, version, hears, starts) for version in writers}
    os.close(starts)
    os.close(hears)
    if victim:
        time.sleep(seconds)
        os.kill(processes[victim], signal.SIGKILL)
    return {version: ended(process) for version, process in processes.items()}


def written_together(folder: str, rounds: str) -> dict[str, int]:
    """Let two or three write into one folder, new or not, while another reads; in half of the rounds kill one."""
    numbers, draw, one_write = {"rounds": int(rounds), "looks": 0, "killed": 0}, random.Random(3), known("abcnz")
    for number in range(int(rounds)):
        top = Path(folder, str(number))
        top.mkdir()
        work, before = top / "work", "z" if number % 2 else ""
        if before:
            started(work, before)
        reader = forked(reads_on, work, top / "stop")
        writers, victim = "abc"[: 2 + number % 3 // 2], "a" if number % 4 > 1 else ""
        codes = all_at_once(work, writers, victim, draw.uniform(0, 2 * one_write))
        (top / "stop").touch()  # first, as the reader may be moving into previous/ what a killed run left
        assert ended(reader) == 0
        assert {version for version, code in codes.items() if code} <= {victim}
        newest, kept = held(work), held_or_none(work / "previous")
        finished = {version for version, code in codes.items() if code == 0}
        assert newest in writers
        assert kept in {*writers, before} - {newest}
        assert len(finished - {newest, kept}) <= len(writers) - 2  # only a third one may be no longer there
        write(work, "n")
        assert (held(work), held(work / "previous"), left_over(work)) == ("n", newest, set())
        numbers["looks"] += (top / "looks").stat().st_size
        numbers["killed"] += len(writers) - len(finished)
    return numbers


@pytest.mark.promise(TOGETHER)
@pytest.mark.parametrize("rounds", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_written_together_and_read_meanwhile(rounds: int, tmp_path: Path, counted: Callable[..., None]) -> None:
    numbers = elsewhere(written_together, tmp_path, rounds)
    assert numbers["looks"] > rounds
    assert numbers["killed"] > rounds // 20
    counted(**numbers)


HOLDS = """
import sys, time
from pathlib import Path
from matchmaker.writing import whole
with whole.alone(Path(sys.argv[1]), ("matching.json",)):
    print("in", flush=True)
    time.sleep(60)
"""


@pytest.mark.promise(TOGETHER)
def test_another_run_that_does_not_end_is_said_and_leaves_no_lock_when_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a")
    run = [sys.executable, "-c", HOLDS, str(tmp_path)]
    other = subprocess.Popen(run, env=os.environ | {"PYTHONPATH": CLONE}, stdout=subprocess.PIPE)
    assert other.stdout is not None
    assert other.stdout.readline() == b"in\n"
    monkeypatch.setattr(whole, "PATIENCE", 0.05)
    for error in (refusal(write, tmp_path, "b"), refusal(write_new_folder, tmp_path, {"mentors.csv": ""})):
        assert str(error) == f"another run is writing into {tmp_path}; wait for it, or choose another folder"
        assert error is not None
        assert (error.exit_code, held(tmp_path)) == (2, "a")
    other.kill()
    other.communicate()
    assert left_over(tmp_path) == {".matchmaker.lock"}
    write(tmp_path, "b")
    assert (held(tmp_path), held(tmp_path / "previous"), left_over(tmp_path)) == ("b", "a", set())


@pytest.mark.promise(TOGETHER)
def test_a_lock_whose_file_was_removed_between_opening_and_locking_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lock"
    first, third = disk.lock(path), []
    assert first is not None
    real = fcntl.flock

    def too_late(handle: int, mode: int) -> None:
        monkeypatch.setattr(fcntl, "flock", real)
        disk.unlock(path, first)
        third.append(disk.lock(path))  # somebody else was quicker
        real(handle, mode)

    monkeypatch.setattr(fcntl, "flock", too_late)
    assert disk.lock(path) is None
    assert third[0] is not None
    assert disk.lock(path) is None
    disk.unlock(path, third[0])


@pytest.mark.promise(TOGETHER)
@pytest.mark.parametrize("later", ["b", "bc"])
def test_a_run_that_ends_while_somebody_verifies_is_no_breach_and_two_are_said(later: str, tmp_path: Path) -> None:
    write(tmp_path, "a")
    found = read_record(tmp_path)
    for version in later:
        write(tmp_path, version)
    assert altered(found, result("a")[1], tmp_path) == (() if later == "b" else REPLACED)
    (tmp_path / "previous" / "pairs.csv").write_text("changed")
    assert altered(found, result("a")[1], tmp_path) == REPLACED
