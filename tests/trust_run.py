"""``pytest --trust``: every test marked with a promise goes into docs/trust.json and docs/trust.md.

Choose tests with ``-m`` and ``-k``, not by file: how many tests a promise has is only known if all are collected.
"""

from __future__ import annotations

import os
import platform
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trust

SAVE_EVERY = 60.0
LEAVES_FILES_OUT = ("ignore", "ignore_glob", "lf")
INVENTORY = pytest.StashKey[dict[tuple[str, str], list[str]]]()
"""By promise and version: the ids of all its tests that were collected, those deselected too."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--trust", action="store_true", help="record what the tests show in docs/trust.json and trust.md")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[INVENTORY] = {}
    if not config.getoption("trust"):
        return
    if not _is_worker(config):
        chosen = config.args_source is pytest.Config.ArgsSource.ARGS
        if chosen or any(config.getoption(name, None) for name in LEAVES_FILES_OUT):
            raise pytest.UsageError("--trust: choose tests with -m and -k, not by file; all must be collected")
    config.pluginmanager.register(Recorder(config), "trust-recorder")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """List all marked tests before any is deselected."""
    for item in items:
        version = trust.LONG if item.get_closest_marker("long") else trust.SHORT
        for mark in item.iter_markers("promise"):
            title = mark.args[0] if len(mark.args) == 1 and not mark.kwargs else None
            if title not in trust.TITLES:
                there = f"is not in tests/trust.py; there are: {'; '.join(trust.TITLES)}"
                raise pytest.UsageError(f"{item.nodeid}: promise({title!r}) {there}")
            config.stash[INVENTORY].setdefault((title, version), []).append(item.nodeid)


@dataclass
class Outcome:
    """What the reports of one test said so far."""

    ran: bool = False
    failed: bool = False
    seconds: float = 0.0
    counted: tuple[str, int] = ("tests", 1)

    def add(self, report: pytest.TestReport) -> None:
        """Take in one report. A test that was skipped did not run; one that broke before or after its call failed."""
        numbers = [(name, value) for name, value in report.user_properties if isinstance(value, int)]
        self.counted = numbers[0] if numbers else self.counted
        self.failed |= report.failed
        self.ran |= report.failed or (report.when == "call" and report.passed)
        self.seconds += report.duration if report.when == "call" else 0.0


class Recorder:
    """Follows one run and keeps its rows: the tests there are when they are collected, the results as they come."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._folder = config.rootpath / "docs"
        self._origin = {"date": str(datetime.now(UTC).date()), "commit": commit(config.rootpath), "machine": machine()}
        self._items = config.stash[INVENTORY]
        self._outcomes: dict[str, Outcome] = {}
        self._all_collected = True
        self._saved = time.monotonic()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._all_collected &= report.passed

    def pytest_collection_finish(self) -> None:
        """Bring the list of tests up to date; of several workers the first does."""
        first = getattr(self._config, "workerinput", {"workerid": "gw0"})["workerid"] == "gw0"
        if first and self._all_collected:
            trust.update(self._folder, lambda rows: trust.known(rows, self._items))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._outcomes.setdefault(report.nodeid, Outcome()).add(report)
        over = report.when == "teardown"  # before, the test may still be playing a system that opens no file
        if over and time.monotonic() - self._saved > SAVE_EVERY:
            self._save()

    def pytest_sessionfinish(self) -> None:
        if _is_worker(self._config):
            self._config.workeroutput["promises"] = self._items  # type: ignore[attr-defined]
        else:
            self._save()

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Learn from a worker which tests are marked: whoever hands out tests collects none."""
        self._items |= getattr(node, "workeroutput", {}).get("promises", {})

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        left = "" if self._all_collected else "; not every file was collected, so how many tests there are is as it was"
        terminalreporter.write_line(f"{self._folder / trust.PAGE}: results for {len(self._results())} rows{left}")

    def _save(self) -> None:
        if results := self._results():
            trust.update(self._folder, lambda rows: trust.with_results(rows, results))
        self._saved = time.monotonic()

    def _results(self) -> list[trust.Row]:
        """Return a row for each promise and version some test of which ran."""
        ran = {name: outcome for name, outcome in self._outcomes.items() if outcome.ran}
        mine = {key: {name: ran[name] for name in names if name in ran} for key, names in self._items.items()}
        return [self._row(key, outcomes) for key, outcomes in mine.items() if outcomes]

    def _row(self, key: tuple[str, str], outcomes: dict[str, Outcome]) -> trust.Row:
        counted = Counter[str]()
        for name, number in (outcome.counted for outcome in outcomes.values()):
            counted[name] += number
        return trust.Row(
            *key,
            items=0,
            ran=len(outcomes),
            failures=sum(outcome.failed for outcome in outcomes.values()),
            tests=tuple(dict.fromkeys(map(trust.without_parameters, outcomes))),
            counted=dict(counted),
            seconds=round(sum(outcome.seconds for outcome in outcomes.values()), 1),
            **self._origin,
        )


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def commit(root: Path) -> str:
    """Return the commit a run tests, and whether anything differs from it but the table."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True).stdout.strip()

    try:
        table = [f":!docs/{name}" for name in (trust.STORE, trust.PAGE)]
        changes = git("status", "--porcelain", "--", ".", *table)
        return git("rev-parse", "--short", "HEAD") + (" and changes" if changes else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def machine() -> str:
    """Return cores, memory, processor, Python and system; nothing that names the machine itself."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = "unknown memory"
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB"
    cpuinfo = Path("/proc/cpuinfo")
    models = [line for line in cpuinfo.read_text().splitlines() if "model name" in line] if cpuinfo.exists() else []
    processor = models[0].partition(":")[2].strip() if models else platform.processor() or platform.machine()
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = f"{platform.system()} {platform.release()}"
    return f"{cores} cores, {memory}, {processor}; Python {platform.python_version()}, {system}"
