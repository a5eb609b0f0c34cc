"""``pytest --allowed-skips FILE``: prints every skip and expected failure; one that FILE does not allow fails the run.

A line of FILE: the pattern of a test's id (``*`` and ``?``), `` # ``, and words the reason must hold. Lines that begin
with ``#`` are comments.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--allowed-skips", metavar="FILE", type=Path, help="fail on a skip or xfail it does not allow")


def pytest_configure(config: pytest.Config) -> None:
    path = config.getoption("allowed_skips")
    if path is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Gate(allowed(path)), "skips-gate")


def allowed(path: Path) -> list[tuple[str, str]]:
    """Read the patterns and reasons."""
    lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    found = [line.partition(" # ") for line in lines if line and not line.startswith("#")]
    if without := [pattern for pattern, _, reason in found if not reason.strip()]:
        raise pytest.UsageError(f"{path}: {without[0]!r} has no reason; write: pattern # reason")
    return [(pattern.strip(), reason.strip()) for pattern, _, reason in found]


class Gate:
    """Remembers what was skipped or expected to fail; an expected failure that passes counts, too."""

    def __init__(self, allowed: list[tuple[str, str]]) -> None:
        self._allowed = allowed
        self._seen: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if hasattr(report, "wasxfail"):
            self._seen[report.nodeid] = f"expected to fail: {report.wasxfail}"
        elif report.skipped:
            self._seen[report.nodeid] = _reason(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self._seen[report.nodeid] = _reason(report)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._refused() and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        refused = self._refused()
        terminalreporter.section(f"{len(self._seen)} skipped or expected to fail, {len(refused)} not allowed")
        for name, reason in sorted(self._seen.items()):
            terminalreporter.write_line(f"{'NOT ALLOWED' if name in refused else 'allowed'}: {name}: {reason}")

    def _refused(self) -> set[str]:
        return {
            name
            for name, reason in self._seen.items()
            if not any(fnmatchcase(name, pattern) and words in reason for pattern, words in self._allowed)
        }


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
