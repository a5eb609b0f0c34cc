"""The fairest answers to the published instances: the known worst off and total, certified by our own checker."""

from __future__ import annotations

import os

import pytest
from instances import VARIABLE, read_instances

from solvers import check_certificate, solve

KNOWN = {"aamas2016": (100, 94_925), "preflib1": (75, 12_425)}
"""The sum of the worst-off item, and the best total that keeps it, in hundredths."""

with_data = pytest.mark.skipif(
    not os.environ.get(VARIABLE), reason=f"{VARIABLE} is not set: it names the folder with the published instances"
)


@with_data
@pytest.mark.parametrize("name", KNOWN)
def test_the_known_worst_off_and_total_are_reached_and_proven(name: str) -> None:
    """A score of 0 is a ban there."""
    (problem,) = [instance.without_zeros for instance in read_instances() if instance.name == name]
    result = solve(problem, "fairest")
    assert (result.worst_off, result.score) == KNOWN[name]
    assert (result.rows_filled, result.status) == (problem.n_rows, "OPTIMAL")
    assert result.certificate is not None
    findings = check_certificate(problem, result.certificate)
    assert (findings.breaches, findings.worst_off_bound, findings.score_bound) == ((), *KNOWN[name])
