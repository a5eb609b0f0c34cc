"""What runs: a strategy of one function, or an engine that hands over legal choices of pairs on its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from solvers.prices import Prices
from solvers.pricing.progress import Tell
from solvers.problem import AssignmentProblem, BoolArray
from solvers.remainder import Remainder
from solvers.result import Result
from solvers.source import ScoreSource
from solvers.stop import Stop


class Step(NamedTuple):
    """One truth value per remaining pair; and, where the engine has them, prices that bound every choice.

    ``bound`` is the most score that, by the engine's word, a choice with the same counts can have.
    """

    taken: BoolArray
    prices: Prices | None = None
    bound: int | None = None


Engine: TypeAlias = Callable[[Remainder, Stop], Iterator[Step]]
"""Chooses pairs: yields one step at least and ends with its answer. Whoever runs it asks ``stop`` after each step; it
may ask, too, and end early."""

Run: TypeAlias = Callable[[AssignmentProblem, Stop], Result]
"""The strategy signature: answers a problem whose pins fit; ``solvers.answer`` makes a result of chosen pairs.

It may ask ``stop``, and then ends with the best it has."""

Scanning: TypeAlias = Callable[[ScoreSource, AssignmentProblem, Stop, Tell], Result]
"""The same of a source of scores, in bounded memory: the problem lists the pinned pairs only, and the pairs are those
that ``Run`` answers with where all are listed."""
