"""docs/trust.md: what is promised, and what the suites showed. Made from docs/trust.json; nobody types in either.

``pytest --trust`` keeps them (trust_run.py). A row is one promise in one version: short, which runs on each push, or
long, on demand.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

STORE, PAGE = "trust.json", "trust.md"
SHORT, LONG = "short", "long"


@dataclass(frozen=True)
class Promise:
    """A line of the table: what tests are marked with, the target, and the issue that will build what is missing."""

    title: str
    target: str
    issue: int | None = None


PROMISES = (
    Promise("exhaustive oracle", "10 000 pools each push, 0 differences; 1 000 000 on demand"),
    Promise("flow, CP-SAT and LP agree", "mid-size pools (20–300 mentees): equal integer objectives, always"),
    Promise("price and verify against a flow over all pairs", "2 000 mid-size pools: same pairs, prices and bounds"),
    Promise("certificates accepted", "on every flow-shaped run, integer gap exactly 0"),
    Promise("corrupted records rejected", "10 000 altered towards a false claim, all rejected"),
    Promise("rules never broken", "wishes, pins, odd ids and spellings: 0 violations in 1 000 000 generated pairs"),
    Promise("determinism", "one SHA-256 a pool: row order × seed × workers × PYTHONHASHSEED × locale × TZ"),
    Promise("metamorphic", "1 000 each, 0 breaches"),
    Promise(
        "criteria laws", "1 000 examples each: in range, monotone, symmetric where claimed, a blank at most average"
    ),
    Promise("one answer among equals", "the same pairs, whichever exact solver and order of people"),
    Promise("conformance suite", "every registered strategy with every solver"),
    Promise("stops", "at any time the last legal matching, with its true gap"),
    Promise("compiled kernel", "equal to the numpy reference to the last digit on every pair"),
    Promise("stability and fairness metrics", "10 000 pools against their definitions"),
    Promise(
        "malformed files",
        "CSV, XLSX, TOML, JSON, calendar cells; 500 mutated + 100 hand-made each: 0 tracebacks, 0 hangs over 2 s, "
        "file and row, key or line named",
    ),
    Promise("bombs", "refused within 1 s, memory growth ≤ 64 MiB"),
    Promise("injection", "every text field in CSV, XLSX, HTML: 0 active cells, 0 parsed elements"),
    Promise("injection in a real browser", "0 network requests, nothing run"),
    Promise("canaries", "names, e-mails and notes: 0 in logs, stderr, temp names"),
    Promise("kill -9", "at random instants: 0 torn, 0 lost finished results, orphans swept on the next start"),
    Promise("disk full, read-only, two processes", "documented exit code, nothing corrupted"),
    Promise("open files, no folder fsync", "as on Windows, injected here: a located message, nothing lost"),
    Promise(
        "the fairest against brute force",
        "2 000 problems each push, 100 000 on demand, sums of scores too: 0 differences",
    ),
    Promise("stable matchings", "no pair blocks; of all stable ones the best for who proposes, worst for the others"),
    Promise(
        "capped lottery",
        "1 000 problems (50 000 on demand) as good as an LP; every coin tossed both ways gives just the chances told; "
        "false odds and hand-picked draws refused",
    ),
    Promise(
        "limits",
        "kept by every answer, the best of all choices that keep them: 300 problems each push, 20 000 on demand",
    ),
    Promise("leximin by its definition", "every legal choice of 2 000 small problems each push; 100 000 on demand"),
)
"""Every promise there is, in the order of the table; a title that is not here is an error where tests are collected."""

TITLES = tuple(promise.title for promise in PROMISES)


@dataclass(frozen=True)
class Row:
    """What the newest run of one promise in one version showed. ``items`` tests there are; ``ran`` of them did.

    ``counted`` holds what the tests counted first, by its name; ``seconds`` adds up the calls of the tests.
    """

    promise: str
    version: str
    items: int
    ran: int = 0
    failures: int = 0
    tests: tuple[str, ...] = ()
    counted: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    date: str = ""
    commit: str = ""
    machine: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What there is one row of."""
        return self.promise, self.version

    @property
    def whole(self) -> bool:
        """Whether every test ran."""
        return self.ran == self.items


Rows = dict[tuple[str, str], Row]


def known(rows: Rows, items: Mapping[tuple[str, str], Iterable[str]]) -> Rows:
    """Return a row for all tests there are now, by promise and version, and no others.

    A result stays as long as the tests it came from are there; how many tests there are is brought up to date.
    """
    found = {}
    for key, ids in items.items():
        there = list(ids)
        row = rows.get(key, Row(*key, items=0))
        stays = row.ran <= len(there) and set(row.tests) <= {without_parameters(name) for name in there}
        found[key] = replace(row, items=len(there)) if stays else Row(*key, items=len(there))
    return found


def with_results(rows: Rows, results: Iterable[Row]) -> Rows:
    """Return the rows with a run's results. A run of some of the tests never replaces more, nor hides a failure."""
    found = dict(rows)
    for result in results:
        old = found.get(result.key, Row(*result.key, items=result.ran))
        new = replace(result, items=max(old.items, result.ran))
        more = not old.whole and not old.failures and new.ran >= old.ran
        if new.whole or new.failures or more:
            found[new.key] = new
    return found


def without_parameters(name: str) -> str:
    """Return a test's name without its parameters."""
    return name.partition("[")[0]


def read(folder: Path) -> Rows:
    """Read the store."""
    path = folder / STORE
    listed = json.loads(path.read_text("utf-8")) if path.exists() else []
    rows = [Row(**{**fields, "tests": tuple(fields["tests"])}) for fields in listed]
    return {row.key: row for row in rows}


def update(folder: Path, change: Callable[[Rows], Rows]) -> None:
    """Change the rows as they stand at this moment, and write store and page whole; one process after the other."""
    with locked(folder):
        rows = change(read(folder))
        listed = [asdict(rows[key]) for key in _keys() if key in rows]
        _write(folder / STORE, json.dumps(listed, indent=1, ensure_ascii=False) + "\n")
        _write(folder / PAGE, page(rows))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other runs from the folder's store, where the system can."""
    folder.mkdir(exist_ok=True)
    if os.name != "posix":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, "utf-8")
    new.replace(path)


TOP = """# What is promised, and what was run

Made by the tests themselves: `pytest -m "push or not long" --trust` for the short versions, which each push runs, and
`pytest -m long --trust` for the long ones. Nothing here is typed by hand, and a test compares it with
[trust.json](trust.json). A run brings the rows of the tests it ran up to date; the others keep their own date and
commit. [mutation.md](mutation.md) shows which small changes to the code the tests notice.

- **counted**: what the tests of a row went through; where they count nothing, the tests themselves.
- **failures**: tests that failed in that run.
- **failure rate shown**: no failure in N cases drawn at random shows only a rate below 3 / N (with 95 % confidence).
- **seconds**: of all the tests of the row, one after the other.

| promise | target | version | tests in | counted | failures | failure rate shown | seconds | date | commit | machine |
|---|---|---|---|---|---|---|---|---|---|---|
"""


def page(rows: Rows) -> str:
    """Return docs/trust.md."""
    machines = list(dict.fromkeys(rows[key].machine for key in _keys() if key in rows and rows[key].ran))
    lines = []
    for promise in PROMISES:
        mine = [rows[promise.title, version] for version in (SHORT, LONG) if (promise.title, version) in rows]
        target = promise.target
        for row in mine:
            lines.append(_line(promise.title, target, *_cells(row, machines)))
            target = ""  # once a promise
        if not mine:
            issue = "" if promise.issue is None else f", issue {promise.issue}"
            lines.append(_line(promise.title, target, "", "", f"not built yet{issue}", *[""] * 6))
    named = [f"- {letter}: {machine}\n" for letter, machine in zip(_letters(len(machines)), machines, strict=True)]
    below = ["\nMachines, with the cores the run could use:\n\n", *named] if named else []
    return TOP + "".join([*lines, *below])


def _keys() -> Iterator[tuple[str, str]]:
    return ((title, version) for title in TITLES for version in (SHORT, LONG))


def _letters(count: int) -> list[str]:
    return [chr(ord("A") + number) for number in range(count)]


def _line(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |\n"


def _cells(row: Row, machines: list[str]) -> list[str]:
    """Return a row's cells from the version on."""
    if not row.ran:
        return [row.version, "", f"not run yet ({_number(row.items)})", *[""] * 6]
    files = sorted({name.partition("::")[0] for name in row.tests})
    links = ", ".join(f"[{Path(file).name}](../{file})" for file in files)
    counted = ", ".join(_number(number, name) for name, number in row.counted.items())
    part = "" if row.whole else f"; only {_spaced(row.ran)} of {_number(row.items)} ran"
    failures = f"{_spaced(row.failures)} of {_number(row.ran)}" if row.failures else "0"
    rates = ", ".join(filter(None, map(_rate, row.counted.values())))
    letter = dict(zip(machines, _letters(len(machines)), strict=True))[row.machine]
    shown = "" if row.failures else rates
    return [row.version, links, counted + part, failures, shown, f"{row.seconds:.1f}", row.date, row.commit, letter]


def _rate(number: int) -> str:
    """Return what no failure in so many cases shows; nothing for three or fewer."""
    return f"< 1 in {_spaced(number // 3)}" if number > 3 else ""


def _number(number: int, name: str = "tests") -> str:
    word = "test" if (number, name) == (1, "tests") else name.replace("_", " ")
    return f"{_spaced(number)} {word}"


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")
