"""How fast this machine is now, by fixed work, and how work grows: seconds alone would test the machine.

Some machines run half as fast at times, and call it processor time.
"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable

USUAL = 0.0115
"""The processor seconds that the work takes on the machine that limits of seconds are meant for."""
TIMES, TRIES = 8, 3


def pace() -> float:
    """Return how many times longer the work takes now than there; never less than 1."""
    text = "\n".join(",".join(str(row * column) for column in range(20)) for row in range(2_000))
    start = time.process_time()
    for _ in range(2):
        assert len({tuple(sorted(row)) for row in csv.reader(io.StringIO(text))}) == 2_000
    return max(1.0, (time.process_time() - start) / USUAL)


def usually(seconds: float, most: float) -> float:
    """Return the seconds, if they are not more than the most; else how many it would be on the usual machine."""
    return seconds / (pace() if seconds > most else 1)


def grows_with_its_square(made: Callable[[int], Callable[[], object]], size: int) -> bool:
    """Say whether work takes more than 24 times as long for eight times the size: once, and twice more to be sure.

    What is linear takes some 8 times as long, what grows with the square of its size 64 times.
    """
    return all(_seconds(made(size)) > 3 * TIMES * _seconds(made(size // TIMES)) for _ in range(TRIES))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
