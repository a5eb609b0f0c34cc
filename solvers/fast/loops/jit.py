"""compiled: what every loop is decorated with, here and in whoever else has loops."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from numba import njit

Loop = TypeVar("Loop", bound=Callable[..., Any])


def compiled(loop: Loop) -> Loop:
    """Return the loop in machine code: kept on disk, and free of the interpreter's lock.

    Threads are Python's own, each with its rows: numba's would make every compilation several times longer, and some
    of its kinds may not be entered by two callers at once. Division is by what is never 0, and is not checked.
    """
    try:
        made = njit(cache=True, nogil=True, error_model="numpy")(loop)
    except RuntimeError:  # there is no place to keep it: each process compiles anew
        return njit(nogil=True, error_model="numpy")(loop)
    if hasattr(made, "_cache"):  # not where numba is told to compile nothing
        made._cache._cache_file._source_stamp = _stamp(Path(loop.__code__.co_filename).parent)
    return made


def kept(loop: Callable[..., Any]) -> bool:
    """Whether a loop's machine code is on disk already, made of these sources by this numba."""
    cache = getattr(loop, "_cache", None)
    return hasattr(cache, "_cache_file") and bool(cache._cache_file._load_index())


@cache
def _stamp(folder: Path) -> tuple[tuple[str, int, float], ...]:
    """Return what the loops of a folder are known by: numba itself looks at a loop's own file, not at those it calls.

    They may call those that are here, too, and be given types that stand beside the folder.
    """
    sources = sorted({*folder.glob("*.py"), *folder.parent.glob("*.py"), *Path(__file__).parent.glob("*.py")})
    return tuple((path.name, path.stat().st_size, path.stat().st_mtime) for path in sources)
