"""``python tests/mutation.py``: small changes to what bans, scores and checks, one at a time; do the tests notice?

mutmut makes the mutants in ``mutants/``, which git ignores, and runs for each the tests that reach the changed
function; pyproject.toml names the files and the tests. docs/mutation.md then holds the figures and every survivor with
its judgement from mutation.toml. Exit code 1 if fewer than 90 % of a group are noticed, a survivor is not judged, or a
judgement has no survivor. ``--judge`` runs nothing: it takes new judgements to what the last run left.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

from trust_run import commit, machine

ROOT = Path(__file__).parents[1]
PAGE, JUDGED = ROOT / "docs" / "mutation.md", ROOT / "tests" / "mutation.toml"
GROUPS: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]["only_mutate"]
LEAST = 90
"""Per cent of each group that have to be noticed."""
MEMORY = 4 << 30
"""Bytes that a run may address: there are mutants that would take all there is."""
RESULT = re.compile(r"\s*(?P<name>(?P<module>\S+)\.x[ǁ_](?P<function>\S+)__mutmut_\d+): (?P<status>.+)")


@dataclass(frozen=True)
class Mutant:
    """One changed function, and what came of it: killed, timeout (noticed too), or survived in any other word."""

    name: str
    file: str
    function: str
    status: str

    @property
    def survived(self) -> bool:
        """Whether no test noticed."""
        return self.status not in ("killed", "timeout")


@dataclass(frozen=True)
class Survivor:
    """What nobody noticed: in one function, these lines became those."""

    file: str
    function: str
    was: str
    became: str


def results(listed: str) -> list[Mutant]:
    """Read what ``mutmut results`` lists."""
    found = []
    for line in filter(None, map(RESULT.fullmatch, listed.splitlines())):
        path = line["module"].replace(".", "/")
        file = f"{path}/__init__.py" if (ROOT / path).is_dir() else f"{path}.py"
        found.append(Mutant(line["name"], file, line["function"].replace("ǁ", "."), line["status"]))
    return sorted(found, key=lambda mutant: mutant.file)


def survivor(mutant: Mutant, shown: str) -> Survivor:
    """Return what ``mutmut show`` shows of a mutant, without the indentation."""
    changed = [line for line in shown.splitlines() if re.match(r"-(?!--)|\+(?!\+\+)", line)]
    was, became = ("\n".join(line[1:].strip() for line in changed if line[0] == sign) for sign in "-+")
    return Survivor(mutant.file, mutant.function, was, became)


def judgements(text: str) -> dict[Survivor, str]:
    """Read mutation.toml: a judgement may speak of several changes of the same lines."""
    return {
        Survivor(one["file"], one["function"], one["was"], became): one["judgement"]
        for one in tomllib.loads(text)["survivors"]
        for became in one["became"]
    }


def page(head: str, mutants: list[Mutant], survivors: Iterable[Survivor], judged: Mapping[Survivor, str]) -> str:
    """Return docs/mutation.md."""
    lines = [TOP.format(head=head)]
    for group in GROUPS:
        mine = _of(group, mutants)
        files = sorted({mutant.file for mutant in mine} - {group})
        lines += [_row(file, [mutant for mutant in mine if mutant.file == file]) for file in files]
        lines.append(_row(f"**`{group}`**", mine))
    lines += [_row("**all**", mutants), "\n## Survivors\n"]
    for one in survivors:
        diff = [f"{sign} {line}" for sign, text in (("-", one.was), ("+", one.became)) for line in text.splitlines()]
        judgement = judged.get(one, "NOT JUDGED")
        lines.append("\n".join([f"\n{one.file}, `{one.function}`: {judgement}\n", "```diff", *diff, "```", ""]))
    return "".join(lines)


TOP = """# What the tests notice

Made by `python tests/mutation.py` (Linux; after `pip install -e ".[test,dev]"`), which changes one place of one
function after the other and counts how many of these mutants the tests notice; nothing here is typed by hand but the
judgements ([mutation.toml](../tests/mutation.toml)). mutmut changes what stands inside functions: constants and tables
at the top of modules and classes, and functions under a decorator, stay as they are.

{head}.

| file | mutants | killed | by time | survived | noticed |
|---|---|---|---|---|---|
"""


def _of(group: str, mutants: list[Mutant]) -> list[Mutant]:
    return [mutant for mutant in mutants if fnmatchcase(mutant.file, group)]


def _row(title: str, mutants: list[Mutant]) -> str:
    timeouts = sum(mutant.status == "timeout" for mutant in mutants)
    survived = sum(mutant.survived for mutant in mutants)
    killed = len(mutants) - timeouts - survived
    return f"| {title} | {len(mutants)} | {killed} | {timeouts} | {survived} | {_share(mutants):.1f} % |\n"


def _share(mutants: list[Mutant]) -> float:
    """Return how many per cent of the mutants were noticed; of none, none."""
    return 100 * sum(not mutant.survived for mutant in mutants) / max(len(mutants), 1)


def faults(mutants: list[Mutant], survivors: Iterable[Survivor], judged: Mapping[Survivor, str]) -> Iterator[str]:
    """Yield what is not good enough."""
    for group in GROUPS:
        if (found := _share(_of(group, mutants))) < LEAST:
            yield f"{group}: {found:.1f} % noticed, {LEAST} % are needed"
    there = dict.fromkeys(survivors)
    yield from (f"not judged in tests/mutation.toml: {one}" for one in there if one not in judged)
    yield from (f"judged in tests/mutation.toml, but no survivor: {one}" for one in judged if one not in there)


def mutmut(*words: str) -> str:
    """Run mutmut in the project; what ``run`` says goes straight to the terminal."""
    command = [str(Path(sys.executable).with_name("mutmut")), *words]
    seen = None if words[0] == "run" else subprocess.PIPE
    steady = os.environ | {"PYTHONHASHSEED": "0"}  # the same order of tests each time
    return subprocess.run(command, cwd=ROOT, env=steady, stdout=seen, text=True, check=True).stdout or ""


def run() -> str:
    """Run all mutants anew, one after the other; return when, of what, how long and where."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    origin, began = commit(ROOT), time.monotonic()
    shutil.rmtree(ROOT / "mutants", ignore_errors=True)
    mutmut("run", "--max-children", "1")
    minutes = (time.monotonic() - began) / 60
    return f"{datetime.now(UTC).date()}, commit {origin}, {minutes:.0f} minutes on {machine()}"


def main() -> None:
    """Run, unless asked only to judge what the last run left, and write the page."""
    head = ROOT / "mutants" / "head.txt"
    if "--judge" not in sys.argv:
        head.write_text(run(), "utf-8")
    mutants = results(mutmut("results", "--all", "true"))
    survivors = dict.fromkeys(survivor(one, mutmut("show", one.name)) for one in mutants if one.survived)
    judged = judgements(JUDGED.read_text("utf-8"))
    PAGE.write_text(page(head.read_text("utf-8"), mutants, survivors, judged), "utf-8")
    sys.exit("\n".join(faults(mutants, survivors, judged)) or None)


if __name__ == "__main__":
    main()
