"""Every column's first place before any column's second: what is chosen, what proves it, and what does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from mutant_solvers import rebuilt
from test_certificate import array

from solvers import AssignmentProblem, Findings, Objective, check_certificate, solve
from solvers.problem import WEIGHED

# Columns 0 and 1 should fill two places each, and only rows 0 and 1 can be there; rows 2 and 3 can be with columns 2
# and 3. Everybody likes the even column best.
SPREAD = AssignmentProblem(
    rows=[0, 0, 1, 1, 2, 2, 3, 3],
    columns=[0, 1, 0, 1, 2, 3, 2, 3],
    scores=[9, 1, 9, 1, 9, 1, 9, 1],
    row_capacity=[1, 1, 1, 1],
    column_capacity=[2, 2, 2, 2],
    column_floor=[2, 2, 0, 0],
    spread=True,
)


@pytest.mark.parametrize("objective", WEIGHED)
def test_every_column_gets_its_first_place_before_any_its_second(objective: Objective) -> None:
    """Where the floors of two columns cannot both be met, too; without ``spread`` columns 0 and 2 take all."""
    found = solve(SPREAD, objective.value)
    assert (sorted(found.columns.tolist()), found.score) == ([0, 1, 2, 3], 20)
    assert found.certificate is not None
    assert check_certificate(SPREAD, found.certificate) == Findings((), 2, 4, 4, 4, 20)
    alone = solve(rebuilt(SPREAD, spread=False), objective.value)
    assert (sorted(alone.columns.tolist()), alone.score, alone.columns_filled) == ([0, 0, 2, 2], 36, 2)


@pytest.mark.parametrize("objective", WEIGHED)
@pytest.mark.parametrize("column", [0, 2])
def test_a_second_place_before_a_first_is_never_proven(objective: Objective, column: int) -> None:
    """With the cuts and prices of the best, or those of an answer without ``spread``."""
    for one in (SPREAD, rebuilt(SPREAD, spread=False)):
        best_of = solve(one, objective.value).certificate
        assert best_of is not None
        columns = np.where(array(0, 0, 1, 1) == column // 2, column, array(0, 1, 2, 3))
        score = int(SPREAD.scores[SPREAD.positions(array(0, 1, 2, 3), columns)].sum())
        worse = replace(best_of, rows=array(0, 1, 2, 3), columns=columns, columns_filled=3, score=score)
        findings = check_certificate(SPREAD, worse)
        assert (findings.breaches, findings.score_bound) == ((), None)
        assert findings.columns_bound is not None
        assert findings.columns_bound >= 4


def test_a_floor_goes_before_a_first_place() -> None:
    """Column 0 should fill two places, and the two rows are all there are: column 1 stays without, as is proven."""
    problem = AssignmentProblem(
        [0, 0, 1, 1], [0, 1, 0, 1], [1, 9, 1, 9], [1, 1], [2, 1], column_floor=[2, 0], spread=True
    )
    certificate = solve(problem, "best_score").certificate
    assert certificate is not None
    assert certificate.columns.tolist() == [0, 0]
    assert check_certificate(problem, certificate) == Findings((), 2, 1, 2, 2, 2)


@pytest.mark.parametrize("field", ["floored_cut", "columns_cut"])
def test_no_cut_makes_columns_without_a_place_look_like_the_most(field: str) -> None:
    certificate = solve(SPREAD).certificate
    assert certificate is not None
    columns = array(0, 1, 2, 2)
    worse = replace(certificate, columns=columns, columns_filled=3, score=28)
    for mask in range(16):
        findings = check_certificate(
            SPREAD, replace(worse, **{field: np.flatnonzero([mask >> at & 1 for at in range(4)])})
        )
        assert (findings.breaches, findings.score_bound) == ((), None)
        assert findings.columns_bound is not None
        assert findings.columns_bound >= 4
