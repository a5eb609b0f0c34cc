"""Hostile days for tests: results that tell their versions apart, processes that die, and disks that refuse."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from people import mentee, mentor

from matchmaker import Matching, OutputError, Pool, Programme, RecordError, match, read_record, write_matching
from matchmaker.writing.result import FILES, altered

CLONE = os.pathsep.join(map(str, Path(__file__).parents[:2]))
OPERATIONS = ("open", "write", "fsync", "close", "mkdir", "replace", "rename", "unlink", "rmdir")
"""The functions of ``os`` that change a disk, or make what was changed last; pathlib calls them, too."""

Before = Callable[[int, str, tuple[Any, ...]], None]
_write, _close = os.write, os.close


@cache
def result(version: str) -> tuple[Matching, Pool]:
    """A matching of three people, whose names tell the versions apart."""
    pool = Pool([mentor("ann", name=f"Ann {version}"), mentor("bob")], [mentee("cat", name=f"Çat {version}")])
    return match(pool, Programme(name=version)), pool


def write(folder: Path, version: str, *, force: bool = False) -> None:
    write_matching(*result(version), folder, force=force)


def held(folder: Path) -> str:
    """Which version a folder holds, having read it as anybody does; every file must be of that version."""
    found = read_record(folder)
    assert found == result(found.programme)[0].model_copy(update={"certificate": found.certificate})
    assert altered(*result(found.programme), folder) == ()
    return found.programme


def held_or_none(folder: Path) -> str:
    """Which version a folder holds; empty if none."""
    try:
        return held(folder)
    except RecordError as error:
        assert "matching.json cannot be read: No such file" in str(error)  # noqa: PT017 - some may hold none
        return ""


def in_sight(folder: Path) -> set[str]:
    """Which versions the files in a folder are of, for somebody who opens them one by one."""
    texts = [(folder / name).read_text(encoding="utf-8") for name in ("matching.json", "pairs.csv", "people.csv")]
    return {version for text in texts for version in re.findall(r'(?:Çat |"programme": ")(\w+)', text)}


def left_over(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {*FILES, "previous"}


def afresh(start: Path, work: Path) -> None:
    """Make ``work`` a copy of ``start``."""
    if work.exists():
        shutil.rmtree(work)
    shutil.copytree(start, work)


def started(folder: Path, versions: str) -> Path:
    """A folder into which versions were written, one letter each."""
    folder.mkdir()
    for version in versions:
        write(folder, version)
    return folder


@contextmanager
def operations(before: Before) -> Iterator[None]:
    """Let something happen before each operation on the disk: its number from 1, its name, what it is done to."""
    number = itertools.count(1)

    def watched(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def operation(*args: object, **more: object) -> object:
            before(next(number), name, args)
            return real(*args, **more)

        return operation

    real = {name: getattr(os, name) for name in OPERATIONS}
    for name, function in real.items():
        setattr(os, name, watched(name, function))
    try:
        yield
    finally:
        for name, function in real.items():
            setattr(os, name, function)


def half(name: str, args: tuple[Any, ...]) -> None:
    """Do half of what was to be done: write half the bytes; a close that reports an error has closed all the same."""
    if name == "write":
        _write(args[0], bytes(args[1])[: len(args[1]) // 2])
    if name == "close":
        _close(args[0])


def refusing(code: int, at: int, *, for_good: bool) -> Before:
    """Refuse the ``at``-th operation, half done; ``for_good`` also all later ones that need room on the disk."""

    def refuse(number: int, name: str, args: tuple[Any, ...]) -> None:
        if number == at or (for_good and number > at and needs_room(name, args)):
            half(name, args)
            raise OSError(code, os.strerror(code), os.fspath(args[0]) if isinstance(args[0], Path) else None)

    return refuse


def needs_room(name: str, args: tuple[Any, ...]) -> bool:
    return name in {"write", "fsync", "mkdir", "replace"} or (name == "open" and bool(args[1] & os.O_CREAT))


def refusal(act: Callable[..., object], *words: object, **more: object) -> OutputError | None:
    """What an act is refused with, if it is."""
    try:
        act(*words, **more)
    except OutputError as error:
        return error
    return None


def forked(act: Callable[..., object], *words: object) -> int:
    """Do something in a process of its own; return its id."""
    process = os.fork()
    if not process:
        _leave(act, *words)
    return process


def _leave(act: Callable[..., object], *words: object) -> NoReturn:
    try:
        act(*words)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def ended(process: int) -> int:
    """Wait for a process; return its exit code, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def dies_at(at: int, act: Callable[..., object], *words: object) -> bool:
    """Do something in a process that kills itself before an operation, or in its middle; whether it came that far."""

    def die(number: int, name: str, args: tuple[Any, ...]) -> None:
        if number == at:
            half(name, args)
            os.kill(os.getpid(), signal.SIGKILL)

    def live() -> None:
        with operations(die):
            act(*words)

    code = ended(forked(live))
    assert code in {0, -signal.SIGKILL}
    return code != 0


def elsewhere(act: Callable[..., dict[str, int]], *words: object, under: tuple[str, ...] = ()) -> dict[str, int]:
    """Run a function of a test module in a fresh process without threads, from which it may fork."""
    module, name = act.__module__, act.__name__
    code = f"import json, sys; from {module} import {name}; print(json.dumps({name}(*sys.argv[1:])))"
    run = [*under, sys.executable, "-c", code, *map(str, words)]
    done = subprocess.run(run, env=os.environ | {"PYTHONPATH": CLONE}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def known(versions: str) -> float:
    """Work results out before forking, so that the processes only write; return the seconds that a write takes."""
    with tempfile.TemporaryDirectory() as folder:
        for version in versions:
            result(version)
        start = time.perf_counter()
        write(Path(folder), versions[0])
        return time.perf_counter() - start
