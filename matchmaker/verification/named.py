"""Whether a record may be called by the strategy it names: what that would have taken, proven, and been run by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import numpy as np

from matchmaker.matching import Matching
from matchmaker.pool import Pool
from matchmaker.programme import OWN_STRATEGY, Programme, SolverName, StrategyName
from matchmaker.verification.plain_turns import TURNS, pairs_in_turn
from solvers.problem import WEIGHED, AssignmentProblem, IntArray, Objective
from solvers.proof.fairness import Left
from solvers.proof.leximin import provable
from solvers.result import Status, Termination


def misnamed(pool: Pool, programme: Programme, problem: AssignmentProblem, matching: Matching) -> Iterator[str]:
    """Yield what shows that a record was not made by the strategy and the solver that it names."""
    solvers = get_args(SolverName) if matching.strategy in WEIGHED else (matching.strategy,)
    if matching.strategy not in get_args(StrategyName) and not matching.strategy.startswith(OWN_STRATEGY):
        yield f"strategy: there is none called {matching.strategy}"
    if matching.solver not in solvers:
        yield f"solver: {matching.strategy} is not run by {matching.solver}"
    if matching.solver == "flow" and programme.limited:
        yield "solver: flow cannot keep limits"
    pairs = [(pool.mentee_index[pair.mentee], pool.mentor_index[pair.mentor]) for pair in matching.pairs]
    completed = matching.termination is Termination.COMPLETED
    if completed and matching.strategy == Objective.LEXIMIN and matching.mentees_matched < matching.mentees_bound:
        yield "strategy: leximin leaves nobody empty-handed who need not be"
    if completed and matching.status is not Status.OPTIMAL and _proves(problem, matching.strategy, pairs):
        yield "termination: a completed search for the best ends with a proof"


def not_in_turn(pool: Pool, programme: Programme, problem: AssignmentProblem, matching: Matching) -> Iterator[str]:
    """Yield why a record's pairs are not those that its strategy takes in turn, if it is one that does."""
    if matching.strategy not in TURNS:
        return
    pairs = {(pool.mentee_index[pair.mentee], pool.mentor_index[pair.mentor]) for pair in matching.pairs}
    if problem.limits:
        yield f"strategy: {matching.strategy} knows no limits"
    elif pairs != pairs_in_turn(matching.strategy, problem, programme.seed):
        yield others_in_turn(matching.strategy, programme.seed)


def others_in_turn(strategy: str, seed: int) -> str:
    """Say that pairs are not what a strategy takes."""
    by_lot = f" by seed {seed}" if strategy == "lottery" else ""
    return f"pairs: they are not what {strategy} takes{by_lot}"


def _proves(problem: AssignmentProblem, strategy: str, pairs: list[tuple[int, int]]) -> bool:
    """Whether a strategy that ran to its end would have proven its pairs the best."""
    if strategy in WEIGHED:
        return True
    if strategy not in (Objective.FAIREST, Objective.LEXIMIN) or Left.of(problem).several:
        return False
    ends: IntArray = np.array(pairs, np.int64).reshape(-1, 2)
    legal = (problem.positions(ends[:, 0], ends[:, 1]) >= 0).all()
    return strategy == Objective.FAIREST or bool(legal and provable(problem, ends[:, 0], ends[:, 1]))
