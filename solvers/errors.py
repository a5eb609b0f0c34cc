"""The error tree of solvers.

::

    SolverError
    ├── ProblemError        the numbers handed in are not an assignment problem
    ├── UnsupportedError    the strategy or engine cannot do what the problem asks
    ├── EngineError         an engine answered something it never should
    └── ContractError       a solver does not keep what check_solver asks of every solver
"""

from __future__ import annotations

from collections.abc import Iterable


class SolverError(Exception):
    """Anything this package refuses to do."""


class ProblemError(SolverError, ValueError):
    """An assignment problem that is not one; says which field, where, and what is allowed."""


class UnsupportedError(SolverError):
    """A strategy or engine asked for something it does not offer; names the gap and who offers it."""


class EngineError(SolverError):
    """An engine's answer that is not an optimum, or that the certificate refuses: always a bug, never a success."""


class ContractError(SolverError, AssertionError):
    """A solver that does not keep the contract. ``faults`` says which check, on which problem, and what is not so."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))
