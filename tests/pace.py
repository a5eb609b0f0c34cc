"""How fast this machine is now, by fixed work: some machines run half as fast at times, and call it processor time."""

from __future__ import annotations

import csv
import io
import time

USUAL = 0.0115
"""The processor seconds that the work takes on the machine that limits of seconds are meant for."""


def pace() -> float:
    """Return how many times longer the work takes now than there; never less than 1."""
    text = "\n".join(",".join(str(row * column) for column in range(20)) for row in range(2_000))
    start = time.process_time()
    for _ in range(2):
        assert len({tuple(sorted(row)) for row in csv.reader(io.StringIO(text))}) == 2_000
    return max(1.0, (time.process_time() - start) / USUAL)
