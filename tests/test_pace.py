"""What grows with the square of its size is told from what does not."""

from __future__ import annotations

from pace import grows_with_its_square, pace, usually


def test_what_grows_with_its_square_is_told() -> None:
    assert grows_with_its_square(lambda size: lambda: sum(range(size * size)), 3_000)
    assert not grows_with_its_square(lambda size: lambda: sum(range(size)), 3_000_000)


def test_a_slow_machine_s_seconds_are_fewer_usual_ones() -> None:
    assert usually(0.9, 1.0) == 0.9
    assert 0 < usually(1.1, 1.0) <= 1.1
    assert pace() >= 1
