"""The leximin strategy: few empty-handed rows, then the worst-off row high, then the next worst, and so on.

Where no row has more than one choice left it is exact: level after level from the bottom, as few rows at each as can
be, each a flow on the face of the levels before (Huang, Kavitha, Mehlhorn & Michail, *Fair Matchings and Related
Problems*, 2016). Where rows have several, see ``counting``.
"""

from __future__ import annotations

from solvers.answer import Author, certified
from solvers.errors import EngineError
from solvers.leximin.counting import by_counting
from solvers.leximin.levels import level_by_level
from solvers.leximin.prices import leximin_prices
from solvers.leximin.weights import weighed
from solvers.prices import searched_prices
from solvers.problem import AssignmentProblem, BoolArray, Objective
from solvers.proof.fairness import Left
from solvers.proof.leximin import provable
from solvers.remainder import Remainder
from solvers.result import Result, Status, Termination
from solvers.stop import Stop


def leximin(problem: AssignmentProblem, stop: Stop) -> Result:
    """Lift the worst-off row as far as can be, then the next, and so on; and prove it.

    Where it is not ``provable`` the answer is no worse, but not proven, and so FEASIBLE. Where rows have several
    choices there may be no proof, and beyond ``counting.COUNTED`` a better answer.
    """
    several, remainder = Left.of(problem).several, Remainder.of(problem, Objective.BEST_SCORE)
    taken, termination = (by_counting if several else level_by_level)(problem, remainder, stop)
    if termination is Termination.COMPLETED and provable(problem, *remainder.with_pins(problem, taken)):
        result = _proven(problem, remainder, taken)
        if result.status is Status.OPTIMAL:
            return result
        if not several:
            raise EngineError("leximin gave an answer that its certificate does not prove best")
    author = Author("leximin", "leximin", Objective.BEST_SCORE, proves=False)
    return certified(problem, author, remainder, taken, searched_prices(remainder, taken), termination)


def _proven(problem: AssignmentProblem, remainder: Remainder, taken: BoolArray) -> Result:
    """Return a result that is OPTIMAL if the checker accepts the prices that are found."""
    several = Left.of(problem).several
    worth = weighed(problem, remainder, taken)
    found = leximin_prices(problem, worth, taken) if several else searched_prices(worth, taken)
    author = Author("leximin", "leximin", Objective.LEXIMIN, proves=True)
    return certified(problem, author, worth, taken, found, Termination.COMPLETED)
