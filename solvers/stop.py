"""When to stop: asked between the steps of a search, and by an engine that can inside one."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import TypeAlias

from solvers.result import Termination

Stop: TypeAlias = Callable[[], Termination | None]
"""Says why to stop now, or None to go on. Once it has said so it must go on saying so."""


def never() -> None:
    """Go on to the end."""


class TimeLimit:
    """Stop after so many seconds, counted from when this is made. Raises ValueError unless there are 0 or more."""

    def __init__(self, seconds: float) -> None:
        if not seconds >= 0:  # nan is not, either
            raise ValueError(f"a time limit is 0 seconds or more, not {seconds}")
        self._end = time.monotonic() + seconds

    def __call__(self) -> Termination | None:
        """Return TIME_LIMIT once the time is over."""
        return Termination.TIME_LIMIT if time.monotonic() >= self._end else None


class Interrupt:
    """Stop when somebody says so: a signal handler, or another thread."""

    def __init__(self) -> None:
        self._said = Event()

    def set(self) -> None:
        """Ask for the stop."""
        self._said.set()

    def __call__(self) -> Termination | None:
        """Return INTERRUPTED once it was asked for."""
        return Termination.INTERRUPTED if self._said.is_set() else None


def first_of(*stops: Stop) -> Stop:
    """Return a stop that comes when the first of several does."""

    def stop() -> Termination | None:
        return next((why for one in stops if (why := one())), None)

    return stop
