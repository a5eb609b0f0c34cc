"""Run one peer on one pool, in a process of its own: ``python -m peers.child PEER POOL SECONDS``. Prints JSON.

The clock starts once pool and package are loaded. What is done in no time is done again, and its mean told. After so
many processor seconds, of all threads, it is killed; at 8 GiB it is refused memory.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from peers import PEERS
from peers.pool import Pairs, Pool

MEMORY = 8 << 30
ENOUGH, MOST = 0.25, 50
"""Run again until so many seconds are over, or so often: a clock may tick no finer than a hundredth of one."""


def main(name: str, path: str, limit: int) -> dict[str, Any]:
    """Return what running it took and what it chose, once that is legal."""
    peer, pool = PEERS[name], Pool.read(Path(path))
    run, prepare = function_of(peer.function), function_of(peer.prepare) if peer.prepare else None
    used = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (used + limit + 1, used + limit + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        given = prepare(pool) if prepare else pool
        before, runs, start = _memory("VmRSS"), 0, time.process_time()
        while not runs or (time.process_time() - start < ENOUGH and runs < MOST and not prepare):
            chosen, runs = run(given), runs + 1
    except MemoryError:
        return {"stopped": f"memory, at {MEMORY >> 30} GiB"}
    seconds = (time.process_time() - start) / runs
    return {"seconds": seconds, "before": before, "peak": _memory("VmHWM")} | told(pool, chosen)


def told(pool: Pool, chosen: Pairs) -> dict[str, Any]:
    """Return the total, how many rows have a place, and a digest of the pairs.

    Raises
    ------
    ValueError
        If a pair is banned or chosen twice, a row has two places or a column more than it offers.
    """
    at = np.sort(pool.problem.positions(*chosen))
    if (at < 0).any() or (np.diff(at) == 0).any():
        raise ValueError("the choice is not legal: a pair is banned, or stands twice")
    given = np.bincount(chosen.columns, minlength=len(pool.places))
    if np.bincount(chosen.rows).max(initial=0) > 1 or (given > pool.places).any():
        raise ValueError("the choice is not legal: a place is given twice")
    digest = hashlib.sha256(at.astype("<i8").tobytes()).hexdigest()
    return {"total": int(pool.scores[at].sum()), "filled": len(at), "digest": digest}


def function_of(name: str) -> Callable[[Any], Any]:
    """Return a function by ``module:name``; importing it imports its package."""
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def _memory(field: str) -> int | None:
    """Return bytes of this process from Linux, which alone does not count those of its parent; else None."""
    try:
        text = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return None
    return int(text.partition(f"{field}:")[2].split()[0]) << 10


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
