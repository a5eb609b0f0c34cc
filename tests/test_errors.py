"""The error trees: what stands at the top of each ``errors.py`` is so, is raised, and is what the docs say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from command_line import Run

import matchmaker
import matchmaker.errors
import solvers
import solvers.errors
from matchmaker import cli
from matchmaker.errors import MatchmakerError

ROOT = Path(__file__).parents[1]
PACKAGES = [(matchmaker, matchmaker.errors, MatchmakerError), (solvers, solvers.errors, solvers.SolverError)]
LINE = re.compile(r"^    (?P<rank>[│├└─ ]*)(?P<name>[A-Z]\w+Error) *(?P<code>\d*)", re.MULTILINE)
DONE, NOT_PROVEN = 0, 4
"""What a run answers with that raises nothing."""


def told(module: ModuleType) -> Iterator[tuple[str, int, int | None]]:
    """The tree in a module's docstring: name, how deep, and the exit code if it states one."""
    for line in LINE.finditer(module.__doc__ or ""):
        yield line["name"], len(line["rank"]) // 4, int(line["code"]) if line["code"] else None


def defined(module: ModuleType) -> dict[str, type[Exception]]:
    classes = {
        name: one for name, one in vars(module).items() if isinstance(one, type) and one.__module__ == module.__name__
    }
    return {name: one for name, one in classes.items() if issubclass(one, Exception)}


@pytest.mark.parametrize(("package", "module", "root"), PACKAGES)
def test_the_tree_in_the_docstring_is_the_tree(package: ModuleType, module: ModuleType, root: type[Exception]) -> None:
    classes, line = defined(module), []
    assert next(told(module))[0] == root.__name__
    assert sorted(name for name, _, _ in told(module)) == sorted(classes)
    for name, depth, code in told(module):
        line[depth:] = [classes[name]]
        assert classes[name].__bases__[0] is (line[depth - 1] if depth else Exception)
        assert getattr(classes[name], "exit_code", None) == code
        assert name in package.__all__
        assert classes[name].__doc__


def raised(package: ModuleType) -> set[str]:
    """The names of all that is raised anywhere in a package."""
    found = set()
    for path in (ROOT / package.__name__).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
                found.add(node.exc.func.id)
    return found


@pytest.mark.parametrize(("package", "module", "root"), PACKAGES)
def test_every_error_is_raised_and_the_root_only_stands_for_all(
    package: ModuleType, module: ModuleType, root: type[Exception]
) -> None:
    assert raised(package) & defined(module).keys() == defined(module).keys() - {root.__name__}


def test_exit_codes_are_those_of_the_command_line_and_of_the_docs() -> None:
    codes = {code for _, _, code in told(matchmaker.errors)} | {DONE, NOT_PROVEN, cli.INTERRUPTED}
    assert {int(code) for code in re.findall(r"[:;] (\d+) ", cli.app.info.epilog or "")} == codes
    table = (ROOT / "docs" / "answer.md").read_text("utf-8").partition("## Exit codes")[2]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)} == codes
    assert cli.NOT_PROVEN == NOT_PROVEN


def test_what_is_listed_is_kept_apart_and_told_together() -> None:
    problems = [matchmaker.Problem("a.csv", row, "name", "required") for row in (2, 3)]
    for error, kept in (
        (matchmaker.InputError(problems), "problems"),
        (matchmaker.ClashError(["one", "two"]), "clashes"),
        (matchmaker.RecordError(["one: no", "two: no"]), "breaches"),
        (solvers.ContractError(["one", "two"]), "faults"),
    ):
        assert str(error).split("\n")[:2] == [str(one) for one in getattr(error, kept)]
    assert str(matchmaker.RecordError(["one: no"])).endswith(
        "match again, or bring all files back as they were written"
    )


def test_a_folder_that_is_not_there_is_bad_input_not_a_record_that_does_not_hold(run: Run) -> None:
    for words in ("verify nowhere people", "explain nowhere people --mentee cat", "close nowhere people --out next"):
        ran = run(*words.split())
        assert (ran.code, ran.err) == (2, "nowhere: is not a folder; it should be one that a matching was written to\n")
