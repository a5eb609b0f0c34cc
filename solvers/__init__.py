"""Assignment problems solved and proven: rows, columns, integer scores, capacities. Knows nothing of people."""

from solvers.certificate import Certificate, Findings, check_certificate
from solvers.errors import EngineError, ProblemError, SolverError, UnsupportedError
from solvers.prices import Prices, certify, prices
from solvers.problem import AssignmentProblem, Objective
from solvers.registry import SOLVERS, STRATEGIES, Strategy, solve
from solvers.result import Result, Status, Termination
from solvers.source import BlockSource, Pairs, ScoreSource

__all__ = [
    "SOLVERS",
    "STRATEGIES",
    "AssignmentProblem",
    "BlockSource",
    "Certificate",
    "EngineError",
    "Findings",
    "Objective",
    "Pairs",
    "Prices",
    "ProblemError",
    "Result",
    "ScoreSource",
    "SolverError",
    "Status",
    "Strategy",
    "Termination",
    "UnsupportedError",
    "certify",
    "check_certificate",
    "prices",
    "solve",
]
