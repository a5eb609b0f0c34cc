"""Leximin as one weighted sum: what each pair is worth once it is known which values an answer's rows have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solvers.problem import AssignmentProblem, BoolArray
from solvers.proof.fairness import Left
from solvers.proof.leximin import EMPTY, class_costs, row_values, values_without
from solvers.remainder import Remainder


def weighed(problem: AssignmentProblem, remainder: Remainder, taken: BoolArray) -> Remainder:
    """Return the remainder with pairs worth what they save their row, by the class costs of what is taken.

    If that is leximin, so are just the choices that are worth most.
    """
    left = Left.of(problem)
    values = row_values(problem, *remainder.with_pins(problem, taken))
    costs = class_costs(values[left.wanted > 0])
    without, with_it = values_without(left)[remainder.rows], left.have[remainder.rows] + remainder.scores
    base = int(with_it.max(initial=0)) + 1
    gains, alike = np.unique((without - EMPTY) * base + with_it, return_inverse=True)  # long numbers, each held once
    saved = (costs.of(gains // base + EMPTY) - costs.of(gains % base))[alike]
    return replace(remainder, scores=saved, row_units=np.ones(remainder.n_rows, object))
