"""Certificates that come from anywhere: parts of no kind to be weighed, and the objective by its name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_certificate import FEWER, PROBLEM, array, choosing, proof

from solvers import AssignmentProblem, Findings, Objective, check_certificate
from solvers.problem import WEIGHED

NOT_OF_A_KIND: dict[str, dict[str, object]] = {
    "pairs and cuts must be flat arrays of integers": {"rows": [0.0], "columns": None, "floors_cut": array([1])},
    "prices must be a flat array of integers": {"column_prices": [1, 2]},
    "score must be an integer": {"score": 24.0},
    "bonus must be an integer": {"bonus": np.int64(1)},
    "the objective must be one of most_people, best_score, fairest, leximin": {"objective": "most"},
}


@pytest.mark.parametrize(
    ("message", "field", "value"),
    [(message, field, value) for message, fields in NOT_OF_A_KIND.items() for field, value in fields.items()],
)
def test_what_is_of_no_kind_to_be_weighed_is_a_breach(message: str, field: str, value: object) -> None:
    assert check_certificate(PROBLEM, replace(proof(), **{field: value})) == Findings((message,), 0, None, 0, 0, None)


@pytest.mark.parametrize("objective", WEIGHED)
def test_an_objective_may_be_called_by_its_name(objective: Objective) -> None:
    fewer = choosing(FEWER, objective=objective.value)
    assert check_certificate(PROBLEM, fewer) == check_certificate(PROBLEM, replace(fewer, objective=objective))


def test_what_is_no_certificate_is_told() -> None:
    problem = AssignmentProblem([0], [0], [1], [1], [1])
    for given in (None, "x", 3):
        assert check_certificate(problem, given).breaches == ("it is no Certificate",)  # type: ignore[arg-type]
