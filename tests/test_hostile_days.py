"""Killed at any instant: the whole old result or the whole new one, and the one before it kept."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hostile import (
    afresh,
    dies_at,
    elsewhere,
    ended,
    forked,
    held,
    held_or_none,
    known,
    left_over,
    refusal,
    started,
    write,
)

from matchmaker.generate import generate
from matchmaker.reading.folder import read_folder
from matchmaker.writing.result import FILES, write_new_folder

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="these tests fork and kill processes")
PROMISE = "kill -9"


def tidy_after(work: Path, expected: set[str]) -> str:
    """See that a folder holds one whole version, that the next run sweeps the rest, and keeps it; return which."""
    version = held_or_none(work)
    assert version in expected
    if (work / "previous").exists():
        there = {path.name for path in (work / "previous").iterdir()}
        assert there
        assert there <= {*FILES}
    write(work, "n")
    assert (held(work), held_or_none(work / "previous"), left_over(work)) == ("n", version, set())
    return version


def killed_at_every_operation(folder: str, twice: str) -> dict[str, int]:
    """Kill a writer at every operation; with ``twice`` also whoever finishes its work, at each of theirs."""
    start, work = Path(folder, "start"), Path(folder, "work")
    numbers = {"kills": 0, "kills_while_finishing": 0}
    known("abcn")
    for before in ("", "a", "ab") if twice else ("", "ab"):
        shutil.rmtree(start, ignore_errors=True)
        started(start, before)
        seen = set()
        for at in count(1):
            afresh(start, work)
            if not dies_at(at, write, work, "c"):
                break
            numbers["kills"] += 1
            if twice and (work / ".matchmaker.ready").exists():
                numbers["kills_while_finishing"] += killed_while_finishing(work, Path(folder, "again"))
            seen.add(tidy_after(work, {before[-1:], "c"}))
        assert seen == {before[-1:], "c"}
        assert tidy_after(work, {"c"}) == "c"
    return numbers


def killed_while_finishing(cut_short: Path, work: Path) -> int:
    for at in count(1):
        afresh(cut_short, work)
        if not dies_at(at, held, work):
            return at - 1
        assert tidy_after(work, {"c"}) == "c"
    return 0


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("twice", ["", pytest.param("twice", marks=pytest.mark.long)])
def test_killed_at_every_operation(twice: str, tmp_path: Path, counted: Callable[..., None]) -> None:
    numbers = elsewhere(killed_at_every_operation, tmp_path, twice)
    assert numbers["kills"] > 80
    assert (numbers["kills_while_finishing"] > 200) == bool(twice)
    counted(**numbers)


def writes_on(work: Path, first: int, versions: str, says: int) -> None:
    """Write version after version, and say whenever one is finished."""
    for number in count(first):
        write(work, versions[number % len(versions)])
        os.write(says, b"x")


def killed_at_random(folder: str, times: str) -> dict[str, int]:
    """Kill a process that writes version after version."""
    work, versions, draw, last, finished_in_all = Path(folder, "work"), "abcdef", random.Random(2), 0, 0
    one_write = known(versions + "z")
    write(work, versions[0])
    for _ in range(int(times)):
        hears, says = os.pipe()
        process = forked(writes_on, work, last + 1, versions, says)
        os.close(says)
        finished = sum(len(os.read(hears, 1)) for _ in range(draw.randint(0, 2)))
        time.sleep(draw.uniform(0, 1.5 * one_write))
        os.kill(process, signal.SIGKILL)
        assert ended(process) == -signal.SIGKILL
        finished += len(os.read(hears, 1_000_000))
        os.close(hears)
        finished_in_all += finished
        newest = held(work)
        possible = [versions[(last + more) % len(versions)] for more in (finished, finished + 1)]
        assert newest in possible  # none that was said to be finished is lost
        last += finished + possible.index(newest)
        if last:
            assert held(work / "previous") == versions[(last - 1) % len(versions)]
    write(work, "z")
    assert (held(work), held(work / "previous"), left_over(work)) == ("z", newest, set())
    return {"kills": int(times), "finished_results": finished_in_all}


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("times", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_killed_at_random_instants(times: int, tmp_path: Path, counted: Callable[..., None]) -> None:
    numbers = elsewhere(killed_at_random, tmp_path, times)
    assert numbers["finished_results"] > times // 4
    counted(**numbers)


def killed_generating(folder: str) -> dict[str, int]:
    """Kill whoever writes a new programme, at every operation; somebody then reads it, and somebody starts again."""
    texts, numbers = generate(mentors=3, mentees=4, seed=1), {"kills": 0, "kills_before_it_is_a_programme": 0}
    for made in (False, True):
        for at in count(1):
            work = Path(folder, f"{made}-{at}")
            if made:
                work.mkdir()
            if not dies_at(at, write_new_folder, work, texts):
                break
            numbers["kills"] += 1
            if (work / "mentors.csv").exists():  # without it, nobody takes the folder for a programme
                read_folder(work)
                assert {path.name for path in work.iterdir() if not path.name.startswith(".")} == set(texts)
            else:
                numbers["kills_before_it_is_a_programme"] += 1
            again = refusal(write_new_folder, work, texts)
            assert again is None or "is not empty" in str(again)  # it was finished, and is not replaced
            assert {path.name: path.read_text("utf-8") for path in work.iterdir()} == texts
    return numbers


@pytest.mark.promise(PROMISE)
def test_killed_while_generating(tmp_path: Path, counted: Callable[..., None]) -> None:
    numbers = elsewhere(killed_generating, tmp_path)
    assert numbers["kills"] > numbers["kills_before_it_is_a_programme"] > 20
    counted(**numbers)
