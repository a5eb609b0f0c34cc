"""The table of promises says what was run, and no more; no skip goes unnoticed."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import skips
import trust
from trust_run import INVENTORY

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
SUITE = """
import pytest

@pytest.mark.promise("stops")
@pytest.mark.parametrize("chunk", range(3))
def test_chunk(chunk, counted):
    counted(pools=500, faults=chunk)
    assert chunk != BAD

@pytest.mark.promise("stops")
def test_alone():
    pass

@pytest.mark.long
@pytest.mark.promise("stops")
@pytest.mark.promise("bombs")
@pytest.mark.parametrize("chunk", range(5))
def test_long(chunk):
    pass
"""
SHORT, LONG, BOMBS = ("stops", "short"), ("stops", "long"), ("bombs", "long")


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Make an empty project with this one's conftest; other plugins than ours stay away, as each loads for long."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests"))
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text("utf-8"))
    return pytester


def run(project: pytest.Pytester, *words: str, bad: int = -1) -> trust.Rows:
    """Run the suite in which chunk ``bad`` fails; return the rows then in the store."""
    project.makepyfile(SUITE.replace("BAD", str(bad)))
    project.runpytest_inprocess("-p", "no:cacheprovider", *words)
    return trust.read(project.path / "docs")


def test_the_page_is_made_from_the_store() -> None:
    with trust.locked(ROOT / "docs"):
        rows, page = trust.read(ROOT / "docs"), (ROOT / "docs" / trust.PAGE).read_text("utf-8")
    assert page == trust.page(rows)


def test_the_store_holds_every_promise_that_tests_show_and_no_test_that_is_gone(pytestconfig: pytest.Config) -> None:
    """As far as tests were collected; if this fails: ``pytest --trust -n 0 -k trust``, and the whole before a push."""
    rows = trust.read(ROOT / "docs")
    assert set(pytestconfig.stash[INVENTORY]) <= set(rows)
    assert {title for title, _ in rows} <= set(trust.TITLES)
    for row in rows.values():
        for name in row.tests:
            file, _, function = name.partition("::")
            assert f"def {function.rpartition('::')[2]}(" in (ROOT / file).read_text("utf-8"), name


def test_a_promise_with_results_names_no_issue_that_would_build_it() -> None:
    shown = {title for title, _ in trust.read(ROOT / "docs")}
    assert [promise for promise in trust.PROMISES if promise.issue and promise.title in shown] == []


def test_a_run_counts_what_ran_and_lists_what_did_not(project: pytest.Pytester) -> None:
    rows = run(project, "--trust")
    row = rows[SHORT]
    assert (row.items, row.ran, row.failures, row.counted) == (4, 4, 0, {"pools": 1500, "tests": 1})
    assert [name.partition("::")[2] for name in row.tests] == ["test_chunk", "test_alone"]
    assert [(rows[key].items, rows[key].ran) for key in (LONG, BOMBS)] == [(5, 0), (5, 0)]
    page = (project.path / "docs" / trust.PAGE).read_text("utf-8")
    assert "| 1 500 pools, 1 test | 0 | < 1 in 500 |" in page
    assert "| long |  | not run yet (5 tests) |" in page


def test_failures_are_counted_and_a_run_of_some_tests_hides_neither_them_nor_a_whole_run(
    project: pytest.Pytester,
) -> None:
    row = run(project, "--trust", bad=1)[SHORT]
    assert (row.ran, row.failures, row.counted) == (4, 1, {"pools": 1500, "tests": 1})
    assert "| 1 of 4 tests |  |" in (project.path / "docs" / trust.PAGE).read_text("utf-8")
    assert run(project, "--trust", "-k", "alone")[SHORT] == row
    whole = run(project, "--trust")[SHORT]
    assert (whole.ran, whole.failures) == (4, 0)
    assert run(project, "--trust", "-k", "chunk")[SHORT] == whole
    some = run(project, "--trust", "-x", bad=0)[SHORT]
    assert (some.items, some.ran, some.failures) == (4, 1, 1)


def test_a_run_of_some_tests_says_of_how_many(project: pytest.Pytester) -> None:
    rows = run(project, "--trust", "-m", "long", "-k", "long and 3")
    assert [(rows[key].items, rows[key].ran) for key in (SHORT, LONG, BOMBS)] == [(4, 0), (5, 1), (5, 1)]
    assert "| 1 test; only 1 of 5 tests ran | 0 |" in (project.path / "docs" / trust.PAGE).read_text("utf-8")
    assert run(project, "--trust", "-m", "long")[LONG].whole


def test_results_are_stored_as_they_come(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trust_run.SAVE_EVERY", 0)
    project.makepyfile(
        "import pytest, trust, pathlib\n@pytest.mark.promise('stops')\n@pytest.mark.parametrize('at', range(3))\n"
        "def test_one(at):\n    row = trust.read(pathlib.Path('docs'))['stops', 'short']\n"
        "    assert (row.items, row.ran) == (3, at)\n"
    )
    assert project.runpytest_inprocess("--trust").ret == 0


def test_a_skipped_test_did_not_run(project: pytest.Pytester) -> None:
    project.makepyfile(
        "import pytest\n@pytest.mark.promise('stops')\n@pytest.mark.parametrize('at', [0, 1])\n"
        "def test_one(at):\n    if at:\n        pytest.skip('not here')\n"
    )
    project.runpytest_inprocess("--trust")
    row = trust.read(project.path / "docs")[SHORT]
    assert (row.items, row.ran) == (2, 1)


@pytest.mark.parametrize("mark", ['"stop"', "", '"stops", 2', "title='stops'"])
def test_a_title_that_is_not_in_the_table_is_an_error(mark: str, project: pytest.Pytester) -> None:
    project.makepyfile(f"import pytest\n@pytest.mark.promise({mark})\ndef test_one(): pass\n")
    result = project.runpytest_inprocess()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*test_one: promise(*is not in tests/trust.py; there are: exhaustive oracle; *"])


def test_a_run_by_file_is_not_recorded(project: pytest.Pytester) -> None:
    path = project.makepyfile(SUITE.replace("BAD", "0"))
    assert project.runpytest_inprocess("--trust", path).ret == pytest.ExitCode.USAGE_ERROR
    assert not (project.path / "docs").exists()


ROW = trust.Row("stops", "long", items=5, ran=5, tests=("t.py::test_a",), counted={"pools": 9}, machine="M")


def test_results_stay_only_while_their_tests_are_there() -> None:
    def left(*names: str) -> trust.Row:
        return trust.known({LONG: ROW, BOMBS: ROW}, {LONG: names})[LONG]

    parts = [f"t.py::test_a[{number}]" for number in range(5)]
    assert left(*parts) == ROW
    assert left(*parts, "t.py::test_b") == replace(ROW, items=6)
    assert left(*parts[:4]) == trust.Row("stops", "long", items=4)
    assert left("t.py::test_b") == trust.Row("stops", "long", items=1)
    assert set(trust.known({LONG: ROW, BOMBS: ROW}, {LONG: parts})) == {LONG}


def test_two_runs_that_end_together_both_stay(tmp_path: Path) -> None:
    def count(title: str) -> None:
        for number in range(1, 16):
            row = replace(ROW, promise=title, ran=number)
            trust.update(tmp_path, lambda rows, row=row: rows | {row.key: row})

    with ThreadPoolExecutor() as pool:
        list(pool.map(count, trust.TITLES[:4]))
    assert {key: row.ran for key, row in trust.read(tmp_path).items()} == {(t, "long"): 15 for t in trust.TITLES[:4]}
    assert sorted(path.name for path in tmp_path.iterdir()) == [trust.STORE, trust.PAGE]


SKIPPING = """
import pytest

def test_skips():
    pytest.skip("no browser here")

@pytest.mark.xfail(reason="not yet", strict=False)
@pytest.mark.parametrize("at", [0, 1])
def test_fails(at):
    assert at

def test_passes():
    pass
"""
XFAILS = "test_*.py::test_fails* # not yet\n"


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        ("# all\n\ntest_*.py::test_skips # no browser\n" + XFAILS, []),
        (XFAILS, ["test_skips: Skipped: no browser here"]),
        ("*::test_skips # no network\n" + XFAILS, ["test_skips: Skipped: no browser here"]),
        ("*::test_skips # no browser\n", [f"test_fails[[]{at}]: expected to fail: not yet" for at in (0, 1)]),
    ],
)
def test_a_skip_that_is_not_allowed_fails_the_run(lines: str, refused: list[str], project: pytest.Pytester) -> None:
    project.makepyfile(SKIPPING)
    (project.path / "allowed").write_text(lines)
    result = project.runpytest_inprocess("--allowed-skips", "allowed")
    assert result.ret == (1 if refused else 0)
    result.stdout.fnmatch_lines([f"*3 skipped or expected to fail, {len(refused)} not allowed*"])
    result.stdout.fnmatch_lines([f"NOT ALLOWED: *::{line}" for line in refused])


def test_a_skipped_file_is_a_skip_and_a_line_without_reason_is_refused(project: pytest.Pytester) -> None:
    project.makepyfile("import pytest\npytest.skip('none of it', allow_module_level=True)")
    (project.path / "allowed").write_text("")
    result = project.runpytest_inprocess("--allowed-skips", "allowed")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["NOT ALLOWED: test_*.py: Skipped: none of it"])
    (project.path / "allowed").write_text("test_one\n")
    assert project.runpytest_inprocess("--allowed-skips", "allowed").ret == pytest.ExitCode.USAGE_ERROR


def test_it_all_holds_with_several_processes(project: pytest.Pytester) -> None:
    project.makepyfile(test_suite=SUITE.replace("BAD", "-1"), test_skipping=SKIPPING)
    (project.path / "allowed").write_text(XFAILS)
    result = project.runpytest_subprocess("-p", "xdist", "-n", "2", "--trust", "--allowed-skips", "allowed")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["NOT ALLOWED: test_skipping.py::test_skips: Skipped: no browser here"])
    rows = trust.read(project.path / "docs")
    assert (rows[SHORT].ran, rows[SHORT].counted, rows[LONG].ran) == (4, {"pools": 1500, "tests": 1}, 0)
    assert json.loads((project.path / "docs" / trust.STORE).read_text("utf-8"))[0]["promise"] == "stops"


def test_what_may_be_skipped_is_there() -> None:
    for pattern, _ in skips.allowed(ROOT / ".ci" / "allowed-skips"):
        file, _, function = pattern.partition("::")
        assert f"def {function.rstrip('*')}" in (ROOT / file).read_text("utf-8"), pattern
