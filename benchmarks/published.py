"""Solve the published instances, with every engine, and compare with all that is known of them.

    MATCHMAKER_DATA=FOLDER python benchmarks/published.py [--all]

Exact totals, the fairest ones, and the shares that capped lotteries keep; beside them what published heuristics reach.
The folder holds ``published.toml`` and the files it names. CP-SAT runs on small instances only, unless ``--all`` is
given.

Exit codes: 0 every known value reached and proven, 1 one was not, 2 the instances could not be read.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from capped import capped_rows, told
from instances import DataError, Instance, read_instances
from measuring import sums
from tables import table

from solvers import SOLVERS, STRATEGIES, AssignmentProblem, Result, solve

EXACT = tuple(name for name, strategy in STRATEGIES.items() if strategy.run is None)
CP_SAT_PAIRS = 10_000  # above, CP-SAT takes minutes where flow takes a tenth of a second
REACHED, MISSED = "every known value is reached and proven", "A KNOWN VALUE IS NOT REACHED"


@dataclass(frozen=True)
class Line:
    """What one way of matching reaches on an instance, in hundredths, and what is known of it.

    ``least`` is what the worst-off item gets. Of a heuristic nothing is known but what it reaches.
    """

    instance: Instance
    by: str
    total: int
    least: int
    known_total: int | None = None
    known_least: int | None = None
    proven: bool = False
    seconds: float | None = None

    @property
    def reached(self) -> bool:
        """Whether what is known was reached and proven."""
        if self.known_total is None:
            return True
        return self.proven and self.total == self.known_total and self.known_least in (None, self.least)


def lines(instance: Instance, everything: bool) -> Iterator[Line]:
    """Run an instance every way that something is known of, then tell the heuristics."""
    for strategy in EXACT:
        for solver in engines(instance, everything):
            result, seconds = run(instance.problem, strategy, solver)
            least, proven = _least(instance.problem, result), result.gap == 0
            yield Line(
                instance, f"{strategy}, {solver}", result.score, least, instance.exact_total, None, proven, seconds
            )
    if instance.fairest:
        problem, (known_least, known) = instance.without_zeros, instance.fairest
        result, seconds = run(problem, "fairest", "flow")
        proven = result.gap == 0 and result.worst_off == result.worst_off_bound
        yield Line(instance, "fairest", result.score, _least(problem, result), known, known_least, proven, seconds)
    for name, (total, least) in instance.heuristics.items():
        yield Line(instance, f"{name} (published)", total, least)


def run(problem: AssignmentProblem, strategy: str, solver: str) -> tuple[Result, float]:
    """Solve once and say how many processor seconds that took, the proof included."""
    start = time.process_time()
    result = solve(problem, strategy, solver)
    return result, time.process_time() - start


def engines(instance: Instance, everything: bool) -> list[str]:
    """Return the engines worth running on an instance."""
    small = everything or len(instance.problem.rows) <= CP_SAT_PAIRS
    return [name for name in SOLVERS if small or name != "cp_sat"]


def part(instances: list[Instance], everything: bool = False) -> tuple[str, bool]:
    """Return both tables with a last line that says whether all is reached, and that."""
    found = [line for instance in instances for line in lines(instance, everything)]
    kept = [row for instance in instances for row in capped_rows(instance)]
    good = all(line.reached for line in found) and all(row.reached for row in kept)
    return "\n\n".join([_table(found), *([told(kept)] if kept else []), REACHED if good else MISSED]), good


def main(arguments: list[str]) -> int:
    """Print the tables and return the exit code."""
    try:
        text, good = part(read_instances(), "--all" in arguments)
    except DataError as problem:
        print(problem, file=sys.stderr)
        return 2
    print(text)
    return 0 if good else 1


def _least(problem: AssignmentProblem, result: Result) -> int:
    return int(sums(problem, result).min())


def _table(found: list[Line]) -> str:
    heads = (
        "instance",
        "size",
        "by",
        "total",
        "known total",
        "of the best",
        "worst off",
        "known least",
        "proven",
        "seconds",
    )
    return table(heads, map(_cells, found))


def _cells(line: Line) -> list[str]:
    instance = line.instance
    ours = line.known_total is not None
    return [
        instance.name,
        instance.size,
        line.by,
        _decimal(line.total),
        _decimal(line.known_total),
        f"{100 * line.total / instance.exact_total:.2f} %",
        _decimal(line.least),
        _decimal(line.known_least),
        "" if not ours else "yes" if line.proven else "NO",
        "" if line.seconds is None else f"{line.seconds:.3f}",
    ]


def _decimal(total: int | None) -> str:
    return "" if total is None else f"{Decimal(total).scaleb(-2):.2f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
