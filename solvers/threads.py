"""Compiled work in several threads: it lets go of Python's lock, and every part of the answer is one thread's."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

_LEAST = 64
"""Fewer ends than that are not worth a part."""
_EACH = 4
"""How many parts there are for each thread: one that is held up does fewer."""


def spans(count: int) -> list[tuple[int, int]]:
    """Return the start and stop of each part of ``count`` ends that threads take, one part at least."""
    parts = max(1, min(cores() * _EACH, count // _LEAST)) if cores() > 1 else 1
    ends = [count * part // parts for part in range(parts + 1)]
    return list(pairwise(ends))


def in_threads(work: Callable[[int, int], object], parts: list[tuple[int, int]]) -> None:
    """Do all parts of some work, each from its start to its stop: every thread, this one too, takes the next."""
    left = deque(parts)

    def take() -> None:
        while True:
            try:
                part = left.popleft()
            except IndexError:  # all are taken
                return
            work(*part)

    others = min(cores(), len(parts)) - 1
    if not others:
        take()
        return
    with ThreadPoolExecutor(others) as team:
        done = [team.submit(take) for _ in range(others)]
        take()
        for one in done:
            one.result()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
