"""How a command is stopped from outside: by a time limit, or by Ctrl-C."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from matchmaker.writing.terminal import complain

if TYPE_CHECKING:
    from solvers.stop import Stop


@contextmanager
def stoppable(time_limit: float | None) -> Iterator[Stop]:
    """Yield a stop that comes with the time limit or the first Ctrl-C; a second Ctrl-C ends the program as ever."""
    from solvers.stop import Interrupt, TimeLimit, first_of

    interrupt = Interrupt()

    def first(_signal: int, _frame: object) -> None:
        interrupt.set()
        signal.signal(signal.SIGINT, before)
        complain("stopping: the best found so far will be written; interrupt again to drop it")

    before = signal.getsignal(signal.SIGINT)  # asked first: an interrupt may come as soon as ours is there
    signal.signal(signal.SIGINT, first)
    try:
        yield interrupt if time_limit is None else first_of(interrupt, TimeLimit(time_limit))
    finally:
        signal.signal(signal.SIGINT, before)
