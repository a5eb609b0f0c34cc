"""Assignment problems solved and proven: rows, columns, integer scores, capacities. Knows nothing of people."""

from solvers.answer import answer
from solvers.blocks import BlockSource
from solvers.chance.capped_lottery import capped_lottery
from solvers.contract.checks import Solve
from solvers.contract.contract import check_solver
from solvers.deferred_acceptance import stable, stable_columns
from solvers.errors import ContractError, EngineError, ProblemError, SolverError, UnsupportedError
from solvers.limits import Limit
from solvers.pairs import Pairs
from solvers.prices import Prices, certify, prices
from solvers.pricing.matrix import MatrixSource, solve_matrix
from solvers.pricing.progress import Progress, Tell
from solvers.problem import AssignmentProblem, Objective
from solvers.proof.certificate import Certificate, Findings, check_certificate
from solvers.proof.floors import Shortage
from solvers.proof.odds import Odds, check_odds
from solvers.registry import SOLVERS, STRATEGIES, Solver, Strategy, solve, solve_source
from solvers.result import Proof, Result, Status, Termination
from solvers.source import ScoreSource
from solvers.stability import Blocking, Choice, blocking_pairs, justified_envy
from solvers.step import Engine, Run, Scanning, Step
from solvers.stop import Interrupt, Stop, TimeLimit, first_of

__all__ = [
    "SOLVERS",
    "STRATEGIES",
    "AssignmentProblem",
    "BlockSource",
    "Blocking",
    "Certificate",
    "Choice",
    "ContractError",
    "Engine",
    "EngineError",
    "Findings",
    "Interrupt",
    "Limit",
    "MatrixSource",
    "Objective",
    "Odds",
    "Pairs",
    "Prices",
    "ProblemError",
    "Progress",
    "Proof",
    "Result",
    "Run",
    "Scanning",
    "ScoreSource",
    "Shortage",
    "Solve",
    "Solver",
    "SolverError",
    "Status",
    "Step",
    "Stop",
    "Strategy",
    "Tell",
    "Termination",
    "TimeLimit",
    "UnsupportedError",
    "answer",
    "blocking_pairs",
    "capped_lottery",
    "certify",
    "check_certificate",
    "check_odds",
    "check_solver",
    "first_of",
    "justified_envy",
    "prices",
    "solve",
    "solve_matrix",
    "solve_source",
    "stable",
    "stable_columns",
]
