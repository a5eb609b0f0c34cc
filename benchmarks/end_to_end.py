"""Files to answer, step by step: ``python benchmarks/end_to_end.py [MENTEES MENTORS ...]``.

Generates a programme of each size, reads it back, matches it, writes it and verifies it; prints seconds and peak
memory. Each size runs in a process of its own, so that the peak is its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

SIZES = (150, 60, 1000, 400, 2000, 800)
STEPS = ("generate", "read", "match", "write", "verify")

Answer = TypeVar("Answer")


def run(mentees: int, mentors: int) -> None:
    """Run one size and print its row."""
    from matchmaker import generate, match, verify, write_matching
    from matchmaker.reading.folder import read_folder
    from matchmaker.writing.result import write_new_folder

    seconds: list[float] = []

    def timed(step: Callable[[], Answer]) -> Answer:
        start = time.perf_counter()
        answer = step()
        seconds.append(time.perf_counter() - start)
        return answer

    with tempfile.TemporaryDirectory() as folder:
        people, out = Path(folder) / "people", Path(folder) / "out"
        timed(lambda: write_new_folder(people, generate(mentors=mentors, mentees=mentees, seed=1)))
        pool, programme = timed(lambda: read_folder(people))
        matching = timed(lambda: match(pool, programme))
        timed(lambda: write_matching(matching, pool, out))
        breaches = timed(lambda: verify(pool, programme, matching))
    if breaches or matching.gap != 0:
        sys.exit(f"{mentees} × {mentors}: not proven, or it does not verify: {breaches[:3]}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row = [f"{mentees} × {mentors}", *(f"{value:.2f}" for value in seconds), f"{peak:.0f}"]
    print("| " + " | ".join([*row, str(matching.mentees_matched), matching.status]) + " |")


def main() -> None:
    """Run every size asked for, each in its own process."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    print("| mentees × mentors | " + " | ".join(f"{step}, s" for step in STEPS) + " | peak MiB | matched | status |")
    print("|" + "---|" * (len(STEPS) + 4))
    for mentees, mentors in zip(sizes[::2], sizes[1::2], strict=True):
        code = f"import end_to_end; end_to_end.run({mentees}, {mentors})"
        subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent)


if __name__ == "__main__":
    main()
