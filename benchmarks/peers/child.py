"""Run one peer on one pool, in a process of its own: ``python -m peers.child PEER POOL SECONDS GIB``. Prints JSON.

The clock starts once pool and package are loaded. What is done in no time is done again, and its mean told. After so
many processor seconds, of all threads, it is killed; at so many GiB it is refused memory. A peer that makes a form of
its own of the pool holds that one only, and the peak is that of running, not of making it.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from peers import EVERY_PEER
from peers.pool import Ints, Pairs

ENOUGH, MOST = 0.25, 50
"""Run again until so many seconds are over, or so often: a clock may tick no finer than a hundredth of one."""


class Checked(Protocol):
    """A pool, as far as an answer is checked by it."""

    @property
    def places(self) -> Ints:
        """How many places each column has."""

    def scored(self, chosen: Pairs) -> Ints:
        """Return the score of each of these pairs; -1 where it is not legal."""


def main(name: str, path: str, limit: int, memory: int) -> dict[str, Any]:
    """Return what running it took and what it chose, once that is legal."""
    peer = EVERY_PEER[name]
    read = function_of(peer.pool).read
    run, prepare = function_of(peer.function), function_of(peer.prepare) if peer.prepare else None
    used = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (used + limit + 1, used + limit + 5))
    resource.setrlimit(resource.RLIMIT_AS, (memory << 30, memory << 30))
    try:
        given = prepare(read(Path(path))) if prepare else read(Path(path))
        _forget_peak()
        before, runs, wall, start = _memory("VmRSS"), 0, time.perf_counter(), time.process_time()
        while not runs or (time.process_time() - start < ENOUGH and runs < MOST and peer.lasting):
            chosen, runs = run(given), runs + 1
    except MemoryError:
        return {"stopped": f"memory, at {memory} GiB"}
    clocks = {"seconds": time.perf_counter() - wall, "processor": time.process_time() - start}
    spent: dict[str, Any] = {clock: seconds / runs for clock, seconds in clocks.items()}
    spent |= {"before": before, "peak": _memory("VmHWM")}
    del given
    return spent | told(read(Path(path)), chosen)


def told(pool: Checked, chosen: Pairs) -> dict[str, Any]:
    """Return the total, how many rows have a place, and a digest of the pairs.

    Raises
    ------
    ValueError
        If a pair is banned or chosen twice, a row has two places or a column more than it offers.
    """
    scores = pool.scored(chosen)
    at = np.sort(chosen.rows * len(pool.places) + chosen.columns)
    if (scores < 0).any() or (np.diff(at) == 0).any():
        raise ValueError("the choice is not legal: a pair is banned, or stands twice")
    given = np.bincount(chosen.columns, minlength=len(pool.places))
    if np.bincount(chosen.rows).max(initial=0) > 1 or (given > pool.places).any():
        raise ValueError("the choice is not legal: a place is given twice")
    digest = hashlib.sha256(at.astype("<i8").tobytes()).hexdigest()
    return {"total": int(scores.sum()), "filled": len(at), "digest": digest}


def function_of(name: str) -> Callable[[Any], Any]:
    """Return a function by ``module:name``; importing it imports its package."""
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def _forget_peak() -> None:
    """Let Linux count the most memory from now on; where it does not, what was made before counts, too."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", "ascii")


def _memory(field: str) -> int | None:
    """Return bytes of this process from Linux, which alone does not count those of its parent; else None."""
    try:
        text = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return None
    return int(text.partition(f"{field}:")[2].split()[0]) << 10


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))))
