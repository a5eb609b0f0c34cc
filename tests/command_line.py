"""The command line for tests: in this process, or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from matchmaker import cli

SCRIPT = str(Path(sys.executable).with_name("matchmaker"))
CLONE = {"PYTHONPATH": str(Path(__file__).parents[1])}


class Ran(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def shell(*words: str, cwd: Path, script: str = SCRIPT, **env: str) -> Ran:
    """Run a command in a process of its own."""
    done = subprocess.run([script, *words], cwd=cwd, env=os.environ | CLONE | env, capture_output=True)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Return what runs a command in a folder of its own, and gives its exit code and what it printed."""
    monkeypatch.chdir(tmp_path)

    def ran(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["matchmaker", *words])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        return Ran(stop.value.code or 0, *capsys.readouterr())

    return ran
