"""Leximin as one weighted sum: what each pair is worth once it is known which values an answer's rows have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solvers.fairness import Left
from solvers.leximin_proof import class_costs, row_values, values_without
from solvers.problem import AssignmentProblem, BoolArray
from solvers.remainder import Remainder


def weighed(problem: AssignmentProblem, remainder: Remainder, taken: BoolArray) -> Remainder:
    """Return the remainder with pairs worth what they save their row, by the class costs of what is taken.

    If that is leximin, so are just the choices that are worth most.
    """
    left = Left.of(problem)
    values = row_values(problem, *remainder.with_pins(problem, taken))
    costs = class_costs(values[left.wanted > 0])
    without = costs.of(values_without(left))
    saved = without[remainder.rows] - costs.of(left.have[remainder.rows] + remainder.scores)
    return replace(remainder, scores=saved, row_units=np.ones(remainder.n_rows, object))
