"""Hand-outs are written with their record, whole or not at all, and never stand beside another run's."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from command_line import Run
from hostile import afresh, dies_at, elsewhere, held_or_none, left_over, operations, refusal, refusing, result
from people import write as write_people

from matchmaker import write_matching
from matchmaker.writing import whole
from matchmaker.writing.result import FILES
from matchmaker.writing.whole import HANDOUTS
from matchmaker.writing.whole import handouts as handed

PLANS = {"a": True, "b": True, "c": False, "d": True, "e": False, "n": True}
"""Which versions are written with hand-outs."""


def files(version: str) -> dict[str, str]:
    """Two of a pair's files, which name the version: few, as something happens to each."""
    texts = {f"handouts/cat--ann/{name}": f"{name} {version}" for name in ("plan.md", "plan.json")}
    return texts if PLANS[version] else {}


def write(folder: Path, version: str, *, force: bool = False) -> tuple[Path, ...]:
    return write_matching(*result(version), folder, handouts=files(version), force=force)


def whole_one(folder: Path) -> str:
    """Which version a folder holds, its hand-outs too; empty if none."""
    version = held_or_none(folder)
    if version:
        assert handed(folder) == sorted(files(version))
        read = whole.read(folder, [FILES[0], *files(version)])
        assert all(read[name] == text.encode() for name, text in files(version).items())
    return version


def started(folder: Path, versions: str) -> Path:
    folder.mkdir()
    for version in versions:
        write(folder, version)
    return folder


@pytest.mark.parametrize(("before", "after"), [*product("abc", "bcd")])
def test_previous_keeps_the_run_before_with_its_hand_outs(before: str, after: str, tmp_path: Path) -> None:
    work = started(tmp_path / "out", f"{before}{after}")
    assert whole_one(work) == after
    if before != after:
        assert whole_one(work / "previous") == before
    assert (HANDOUTS in {path.name for path in work.iterdir()}) == PLANS[after]


def test_what_is_written_is_named(tmp_path: Path) -> None:
    assert [path.name for path in write(tmp_path, "a")] == [*FILES, HANDOUTS]
    assert [path.name for path in write(tmp_path, "c")] == list(FILES)


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    work = started(tmp_path / "out", "ab")
    before = {path: path.stat().st_mtime_ns for path in work.rglob("*")}
    write(work, "b")
    assert {path: path.stat().st_mtime_ns for path in work.rglob("*")} == before


STRANGE = ["handouts/notes.txt", "handouts/ben--ann/notes.txt", "handouts/x/y/plan.md", "previous/handouts/mine.txt"]


@pytest.mark.parametrize("force", [True, False])
@pytest.mark.parametrize("name", STRANGE)
def test_files_of_ones_own_among_hand_outs_are_not_lost(name: str, force: bool, tmp_path: Path) -> None:
    work = started(tmp_path / "out", "ab")
    (work / name).parent.mkdir(parents=True, exist_ok=True)
    (work / name).write_text("mine")
    for version in "cd":
        error = refusal(write, work, version, force=force)
        assert str(error) == f"{work / name} was not written by a run; move it, or choose another folder"
    assert (work / name).read_text() == "mine"


@pytest.mark.parametrize("force", [True, False])
def test_a_folder_of_that_name_that_no_run_wrote_is_left_alone(force: bool, tmp_path: Path) -> None:
    (tmp_path / HANDOUTS).mkdir()
    (tmp_path / HANDOUTS / "mine.txt").write_text("mine")
    assert "--force" in str(refusal(write, tmp_path, "a")) or force
    assert refusal(write, tmp_path, "a", force=force)
    assert [path.name for path in tmp_path.iterdir()] == [HANDOUTS]


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path) -> None:
    work = started(tmp_path / "out", "c")
    (work / HANDOUTS).write_text("mine")
    assert f"{work / HANDOUTS} stands in the way" in str(refusal(write, work, "a"))
    assert (work / HANDOUTS).read_text() == "mine"


@pytest.mark.promise("disk full, read-only, two processes")
@pytest.mark.parametrize(("before", "after"), [("ab", "e")])
def test_refused_at_every_operation(before: str, after: str, tmp_path: Path, counted: Callable[..., None]) -> None:
    start, work, last = started(tmp_path / "start", before), tmp_path / "work", [0]
    afresh(start, work)
    with operations(lambda number, name, args: last.append(number)):
        write(work, after)
    for at in range(1, last[-1] + 1):
        afresh(start, work)
        with operations(refusing(errno.ENOSPC, at, for_good=True)):
            error = refusal(write, work, after)
        assert whole_one(work) == (after if not error or ".matchmaker.ready" in str(error) else before[-1:])
        kept = whole_one(work)
        write(work, "n")
        assert (whole_one(work), whole_one(work / "previous"), left_over(work)) == ("n", kept, {HANDOUTS})
    counted(refusals=last[-1])


def killed_everywhere(folder: str) -> dict[str, int]:
    """Write hand-outs over hand-outs in processes that die at every operation there is."""
    start, work, at = started(Path(folder) / "start", "ab"), Path(folder) / "work", 1
    afresh(start, work)
    while dies_at(at, write, work, "d"):
        old = whole_one(work)
        assert old in {"b", "d"}
        write(work, "n")
        assert (whole_one(work), whole_one(work / "previous"), left_over(work)) == ("n", old, {HANDOUTS})
        afresh(start, work)
        at += 1
    return {"kills": at - 1}


@pytest.mark.promise("kill -9")
def test_killed_at_every_operation(tmp_path: Path, counted: Callable[..., None]) -> None:
    numbers = elsewhere(killed_everywhere, tmp_path)
    assert numbers["kills"] > 30
    counted(**numbers)


def test_verify_sees_every_changed_missing_and_added_hand_out(run: Run, tmp_path: Path) -> None:
    write_people(tmp_path / "people", programme="start = 2027-03-01")
    assert run("match", "people", "--plans").code == 0
    own = tmp_path / "out" / HANDOUTS / "ben--ann"
    schema, document = json.loads(run("schema").out)["plan.json"], json.loads((own / "plan.json").read_text("utf-8"))
    assert set(document) == set(schema["properties"])
    names = sorted(path.name for path in own.iterdir())
    assert names == sorted(
        ["plan.md", "plan.json", "introduction-for-mentee.md", "introduction-for-mentor.md", "first-meeting.ics"]
    )
    assert run("verify", "out", "people").code == 0
    for name in names:
        text = (own / name).read_bytes()
        for change in (text + b"x", b"", None):
            (own / name).unlink()
            if change is not None:
                (own / name).write_bytes(change)
            ran = run("verify", "out", "people")
            fault = "is not there" if change is None else "not what the record says"
            assert (ran.code, ran.err.split("\n")[0]) == (6, f"handouts/ben--ann/{name}: {fault}")
            (own / name).write_bytes(text)
    (own.with_name("ben--bob")).mkdir()
    (own.with_name("ben--bob") / "plan.md").write_text("x")
    assert run("verify", "out", "people").err.startswith("handouts/ben--bob/plan.md: not what the record says")
