"""The compiled kernel: the shapes of a large pool fused into one scan, equal to the reference to the last digit.

``encode`` and ``bans`` turn shapes into instructions, ``plan`` puts them in order, ``loops`` runs them, ``source``
answers. It knows shapes, not criteria or rules; numba comes with the extra ``fast``.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matchmaker.kernel.source import Compiled
    from matchmaker.scoring.scores import Scores

SMALLEST = 4_000_000
"""Pools of fewer pairs are scanned by the reference, before numba would have been imported."""


def slow_without(n_rows: int, n_columns: int) -> str:
    """Return what the extra would bring a pool of this size; empty if the extra is there, or that is little.

    It is little where one walk scores all pairs and what they score is kept.
    """
    from matchmaker.scoring.survey import HELD

    if n_rows * n_columns <= HELD or find_spec("numba"):
        return ""
    return (
        f"{n_rows * n_columns:,} pairs are scanned by plain numpy. The same answer comes many times sooner with "
        "compiled loops, which the extra 'fast' brings (numba)"
    )


def compiles_first(n_rows: int, n_columns: int) -> str:
    """Return what a run for a pool of this size waits for before it scans; empty if nothing has to be compiled."""
    if n_rows * n_columns < SMALLEST or not find_spec("numba"):
        return ""
    from matchmaker.kernel.loops.best import best_of_rows
    from solvers.fast.loops.jit import kept

    return "" if kept(best_of_rows) else "the loops for large pools are compiled first: about a minute, once"


def compiled(scores: Scores) -> Compiled | None:
    """Return a faster source of the same scores; None for a small pool, without numba, or if it cannot be exact."""
    if scores.n_rows * scores.n_columns < SMALLEST or find_spec("numba") is None:
        return None
    from matchmaker.kernel.plan import plan_of
    from matchmaker.kernel.source import Compiled

    built = plan_of(scores)
    return built and Compiled(scores, built)


__all__ = ["SMALLEST", "compiled", "compiles_first", "slow_without"]
