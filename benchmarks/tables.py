"""Tables as markdown, and what a result page says of where it was made."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")

PINNED = ("numpy", "scipy", "ortools", "networkx", "lapx", "matching", "pandas", "numba")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return (
        "\n".join("| " + " | ".join(line) + " |" for line in lines).replace("| --- ", "|---").replace("--- |", "---|")
    )


def watched(items: Iterable[Item], name: Callable[[Item], str]) -> Iterator[Item]:
    """Pass items on, and say on standard error how far it has come."""
    for item in items:
        print(name(item), file=sys.stderr, flush=True)
        yield item


def today() -> str:
    """Return the date, the same all over the world."""
    return datetime.now(UTC).date().isoformat()


def where() -> str:
    """Say which machine, versions and commit this is; no names and no paths."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    packages = ", ".join(f"{name} {_version(name)}" for name in PINNED)
    kernel = ".".join(platform.release().split(".")[:2])
    return (
        f"{len(os.sched_getaffinity(0))} cores of {_processor()}, {memory:.0f} GiB, {platform.system()} {kernel}; "
        f"Python {platform.python_version()}, {packages}; {_commit()}. "
        f"Load when it began: {os.getloadavg()[0]:.1f} processes on these cores."
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if sys.platform == "linux" else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def _commit() -> str:
    root = Path(__file__).parents[1]
    said = [_git(root, "rev-parse", "--short", "HEAD"), _git(root, "status", "--porcelain", "--untracked-files=no")]
    if not said[0]:
        return "no commit: not a clone"
    return f"commit {said[0]}" + (" with changes that are not committed" if said[1] else "")


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""
