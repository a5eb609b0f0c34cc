"""``matchmaker match`` beside a bare script: ``python benchmarks/beside_script.py [MENTEES MENTORS ...]``.

Both from the same two CSV files, each as a process of its own: one writes the four files of a record, with a proof and
reasons; the other, ``bare_script.py``, scores three criteria and writes pairs.csv. Each size is run a few times in
turn, after one run of both that is not counted; the quickest counts, and the median is told, too.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from children import ROOT, Cost, cost, matchmaker
from tables import table, where

SIZES = (150, 60, 1000, 400)
TIMES = 5
HEADS = ("mentees × mentors", "by", "seconds", "median", "processor", "peak MiB", "times the script's seconds")


def run(mentees: int, mentors: int, times: int = TIMES) -> list[list[str]]:
    """Run both on one size; return a row of each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people, log = str(folder / "people"), folder / "log"
        script = [sys.executable, str(ROOT / "benchmarks" / "bare_script.py"), people, str(folder / "pairs.csv")]
        ours = matchmaker("match", people, "--out", str(folder / "out"), "--force", "--quiet")
        made = matchmaker("generate", people, "--mentees", str(mentees), "--mentors", str(mentors))
        for command in (made, script, ours):
            _done(cost(command, log), log)
        rounds = [[_done(cost(both, log), log) for both in (script, ours)] for _ in range(times)]
    size = f"{mentees} × {mentors}"
    theirs, mine = zip(*rounds, strict=True)
    ratio = _quickest(mine) / _quickest(theirs)
    return [_row(size, "bare script", theirs, ""), _row(size, "matchmaker match", mine, f"{ratio:.2f}")]


def _done(one: Cost, log: Path) -> Cost:
    if one.code:
        sys.exit(f"ended with {one.code}:\n{log.read_text('utf-8')}")
    return one


def _quickest(costs: tuple[Cost, ...]) -> float:
    return min(one.seconds for one in costs)


def _row(size: str, name: str, costs: tuple[Cost, ...], ratio: str) -> list[str]:
    processor, peak = min(one.processor for one in costs), max(one.peak for one in costs) >> 20
    middle = median(one.seconds for one in costs)
    return [size, name, f"{_quickest(costs):.2f}", f"{middle:.2f}", f"{processor:.2f}", str(peak), ratio]


def main(words: list[str]) -> None:
    """Run every size asked for."""
    sizes = [int(word) for word in words] or list(SIZES)
    rows = [row for size in zip(sizes[::2], sizes[1::2], strict=True) for row in run(*size)]
    print(f"{where()}\n\n{table(HEADS, rows)}")


if __name__ == "__main__":
    main(sys.argv[1:])
