"""What a certificate claims, read and added up again: its parts, its pairs, its totals. Imports no solver."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from solvers.arrays import order_fits
from solvers.problem import AssignmentProblem, IntArray, Objective
from solvers.proof.fairness import wants_one_each, wrong_kinds
from solvers.proof.limit_bounds import unreadable_prices

if TYPE_CHECKING:
    from solvers.proof.certificate import Certificate


def unreadable(problem: AssignmentProblem, certificate: Certificate) -> list[str]:
    """Return what keeps the certificate from being weighed at all."""
    cuts = {name: getattr(certificate, f"{name}_cut") for name in ("floors", "floored", "columns", "rows", "places")}
    if breaches := _wrong_kinds(certificate, cuts):
        return breaches
    if len(certificate.rows) != len(certificate.columns):
        breaches.append("the chosen pairs have more rows than columns, or fewer")
    if len(certificate.column_prices) != problem.n_columns:
        breaches.append(f"{problem.n_columns} column prices are needed, not {len(certificate.column_prices)}")
    # Every product formed below must fit into 64 bits; their sums are formed in longer numbers.
    largest = (1 << 58) // (int(problem.column_degree.max(initial=0)) + 4)
    breaches += unreadable_prices(problem, certificate.limit_prices, certificate.scale, largest)
    if breaches:
        return breaches
    if not 0 <= certificate.bonus * certificate.scale <= largest:
        breaches.append(f"the bonus {certificate.bonus} is out of range")
    if certificate.units != problem.level_units:
        breaches.append("the units are not those of the priorities")
    long = certificate.objective == Objective.LEXIMIN  # weighed in Python's own integers, whatever their length
    if not long and max(map(abs, certificate.column_prices.tolist()), default=0) > largest * problem.level_units[0]:
        breaches.append("a column price is out of range")
    for name, cut in cuts.items():
        if len(cut) and (cut.min() < 0 or cut.max() >= problem.n_columns or np.bincount(cut).max() > 1):
            breaches.append(f"the {name} cut is not a set of columns")
    if certificate.objective == Objective.FAIREST:
        return breaches or wrong_kinds(problem, certificate.fairness, certificate.column_prices)
    return breaches + ["only the fairest answer has a proof of fairness"] * (certificate.fairness is not None)


def unlisted(problem: AssignmentProblem, certificate: Certificate, has_source: bool) -> list[str]:
    """Return why a certificate cannot be weighed where not all legal pairs are listed, or a source has them."""
    if has_source and problem.limits:
        return ["where there are limits all legal pairs have to be listed"]
    if problem.all_listed:
        return []
    if not has_source:
        return ["not all legal pairs are listed, and no source has them"]
    if certificate.objective == Objective.LEXIMIN:
        return ["of leximin all legal pairs have to be listed"]
    if certificate.objective == Objective.FAIREST and not wants_one_each(problem):
        return ["where a row wants several places all legal pairs have to be listed"]
    if len(problem.level_units) > 1 and not order_fits(problem.n_columns, problem.highest):
        return ["the scores are too large to be put in order with several priorities"]
    return []


def _wrong_kinds(certificate: Certificate, cuts: Mapping[str, IntArray]) -> list[str]:
    """Return which parts are not even of the right kind; whoever hands them in may have them from anywhere."""
    totals = ("floor_places", "columns_filled", "rows_filled", "places_filled", "score", "bonus")
    wrong = [f"{name} must be an integer" for name in totals if type(getattr(certificate, name)) is not int]
    if certificate.objective not in set(Objective):
        wrong.append(f"the objective must be one of {', '.join(Objective)}")
    lists = (certificate.rows, certificate.columns, *cuts.values())
    if not all(isinstance(one, np.ndarray) and one.ndim == 1 and one.dtype.kind == "i" for one in lists):
        wrong.append("pairs and cuts must be flat arrays of integers")
    price = certificate.column_prices
    if not (isinstance(price, np.ndarray) and price.ndim == 1 and all(type(one) is int for one in price.tolist())):
        wrong.append("prices must be a flat array of integers")
    return wrong


def wrong_pairs(problem: AssignmentProblem, certificate: Certificate, positions: IntArray) -> list[str]:
    """Return what is wrong with the chosen pairs themselves."""
    unknown = np.flatnonzero(positions < 0)
    breaches = [f"the pair ({certificate.rows[at]}, {certificate.columns[at]}) is not legal" for at in unknown]
    if breaches:
        return breaches
    missing = problem.pinned.copy()
    missing[positions] = False
    if len(np.unique(positions)) != len(positions):
        breaches.append("a pair is chosen twice")
    row_load = np.bincount(certificate.rows, minlength=problem.n_rows)
    column_load = np.bincount(certificate.columns, minlength=problem.n_columns)
    over_rows = np.flatnonzero(row_load > problem.row_capacity)
    over_columns = np.flatnonzero(column_load > problem.column_capacity)
    breaches += [f"row {row} has more places than its capacity" for row in over_rows]
    breaches += [f"column {column} has more places than its capacity" for column in over_columns]
    for at in np.flatnonzero(missing):
        breaches.append(f"the pinned pair ({problem.rows[at]}, {problem.columns[at]}) is missing")
    chosen = np.isin(np.arange(len(problem.rows)), positions)
    return breaches + [f"limit {at} is not kept" for at in problem.limit_terms.broken(chosen)]


def wrong_totals(problem: AssignmentProblem, certificate: Certificate, positions: IntArray) -> list[str]:
    """Return which totals are not what the pairs add up to."""
    inside = positions >= 0
    column_load = np.bincount(certificate.columns[inside], minlength=problem.n_columns)
    so = {
        "floor places": (certificate.floor_places, int(np.minimum(column_load, problem.column_floor).sum())),
        "columns filled": (certificate.columns_filled, len(np.unique(certificate.columns))),
        "rows filled": (certificate.rows_filled, len(np.unique(certificate.rows))),
        "places filled": (certificate.places_filled, len(certificate.rows)),
        "score": (certificate.score, int(problem.scores[positions[inside]].sum())),
    }
    return [
        f"{name}: {claimed} is claimed, it adds up to {added}"
        for name, (claimed, added) in so.items()
        if claimed != added
    ]
