"""Files to encoded arrays, step by step: ``python benchmarks/encoding.py [MENTEES MENTORS ...]``, or one FOLDER.

Generates people of each size, reads and checks them, hashes them and encodes every criterion and rule in force; prints
the processor seconds of each step and the peak memory after it. Each size is made in one process and read in another,
so that the peaks are their own.
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

SIZES = (1_000, 400, 20_000, 8_000, 100_000, 40_000)
STEPS = ("generate", "read", "hash", "encode")

Answer = TypeVar("Answer")


class Clock:
    """Tells the processor seconds of each step, so that a busy machine changes little, and the peak memory after it."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def timed(self, step: Callable[[], Answer]) -> Answer:
        """Run a step."""
        start = time.process_time()
        answer = step()
        seconds, peak = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.told.append(f"{seconds:.2f} s, {peak:.0f} MiB")
        return answer


def generated(mentees: int, mentors: int, folder: str) -> None:
    """Write people of one size, and tell how long it took; in a process of its own, as its memory is its own."""
    from matchmaker.generate import generate
    from matchmaker.writing.result import write_new_folder

    clock = Clock()
    clock.timed(lambda: write_new_folder(Path(folder), generate(mentors, mentees, 1)))
    print("\n".join(clock.told))


def measured(folder: str, before: str = "") -> None:
    """Read, hash and encode the people of a folder, and print their row."""
    from matchmaker.reading.folder import read_folder
    from matchmaker.scoring.scores import Scores

    clock = Clock()
    pool, programme = clock.timed(lambda: read_folder(Path(folder)))
    clock.timed(lambda: pool.sha256)
    scores = Scores(pool, programme)
    clock.timed(lambda: (scores.encoded, scores.encoded_rules))
    row = [f"{len(pool.mentees):,} × {len(pool.mentors):,}", before, *clock.told]
    print("| " + " | ".join(row) + " |", flush=True)


def main() -> None:
    """Run a folder, or every size asked for."""
    print("| mentees × mentors | " + " | ".join(STEPS) + " |")
    print("|" + "---|" * (len(STEPS) + 1), flush=True)
    words = sys.argv[1:]
    if len(words) == 1:
        _apart(f"encoding.measured({words[0]!r})")
        return
    sizes = [int(word) for word in words] or list(SIZES)
    for mentees, mentors in zip(sizes[::2], sizes[1::2], strict=True):
        with tempfile.TemporaryDirectory() as home:
            folder = str(Path(home) / "people")
            told = _apart(f"encoding.generated({mentees}, {mentors}, {folder!r})", capture=True).strip()
            _apart(f"encoding.measured({folder!r}, {told!r})")


def _apart(call: str, capture: bool = False) -> str:
    """Run a call in a process of its own; return what it printed, if that is to be captured."""
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import encoding; {call}"
    ran = subprocess.run(
        [sys.executable, "-c", code], check=True, text=True, stdout=subprocess.PIPE if capture else None
    )
    return ran.stdout or ""


if __name__ == "__main__":
    main()
