"""Assignment problems solved and proven: rows, columns, integer scores, capacities. Knows nothing of people."""

from solvers.answer import answer
from solvers.certificate import Certificate, Findings, check_certificate
from solvers.checks import Solve
from solvers.contract import check_solver
from solvers.errors import ContractError, EngineError, ProblemError, SolverError, UnsupportedError
from solvers.floors import Shortage
from solvers.limits import Limit
from solvers.prices import Prices, certify, prices
from solvers.problem import AssignmentProblem, Objective
from solvers.registry import SOLVERS, STRATEGIES, Solver, Strategy, solve
from solvers.result import Proof, Result, Status, Termination
from solvers.source import BlockSource, Pairs, ScoreSource
from solvers.step import Engine, Run, Step
from solvers.stop import Interrupt, Stop, TimeLimit, first_of

__all__ = [
    "SOLVERS",
    "STRATEGIES",
    "AssignmentProblem",
    "BlockSource",
    "Certificate",
    "ContractError",
    "Engine",
    "EngineError",
    "Findings",
    "Interrupt",
    "Limit",
    "Objective",
    "Pairs",
    "Prices",
    "ProblemError",
    "Proof",
    "Result",
    "Run",
    "ScoreSource",
    "Shortage",
    "Solve",
    "Solver",
    "SolverError",
    "Status",
    "Step",
    "Stop",
    "Strategy",
    "Termination",
    "TimeLimit",
    "UnsupportedError",
    "answer",
    "certify",
    "check_certificate",
    "check_solver",
    "first_of",
    "prices",
    "solve",
]
