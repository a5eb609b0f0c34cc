"""What says when to stop: a time limit, an interrupt, the first of several."""

from __future__ import annotations

import pytest
from test_mid_size import mid_size

from solvers import Interrupt, Termination, TimeLimit, first_of, solve


def test_a_stop_that_says_something_else_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="True is not a valid Termination"):
        solve(mid_size(3), stop=lambda: True)  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize("seconds", [-1.0, float("nan")])
def test_a_time_limit_is_no_less_than_nothing(seconds: float) -> None:
    with pytest.raises(ValueError, match="0 seconds or more"):
        TimeLimit(seconds)


def test_the_first_of_several_stops_counts() -> None:
    interrupt = Interrupt()
    stop = first_of(TimeLimit(1000), interrupt)
    assert stop() is None
    interrupt.set()
    assert stop() is Termination.INTERRUPTED
    assert first_of(TimeLimit(0), interrupt)() is Termination.TIME_LIMIT
