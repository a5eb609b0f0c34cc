"""Assignment problems solved and proven: rows, columns, integer scores, capacities. Knows nothing of people."""

from solvers.certificate import Certificate, Findings, check_certificate
from solvers.contract import Solver, check_solver
from solvers.errors import ContractError, EngineError, ProblemError, SolverError, UnsupportedError
from solvers.floors import UnmetFloor
from solvers.prices import Prices, certify, prices
from solvers.problem import AssignmentProblem, Objective
from solvers.registry import SOLVERS, STRATEGIES, Strategy, solve
from solvers.result import Result, Status, Termination
from solvers.source import BlockSource, Pairs, ScoreSource
from solvers.stop import Interrupt, Stop, TimeLimit, first_of

__all__ = [
    "SOLVERS",
    "STRATEGIES",
    "AssignmentProblem",
    "BlockSource",
    "Certificate",
    "ContractError",
    "EngineError",
    "Findings",
    "Interrupt",
    "Objective",
    "Pairs",
    "Prices",
    "ProblemError",
    "Result",
    "ScoreSource",
    "Solver",
    "SolverError",
    "Status",
    "Stop",
    "Strategy",
    "Termination",
    "TimeLimit",
    "UnmetFloor",
    "UnsupportedError",
    "certify",
    "check_certificate",
    "check_solver",
    "first_of",
    "prices",
    "solve",
]
