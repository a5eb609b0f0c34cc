"""The conformance suite: every strategy and engine keeps it, and no planted defect gets past it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain

import numpy as np
import pytest
from mutant_solvers import CAUGHT_BY, takes_on_anything
from scipy import optimize

from solvers import (
    SOLVERS,
    STRATEGIES,
    AssignmentProblem,
    ContractError,
    Objective,
    Result,
    UnsupportedError,
    answer,
    check_solver,
    solve,
)
from solvers.contract.checks import CHECKS
from solvers.contract.samples import odd_problems, random_problems
from solvers.problem import FEATURES

FEW = {"flow": 60, "cp_sat": 10}
"""How many random problems each engine is tried on; CP-SAT is the slower."""


MOST = [feature for feature in FEATURES if feature != "limits"]


def strategies_and_solvers() -> list[tuple[str, str]]:
    return [
        (name, solver)
        for name, strategy in STRATEGIES.items()
        for solver in (SOLVERS if strategy.run is None else ("flow",))
    ]


def some(random: int = 25) -> Iterator[tuple[str, AssignmentProblem]]:
    return chain(odd_problems(), random_problems(random))


def checked(strategy: str, solver: str, count: int, seed: int = 0) -> int:
    sought = STRATEGIES[strategy]
    return check_solver(
        partial(solve, strategy=strategy, solver=solver),
        sought.objective,
        features=sought.features & SOLVERS[solver].features,
        problems=chain(odd_problems(), random_problems(count, seed)),
    )


@pytest.mark.promise("conformance suite")
@pytest.mark.parametrize(("strategy", "solver"), strategies_and_solvers())
def test_every_strategy_keeps_the_contract_on_every_solver(
    strategy: str, solver: str, counted: Callable[..., None]
) -> None:
    passed = checked(strategy, solver, FEW[solver])
    counted(checks=passed)
    problems = chain(odd_problems(), random_problems(FEW[solver]))
    features = STRATEGIES[strategy].features & SOLVERS[solver].features
    supported = sum(problem.features <= features for _, problem in problems)
    assert passed > supported * len(CHECKS) * 0.8  # clashing pins leave only one check to make
    assert supported > 20


@pytest.mark.long
@pytest.mark.promise("conformance suite")
@pytest.mark.parametrize(("strategy", "solver"), strategies_and_solvers())
def test_every_strategy_keeps_the_contract_on_many_problems(
    strategy: str, solver: str, counted: Callable[..., None]
) -> None:
    counted(checks=checked(strategy, solver, 20 * FEW[solver], seed=1))


@pytest.mark.promise("conformance suite")
@pytest.mark.parametrize("mutant", CAUGHT_BY, ids=lambda mutant: mutant.__name__)
def test_a_planted_defect_is_caught(mutant: Callable[[AssignmentProblem], Result]) -> None:
    features = () if mutant is takes_on_anything else FEATURES
    with pytest.raises(ContractError) as caught:
        check_solver(mutant, Objective.MOST_PEOPLE, features=features, problems=some())
    checks = {fault.partition(":")[0] for fault in caught.value.faults}
    assert CAUGHT_BY[mutant] in checks, caught.value.faults[:5]


@pytest.mark.push
def test_every_check_catches_a_mutant() -> None:
    """A check that nothing ever fails proves little."""
    failed = set()
    for mutant in CAUGHT_BY:
        try:
            check_solver(mutant, Objective.MOST_PEOPLE, problems=some(random=4))
        except ContractError as error:
            failed |= {fault.partition(":")[0] for fault in error.faults}
    assert failed >= set(CHECKS) | {"answers"}


def test_a_fault_names_the_check_and_the_problem() -> None:
    with pytest.raises(ContractError, match=r"^answers: nobody at all: raises ZeroDivisionError") as caught:
        check_solver(lambda problem: solve(problem, str(1 // 0)), None)
    assert len(caught.value.faults) == len(list(odd_problems())) + 150


def test_a_solver_that_declares_little_and_refuses_the_rest_passes() -> None:
    def plain(problem: AssignmentProblem) -> Result:
        if problem.features:
            raise UnsupportedError("pairs and capacities only")
        return solve(problem)

    assert check_solver(plain, Objective.MOST_PEOPLE, features=(), problems=some()) > 100


def best_pair_first(problem: AssignmentProblem) -> Result:
    """A solver of one's own, made of public names: pins, then the best pair that still fits, equals by their keys."""
    row_keys, column_keys = problem.row_keys[problem.rows], problem.column_keys[problem.columns]
    if problem.limits:
        raise UnsupportedError("no limits")
    order = np.lexsort((column_keys, row_keys, -problem.scores, ~problem.pinned))
    row_left, column_left = problem.row_capacity.copy(), problem.column_capacity.copy()
    chosen = []
    for at in order:
        row, column = problem.rows[at], problem.columns[at]
        if row_left[row] and column_left[column]:
            row_left[row] -= 1
            column_left[column] -= 1
            chosen.append((row, column))
    rows, columns = zip(*chosen, strict=True) if chosen else ((), ())
    return answer(problem, rows, columns, "best_score", strategy="best pair first", proves=False)


def test_a_heuristic_made_of_public_names_passes() -> None:
    assert check_solver(best_pair_first, None, features=MOST, problems=some()) > 300


def linear_sum_assignment(problem: AssignmentProblem) -> Result:
    """An exact solver of one's own: columns repeated by their places, and for every row one more to stay alone."""
    if problem.features or (problem.row_capacity > 1).any():
        raise UnsupportedError("one place a row, and nothing but capacities")
    seats = np.repeat(np.arange(problem.n_columns), np.minimum(problem.column_capacity, problem.n_rows))
    worth = np.full((problem.n_rows, problem.n_columns), -1)
    worth[problem.rows, problem.columns] = problem.scores
    worth[problem.row_capacity == 0] = -1
    rows, at = optimize.linear_sum_assignment(
        np.hstack([worth[:, seats], np.zeros((problem.n_rows,) * 2)]), maximize=True
    )
    seated = at < len(seats)
    rows, columns = rows[seated], seats[at[seated]]
    legal = worth[rows, columns] >= 0
    return answer(problem, rows[legal], columns[legal], "best_score", settle=True)


def test_an_exact_solver_made_of_public_names_passes_where_it_takes_a_problem_on() -> None:
    mine = [(name, one) for name, one in some(120) if not one.features and (one.row_capacity <= 1).all()]
    assert check_solver(linear_sum_assignment, "best_score", problems=mine) > 150


def test_whatever_is_no_result_is_said_to_be_none() -> None:
    with pytest.raises(ContractError, match="answers: nobody at all: gives NoneType, not a Result"):
        check_solver(lambda problem: None, None)  # type: ignore[arg-type,return-value]


def test_one_that_calls_itself_the_best_does_not() -> None:
    with pytest.raises(ContractError, match="status: "):
        check_solver(best_pair_first, "best_score", features=MOST, problems=some())


def test_no_problem_is_no_pass() -> None:
    with pytest.raises(ContractError, match="no problem to try"):
        check_solver(solve, "most_people", problems=[])


@pytest.mark.parametrize(("objective", "features"), [("most", ("floors",)), ("most_people", "floors")])
def test_an_objective_or_feature_that_there_is_not_is_refused(objective: str, features: Iterable[str]) -> None:
    with pytest.raises(ValueError, match=r"'most' is not a valid Objective|features: 'f' is none"):
        check_solver(solve, objective, features=features)
