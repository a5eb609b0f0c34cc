"""Disks that are full and folders that cannot be written, for real where a small disk can be mounted, and played."""

from __future__ import annotations

import errno
import itertools
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hostile import (
    CLONE,
    afresh,
    elsewhere,
    held,
    held_or_none,
    in_sight,
    left_over,
    needs_room,
    operations,
    refusal,
    refusing,
    started,
    write,
)
from people import write as write_people

from matchmaker import OutputError, RecordError, read_record
from matchmaker.writing.result import FILES, write_new_folder

PROMISE = "disk full, read-only, two processes"
READY = ".matchmaker.ready"
ROOM, ALLOWED = "make room on the disk and run again", "choose a folder that you may write to"


def tidy_after(error: OutputError, work: Path, old: str) -> str:
    """See that message and folder agree, that the next run gets through, and that it keeps what was there."""
    kept = READY in str(error)
    assert (error.exit_code, str(work) in str(error)) == (2, True)
    assert kept != str(error).endswith(". Nothing was changed")
    assert left_over(work) == ({READY} if kept else set())
    assert kept or not old or in_sight(work) == {old}
    version = held_or_none(work)
    assert version == ("c" if kept else old)
    write(work, "n")
    assert (held(work), held_or_none(work / "previous"), left_over(work)) == ("n", version, set())
    return version


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("for_good", [True, False])
@pytest.mark.parametrize("before", ["", "ab"])
def test_refused_at_every_operation(before: str, for_good: bool, tmp_path: Path, counted: Callable[..., None]) -> None:
    start, work, refusals, seen, last = started(tmp_path / "start", before), tmp_path / "work", 0, set(), [0]
    afresh(start, work)
    with operations(lambda number, name, args: last.append(number)):
        write(work, "c")
    for at in range(1, last[-1] + 1):
        afresh(start, work)
        with operations(refusing(errno.ENOSPC, at, for_good=for_good)):
            error = refusal(write, work, "c")
        if error:
            assert f"{work} cannot be written: No space left on device; {ROOM}. " in str(error)
            seen.add(tidy_after(error, work, before[-1:]))
            refusals += 1
        else:
            assert (held(work), left_over(work) <= {".matchmaker.lock"}) == ("c", True)
    assert last[-1] - refusals <= 4  # making folders that are there, and giving the lock back
    assert seen == {before[-1:], "c"}
    counted(refusals=refusals)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let the system refuse to make any file larger (it answers EFBIG)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("before", ["", "ab"])
def test_files_cannot_grow(before: str, tmp_path: Path, counted: Callable[..., None]) -> None:
    start, work, refusals = started(tmp_path / "start", before), tmp_path / "work", 0
    for size in range(0, 12000, 100):
        afresh(start, work)
        with files_of_at_most(size):
            error = refusal(write, work, "c")
        if not error:
            break
        assert f"{work} cannot be written: File too large; lift the limit on the size of files" in str(error)
        assert tidy_after(error, work, before[-1:]) == before[-1:]
        refusals += 1
    assert (held(work), refusals > 20) == ("c", True)
    counted(refusals=refusals)


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
from matchmaker.cli import main
main()
"""


@pytest.mark.promise(PROMISE)
def test_the_command_line_says_so_and_ends_in_2(tmp_path: Path) -> None:
    people, work = write_people(tmp_path / "people"), started(tmp_path / "out", "a")
    run = [sys.executable, "-B", "-c", LIMITED, "match", str(people), "--out", str(work)]
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    # no file may grow in there: not one that coverage keeps its measurements in, either
    done = subprocess.run(run, env=unmeasured | {"PYTHONPATH": CLONE}, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"{work} cannot be written: File too large; lift the limit on the size of files, or choose another folder. "
        "Nothing was changed\n"
    )
    assert (held(work), left_over(work)) == ("a", set())


def mount(work: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", work], check=True)


def on_small_disks(folder: str) -> dict[str, int]:
    """Write twice on disks of every size, from no room at all to enough; then forbid writing altogether."""
    top, numbers, size = Path(folder), {"disks": 0, "full": 0, "read_only": 0}, 0
    for options in ("size={}k", "size=1m,nr_inodes={}"):
        for size in itertools.count(1):
            disk = top / f"{options[5:7]}{size}".replace("{}", "k")
            disk.mkdir()
            mount(disk, options.format(4 * size if "k" in options else size + 1))
            work, held_last, errors = disk / "out", "", []
            for version in "ac":
                if error := refusal(write, work, version):
                    errors.append(error)
                    assert f"{work} cannot be written: No space left on device; {ROOM}" in str(error)
                    assert not work.exists() or left_over(work) <= {READY}
                else:
                    held_last = version
                assert not work.exists() or held_or_none(work) == held_last or READY in str(error)
            numbers["disks"] += 1
            numbers["full"] += len(errors)
            if not errors:
                break
        mount(disk, "remount,ro")
        error = refusal(write, work, "n")
        assert f"{work} cannot be written: Read-only file system; {ALLOWED}. Nothing was changed" == str(error)
        assert (held(work), held(work / "previous"), left_over(work)) == ("c", "a", set())
        numbers["read_only"] += 1
    return numbers


@pytest.mark.promise(PROMISE)
def test_on_small_disks(tmp_path: Path, counted: Callable[..., None]) -> None:
    private = ("unshare", "-rm")
    probe = [*private, "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)]
    if not shutil.which("unshare") or subprocess.run(probe, capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here; the other tests refuse by a limit and by hand")
    numbers = elsewhere(on_small_disks, tmp_path, under=private)
    assert numbers["full"] > 10
    counted(**numbers)


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_no_right_to_write_but_to_read(code: int, tmp_path: Path) -> None:
    """As root, who runs these tests in places, no folder is closed: the system's answers are played."""

    def refuse(number: int, name: str, args: tuple[Any, ...]) -> None:
        if needs_room(name, args) or name in {"unlink", "rmdir"}:
            raise OSError(code, os.strerror(code))

    work = started(tmp_path / "out", "ab")
    with operations(refuse):
        for folder in (work, tmp_path / "new"):
            error = refusal(write, folder, "c")
            assert str(error) == f"{folder} cannot be written: {os.strerror(code)}; {ALLOWED}. Nothing was changed"
        assert (held(work), held(work / "previous"), left_over(work)) == ("b", "a", set())


@pytest.mark.promise(PROMISE)
def test_a_result_that_waits_for_its_place_is_read_without_right_to_write(tmp_path: Path) -> None:
    def refuse(number: int, name: str, args: tuple[Any, ...]) -> None:
        if name == "replace" and not str(args[1]).endswith(READY):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    def read_only(number: int, name: str, args: tuple[Any, ...]) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    work = started(tmp_path / "out", "ab")
    with operations(refuse):
        error = refusal(write, work, "c")
    assert str(error).endswith(f"The finished result is kept in {work / READY}; the next run puts it in place")
    with operations(read_only):
        assert (held(work), in_sight(work), held(work / "previous")) == ("c", {"b"}, "a")
    assert (held(work), in_sight(work), held(work / "previous")) == ("c", {"c"}, "b")


WAYS = {  # what stands in the way -> the advice
    "file": "a file stands in its way; choose another folder",
    "file/below": "a file stands in its way; choose another folder",
    "file/far/below": "a file stands in its way; choose another folder",
    "n" * 300: "choose a shorter name",
    "/proc/nowhere": "choose another folder, or try again",
}


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "act", [lambda folder: write(folder, "a"), lambda folder: write_new_folder(folder, {"mentors.csv": "a"})]
)
def test_what_is_no_folder_is_said(act: Callable[[Path], object], way: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    folder = tmp_path / way
    error = refusal(act, folder)
    assert str(error).startswith(f"{folder} cannot be written: ")
    assert str(error).endswith(f"; {WAYS[way]}. Nothing was changed")
    assert error is not None
    assert error.exit_code == 2
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "mine")]
    with pytest.raises(RecordError, match=r"matching\.json cannot be read: "):
        read_record(folder)


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("name", ["previous", *FILES, "previous/people.csv"])
def test_what_stands_where_a_file_should_go_is_said_before_anything_is_moved(name: str, tmp_path: Path) -> None:
    work = started(tmp_path / "out", "a" if name == "previous" else "ab")
    path = work / name
    if path.exists():
        path.rename(tmp_path / "away")
    if name == "previous":
        path.write_text("mine")
    else:
        path.mkdir()
    before = {path: path.stat().st_mtime_ns for path in work.rglob("*")}
    for force in (True, False) if name != "matching.json" else (True,):
        error = refusal(write, work, "c", force=force)
        assert str(error) == f"{path} stands in the way; move it, or choose another folder. Nothing was changed"
    assert {path: path.stat().st_mtime_ns for path in work.rglob("*")} == before


@pytest.mark.promise(PROMISE)
def test_a_new_folder_that_cannot_be_finished_is_no_programme(tmp_path: Path, counted: Callable[..., None]) -> None:
    texts, refusals = {"mentors.csv": "a", "mentees.csv": "b", "programme.toml": "c"}, 0
    for at in range(1, 60):
        work = tmp_path / str(at)
        with operations(refusing(errno.ENOSPC, at, for_good=True)):
            error = refusal(write_new_folder, work, texts)
        if error is None:
            continue
        refusals += 1
        assert f"{work} cannot be written: No space left on device; {ROOM}" in str(error)
        there = {path.name for path in work.iterdir()} if work.exists() else set()
        assert "mentors.csv" not in there or there >= set(texts)
        again = refusal(write_new_folder, work, texts)
        assert again is None or ("is not empty" in str(again) and READY in str(error))
        assert {path.name: path.read_text() for path in work.iterdir()} == texts
    assert refusals > 20
    counted(refusals=refusals)
