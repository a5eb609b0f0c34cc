"""How far a run is, in one line for the terminal: the search by what it tells, the rest by notes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeAlias

from solvers.pricing.progress import Progress

Note: TypeAlias = Callable[[str], object]
"""Hears, in a few words, what is done now."""


def unheard(_: str) -> None:
    """Say it to nobody."""


class ProgressLine:
    """Says a search's progress: scan, share done, candidates, what is reached and still possible, time left."""

    def __init__(self, time_limit: float | None = None) -> None:
        self._time_limit, self._began = time_limit, time.monotonic()
        self._scan: tuple[int, float] = (0, self._began)
        """The present scan, and when it began."""

    def __call__(self, now: Progress) -> str:
        """Return the line, for a terminal of any width: what matters most stands first."""
        if now.scan != self._scan[0]:
            self._scan = now.scan, time.monotonic()
        if not now.scan:
            return f"looking for candidates, {now.share:.0%}"
        at = "checking the proof" if now.over else f"scan {now.scan}, {now.share:.0%}"
        parts = [at, f"{now.places:,} places", f"score {_points(now.score)}"]
        if now.score_bound is not None:
            parts += [f"at most {_points(now.score_bound)}", f"gap {_share(now)}"]
        parts += [f"{now.candidates:,} candidate pairs", *([] if now.over else self._left(now))]
        return " · ".join(parts)

    def _left(self, now: Progress) -> list[str]:
        """Return how long it may still take: the scan by its pace so far, all by the time limit."""
        at, left = time.monotonic(), list[str]()
        if self._time_limit is not None:
            left.append(f"{max(0, self._time_limit - (at - self._began)):.0f} s to the time limit")
        if 0 < now.share < 1:
            took = at - self._scan[1]
            left.insert(0, f"{took * (1 - now.share) / now.share:.0f} s left of the scan")
        return left


def _points(score: int) -> str:
    return f"{score / 100:,.2f}"


def _share(now: Progress) -> str:
    return f"{100 * (now.relative_gap or 0):.2g} %"
