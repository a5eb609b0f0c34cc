"""The independent checker: pairs, cuts and prices in, what they prove out. Imports no solver and no prices.

Weak duality (Bertsekas, *Linear Network Optimization*, 1991): every set of columns bounds a count from above, and
every vector of column prices bounds the score from above. A certificate holds the cuts and prices at which the
bounds meet what was found; anybody can add them up in integers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from solvers.arrays import long_sum
from solvers.pairs import Pairs
from solvers.problem import AssignmentProblem, BoolArray, ColumnCounts, IntArray, Objective, Wholes
from solvers.proof.claims import unlisted, unreadable, wrong_pairs, wrong_totals
from solvers.proof.fairness import Fairness, Left, fairest_score, worst_off, wrong_claims
from solvers.proof.leximin import is_leximin
from solvers.proof.limit_bounds import bounded_together, most_people
from solvers.proof.scanned import AllPairs, Scanned, earned
from solvers.proof.walked import Walked
from solvers.source import ScoreSource


@dataclass(frozen=True, eq=False)
class Certificate:
    """Chosen pairs with what proves them: five claimed totals, five cuts, one price per column.

    A cut is a set of columns. A price may have either sign; prices are in units of score, with ``bonus`` the worth
    of one counted place. With several priorities they are in units of the last one's score, and ``units`` is what a
    point counts in each, as ``AssignmentProblem.level_units`` has it. Where there are limits, each has a price, too, 0
    at least, for every unit of it; and all prices are in parts of a point, ``scale`` of them to one. For
    ``Objective.FAIREST`` they are in units of ``fairness.scale`` to a point, among answers whose worst-off row is
    lifted as high. For ``Objective.LEXIMIN`` they are in units of ``proof.leximin.class_costs``.
    """

    objective: Objective
    rows: IntArray
    columns: IntArray
    floor_places: int
    columns_filled: int
    rows_filled: int
    places_filled: int
    score: int
    floors_cut: IntArray
    floored_cut: IntArray
    columns_cut: IntArray
    rows_cut: IntArray
    places_cut: IntArray
    bonus: int
    column_prices: Wholes
    limit_prices: IntArray = field(default_factory=lambda: np.zeros(0, np.int64))
    scale: int = 1
    fairness: Fairness | None = None
    units: tuple[int, ...] = (1,)


@dataclass(frozen=True)
class Findings:
    """What a certificate proves. ``breaches`` is empty when every claim in it is so.

    The count bounds always hold, but for ``columns_bound``: it holds among answers with the most floor places, and is
    None as long as these are not proven. ``score_bound`` holds among answers with the best counts, and is None as long
    as a count that comes before the score is not proven best. With several priorities the counts that are best in
    their order may stay below their bounds; ``score_bound`` is then the score if the whole is proven best in that
    order, and else None. ``worst_off_bound``, for the fairest, holds among answers with the most rows, and is None as
    long as these are not proven.
    """

    breaches: tuple[str, ...]
    floor_bound: int
    columns_bound: int | None
    rows_bound: int
    places_bound: int
    score_bound: int | None
    worst_off_bound: int | None = None

    def gap(self, score: int) -> int | None:
        """Return the distance of ``score`` from the bound: 0 is proven best, None while counts are unproven."""
        return None if self.score_bound is None else self.score_bound - score


def check_certificate(
    problem: AssignmentProblem, certificate: Certificate, source: ScoreSource | Walked | None = None
) -> Findings:
    """Check every claim of ``certificate`` and work out the bounds it proves, in integers.

    Where the problem lists only some of the legal pairs, the chosen and pinned ones at least, ``source`` has them all,
    or is what a walk over them has seen. LEXIMIN needs them listed, and FAIREST where a row wants several places.
    """
    given: object = certificate  # whoever hands it in may have it from anywhere
    breaches = unreadable(problem, certificate) if isinstance(given, Certificate) else ["it is no Certificate"]
    breaches = breaches or unlisted(problem, certificate, source is not None)
    if breaches:
        return Findings(tuple(breaches), 0, None, 0, 0, None)
    left = _Left.of(problem)
    pairs: AllPairs = _Listed(problem, left)
    if source is not None:
        pairs = source if isinstance(source, Walked) else Scanned(problem, source)
    floored_bound, floor_bound, firsts_bound = _column_bounds(pairs, left, certificate)
    columns_bound = floored_bound + firsts_bound - floor_bound if certificate.floor_places == floor_bound else None
    rows_bound = left.rows_met + pairs.filled(certificate.rows_cut, left.first, left.offered)
    places_bound = left.places_met + pairs.filled(certificate.places_cut, left.wanted, left.offered)
    positions = problem.positions(certificate.rows, certificate.columns)
    breaches = wrong_pairs(problem, certificate, positions) + wrong_totals(problem, certificate, positions)
    breaches += pairs.breaches(certificate)
    counts = floor_bound, columns_bound, rows_bound, places_bound
    if certificate.objective == Objective.FAIREST:
        return _fairest(problem, pairs, certificate, breaches, counts)
    if certificate.objective == Objective.LEXIMIN:
        return _leximin(problem, certificate, breaches, counts)
    return _weighed(problem, pairs, left, certificate, breaches, floored_bound + firsts_bound, counts)


def _weighed(
    problem: AssignmentProblem,
    pairs: AllPairs,
    left: _Left,
    certificate: Certificate,
    breaches: list[str],
    spread_bound: int,
    counts: tuple[int, int | None, int, int],
) -> Findings:
    """Bound a weighed sum by the prices; ``spread_bound`` is the most that the counts of ``spread`` can be together."""
    floor_bound, columns_bound, rows_bound, places_bound = counts
    spread, counts_people = problem.spread, certificate.objective == Objective.MOST_PEOPLE
    claims = [certificate.floor_places] + spread * [certificate.columns_filled + certificate.floor_places]
    claims += counts_people * [certificate.rows_filled, certificate.places_filled]
    bounds = [floor_bound] + spread * [spread_bound] + counts_people * [rows_bound, places_bound]
    met = sum(left.columns_met) if spread else left.columns_met[1]
    met += counts_people * (left.rows_met + left.places_met)
    score_bound = None
    if not breaches and len(problem.level_units) > 1:
        if not problem.limits and _best_in_order(problem, pairs, left, certificate, counts_people):
            score_bound = certificate.score
    elif not breaches and (problem.limits or claims == bounds):
        bonus = certificate.bonus
        most = left.score_met + bonus * met + _price_bound(problem, pairs, left, certificate, counts_people)
        if problem.limits and counts_people:
            wanted = np.minimum(problem.row_capacity, problem.row_degree)
            rows_bound, places_bound = most_people(most, bonus, rows_bound, places_bound, wanted)
        if not problem.limits or bounded_together(most, bonus, claims, bounds, counts_people) == claims:
            score_bound = most - bonus * sum(claims)
    return Findings(tuple(breaches), floor_bound, columns_bound, rows_bound, places_bound, score_bound)


def _fairest(
    problem: AssignmentProblem,
    pairs: AllPairs,
    certificate: Certificate,
    breaches: list[str],
    counts: tuple[int, int | None, int, int],
) -> Findings:
    """Check what is claimed of fairness, and bound the score among the fairest."""
    proof, pinned = certificate.fairness, problem.rows[problem.pinned]
    assert proof is not None  # else the certificate is unreadable
    to_fill = certificate.rows_filled - len(np.unique(pinned))
    chosen, most = (certificate.rows, certificate.columns), pairs.most_lifted
    found = breaches or wrong_claims(problem, proof, *chosen, to_fill, most)
    if found or certificate.rows_filled != counts[2]:
        return Findings(tuple(found), *counts, None)
    score = None
    if proof.worst_off == proof.worst_off_bound:
        score = fairest_score(problem, proof, certificate.column_prices, to_fill, most)
    return Findings((), *counts, score, proof.worst_off_bound)


def _leximin(
    problem: AssignmentProblem, certificate: Certificate, breaches: list[str], counts: tuple[int, int | None, int, int]
) -> Findings:
    """Bound score and worst off by what they are, if the prices prove that: all leximin answers share them."""
    pairs = certificate.rows, certificate.columns
    if breaches or not is_leximin(problem, *pairs, certificate.column_prices):
        return Findings(tuple(breaches), *counts, None)
    return Findings((), *counts, certificate.score, worst_off(problem, *pairs))


def _column_bounds(pairs: AllPairs, left: _Left, certificate: Certificate) -> Iterator[int]:
    """Go through the most that ``ColumnCounts`` can be, each by its cut."""
    cuts = ColumnCounts(certificate.floored_cut, certificate.floors_cut, certificate.columns_cut)
    for met, cut, offered in zip(left.columns_met, cuts, left.counts, strict=True):
        yield met + pairs.filled(cut, left.wanted, offered)


def count_bound(rows: IntArray, columns: IntArray, cut: IntArray, wanted: IntArray, offered: IntArray) -> int:
    """Return Σ_cut offered + Σ_rows min(wanted, pairs outside the cut): no choice of pairs fills more (Kőnig 1931)."""
    outside = offered > 0
    outside[cut] = False
    reachable = np.bincount(rows[outside[columns]], minlength=len(wanted))
    return int(offered[cut].sum() + np.minimum(wanted, reachable).sum())


@dataclass(frozen=True, eq=False)
class _Left:
    """What the pins leave to decide, and what they already meet."""

    free: BoolArray
    wanted: IntArray
    offered: IntArray
    counts: ColumnCounts
    counted: tuple[IntArray, ...]
    first: IntArray
    columns_met: tuple[int, ...]
    rows_met: int
    places_met: int
    score_met: int

    @classmethod
    def of(cls, problem: AssignmentProblem) -> _Left:
        pinned = problem.pinned
        of_row, of_column = problem.row_pins, problem.column_pins
        wanted = np.minimum(problem.row_capacity, problem.row_degree) - of_row
        offered = np.minimum(problem.column_capacity, problem.column_degree) - of_column
        counts = ColumnCounts(*(np.clip(most - of_column, 0, offered) for most in problem.column_counts))
        return cls(
            free=problem.undecided,
            wanted=wanted,
            offered=offered,
            counts=counts,
            counted=counts if problem.spread else (counts.floor,),
            first=np.where(of_row == 0, np.minimum(wanted, 1), 0),
            columns_met=tuple(int(np.minimum(of_column, most).sum()) for most in problem.column_counts),
            rows_met=int((of_row > 0).sum()),
            places_met=int(pinned.sum()),
            score_met=int(problem.scores[pinned].sum()),
        )


@dataclass(frozen=True, eq=False)
class _Listed:
    """All legal pairs but the pinned ones, as the problem lists them."""

    problem: AssignmentProblem
    left: _Left

    def breaches(self, certificate: Certificate) -> list[str]:
        """Return nothing: that the chosen pairs are among those listed is asked of every certificate."""
        return []

    def filled(self, cut: IntArray, wanted: IntArray, offered: IntArray) -> int:
        """Return how many places can be filled, the columns of the cut filling all of theirs."""
        rows, columns = self.problem.rows[self.left.free], self.problem.columns[self.left.free]
        return count_bound(rows, columns, cut, wanted, offered)

    def surplus(self, certificate: Certificate, counted: int, wanted: IntArray, first: IntArray) -> int:
        """Return the sum of every row's best few surpluses, the first of them with the bonus of a first place.

        Where there are limits, all counts ``scale`` times, and pairs are charged for what they use of them.
        """
        problem = self.problem
        charged = problem.limit_terms.charges(certificate.limit_prices, len(problem.rows))
        pairs = Pairs(problem.rows, problem.columns, problem.scores * certificate.scale - charged)
        return earned(problem, certificate.column_prices, pairs.only(self.left.free), counted, wanted, first)

    def most_lifted(self, threshold: int, scale: int, prices: Wholes, to_fill: int) -> int | None:
        """Return what no answer's score can exceed, ``scale`` times, if all its rows are lifted to ``threshold``."""
        return Left.of(self.problem).most_lifted(threshold, scale, prices, to_fill)


def _price_bound(
    problem: AssignmentProblem, pairs: AllPairs, left: _Left, certificate: Certificate, counts_people: bool
) -> int:
    """Return the most that score + bonus · counts can be, by the certificate's prices.

    A column earns the best of its corners (no place, its floor, its capacity; for ``spread`` one place, too); a row
    takes its best few surpluses. Both count what the row's priority makes of it.
    """
    price, bonus = certificate.column_prices, certificate.bonus * certificate.scale
    columns, each = np.zeros_like(price), bonus * problem.level_units[0]
    for load in (*left.counted, left.offered):
        reached = sum(np.minimum(load, most) for most in left.counted).astype(problem.row_units.dtype)
        columns = np.maximum(columns, load * price + reached * each)
    worth = long_sum(columns) + pairs.surplus(certificate, counts_people * bonus, left.wanted, left.first)
    allowed = problem.limit_terms.after(problem.pinned).at_prices(certificate.limit_prices)
    return (worth + allowed) // certificate.scale


def _best_in_order(
    problem: AssignmentProblem, pairs: AllPairs, left: _Left, certificate: Certificate, counts_people: bool
) -> bool:
    """Whether the pairs reach what the prices allow, each priority outweighing all that comes after it.

    The counts of one priority share a bonus, as they can be at their most together (Mendelsohn & Dulmage 1958).
    """
    chosen = np.zeros(len(problem.rows), np.bool_)
    chosen[problem.positions(certificate.rows, certificate.columns)] = True
    chosen &= left.free
    rows, columns = problem.rows[chosen], problem.columns[chosen]
    counted = counts_people * problem.bonus
    filled = np.minimum(left.first, np.bincount(rows, minlength=problem.n_rows))
    load = np.bincount(columns, minlength=problem.n_columns)
    reached = sum(int(np.minimum(most, load).sum()) for most in left.counted)
    weighed = ((problem.scores[chosen] + counted) * problem.row_units[rows]).sum()
    weighed += (counted * filled * problem.row_units).sum()
    weighed += problem.bonus * problem.level_units[0] * reached
    return certificate.bonus == problem.bonus and weighed == _price_bound(
        problem, pairs, left, certificate, counts_people
    )
