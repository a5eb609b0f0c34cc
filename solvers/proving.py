"""What a strategy or an engine found, made a result only if it is proven to be what it claims."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solvers.answer import Author, certified, result_of
from solvers.canonical import canonical
from solvers.errors import EngineError
from solvers.problem import AssignmentProblem
from solvers.proof.certificate import Certificate
from solvers.proof.odds import check_odds
from solvers.remainder import Remainder
from solvers.result import Result, Status, Termination
from solvers.search import searched
from solvers.step import Engine
from solvers.stop import Stop

if TYPE_CHECKING:
    from solvers.registry import Strategy


def answered(problem: AssignmentProblem, sought: Strategy, result: object) -> Result:
    """Return the answer of a strategy that runs by itself, once the independent checkers accept it.

    Whatever else it says, the answer is what its certificate stands for; only row prices are its own word.
    """
    name = sought.name
    if not isinstance(result, Result) or not isinstance(result.certificate, Certificate):
        raise EngineError(f"strategy {name!r} gave no Result with a certificate; solvers.answer makes one")
    if result.termination not in list(Termination):
        raise EngineError(f"strategy {name!r} does not say why it stopped: allowed is {', '.join(Termination)}")
    if np.shape(result.row_prices) != (problem.n_rows,):
        raise EngineError(f"strategy {name!r} gave no list of row prices, one for each row")
    objective = result.certificate.objective
    proves = result.status is Status.OPTIMAL and sought.objective in (None, objective)
    author = Author(name, name, objective, proves)
    built = result_of(problem, author, result.certificate, result.row_prices, Termination(result.termination))
    odds = result.odds
    if odds and (wrong := check_odds(problem, odds, built.rows, built.columns, built.score_bound)):
        raise EngineError(f"strategy {name!r} gave odds that are refused: {'; '.join(wrong)}")
    order = np.lexsort((built.columns, built.rows))
    rows, columns = (one[order].astype(np.int64) for one in (built.rows, built.columns))
    proof = replace(result.certificate, rows=rows, columns=columns)
    return replace(built, rows=rows, columns=columns, certificate=proof, odds=odds)


def proven(problem: AssignmentProblem, author: Author, engine: Engine, stop: Stop) -> Result:
    """Return an exact engine's answer, proven best unless it was stopped."""
    remainder = Remainder.of(problem, author.objective)
    taken, found, termination = searched(author.solver, engine, remainder, stop)
    completed = termination is Termination.COMPLETED
    if completed:
        if not found.proven:
            raise EngineError(f"{author.solver} stopped short of the best answer")
        taken = canonical(remainder, taken, found)
    result = certified(problem, author, remainder, taken, found, termination)
    if completed and result.status is not Status.OPTIMAL:
        raise EngineError(f"{author.solver} gave an answer that its certificate does not prove best: gap {result.gap}")
    return result
