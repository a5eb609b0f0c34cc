"""Inputs made to cost much: refused, or handled, within a second and 64 MiB of what a good small input costs."""

from __future__ import annotations

import gc
import os
import re
import resource
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import pytest
from bombs import COLUMNS, Bomb, spoilt_cells
from bombs import bombs as bombs_of_text
from hostile import elsewhere, ended, forked
from lengths import chunks
from malformed import Desk, run
from pace import usually
from people import table, write
from workbook_bombs import workbook_bombs

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="these tests fork, and measure what a process costs")
PROMISE = "bombs"
UNMEASURED = ("env", "-u", "COVERAGE_PROCESS_CONFIG", "-u", "COVERAGE_PROCESS_START")
"""What keeps coverage, which takes its own time and memory, out of a process."""

SECONDS, MIB = 1.0, 64.0
"""At most, of processor time on a machine of the usual ``pace``, and of memory."""
TRIES = 3
COMMANDS = {
    "match": ["match", "programme", "--out", "out"],
    "verify": ["verify", "result", "programme"],
    "explain": ["explain", "result", "programme", "--mentee", "ben"],
}


def bombs(quarter: int) -> Iterator[Bomb]:
    """Yield every fourth of the bombs there are."""
    yield from islice(chain(bombs_of_text(), workbook_bombs()), quarter, None, 4)


class Cost(NamedTuple):
    """What a command answered in a process of its own, and what that took: processor time, most memory at once."""

    code: int
    said: str
    seconds: float
    mib: float


def answer(command: str) -> None:
    """Run a command, and leave its code and what it said in a file; whatever happens, the machine is spared."""
    signal.alarm(60)
    resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    ran = run(*COMMANDS[command])
    Path("said").write_text(f"{ran.code}\n{ran.err[:200_000]}", "utf-8")


def cost(command: str) -> Cost:
    """Run a command in a fork of this process, in which one has been run before."""
    Path("said").write_text("-1\nit was stopped", "utf-8")
    _, _, used = os.wait4(forked(answer, command), 0)
    code, _, said = Path("said").read_text("utf-8").partition("\n")
    unit, seconds = 1 << (20 if sys.platform == "darwin" else 10), used.ru_utime + used.ru_stime
    return Cost(int(code), said, usually(seconds, SECONDS), used.ru_maxrss / unit)


def laid(bomb: Bomb) -> None:
    """Lay a bomb into a good programme and its result."""
    shutil.copytree("good", ".", dirs_exist_ok=True)
    for file, make in bomb.files.items():
        path = Path("result" if Path("result", file).exists() else "programme", file)
        path.unlink(missing_ok=True)
        make(path)


def costs(folder: str, quarter: str) -> dict[str, Cost]:
    """Return what each command costs, by name, and what it costs with each bomb of a quarter, by the bomb's number.

    What costs too much is tried again: how fast a machine is can change while it works.
    """
    os.chdir(folder)
    write(Path("good"), topics="topic,broader,related,aliases\npython,,,\n")
    Path("good").rename("programme")
    assert run(*COMMANDS["match"]).code == 0
    Path("out").rename("result")
    gc.freeze()  # a collection would touch, and so copy, all that a fork shares with this process
    found = {command: cost(command) for command in reversed(COMMANDS)}
    Path("good").mkdir()
    for name in ("programme", "result"):
        shutil.move(name, "good")
    for number, bomb in enumerate(bombs(int(quarter))):
        tries: list[Cost] = []
        while not tries or (tries[-1].seconds > SECONDS and len(tries) < TRIES):
            assert ended(forked(laid, bomb)) == 0
            tries.append(cost(bomb.command))
            for name in ("programme", "result", "out"):
                shutil.rmtree(name, ignore_errors=True)
        found[str(number)] = min(tries, key=lambda one: one.seconds)
    return found


def missed(bomb: Bomb, found: Cost, usual: Cost) -> str:
    """Say what is wrong with what a bomb was answered with, if anything is."""
    code = 0 if not bomb.said else 2 if bomb.command == "match" else 6
    seconds, mib = found.seconds - usual.seconds, found.mib - usual.mib
    fine = found.code == code and re.match(bomb.said or "$", found.said) and seconds <= SECONDS and mib <= MIB
    return "" if fine else f"{bomb.name}: {found.code}, {seconds:.2f} s, {mib:.0f} MiB, {found.said[:200]}"


@pytest.mark.promise(PROMISE)
@chunks(1, 4)
def test_bombs_are_refused_or_handled_at_little_cost(chunk: int, tmp_path: Path, counted: Callable[..., None]) -> None:
    found = {name: Cost(*one) for name, one in elsewhere(costs, tmp_path, chunk, under=UNMEASURED).items()}
    wrong = [missed(bomb, found[str(at)], found[bomb.command]) for at, bomb in enumerate(bombs(chunk))]
    assert len(found) == len(wrong) + len(COMMANDS)
    assert not any(wrong), "\n".join(filter(None, wrong))
    counted(bombs=len(wrong))


@pytest.mark.promise(PROMISE)
def test_no_column_takes_what_csv_does_not_let_through(tmp_path: Path, counted: Callable[..., None]) -> None:
    desk, cases = Desk(tmp_path), list(spoilt_cells())
    for file, column, cell in cases:
        ran = desk.match(file, table([COLUMNS[file][0] | {column: cell}]).encode())
        assert f"{file}, row 2: is not CSV from here on: " in ran.err
        assert usually(ran.seconds, SECONDS) < SECONDS
    counted(cells=len(cases))
