"""A choice of pairs as a model of OR-tools' CP-SAT, and one solve of it. The one place that calls that engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solvers.errors import EngineError
from solvers.problem import BoolArray, IntArray
from solvers.remainder import Remainder
from solvers.stop import Stop

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_ASK_EVERY = 0.05
"""Seconds between two questions whether to stop."""


class Solved(NamedTuple):
    """What one solve came to: None where it found nothing. ``bound`` is what nothing can count more than.

    ``ended`` unless it was stopped: then ``taken`` is the best there is, and None means that there is nothing.
    """

    taken: BoolArray | None
    value: int
    bound: int
    ended: bool


class Model:
    """One variable a pair that is left to decide, and what it must keep."""

    def __init__(self, remainder: Remainder) -> None:
        from ortools.sat.python import cp_model

        self.remainder = remainder
        self.model = cp_model.CpModel()
        self.chosen = [self.model.new_bool_var("") for _ in remainder.pairs]
        self.row_sums = sums_of(remainder.rows, self.chosen, remainder.n_rows)
        self._column_sums = sums_of(remainder.columns, self.chosen, remainder.n_columns)
        for sums, capacities in (
            (self.row_sums, remainder.row_capacity),
            (self._column_sums, remainder.column_capacity),
        ):
            for taken, capacity in zip(sums, capacities.tolist(), strict=True):
                self.model.add(taken <= capacity)

    def keep_limits(self, when: Sequence[cp_model.IntVar] | None = None) -> None:
        """Ask for every limit; or for each only ``when`` its variable is true."""
        limits = self.remainder.limits
        ends = np.searchsorted(limits.owners, np.arange(len(limits) + 1))
        for owner, most in enumerate(limits.at_most.tolist()):
            mine = slice(ends[owner], ends[owner + 1])
            kept = self.model.add(self.weighed(limits.pairs[mine], limits.weights[mine]) <= most)
            if when is not None:
                kept.only_enforce_if(when[owner])

    def weighed(self, pairs: IntArray, weights: IntArray) -> cp_model.LinearExprT:
        """Return the weighted sum of some pairs."""
        from ortools.sat.python import cp_model

        return cp_model.LinearExpr.weighted_sum([self.chosen[at] for at in pairs.tolist()], weights.tolist())

    def counts(self, level: int) -> Iterator[list[cp_model.IntVar]]:
        """Go through the variables that are counted at a priority: of columns, rows with a place, places.

        Floors come before columns with a place, which are ``floored`` and ``firsts`` less the floor places.
        """
        remainder = self.remainder
        if level == 0:
            floored, floor, firsts = (self._counted_places(most) for most in remainder.column_counts)
            yield floor
            if remainder.spread:
                yield floored + firsts
        if remainder.place_bonus:
            yield self._first_places(level)
            yield [self.chosen[at] for at in self.of_level(level).tolist()]

    def in_order(self, level: int) -> Iterator[cp_model.LinearExprT]:
        """Go through what is sought at a priority, one after the other."""
        from ortools.sat.python import cp_model

        yield from (cp_model.LinearExpr.sum(counted) for counted in self.counts(level) if counted)
        yield self.score(level)

    def score(self, level: int) -> cp_model.LinearExprT:
        """Return the score of the pairs of a priority."""
        here = self.of_level(level)
        return self.weighed(here, self.remainder.scores[here])

    def of_level(self, level: int) -> IntArray:
        """Return the pairs of a priority."""
        remainder = self.remainder
        return np.flatnonzero(remainder.row_level[remainder.rows] == level)

    def hint(self, taken: BoolArray) -> None:
        """Say where to start looking."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for variable, value in zip(self.chosen, taken.tolist(), strict=True):
            self.model.add_hint(variable, value)

    def best(self, sought: cp_model.LinearExprT, stop: Stop, effort: float | None = None) -> Solved:
        """Return a choice of which there is most, and hold from now on that there is no less.

        ``effort`` is the most work put into it, in the engine's own units, which no clock measures.
        """
        self.model.maximize(sought)
        solver, found, ended = solve(self.model, stop, effort)
        if not found:
            return Solved(None, 0, 0, ended)
        taken = taken_by(solver, self.chosen)
        value = solver.value(sought)
        self.model.add(sought >= value)
        return Solved(taken, value, value if ended else int(solver.best_objective_bound), ended)

    def _first_places(self, level: int) -> list[cp_model.IntVar]:
        """Return, for the rows of a level that may have a first place that counts, whether they have one."""
        counted = []
        for row in np.flatnonzero((self.remainder.row_level == level) & (self.remainder.first > 0)).tolist():
            has_one = self.model.new_bool_var("")
            self.model.add(has_one <= self.row_sums[row])
            counted.append(has_one)
        return counted

    def _counted_places(self, most: IntArray) -> list[cp_model.IntVar]:
        """Return, for every column with places that count extra, how many of them are filled."""
        counted = []
        for column in np.flatnonzero(most).tolist():
            filled = self.model.new_int_var(0, int(most[column]), "")
            self.model.add(filled <= self._column_sums[column])
            counted.append(filled)
        return counted


def sums_of(owners: IntArray, chosen: Sequence[cp_model.LinearExprT], length: int) -> list[cp_model.LinearExprT]:
    """Return, for every row or column, the number of chosen pairs it is in."""
    from ortools.sat.python import cp_model

    members: list[list[cp_model.LinearExprT]] = [[] for _ in range(length)]
    for owner, variable in zip(owners.tolist(), chosen, strict=True):
        members[owner].append(variable)
    return [cp_model.LinearExpr.sum(variables) for variables in members]


def taken_by(solver: cp_model.CpSolver, chosen: Sequence[cp_model.IntVar]) -> BoolArray:
    """Return one truth value per pair: whether the solver's answer takes it."""
    return np.array([solver.boolean_value(variable) for variable in chosen], dtype=np.bool_)


def solved(model: cp_model.CpModel, stop: Stop) -> tuple[cp_model.CpSolver | None, bool]:
    """Solve what always has an answer: the solver, None if it was stopped before it had one; and whether it is best."""
    solver, found, ended = solve(model, stop)
    if ended and not found:
        raise EngineError("cp_sat found nothing, though there is always an answer")
    return solver if found else None, ended


def solve(model: cp_model.CpModel, stop: Stop, effort: float | None = None) -> tuple[cp_model.CpSolver, bool, bool]:
    """Solve repeatably (one worker, one seed, no clock), asking now and then whether to stop.

    Returns the solver, whether it has an answer, and whether it came to its end.
    """
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.linearization_level = 2  # at the default 9 of 10 assignment runs found no optimum in a minute
    solver.parameters.catch_sigint_signal = False  # a stop is the caller's to say
    if effort is not None:
        solver.parameters.max_deterministic_time = effort
    stopped = effort is not None
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(solver.solve, model)
        try:
            while True:
                try:
                    status = answer.result(_ASK_EVERY)
                    break
                except TimeoutError:
                    if stop():
                        stopped = True
                        solver.stop_search()
        except BaseException:  # such as Ctrl-C where nobody listens for it: the thread must not go on alone
            solver.stop_search()
            raise
    if status in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
        return solver, status == cp_model.OPTIMAL, True
    if stopped and status in (cp_model.FEASIBLE, cp_model.UNKNOWN):
        return solver, status == cp_model.FEASIBLE, False
    raise EngineError(f"cp_sat answered {solver.status_name(status)}, which is no answer to what it was asked")
