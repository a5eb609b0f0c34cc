"""Run an exact engine until it ends, or until it is to stop."""

from __future__ import annotations

from solvers.bounds import most_worth
from solvers.errors import EngineError
from solvers.prices import Prices, searched_prices
from solvers.problem import BoolArray
from solvers.remainder import Remainder
from solvers.result import Termination
from solvers.step import Engine
from solvers.stop import Stop


def searched(name: str, engine: Engine, remainder: Remainder, stop: Stop) -> tuple[BoolArray, Prices, Termination]:
    """Run an engine to its end, or until it is to stop.

    Return the best choice it came to, the prices that bound best (neither need be the last) and which of the two.
    """
    held: BoolArray | None = None
    proof: Prices | None = None
    termination = Termination.COMPLETED
    for step in engine(remainder, stop):
        if held is None or remainder.worth(step.taken) >= remainder.worth(held):
            held = step.taken
        if step.prices and (proof is None or _bounds(remainder, step.prices) <= _bounds(remainder, proof)):
            proof = step.prices
        if (why := stop()) is not None:
            termination = Termination(why)
            break
    if held is None:
        raise EngineError(f"{name} gave no answer at all")
    return held, proof or searched_prices(remainder, held), stop() or termination


def _bounds(remainder: Remainder, found: Prices) -> int:
    return most_worth(remainder, found.column_prices)
