"""Files that a spreadsheet or a virus scanner holds open, and disks that know no folder sync and no locks.

Played by replacing functions of ``os``: no Windows is at hand where these tests were written. They show what the code
does with the answers that Windows is documented to give, not that it gives them.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from hostile import held, in_sight, left_over, operations, refusal, started, write

from matchmaker.writing import disk
from matchmaker.writing.result import FILES

fcntl = pytest.importorskip("fcntl")
pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are known from /proc")
PROMISE = "open files, no folder fsync"
WAITS = "The finished result is kept in {}/.matchmaker.ready; the next run puts it in place"


class Windows:
    """What stands for it: who holds which files open, and how often somebody waited for that."""

    def __init__(self) -> None:
        self.open_elsewhere: set[Path] = set()
        self.waits = 0
        self.released_after = 1000

    def is_open(self, path: Path) -> bool:
        """Whether a file, or one in this folder, is open in another program or in this process."""
        here = {Path(os.readlink(link)) for link in Path("/proc/self/fd").iterdir() if os.path.islink(link)}  # noqa: PTH114, PTH115
        return any(one == path or path in one.parents for one in self.open_elsewhere | here)

    def refuse(self, path: object) -> NoReturn:
        error = PermissionError(errno.EACCES, "The process cannot access the file", str(path))
        error.winerror = 32  # type: ignore[attr-defined]
        raise error

    def before(self, number: int, name: str, args: tuple[Any, ...]) -> None:
        if name == "open" and Path(args[0]).is_dir():
            raise PermissionError(errno.EACCES, "Permission denied", str(args[0]))  # Windows opens no folder
        paths = [Path(path) for path in args if isinstance(path, Path)] if name in {"replace", "unlink"} else []
        for path in paths:
            if self.is_open(path):
                self.refuse(args[0])

    def sleep(self, seconds: float) -> None:
        self.waits += 1
        if self.waits >= self.released_after:
            self.open_elsewhere.clear()


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[Windows]:
    there = Windows()

    def locking(handle: int, mode: int, count: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PermissionError(errno.EACCES, "Permission denied") from None

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK=2, locking=locking))
    monkeypatch.setattr(time, "sleep", there.sleep)
    with operations(there.before):
        yield there


def test_a_result_is_written_three_times_and_nothing_is_left_over(windows: Windows, tmp_path: Path) -> None:
    for version in "abc":
        write(tmp_path, version)
    assert (held(tmp_path), held(tmp_path / "previous"), left_over(tmp_path)) == ("c", "b", set())
    assert windows.waits == 0


@pytest.mark.promise(PROMISE)
def test_a_lock_keeps_others_out_until_it_is_given_back(windows: Windows, tmp_path: Path) -> None:
    path = tmp_path / "lock"
    handle = disk.lock(path)
    assert handle is not None
    assert disk.lock(path) is None
    disk.unlock(path, handle)
    assert not path.exists()
    handle = disk.lock(path)
    assert handle is not None
    windows.open_elsewhere.add(path)  # somebody waits for it
    disk.unlock(path, handle)
    assert path.exists()
    assert disk.lock(path) is not None


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("waits", [1, 2, 5])
def test_what_is_held_for_a_moment_is_waited_for(waits: int, windows: Windows, tmp_path: Path) -> None:
    started(tmp_path / "out", "ab")
    windows.released_after = waits
    windows.open_elsewhere |= {tmp_path / "out" / "pairs.csv", tmp_path / "out" / "previous" / "people.csv"}
    write(tmp_path / "out", "c")
    assert (held(tmp_path / "out"), held(tmp_path / "out" / "previous"), windows.waits) == ("c", "b", waits)


def contents(work: Path) -> dict[str, bytes]:
    """What somebody sees who opens the folder: nothing whose name begins with a dot."""
    paths = {str(path.relative_to(work)): path for path in work.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in paths.items() if not name.startswith(".")}


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("name", [*FILES, *(f"previous/{name}" for name in FILES)])
def test_a_file_that_stays_open_is_named_and_the_new_result_waits(name: str, windows: Windows, tmp_path: Path) -> None:
    work = started(tmp_path / "out", "ab")
    before = contents(work)
    windows.open_elsewhere.add(work / name)
    for act, words in ((write, ["c"]), (write, ["d"]), (held, [])):
        error = refusal(act, work, *words)
        message = f"{work / name} is open in another program; close it and run again. {WAITS.format(work)}"
        assert (str(error), getattr(error, "exit_code", 0)) == (message, 2)
        assert contents(work) == before  # all of the old result, none of the new one
    windows.open_elsewhere.clear()
    assert (held(work), in_sight(work), held(work / "previous"), left_over(work)) == ("c", {"c"}, "b", set())


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("tidied", ["previous", "previous and made again"])
def test_somebody_tidies_up_while_a_result_waits(tidied: str, windows: Windows, tmp_path: Path) -> None:
    work = started(tmp_path / "out", "a" if "made" in tidied else "ab")
    windows.open_elsewhere.add(work / "pairs.csv")
    assert refusal(write, work, "c")
    windows.open_elsewhere.clear()
    if "made" in tidied:
        (work / "previous").mkdir()
    else:
        for path in (work / "previous").iterdir():
            path.unlink()
        (work / "previous").rmdir()
    newest = "a" if "made" in tidied else "b"
    assert (held(work), held(work / "previous"), left_over(work)) == ("c", newest, set())


@pytest.mark.promise(PROMISE)
def test_a_file_opened_between_two_moves_is_no_success_and_the_next_run_ends_it(
    windows: Windows, tmp_path: Path, counted: Callable[..., None]
) -> None:
    refused = 0
    for at in range(1, 40):
        work, moves = started(tmp_path / str(at), "ab"), []

        def opened(number: int, name: str, args: tuple[Any, ...], moves: list[str] = moves, at: int = at) -> None:
            moves += [name] if name == "replace" else []
            if name == "replace" and len(moves) >= at:
                windows.refuse(args[0])

        with operations(opened):
            error = refusal(write, work, "c")
        if error is None:
            break
        refused += 1
        assert " is open in another program; close it and run again. " in str(error)
        waits = str(error).endswith(WAITS.format(work))
        assert waits or str(error).endswith(". Nothing was changed")
        assert (held(work), held(work / "previous"), left_over(work)) == (
            ("c", "b", set()) if waits else ("b", "a", set())
        )
    assert refused == 17  # one that decides, eight that try, eight that move
    counted(refusals=refused)


@pytest.mark.promise(PROMISE)
def test_a_scanner_that_does_not_let_go_of_new_files(windows: Windows, tmp_path: Path) -> None:
    work = started(tmp_path / "out", "ab")
    windows.open_elsewhere.add(work / ".matchmaker.new" / "pairs.csv")
    error = refusal(write, work, "c")
    assert (
        str(error)
        == f"{work / '.matchmaker.new'} is open in another program; close it and run again. Nothing was changed"
    )
    assert (held(work), in_sight(work)) == ("b", {"b"})
    windows.open_elsewhere.clear()
    write(work, "d")
    assert (held(work), held(work / "previous"), left_over(work)) == ("d", "b", set())


@pytest.mark.promise(PROMISE)
def test_access_denied_without_a_reason_gets_both_pieces_of_advice(windows: Windows, tmp_path: Path) -> None:
    def denied(number: int, name: str, args: tuple[Any, ...]) -> None:
        if name == "mkdir":
            raise PermissionError(errno.EACCES, "Access is denied", str(args[0]))

    with operations(denied):
        error = refusal(write, tmp_path / "out", "a")
    advice = "close what is open there in another program, or choose a folder that you may write to"
    assert str(error) == f"{tmp_path / 'out'} cannot be written: Access is denied; {advice}. Nothing was changed"


def is_folder(handle: int) -> bool:
    return stat.S_ISDIR(os.fstat(handle).st_mode)


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF, errno.EIO])
def test_a_disk_that_cannot_sync_folders_is_no_obstacle_but_a_broken_one_is(code: int, tmp_path: Path) -> None:
    def refuse(number: int, name: str, args: tuple[Any, ...]) -> None:
        if name == "fsync" and is_folder(args[0]):
            raise OSError(code, os.strerror(code))

    write(tmp_path, "a")
    with operations(refuse):
        error = refusal(write, tmp_path, "b")
    assert (error is None) == (code != errno.EIO)
    assert (held(tmp_path), left_over(tmp_path)) == ("a" if error else "b", set())


@pytest.mark.promise(PROMISE)
@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EIO])
def test_a_disk_that_knows_no_locks_is_no_obstacle_but_a_broken_one_is(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int, mode: int) -> None:
        raise OSError(code, os.strerror(code))

    write(tmp_path, "a")
    with monkeypatch.context() as patch:
        patch.setattr(fcntl, "flock", refuse)
        error = refusal(write, tmp_path, "b")
    assert (error is None) == (code != errno.EIO)
    write(tmp_path, "c")
    assert (held(tmp_path), held(tmp_path / "previous")) == ("c", "b" if error is None else "a")
    assert left_over(tmp_path) == set()
