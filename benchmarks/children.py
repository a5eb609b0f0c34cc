"""Whole processes, measured from outside: how long, how much processor time, how much memory at most.

Linux starts a process's peak with what its parent holds. So whoever measures here imports nothing large.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


class Cost(NamedTuple):
    """What a process took: seconds, processor seconds of all its threads, bytes resident at most; and how it ended."""

    seconds: float
    processor: float
    peak: int
    code: int

    @property
    def mib(self) -> str:
        """The peak as people read it."""
        return f"{self.peak >> 20} MiB"


def cost(command: Sequence[str], output: Path, say: Callable[[str], None] | None = None) -> Cost:
    """Run a command to its end; what it prints is appended to ``output``, and said line by line as it comes.

    Compiled Python is kept, as that of an installed package is: the first of several runs pays for it.
    """
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    with output.open("a", encoding="utf-8") as log, process.stdout as lines:
        for line in lines:
            log.write(line)
            log.flush()
            if say:
                say(line.rstrip("\n"))
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * unit, process.returncode)


def matchmaker(*words: str) -> list[str]:
    """Return the command line of ``matchmaker`` with these words, by this interpreter, as its entry point runs it."""
    return [sys.executable, "-c", "from matchmaker.cli import main; main()", *words]
