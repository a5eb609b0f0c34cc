"""The leximin strategy: few empty-handed rows, then the worst-off row high, then the next worst, and so on.

Where no row has more than one choice left it is exact: level after level from the bottom, as few rows at each as can
be, each a flow on the face of the levels before (Huang, Kavitha, Mehlhorn & Michail, *Fair Matchings and Related
Problems*, 2016). Where rows have several, see ``leximin_counting``.
"""

from __future__ import annotations

from solvers.answer import Author, certified
from solvers.errors import EngineError
from solvers.fairness import Left
from solvers.leximin_counting import by_counting
from solvers.leximin_levels import lifted
from solvers.leximin_proof import class_costs, one_choice, row_values
from solvers.leximin_weights import weighed
from solvers.prices import searched_prices
from solvers.problem import AssignmentProblem, BoolArray, Objective
from solvers.remainder import Remainder
from solvers.result import Result, Status, Termination
from solvers.stop import Stop

LONGEST = 14_000
"""Bits of the longest number in a proof: 4 200 digits, which 1 500 rows need whose values all differ."""
LARGEST = 3 << 30
"""Bits of the numbers that prices are sought with, one a pair: 400 MB."""


def leximin(problem: AssignmentProblem, stop: Stop) -> Result:
    """Lift the worst-off row as far as can be, then the next, and so on; and prove it.

    Beyond ``LONGEST`` and ``LARGEST`` the answer is no worse, but not proven, and so FEASIBLE. That it is, too, where
    rows have several choices.
    """
    remainder = Remainder.of(problem, Objective.BEST_SCORE)
    search = lifted if one_choice(Left.of(problem)) else by_counting
    taken, termination = search(problem, remainder, stop)
    if termination is not Termination.COMPLETED or not provable(problem, remainder, taken):
        author = Author("leximin", "leximin", Objective.BEST_SCORE, proves=False)
        return certified(problem, author, remainder, taken, searched_prices(remainder, taken), termination)
    author = Author("leximin", "leximin", Objective.LEXIMIN, proves=True)
    remainder = weighed(problem, remainder, taken)
    result = certified(problem, author, remainder, taken, searched_prices(remainder, taken), termination)
    if result.status is not Status.OPTIMAL:
        raise EngineError("leximin gave an answer that its certificate does not prove best")
    return result


def provable(problem: AssignmentProblem, remainder: Remainder, taken: BoolArray) -> bool:
    """Whether a proof is to be had: no row has several choices, and the numbers are not too long."""
    left = Left.of(problem)
    values = row_values(problem, *remainder.with_pins(problem, taken))[left.wanted > 0]
    bits = class_costs(values).costs[0].bit_length()
    return one_choice(left) and bits <= LONGEST and bits * len(remainder.pairs) <= LARGEST
