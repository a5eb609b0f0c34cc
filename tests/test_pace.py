"""What grows with the square of its size is told from what does not."""

from __future__ import annotations

import pytest
from pace import grows_with_its_square, usually


def test_what_grows_with_its_square_is_told() -> None:
    assert grows_with_its_square(lambda size: lambda: sum(range(size * size)), 5_000)
    assert not grows_with_its_square(lambda size: lambda: sum(range(size)), 3_000_000)


def test_a_slow_machine_s_seconds_are_fewer_usual_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pace.pace", lambda: 2.0)
    assert (usually(0.9, 1.0), usually(1.5, 1.0)) == (0.9, 0.75)
