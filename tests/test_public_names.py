"""The public names of both packages are sorted, and there."""

from __future__ import annotations

import importlib

import pytest


def isort_order(name: str) -> tuple[int, str]:
    """CONSTANTS first, then Classes, then functions, each by the alphabet (ruff's RUF022)."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)


@pytest.mark.parametrize("package", ["solvers", "matchmaker", "matchmaker.comparison"])
def test_the_public_names_are_sorted_and_there(package: str) -> None:
    imported = importlib.import_module(package)
    public = list(getattr(imported, "__all__", []))
    assert public == sorted(set(public), key=isort_order)
    assert public
    assert [name for name in public if not hasattr(imported, name)] == []
