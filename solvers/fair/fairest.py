"""The fairest strategy: the worst off as well off as possible, then the best total score that keeps it.

First as many rows as possible get a place: who gets nothing is worst off of all, so this is max–min taken at its word;
only, where not all can have one, it would say nothing more, and so the threshold is for those who do. Then the least
sum of scores that any of them gets is as high as possible. Then the score is the best that keeps both. A row's sum
counts its pins; a row that can get nothing beyond its pins is settled, and does not hold the others down.

Max–min fairness is Rawls's (1971); for indivisible places see Bansal & Sviridenko, *The Santa Claus problem* (2006),
and Stelmakh, Shah & Singh, *PeerReview4All* (2021). Where each row wants one place more at most, all of it is flows,
exact at any size. Otherwise it is NP-hard: whether what is found then is *proven* best, the certificate says.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solvers.answer import Author, result_of
from solvers.errors import EngineError
from solvers.fair.flow import one_place_each
from solvers.fair.lifting import Fair, face
from solvers.fair.sums import several_places
from solvers.prices import certificate_of, row_prices
from solvers.problem import AssignmentProblem, Objective, Wholes
from solvers.proof.certificate import Certificate
from solvers.proof.fairness import Fairness, Left, worst_off
from solvers.remainder import Remainder
from solvers.result import Result, Status, Termination
from solvers.source import ScoreSource
from solvers.stop import Stop

_AUTHOR = Author("fairest", "fairest", Objective.FAIREST, proves=True)


def fairest(problem: AssignmentProblem, stop: Stop) -> Result:
    """Return the fairest answer: OPTIMAL where that is proven, else FEASIBLE with the bounds that are."""
    left, whole = Left.of(problem), Remainder.of(problem, Objective.FAIREST)
    found = (several_places if left.several else one_place_each)(left, whole, stop)
    taken = np.isin(whole.pairs, found.pairs)
    lowest = worst_off(problem, *whole.with_pins(problem, taken))
    left_over = row_prices(face(left, whole, lowest, found.scale), found.column_prices)
    certificate = certificate_of(problem, Objective.FAIREST, whole, taken, found.column_prices)
    result = fair_result(problem, certificate, found, left_over)
    if not left.several:
        make_sure(result)
    return result


def fair_result(
    problem: AssignmentProblem,
    certificate: Certificate,
    found: Fair,
    left_over: Wholes,
    source: ScoreSource | None = None,
) -> Result:
    """Return the result of pairs that are certified but for their fairness, once the checker accepts that, too."""
    lowest = worst_off(problem, certificate.rows, certificate.columns)
    proof = Fairness(lowest, found.highest, found.above_prices, found.scale)
    whole = replace(certificate, fairness=proof)
    return result_of(problem, _AUTHOR, whole, left_over, found.termination, source=source)


def make_sure(result: Result) -> None:
    """Make sure that an answer is proven best, unless it was stopped.

    Raises
    ------
    EngineError
        If it is not: a bug, never silently a success.
    """
    if result.termination is Termination.COMPLETED and result.status is not Status.OPTIMAL:
        raise EngineError(f"fairest gave an answer that its certificate does not prove best: gap {result.gap}")
