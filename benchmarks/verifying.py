"""What checking a record costs: ``python benchmarks/verifying.py [MENTEES MENTORS ...]``.

Generates a programme of each size and prints processor seconds: of one scan (encoding everybody and scoring every
pair once, rules included), of ``match``, of ``verify``, and of the certificate's arithmetic alone; then certificate
over match, and verify over scan. Each size runs in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

SIZES = (150, 60, 1000, 400, 3000, 1200)
TIMES = 3
"""How often each step is run; the quickest counts."""

Answer = TypeVar("Answer")


def quickest(step: Callable[[], Answer]) -> tuple[Answer, float]:
    """Run a step a few times; return its answer, and the processor seconds of the quickest run."""
    seconds = []
    for _ in range(TIMES):
        start = time.process_time()
        answer = step()
        seconds.append(time.process_time() - start)
    return answer, min(seconds)


def run(mentees: int, mentors: int) -> None:
    """Run one size and print its row."""
    from matchmaker import Scores, generate, match, verify
    from matchmaker.problem.demand import assignment_problem, pinned_pairs
    from matchmaker.reading.folder import read_folder
    from matchmaker.writing.result import write_new_folder
    from solvers import check_certificate, solve

    with tempfile.TemporaryDirectory() as folder:
        write_new_folder(Path(folder) / "people", generate(mentors=mentors, mentees=mentees, seed=1))
        pool, programme = read_folder(Path(folder) / "people")
    legal, scan = quickest(lambda: Scores(pool, programme).legal())
    matching, matched = quickest(lambda: match(pool, programme))
    breaches, verified = quickest(lambda: verify(pool, programme, matching))
    problem = assignment_problem(pool, programme, legal, pinned_pairs(Scores(pool, programme)))
    proof = solve(problem, programme.strategy, programme.solver).certificate
    if breaches or matching.gap != 0 or proof is None:
        sys.exit(f"{mentees} × {mentors}: not proven, or it does not verify: {breaches[:3]}")
    _, checked = quickest(lambda: check_certificate(problem, proof))
    row = [f"{mentees} × {mentors}", *(f"{seconds:.3f}" for seconds in (scan, matched, verified, checked))]
    print("| " + " | ".join([*row, f"{checked / matched:.1%}", f"{verified / scan:.1f}"]) + " |")


def main() -> None:
    """Run every size asked for, each in its own process."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    titles = ("mentees × mentors", "scan, s", "match, s", "verify, s", "certificate, s")
    print("| " + " | ".join([*titles, "certificate / match", "verify / scan"]) + " |")
    print("|" + "---|" * (len(titles) + 2), flush=True)
    for mentees, mentors in zip(sizes[::2], sizes[1::2], strict=True):
        code = f"import verifying; verifying.run({mentees}, {mentors})"
        subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent)


if __name__ == "__main__":
    main()
