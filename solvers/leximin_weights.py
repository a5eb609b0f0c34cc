"""Leximin as one weighted sum: what each pair is worth once it is known which values an answer's rows have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solvers.leximin_proof import Choices, class_costs, row_values
from solvers.problem import AssignmentProblem, BoolArray
from solvers.remainder import Remainder


def weighed(problem: AssignmentProblem, remainder: Remainder, taken: BoolArray) -> Remainder:
    """Return the remainder with pairs worth what they save their row, by the class costs of what is taken.

    A choice of pairs is worth most exactly if it is leximin, provided that what is taken is; and no less otherwise.
    """
    choices = Choices.of(problem)
    chosen = np.union1d(np.flatnonzero(problem.pinned), remainder.pairs[taken])
    values = row_values(problem, problem.rows[chosen], problem.columns[chosen])
    costs = class_costs(values[choices.most > 0])
    with_it = np.maximum(choices.without, 0)[remainder.rows] + remainder.scores
    saved = costs.of(choices.without)[remainder.rows] - costs.of(with_it)
    return replace(remainder, scores=saved, row_units=np.ones(remainder.n_rows, object))
