"""One match, stage by stage: ``python benchmarks/stages.py FOLDER OUT [--told TOLD.csv] [--time-limit S]``.

Reads a folder, matches it, writes the record to the folder OUT, and prints a line of JSON as each stage ends. What
the search told on its way goes to TOLD.csv, of which ``gap.py`` draws a picture. A time limit is one of the search, as
``matchmaker match`` has it: after so many seconds the best so far is checked and written.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import recording


def stages(folder: Path, out: Path, told: Path | None, time_limit: float | None) -> Iterator[dict[str, Any]]:
    """Run a match and yield what each stage took, in seconds, as it ends."""
    start = time.perf_counter()
    from matchmaker.batch import write_solved
    from matchmaker.engine import solved
    from matchmaker.reading.folder import read_folder
    from solvers.stop import TimeLimit, never

    yield {"stage": "import", "seconds": time.perf_counter() - start}
    start = time.perf_counter()
    pool, programme = read_folder(folder)
    yield {"stage": "read", "seconds": time.perf_counter() - start}
    recorded = recording.Recording(lambda one: _say(one._asdict()))
    stop = never if time_limit is None else TimeLimit(time_limit)
    found = solved(pool, programme, stop=stop, tell=recorded)
    recorded.end(found.result.score, found.result.gap, len(found.result.rows))
    if told:
        recording.write(recorded.all, told)
    yield from _of_match(recorded)
    start = time.perf_counter()
    write_solved(found, out, force=True)
    yield {"stage": "write", "seconds": time.perf_counter() - start}
    result = found.result
    yield {"stage": "answer", "status": result.status, "gap": result.gap, "pairs": len(result.rows)}


def _of_match(recorded: recording.Recording) -> Iterator[dict[str, Any]]:
    """Yield the stages of the match itself; scans and flows take turns, so theirs are sums.

    ``encode`` is all before the search, ``list`` its first lists and its first flow, ``scan`` its first scan, which
    looks at every pair, ``rescan`` all others, ``flow`` what is between scans, ``finish`` all after the last one:
    tie-break, certificate, notices. States and sentences are made as they are written.
    """
    told, began = recorded.all, recorded.searching
    if began is None:  # a small pool is listed whole, and nothing is told
        yield {"stage": "encode to finish", "seconds": told[-1].seconds}
        return
    scans = recording.scans(told)
    between = told[-2].seconds - told[0].seconds - sum(scans)
    parts = {"encode": began, "list": told[0].seconds - began, "scan": scans[0], "rescan": sum(scans[1:])}
    parts |= {"flow": between, "finish": told[-1].seconds - told[-2].seconds}
    for stage, seconds in parts.items():
        yield {"stage": stage, "seconds": seconds}
    yield {"stage": "rounds", "scans": len(scans), "candidates": told[-1].candidates}


def main(words: list[str]) -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--told", type=Path)
    parser.add_argument("--time-limit", type=float, metavar="S")
    given = parser.parse_args(words)
    for line in stages(given.folder, given.out, given.told, given.time_limit):
        _say(line)


def _say(line: dict[str, Any]) -> None:
    rounded = {name: round(value, 3) if isinstance(value, float) else value for name, value in line.items()}
    print(json.dumps(rounded), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
