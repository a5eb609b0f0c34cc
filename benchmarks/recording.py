"""What a search tells on its way, kept with the seconds since the match began: for tables and for a picture."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

EVERY = 10.0
"""How many seconds may go by before something is passed on."""


class Progress(Protocol):
    """What a search tells: ``solvers.pricing.progress.Progress``, as far as it is kept."""

    scan: int
    share: float
    candidates: int
    places: int
    score: int
    score_gap: int | None
    seconds: float


class Told(NamedTuple):
    """One thing told: when, and how far the search was; the gap is None while there is no bound."""

    seconds: float
    scan: int
    share: float
    candidates: int
    places: int
    score: int
    gap: int | None

    @property
    def relative(self) -> float | None:
        """The gap as a part of the bound."""
        return None if self.gap is None else self.gap / max(self.score + self.gap, 1)


class Recording:
    """Keeps all that is told, and passes it on where a new scan begins or some time is over; is itself a ``tell``."""

    def __init__(self, say: Callable[[Told], None] | None = None) -> None:
        self.all: list[Told] = []
        self._say, self._said = say, Told(-EVERY, 0, 0, 0, 0, 0, None)
        self.began = time.perf_counter()
        self.searching: float | None = None
        """When the search began, in seconds since the recording did; None if nothing was told."""

    def __call__(self, progress: Progress) -> None:
        """Keep what is told."""
        seconds = time.perf_counter() - self.began
        if self.searching is None:
            self.searching = seconds - progress.seconds
        if not progress.scan:  # candidates are looked for: there is nothing to keep yet
            return
        known = (progress.scan, progress.share, progress.candidates, progress.places, progress.score)
        told = Told(seconds, *known, progress.score_gap)
        self.all.append(told)
        if self._say and (told.scan > self._said.scan or told.seconds >= self._said.seconds + EVERY):
            self._said = told
            self._say(told)

    def end(self, score: int, gap: int | None, places: int) -> None:
        """Keep what the search came to."""
        last = self.all[-1] if self.all else Told(0, 0, 1.0, 0, 0, 0, None)
        seconds = time.perf_counter() - self.began
        self.all.append(Told(seconds, last.scan, 1.0, last.candidates, places, score, gap))


def scans(told: Sequence[Told]) -> list[float]:
    """Return the seconds of each scan: from the first to the last that is told of it."""
    numbers = dict.fromkeys(one.scan for one in told[:-1])
    times = [[one.seconds for one in told[:-1] if one.scan == number] for number in numbers]
    return [seconds[-1] - seconds[0] for seconds in times]


def write(told: Iterable[Told], path: Path) -> None:
    """Write it as CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(Told._fields)
        lines.writerows((f"{one.seconds:.3f}", *("" if value is None else value for value in one[1:])) for one in told)


def read(path: Path) -> list[Told]:
    """Read what was written."""
    with path.open(newline="", encoding="utf-8") as file:
        return [_told(line) for line in csv.DictReader(file)]


def _told(line: dict[str, str]) -> Told:
    numbers = [int(line[name]) for name in ("scan", "candidates", "places", "score")]
    gap = int(line["gap"]) if line["gap"] else None
    return Told(float(line["seconds"]), numbers[0], float(line["share"]), *numbers[1:], gap)
