"""The conformance suite: every strategy and engine keeps it, and no planted defect gets past it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

import pytest
from mutant_solvers import CAUGHT_BY, takes_on_anything

from solvers import (
    SOLVERS,
    STRATEGIES,
    AssignmentProblem,
    ContractError,
    Objective,
    Result,
    UnsupportedError,
    check_solver,
    solve,
)
from solvers.contract import CHECKS
from solvers.samples import odd_problems, random_problems

FEW = {"flow": 60, "cp_sat": 10}
"""How many random problems each engine is tried on; CP-SAT is the slower."""


def strategies_and_solvers() -> list[tuple[str, str]]:
    return [
        (name, solver)
        for name, strategy in STRATEGIES.items()
        for solver in (SOLVERS if strategy.heuristic is None else ("flow",))
    ]


def some(random: int = 25) -> Iterator[tuple[str, AssignmentProblem]]:
    return chain(odd_problems(), random_problems(random))


def checked(strategy: str, solver: str, count: int, seed: int = 0) -> int:
    sought = STRATEGIES[strategy]
    return check_solver(
        partial(solve, strategy=strategy, solver=solver),
        sought.objective if sought.heuristic is None else None,
        features=sought.features,
        problems=chain(odd_problems(), random_problems(count, seed)),
    )


@pytest.mark.promise("conformance suite")
@pytest.mark.parametrize(("strategy", "solver"), strategies_and_solvers())
def test_every_strategy_keeps_the_contract_on_every_solver(
    strategy: str, solver: str, counted: Callable[..., None]
) -> None:
    passed = checked(strategy, solver, FEW[solver])
    counted(checks=passed)
    assert passed > FEW[solver] * len(CHECKS) * 0.8  # clashing pins leave only one check to make


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
    features = () if mutant is takes_on_anything else ("floors", "pins", "priorities")
    with pytest.raises(ContractError) as caught:
        check_solver(mutant, Objective.MOST_PEOPLE, features=features, problems=some())
    checks = {fault.partition(":")[0] for fault in caught.value.faults}
    assert CAUGHT_BY[mutant] in checks, caught.value.faults[:5]


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
