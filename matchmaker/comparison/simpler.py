"""A problem without what a strategy does not support, so that every strategy can be compared on every pool."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from solvers.problem import AssignmentProblem


def simpler(problem: AssignmentProblem, lacking: Iterable[str]) -> AssignmentProblem:
    """Return the problem with these of its ``FEATURES`` set aside: no floors, no limits, one priority for all.

    Nor is there ``spread``, and a pin is only a legal pair.
    """
    aside = frozenset(lacking)
    if not aside:  # as mostly: to make it anew is to check and sort it anew
        return problem
    return replace(
        problem,
        column_floor=np.zeros(problem.n_columns, np.int64) if "floors" in aside else problem.column_floor,
        row_priority=np.ones(problem.n_rows, np.int64) if "priorities" in aside else problem.row_priority,
        spread=problem.spread and "spread" not in aside,
        pinned=np.zeros(len(problem.rows), np.bool_) if "pins" in aside else problem.pinned,
        limits=() if "limits" in aside else problem.limits,
    )
