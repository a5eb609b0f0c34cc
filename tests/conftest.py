"""Tests run against this clone; most of what takes long only when asked for (``-m push``, ``-m long``)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["skips", "trust_run", "command_line"]

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), str(ROOT / "docs")]

settings.register_profile("no deadline", deadline=None)  # 200 ms by the clock fail on a busy machine, or when measured
settings.load_profile("no deadline")


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Callable[..., None]:
    """Return what says how many cases a test went through: in its report, and on the page with ``pytest -rP``."""

    def say(**numbers: int) -> None:
        for name, number in numbers.items():
            record_property(name, number)
        print(", ".join(f"{number} {name}" for name, number in numbers.items()))  # noqa: T201

    return say


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is for each push, or for long runs, unless ``-m`` speaks of it."""
    silent = [name for name in ("push", "long") if name not in config.getoption("-m")]
    left = [item for item in items if any(item.get_closest_marker(name) for name in silent)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]
