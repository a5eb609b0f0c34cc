"""What an engine hands over on its way: a legal choice of pairs. The last is its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from solvers.prices import Prices
from solvers.problem import BoolArray
from solvers.remainder import Remainder
from solvers.stop import Stop


class Step(NamedTuple):
    """One truth value per remaining pair; and, where the engine has them, prices that bound every choice."""

    taken: BoolArray
    prices: Prices | None = None


Engine: TypeAlias = Callable[[Remainder, Stop], Iterator[Step]]
"""Chooses pairs: yields one step at least and ends with its answer. Whoever runs it asks ``stop`` after each step; it
may ask, too, and end early."""
