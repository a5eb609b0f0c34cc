"""Same people, same settings, same version: the same bytes, whatever the files look like and wherever it runs."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from people import mentee_cells, mentor_cells, table

from matchmaker import generate, match
from matchmaker.reading.folder import read_folder
from matchmaker.writing.result import FILES, write_matching
from solvers import SOLVERS, STRATEGIES

ROOT = Path(__file__).parents[1]
PROMISE = pytest.mark.promise("determinism")

RUN = """
import contextlib, hashlib, json, locale, sys
from pathlib import Path
with contextlib.suppress(locale.Error):  # one that this machine lacks
    locale.setlocale(locale.LC_ALL, "")
from matchmaker.cli import app
for folder, out, options in json.load(sys.stdin):
    app(["match", folder, "--out", out, "--quiet", *options], standalone_mode=False)
    written = {path.name: path.read_bytes() for path in sorted(Path(out).iterdir())}
    print(hashlib.sha256(repr(written).encode()).hexdigest(), *written)
"""


class Look(NamedTuple):
    """What a folder's files look like: the order of rows and columns, and how a spreadsheet saved them."""

    order: int
    separator: str
    mark: str
    line_end: str


class Place(NamedTuple):
    """Where it runs."""

    hash_seed: str
    locale: str
    zone: str
    threads: str

    def environment(self) -> dict[str, str]:
        words = {"LC_ALL": self.locale, "LANG": self.locale, "TZ": self.zone, "PYTHONHASHSEED": self.hash_seed}
        plain = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), self.threads)
        return os.environ | words | plain | threads


# Three looks in each of four places; every value of every column stands somewhere, most with most others.
FEW: dict[Place, list[Look]] = {
    Place("0", "C", "UTC", "1"): [Look(0, ",", "", "\n"), Look(1, ";", "\ufeff", "\r\n"), Look(2, "\t", "", "\r")],
    Place("1", "tr_TR.UTF-8", "Asia/Kathmandu", "4"): [
        Look(0, ";", "", "\r"), Look(1, "\t", "\ufeff", "\n"), Look(2, ",", "\ufeff", "\r\n"),
    ],
    Place("4711", "C.UTF-8", "America/St_Johns", "4"): [
        Look(0, "\t", "\ufeff", "\r\n"), Look(1, ",", "", "\r"), Look(2, ";", "", "\n"),
    ],
    Place("random", "POSIX", "Pacific/Kiritimati", "1"): [
        Look(3, ",", "\ufeff", "\n"), Look(4, ";", "", "\r\n"), Look(5, "\t", "\ufeff", "\r"),
    ],
}  # fmt: skip
LOOKS = [Look(*values) for values in product(range(3), ",;\t", ("", "\ufeff"), ("\n", "\r\n", "\r"))]
PLACES = [
    Place(*values)
    for values in product(
        ("0", "1", "random"), ("C", "C.UTF-8", "tr_TR.UTF-8"), ("UTC", "Asia/Kathmandu", "America/St_Johns"), "14"
    )
]


def alike() -> dict[str, str]:
    """A programme in which nearly everybody is like everybody else: the answer is one of very many."""
    mentors = [mentor_cells(f"r{at}") | {"capacity": at % 3, "floor": at % 3 // 2} for at in range(8)]
    mentees = [mentee_cells(f"ü{at}") | {"goal": 'To say "no";\nand mean it', "Ort": "Žilina"} for at in range(12)]
    facts = [{"person": f"ü{at}", "other": f"r{at % 8}", "kind": "veto", "why": "Ça, non."} for at in range(12)]
    facts += [{"person": "ü3", "other": "r5", "kind": "pin", "why": ""}]
    return {
        "mentors.csv": table(mentors),
        "mentees.csv": table(mentees),
        "relations.csv": table(facts),
        "programme.toml": 'name = "Île"\n[rules.availability]\nmeeting_minutes = 45\n',
        "companies.toml": '[aliases]\n"Žito" = ["Getreide", "Зерно"]\n',
    }


def nearly_alike() -> dict[str, str]:
    """The same with another letter in one cell."""
    texts = alike()
    return texts | {"mentees.csv": texts["mentees.csv"].replace("Žilina", "Zilina", 1)}


POOLS: dict[str, tuple[Callable[[], Mapping[str, str]], list[str]]] = {
    "lifelike": (lambda: generate(10, 16, 5), ["--strategy", "most_people"]),
    "alike": (alike, ["--strategy", "best_score"]),
    "nearly alike": (nearly_alike, ["--strategy", "best_score"]),
}
"""What is matched, and how; the last only tells whether the hash would notice anything."""


def write(folder: Path, texts: Mapping[str, str], look: Look) -> Path:
    """Write a folder's files with another look; in TOML, a lone carriage return ends no line."""
    folder.mkdir(parents=True)
    for name, text in texts.items():
        if name.endswith(".csv"):
            text = _table(text, look)
        else:
            text = text.replace("\n", look.line_end if "\n" in look.line_end else "\n")
        (folder / name).write_bytes((look.mark + text).encode())
    return folder


def _table(text: str, look: Look) -> str:
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    if look.order:
        draw = Random(look.order)
        draw.shuffle(rows)
        columns = draw.sample(range(len(header)), len(header))
        header, *rows = ([row[column] for column in columns] for row in (header, *rows))
    again = io.StringIO(newline="")
    csv.writer(again, delimiter=look.separator, lineterminator=look.line_end).writerows([header, *rows])
    return again.getvalue()


def run(jobs: Iterable[tuple[Path, Path, list[str]]], place: Place) -> list[str]:
    """Match every folder in one new process; return a hash of all that was written for each."""
    said = json.dumps([(str(folder), str(out), options) for folder, out, options in jobs])
    ended = subprocess.run(
        [sys.executable, "-B", "-c", RUN],
        input=said.encode(),
        env=place.environment(),
        cwd="/",
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()[-2000:]
    hashes, names = zip(*(line.split(" ", 1) for line in ended.stdout.decode().splitlines()), strict=True)
    assert set(names) == {" ".join(sorted(FILES))}
    return list(hashes)


@PROMISE
@pytest.mark.parametrize(
    "combinations",
    [pytest.param(FEW, id="short"), pytest.param(dict.fromkeys(PLACES, LOOKS), id="long", marks=pytest.mark.long)],
)
def test_one_hash_a_pool_whatever_its_files_look_like_and_wherever_it_runs(
    combinations: dict[Place, list[Look]], tmp_path: Path, counted: Callable[..., None]
) -> None:
    looks = dict.fromkeys(look for some in combinations.values() for look in some)
    folders = {
        (pool, look): write(tmp_path / pool / str(at), texts(), look)
        for pool, (texts, _) in POOLS.items()
        for at, look in enumerate(looks)
    }
    found: dict[str, Counter[str]] = {pool: Counter() for pool in POOLS}
    for at, (place, some) in enumerate(combinations.items()):
        jobs = [(pool, look) for pool in POOLS for look in (some[:1] if pool == "nearly alike" else some)]
        outs = (tmp_path / f"out {at}" / str(number) for number in range(len(jobs)))
        answers = run([(folders[job], out, POOLS[job[0]][1]) for job, out in zip(jobs, outs, strict=False)], place)
        for (pool, _), answer in zip(jobs, answers, strict=True):
            found[pool][answer] += 1
    runs = sum(map(Counter.total, found.values()))
    counted(runs=runs, processes=len(combinations), pools=len(found), hashes=sum(map(len, found.values())))
    assert [len(answers) for answers in found.values()] == [1, 1, 1]
    assert len(set().union(*found.values())) == 3


@PROMISE
@pytest.mark.promise("one answer among equals")
@pytest.mark.parametrize("pool", POOLS)
@pytest.mark.parametrize("strategy", [name for name, one in STRATEGIES.items() if one.run is None])
def test_another_solver_changes_its_own_name_and_nothing_else(
    pool: str, strategy: str, tmp_path: Path, counted: Callable[..., None]
) -> None:
    people, programme = read_folder(write(tmp_path / "in", POOLS[pool][0](), LOOKS[0]))
    written: dict[str, list[bytes]] = {}
    for solver in SOLVERS:
        found = match(people, programme.model_copy(update={"strategy": strategy, "solver": solver}))
        assert found.solver == solver
        texts = [path.read_bytes() for path in write_matching(found, people, tmp_path / solver)]
        written[solver] = [text.replace(f'"solver": "{solver}"'.encode(), b"") for text in texts]
    counted(runs=len(written))
    assert len({tuple(texts) for texts in written.values()}) == 1
