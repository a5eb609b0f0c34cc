"""Prices: prove or refute any pairs, whoever made them, and write the certificate.

The engines do not hand their dual values out, so prices are found from the pairs alone: the least column prices
under which every row has what it likes best. If the columns are content with those prices too, the pairs are
optimal; if not, they are not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solvers.arrays import least, ranked_few
from solvers.bounds import modest_prices
from solvers.checked import integers
from solvers.cuts import Cut, tight_cut
from solvers.errors import ProblemError, UnsupportedError
from solvers.leximin.weights import weighed
from solvers.problem import AssignmentProblem, BoolArray, IntArray, Integers, Objective, Wholes
from solvers.proof.certificate import Certificate
from solvers.remainder import Remainder, pins_fit


@dataclass(frozen=True, eq=False)
class Prices:
    """Dual prices of a choice of pairs, in units of score; counted places are worth ``AssignmentProblem.bonus``.

    ``column_prices[j]``, where it is not negative, is what one more place with column j is worth (not counting, where
    it has none, what ``spread`` makes of a first). ``row_prices[i]`` is the least that any of row i's places leaves it
    at those prices, 0 where it has fewer than it asks for: a pair worth more than its two prices together would have
    to be chosen. ``row_duals`` leave the bonus of a first place out, and are negative where that bonus pays for the
    place. With several priorities all are in units of the last, Python's own integers. All that holds if ``proven``;
    otherwise the pairs are not optimal, but for limits perhaps: then ``limit_prices``, if there are any, bound all that
    keep the limits, and everything is in parts of a point, ``scale`` of them to one.
    """

    row_prices: Wholes
    column_prices: Wholes
    row_duals: Wholes
    proven: bool
    limit_prices: IntArray | None = None
    scale: int = 1


def prices(
    problem: AssignmentProblem, rows: Integers, columns: Integers, objective: Objective | str = Objective.MOST_PEOPLE
) -> Prices:
    """Prove or refute that the given pairs are optimal for ``objective``.

    Least prices are the same for every optimal answer and every engine.

    Raises
    ------
    ProblemError
        If the pairs are not legal, miss a pin or break a capacity: then there is nothing to prove.
    UnsupportedError
        For an objective that is no weighted sum; prices alone do not prove it.
    """
    return searched_prices(*remaining(problem, rows, columns, Objective(objective)))


def certify(
    problem: AssignmentProblem, rows: Integers, columns: Integers, objective: Objective | str = Objective.MOST_PEOPLE
) -> Certificate:
    """Return the certificate of the given pairs: proving them if they are optimal, bounding them if not.

    Raises
    ------
    ProblemError
        As ``prices`` does.
    """
    remainder, taken = remaining(problem, rows, columns, Objective(objective))
    found = searched_prices(remainder, taken)
    return certificate_of(problem, Objective(objective), remainder, taken, good_prices(remainder, taken, found))


def good_prices(remainder: Remainder, taken: BoolArray, found: Prices) -> Wholes:
    """Return the column prices found, if they prove what was taken or belong to limits; else some that bound it."""
    priced = found.proven or found.limit_prices is not None
    return found.column_prices if priced else modest_prices(remainder, taken, found.column_prices)


def remaining(
    problem: AssignmentProblem, rows: Integers, columns: Integers, objective: Objective
) -> tuple[Remainder, BoolArray]:
    """Return what the pins leave of a problem, and which of its pairs a legal choice takes."""
    if objective is Objective.FAIREST:
        raise UnsupportedError(f"objective {objective.value!r}: only solve(problem, {objective.value!r}) can prove it")
    chosen = chosen_pairs(problem, rows, columns)
    remainder = Remainder.of(problem, objective)
    taken = chosen[remainder.pairs]
    return weighed(problem, remainder, taken) if objective is Objective.LEXIMIN else remainder, taken


def certificate_of(
    problem: AssignmentProblem,
    objective: Objective,
    remainder: Remainder,
    taken: BoolArray,
    column_prices: Wholes,
    limit_prices: IntArray | None = None,
    scale: int = 1,
    cut_of: Cut = tight_cut,
) -> Certificate:
    """Return the certificate of the pinned pairs and those taken of the remainder, with these prices."""
    rows, columns = remainder.with_pins(problem, taken)
    load = np.bincount(columns, minlength=problem.n_columns)
    wanted, offered, counts = remainder.row_capacity, remainder.column_capacity, remainder.column_counts
    return Certificate(
        objective=objective,
        rows=rows,
        columns=columns,
        floor_places=int(np.minimum(load, problem.column_floor).sum()),
        rows_filled=len(np.unique(rows)),
        places_filled=len(rows),
        score=int(problem.scores[problem.positions(rows, columns)].sum()),
        columns_filled=len(np.unique(columns)),
        floors_cut=cut_of(remainder, taken, wanted, counts.floor),
        floored_cut=cut_of(remainder, taken, wanted, counts.floored),
        columns_cut=cut_of(remainder, taken, wanted, counts.firsts),
        rows_cut=cut_of(remainder, taken, remainder.first, offered),
        places_cut=cut_of(remainder, taken, wanted, offered),
        bonus=problem.bonus,
        column_prices=column_prices,
        limit_prices=np.zeros(len(problem.limits), np.int64) if limit_prices is None else limit_prices,
        scale=scale,
        units=problem.level_units,
    )


def chosen_pairs(problem: AssignmentProblem, chosen_rows: Integers, chosen_columns: Integers) -> BoolArray:
    """Return one truth value per legal pair, having made sure that the choice is a legal one.

    Raises
    ------
    ProblemError
        If the pairs are not legal, miss a pin or break a capacity.
    """
    rows = integers("rows", chosen_rows, lowest=None)
    columns = integers("columns", chosen_columns, len(rows), lowest=None)
    positions = problem.positions(rows, columns)
    _refuse(rows, columns, positions < 0, "is not legal")
    times = np.bincount(positions, minlength=len(problem.rows))
    _refuse(problem.rows, problem.columns, times > 1, "stands twice")
    if not pins_fit(problem):
        raise ProblemError("pinned: the pinned pairs break a capacity")
    _refuse(problem.rows, problem.columns, problem.pinned & (times == 0), "is pinned, and missing")
    for side, ends, places in (("row", rows, problem.row_capacity), ("column", columns, problem.column_capacity)):
        over = np.flatnonzero(np.bincount(ends, minlength=len(places)) > places)
        if len(over):
            raise ProblemError(f"{side}s: {side} {over[0]} has more places than its capacity {places[over[0]]}")
    for at in problem.limit_terms.broken(times > 0):
        raise ProblemError(f"limits: entry {at} is not kept")
    return np.asarray(times > 0)


def _refuse(rows: IntArray, columns: IntArray, wrong: BoolArray, fault: str) -> None:
    for row, column in zip(rows[wrong], columns[wrong], strict=True):
        raise ProblemError(f"rows, columns: the pair ({row}, {column}) {fault}")


def searched_prices(remainder: Remainder, taken: BoolArray, start: Wholes | None = None) -> Prices:
    """Return the least prices of a choice of pairs; they prove it if it is optimal.

    ``start``, if it is known, is no price above the least: the nearer, the sooner they are found.
    """
    lowest, room = price_bounds(remainder, taken)
    start = lowest if start is None else np.maximum(lowest, start)
    column_prices, duals, settled = raised_prices(remainder, start, room, taken, ~taken)
    proven = settled and _columns_content(remainder, taken, column_prices)
    return Prices(row_prices(remainder, column_prices), column_prices, duals, proven)


def price_bounds(remainder: Remainder, taken: BoolArray) -> tuple[Wholes, Wholes]:
    """Return how low each column's price can be, and how high each row's, by what each of them has alone.

    A column's is no less than what its last place brings, or a first would. A row that has room would rather have
    nothing than less than nothing (an only place may leave less: the bonus of a first place pays for it).
    """
    row_load, column_load = remainder.loads(taken)
    lowest = -remainder.next_place(np.maximum(column_load - 1, 0))
    full = row_load == remainder.row_capacity
    room = np.where(row_load == 0, -remainder.gains.first, 0)
    return lowest, np.where(full, remainder.beyond, room)


def raised_prices(
    remainder: Remainder, price: Wholes, room: Wholes, held: BoolArray, more: BoolArray
) -> tuple[Wholes, Wholes, bool]:
    """Raise prices until no row would rather have another pair; False if that never ends.

    Longest paths by label correction. No pair of which there can be ``more`` may leave a row more than its worst that
    is ``held`` does (its dual), nor more than its ``room``. Only rows whose dual changed are looked at again. It never
    ends where a column's rise goes back to its own (Cherkassky & Goldberg 1999): the pairs on the way can be improved.
    """
    rows, columns, gains = remainder.rows, remainder.columns, remainder.gains
    again = more_of = np.flatnonzero(more & (remainder.row_capacity[rows] > 0))
    mine, worth = np.flatnonzero(held), gains.pairs[held]
    nowhere = remainder.n_columns
    risen_by = np.full(nowhere + 1, nowhere)  # per column: whose price raised its own last
    asked: Wholes | None = None
    while True:
        left = worth - price[columns[mine]]
        asks = np.minimum(room, least(remainder.n_rows, rows[mine], left, remainder.beyond))
        if asked is not None:
            again = more_of[(asks != asked)[rows[more_of]]]
        asked, risen = asks, price.copy()
        offers = gains.pairs[again] - asks[rows[again]]
        np.maximum.at(risen, columns[again], offers)
        if (risen == price).all():
            return price, np.where(remainder.row_capacity > 0, asks, 0), True
        highest = again[(offers == risen[columns[again]]) & (risen > price)[columns[again]]]
        weakest, sources = mine[left == asks[rows[mine]]], np.full(remainder.n_rows, nowhere)
        sources[rows[weakest]] = columns[weakest]
        risen_by[columns[highest]] = sources[rows[highest]]
        if _goes_round(risen_by):
            return price, asks, False
        price = risen


def _goes_round(following: IntArray) -> bool:
    """Whether some way along ``following`` never comes to its last entry, which follows itself."""
    end = len(following) - 1
    for _ in range(end.bit_length()):
        following = following[following]
    return bool((following != end).any())


def _columns_content(remainder: Remainder, taken: BoolArray, price: Wholes) -> bool:
    """Whether the upper side holds too: no column has dear places empty, no chosen pair costs more than it brings."""
    row_load, load = remainder.loads(taken)
    rows, columns = remainder.rows[taken], remainder.columns[taken]
    gains = remainder.gains
    surplus = gains.pairs[taken] - price[columns] + np.where(row_load[rows] == 1, gains.first[rows], 0)
    empty = load < remainder.column_capacity
    return bool((surplus >= 0).all() and (price[empty] <= -remainder.next_place(load)[empty]).all())


def row_prices(remainder: Remainder, price: Wholes) -> Wholes:
    """Return each row's price at given column prices: its capacity-th largest positive surplus, 0 if it has fewer."""
    gains = remainder.gains
    surplus = gains.pairs - price[remainder.columns]
    order, rank = ranked_few(remainder.rows, surplus, remainder.row_capacity)
    rows = remainder.rows[order]
    surplus = surplus[order] + np.where(rank == 0, gains.first[rows], 0)
    last = rank == remainder.row_capacity[rows] - 1
    row_price = np.zeros(remainder.n_rows, surplus.dtype)
    row_price[rows[last]] = np.maximum(surplus[last], 0)
    return row_price
