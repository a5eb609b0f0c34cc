"""How time and memory grow: ``python benchmarks/growth.py [SIZE ...]``, where a size is ``1250x500``.

At each size a programme is generated, and matched twice, each time by a process of its own: by the command line, from
files to answer, of which time and peak memory are taken from outside; and stage by stage (``stages.py``). At the end
stand the exponents that fit best: seconds and bytes as powers of the number of mentees. With ``--log`` every stage goes
to a file as it ends, with the time of day; so a run of hours can be followed, and what it did is not lost.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from statistics import linear_regression

from children import ROOT, Cost, cost, matchmaker
from tables import table, where

SIZES = ((1250, 500), (2500, 1000), (5000, 2000), (10_000, 4000), (20_000, 8000), (40_000, 16_000))
"""The size doubled five times."""
RUNS = ("command", "stages")
STAGES = ("read", "encode", "list", "scan", "rescan", "flow", "finish", "write")
FITTED = ("files to answer", "read", "scan", "solve", "peak MiB")
"""What an exponent is told of; ``solve`` is all between encoding and the last scan: lists, scans and flows."""

Size = tuple[int, int]
Row = dict[str, float | str]
Say = Callable[[str], None]


def measured(size: Size, folder: Path, given: argparse.Namespace, say: Say) -> Row:
    """Run one size and return what was measured, by the heads of the table."""
    mentees, mentors = size
    people, log = folder / f"{mentees}x{mentors}", folder / "output"
    row: Row = {"mentees × mentors": f"{mentees} × {mentors}", "mentees": mentees}
    if not people.exists():
        words = (str(people), "--mentees", str(mentees), "--mentors", str(mentors), "--seed", str(given.seed))
        made = _ended(cost(matchmaker("generate", *words), log), log)
        say(f"generate: {made.seconds:.1f} s, {made.mib}")
        left_out = {"priority": given.one_priority, "mentors_wanted": given.one_place}
        _without(people / "mentees.csv", [column for column, out in left_out.items() if out])
        _set_strategy(people / "programme.toml", given.strategy)
    if "command" in given.runs:
        words = ("match", str(people), "--out", str(folder / "answer"), "--force", "--quiet", *_limited(given))
        whole = _ended(cost(matchmaker(*words), log), log)
        say(f"files to answer: {whole.seconds:.1f} s, {whole.processor:.1f} processor seconds, {whole.mib}")
        row |= {"files to answer": whole.seconds, "processor": whole.processor, "peak MiB": whole.peak / (1 << 20)}
    if "stages" in given.runs:
        row |= _stages(people, folder, given, say)
    return row


def _limited(given: argparse.Namespace) -> tuple[str, ...]:
    return () if given.time_limit is None else ("--time-limit", str(given.time_limit))


def _stages(people: Path, folder: Path, given: argparse.Namespace, say: Say) -> Row:
    """Match stage by stage, and return what each took."""
    output, answer = folder / "stages", folder / "answer of stages"
    output.unlink(missing_ok=True)
    command = [sys.executable, str(ROOT / "benchmarks" / "stages.py"), str(people), str(answer), *_limited(given)]
    if given.told:
        given.told.mkdir(parents=True, exist_ok=True)
        command += ["--told", str(given.told / f"{people.name}.csv")]
    whole = _ended(cost(command, output, say), output)
    say(f"stages: {whole.seconds:.1f} s in all, {whole.mib}")
    lines = [line for line in map(json.loads, output.read_text("utf-8").splitlines()) if "stage" in line]
    seconds: dict[str, float] = {line["stage"]: line["seconds"] for line in lines if "seconds" in line}
    others: Row = {key: value for line in lines if "seconds" not in line for key, value in line.items()}
    searched = [seconds[stage] for stage in ("list", "scan", "rescan", "flow") if stage in seconds]
    return {**seconds, **({"solve": sum(searched)} if searched else {}), **others}


def _without(path: Path, columns: Sequence[str]) -> None:
    """Leave some columns out, line by line; the people stay as they are."""
    if not columns:
        return
    old = path.rename(path.with_suffix(".before"))
    with old.open(newline="", encoding="utf-8") as before, path.open("w", newline="", encoding="utf-8") as file:
        reader = csv.reader(before)
        heads = next(reader)
        kept = [at for at, head in enumerate(heads) if head not in columns]
        csv.writer(file, lineterminator="\n").writerows([row[at] for at in kept] for row in chain([heads], reader))
    old.unlink()


def _set_strategy(path: Path, strategy: str) -> None:
    """Let a generated programme seek something else."""
    before = 'strategy = "most_people"'
    settings = path.read_text("utf-8")
    if before not in settings:
        sys.exit(f"{path}: there is no {before} to replace")
    path.write_text(settings.replace(before, f'strategy = "{strategy}"', 1), "utf-8")


def _ended(one: Cost, output: Path) -> Cost:
    if one.code not in (0, 4):  # 4: a legal matching that is not proven best, which the table tells
        sys.exit(f"ended with {one.code}:\n{output.read_text('utf-8')[-2000:]}")
    return one


def exponents(rows: Sequence[Row]) -> Mapping[str, float]:
    """Return the power of the number of mentees that each measure of ``FITTED`` grows with: least squares of logs."""
    found = {}
    for name in FITTED:
        points = [(float(row["mentees"]), float(row[name])) for row in rows if float(row.get(name, 0)) > 0]
        if len({mentees for mentees, _ in points}) > 1:
            mentees, taken = zip(*points, strict=True)
            found[name] = linear_regression(list(map(math.log, mentees)), list(map(math.log, taken))).slope
    return found


def told(rows: Sequence[Row]) -> str:
    """Return the rows as a table, and the exponents below it."""
    heads = ["mentees × mentors", "files to answer", "processor", "peak MiB", *STAGES, "scans", "candidates", "gap"]
    cells = [[_cell(row.get(head, "")) for head in heads] for row in rows]
    fits = [f"{name} n^{exponent:.2f}" for name, exponent in exponents(rows).items()]
    said = f"Seconds and MiB. Fitted, n the number of mentees: {', '.join(fits)}." if fits else "Seconds and MiB."
    return f"{table(heads, cells)}\n\n{said}"


def _cell(value: float | str | None) -> str:
    return str(value) if not isinstance(value, float) else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def size(text: str) -> Size:
    """Read ``1250x500``."""
    mentees, _, mentors = text.partition("x")
    return int(mentees), int(mentors)


def saying(log: Path | None) -> Say:
    """Return what says a line on standard error, and adds it to the log with the time of day."""

    def say(line: str) -> None:
        stamped = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {line}"
        print(stamped, file=sys.stderr, flush=True)
        if log:
            with log.open("a", encoding="utf-8") as file:
                file.write(stamped + "\n")

    return say


def rows(given: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """Run every size, and yield each row as soon as it is there."""
    say = saying(given.log)
    say(where())
    for one in given.sizes:
        name = f"{one[0]} × {one[1]}"
        say(f"{name} begins")
        yield measured(one, folder, given, lambda line, name=name: say(f"{name} {line}"))


def main(words: list[str]) -> None:
    """Run all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=size, default=SIZES, metavar="SIZE")
    parser.add_argument("--runs", nargs="+", choices=RUNS, default=RUNS, help="leave one of both out")
    parser.add_argument("--one-priority", action="store_true", help="nobody goes first: then a gap is told on the way")
    parser.add_argument("--one-place", action="store_true", help="nobody wants several: fairest needs no list then")
    parser.add_argument("--time-limit", type=float, metavar="S", help="search so long at most, then check and write")
    parser.add_argument("--strategy", default="most_people", help="what the programme seeks")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=Path, help="a file for every stage, with the time of day")
    parser.add_argument("--told", type=Path, metavar="DIR", help="a folder for what searches tell, for gap.py")
    parser.add_argument("--folder", type=Path, help="where people and answers stay; else they are removed")
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        found = list(rows(given, folder))
    print(f"{where()}\n\n{told(found)}")


if __name__ == "__main__":
    main(sys.argv[1:])
