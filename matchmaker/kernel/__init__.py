"""The compiled kernel: the shapes of a large pool fused into one scan, equal to the reference to the last digit.

``encode`` and ``bans`` turn shapes into instructions, ``plan`` puts them in order, ``loops`` runs them, ``source``
answers. It knows shapes, not criteria or rules; numba comes with the extra ``fast``.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matchmaker.kernel.source import Compiled
    from matchmaker.scores import Scores

SMALLEST = 4_000_000
"""Pools of fewer pairs are scanned by the reference, before numba would have been imported."""


def compiled(scores: Scores) -> Compiled | None:
    """Return a faster source of the same scores; None for a small pool, without numba, or if it cannot be exact."""
    if scores.n_rows * scores.n_columns < SMALLEST or find_spec("numba") is None:
        return None
    from matchmaker.kernel.plan import plan_of
    from matchmaker.kernel.source import Compiled

    built = plan_of(scores)
    return built and Compiled(scores, built)


__all__ = ["SMALLEST", "compiled"]
