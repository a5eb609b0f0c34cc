"""Compiled work in several threads: it lets go of Python's lock, and every part of the answer is one thread's."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

_LEAST = 64
"""Fewer ends than that a thread are not worth one."""


def spans(count: int) -> list[tuple[int, int]]:
    """Return the start and stop of each thread's part of ``count`` ends, one part at least."""
    parts = max(1, min(cores(), count // _LEAST))
    ends = [count * part // parts for part in range(parts + 1)]
    return list(pairwise(ends))


def in_threads(work: Callable[[int, int], object], parts: list[tuple[int, int]]) -> None:
    """Do all parts of some work, each from its start to its stop; the first in this thread."""
    mine, *others = parts
    if not others:
        work(*mine)
        return
    with ThreadPoolExecutor(len(others)) as team:
        done = [team.submit(work, *part) for part in others]
        work(*mine)
        for part in done:
            part.result()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
