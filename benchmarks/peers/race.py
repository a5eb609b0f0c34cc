"""Every peer on the same pools, from small to large, each until it stops."""

from __future__ import annotations

import importlib.metadata
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from peers import EVERY_PEER, Peer

HERE = Path(__file__).parents[1]


class Entry(NamedTuple):
    """A pool to run on: what it is called, and what writes it to a file."""

    name: str
    write: Callable[[Path], None]


class MissingPeerError(Exception):
    """A peer that is not installed."""


@dataclass(frozen=True)
class Outcome:
    """How a peer did on a pool: in seconds, in processor seconds of all threads, and bytes; or why it stopped."""

    peer: Peer
    pool: str
    stopped: str | None = None
    seconds: float = 0
    processor: float = 0
    before: int | None = None
    peak: int | None = None
    total: int = 0
    filled: int = 0
    digest: str = ""


def present(names: Iterable[str]) -> list[Peer]:
    """Return these peers, if all their packages are installed.

    Raises
    ------
    MissingPeerError
        Naming the extra.
    """
    peers = [EVERY_PEER[name] for name in names]
    if missing := sorted({peer.package for peer in peers if peer.package and not installed(peer)}):
        raise MissingPeerError(f'not installed: {", ".join(missing)}; pip install -e ".[bench]" has all peers')
    return peers


def installed(peer: Peer) -> bool:
    """Whether its package is here."""
    try:
        return peer.package is None or bool(importlib.metadata.version(peer.package))
    except importlib.metadata.PackageNotFoundError:
        return False


def race(peers: Sequence[Peer], entries: Iterable[Entry], limit: int, memory: int) -> Iterator[Outcome]:
    """Run all on each pool, from small to large, once each; who stopped at one is not started on larger ones."""
    out: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pool.npz"
        for entry in entries:
            entry.write(path)
            for peer in peers:
                if peer.name not in out:
                    outcome = run(peer, entry.name, path, limit, memory)
                    out |= {peer.name} if outcome.stopped else set()
                    yield outcome


def run(peer: Peer, name: str, pool: Path, limit: int, memory: int = 8) -> Outcome:
    """Run one peer in a process of its own, for so many processor seconds and GiB at most."""
    command = [sys.executable, "-m", "peers.child", peer.name, str(pool), str(limit), str(memory)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent)])}
    done = subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True)
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return Outcome(peer, name, f"time, after {limit} s")
    if "bad_alloc" in done.stderr:
        return Outcome(peer, name, f"memory, at {memory} GiB")
    if done.returncode:
        error = done.stderr.strip().rpartition("\n")[2].partition(":")[0] or f"signal {-done.returncode}"
        return Outcome(peer, name, error)
    return Outcome(peer, name, **json.loads(done.stdout))
