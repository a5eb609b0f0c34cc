"""Keeps the dependency rules: who may import what, and when; reads every module's syntax tree."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("solvers", "matchmaker")
HEAVY = ("ortools", "numba", "pandas", "polars", "pyarrow", "scipy", "networkx", "matplotlib", "openpyxl", "jinja2")
HEAVY += ("rich", "rapidfuzz", "cleanco", "langcodes", "icalendar", "altair", "vl_convert")
LOOPED = ("matchmaker.kernel.loops", "solvers.fast")
# What anybody may import of solvers without running one; all other modules of it are engines or lead to them.
CHECKER = ("solvers.arrays", "solvers.checked", "solvers.errors", "solvers.limits", "solvers.problem")
CHECKER += ("solvers.blocks", "solvers.pairs", "solvers.proof", "solvers.result", "solvers.source", "solvers.ties")
READABLE = (*CHECKER, "solvers.prices", "solvers.pricing.progress", "solvers.remainder", "solvers.stability")
READABLE += ("solvers.stop", "solvers.fast.loops.jit", "solvers.fast.loops.ties", "solvers.threads")
READERS = (
    "matchmaker.explanation",
    "matchmaker.handouts",
    "matchmaker.metrics",
    *(f"matchmaker.comparison.{name}" for name in ("marks", "moves", "page", "pictures", "results", "told")),
    "matchmaker.report",
)
LOOPS = ("matchmaker.match", "matchmaker.what_if", "matchmaker.rematch", "matchmaker.shortlist")
LOOPS += ("matchmaker.sensitivity", "matchmaker.comparison.trials", "matchmaker.comparison.side_by_side")
RUNNING = ("matchmaker.engine", "matchmaker.problem.strategies", "matchmaker.problem.own_strategies")
SCORING = ("matchmaker.criteria", "matchmaker.rules", "matchmaker.shapes")
PEOPLE_WORDS = re.compile(
    r"(?i:mentor|mentee|programme|coordinator|matchmaker)"
    r"|(?<![A-Za-z])(?i:pool|pools|boss|bosses|company|companies|wish|wishes)(?![a-z])"
)


@dataclass(frozen=True)
class Module:
    """One source file, by its dotted name."""

    name: str
    source: str
    is_package: bool = False

    @property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.source)

    def imports(self, statements: Iterator[ast.AST] | None = None) -> set[str]:
        """Return the dotted names it imports anywhere, or among ``statements``: ``from a import b`` gives a.b."""
        found: set[str] = set()
        for node in statements or ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                found.update(f"{self._origin(node)}.{alias.name}" for alias in node.names)
        return found

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        home = parts[: len(parts) - node.level + self.is_package]
        return ".".join([*home, node.module] if node.module else home)


def modules() -> list[Module]:
    """Return every module there is in both packages, and the oracle."""
    found = []
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        found.append(Module(".".join(parts[: -1 if is_package else None]), path.read_text("utf-8"), is_package))
    return [*found, Module("tests.oracle", (ROOT / "tests" / "oracle.py").read_text("utf-8"))]


def under(name: str, *roots: str) -> bool:
    """Whether ``name`` is one of the dotted ``roots`` or inside one."""
    return any(name == root or name.startswith(root + ".") for root in roots)


def at_import(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run when a module is imported: not those in functions or under TYPE_CHECKING."""
    for statement in body:
        if isinstance(statement, ast.If) and ast.unparse(statement.test).endswith("TYPE_CHECKING"):
            continue
        yield statement
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for field in ("body", "orelse", "finalbody", "handlers"):
            for inner in getattr(statement, field, []):
                yield from at_import(inner.body if isinstance(inner, ast.ExceptHandler) else [inner])


def solvers_knows_no_people(module: Module) -> set[str]:
    """Rule 1: matchmaker → solvers, never back."""
    return {
        name for name in module.imports() if under(module.name, "solvers") and under(name, "matchmaker", "pydantic")
    }


def solvers_uses_no_people_words(module: Module) -> set[str]:
    """Rule 1: neither in identifiers nor in docstrings or comments."""
    if not under(module.name, "solvers"):
        return set()
    return {match.group() for match in PEOPLE_WORDS.finditer(module.source)}


def scoring_knows_no_solver(module: Module) -> set[str]:
    """Rule 2: criteria, rules and shapes."""
    banned = ("solvers", "matchmaker.engine", *LOOPS)
    return {name for name in module.imports() if under(module.name, *SCORING) and under(name, *banned)}


def only_the_engine_runs_solvers(module: Module) -> set[str]:
    """Rule 2: no other module of matchmaker reaches ``solve`` or an engine; two set up what it runs."""
    if not under(module.name, "matchmaker") or module.name in RUNNING:
        return set()
    called = {ast.unparse(node) for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
    return {name for name in module.imports() if _runs_a_solver(name)} | (called & {"solvers.solve"})


def _runs_a_solver(name: str) -> bool:
    package, _, rest = name.partition(".")
    inside = rest.partition(".")[0]
    is_module = bool(inside) and any((ROOT / "solvers" / name).exists() for name in (inside, f"{inside}.py"))
    return package == "solvers" and (inside in ("solve", "*") or (is_module and not under(name, *READABLE)))


def readers_never_solve_again(module: Module) -> set[str]:
    """Rule 3: explanation, metrics, report, and all of comparison but its trials, which loop openly."""
    banned = ("matchmaker.engine", *LOOPS)
    return {name for name in module.imports() if under(module.name, *READERS) and under(name, *banned)}


def nobody_marks_their_own_homework(module: Module) -> set[str]:
    """Rule 4: the checker, the oracle and the verification stand on their own."""
    names = module.imports()
    if under(module.name, *CHECKER):
        return {name for name in names if not (_is_standard(name) or under(name, "numpy", *CHECKER))}
    if module.name == "tests.oracle":
        return {name for name in names if not _is_standard(name)}
    if under(module.name, "matchmaker.verification"):
        solvers = {name for name in names if under(name, "solvers") and not under(name, *CHECKER)}
        return solvers | {name for name in names if under(name, "matchmaker.rules", "matchmaker.engine", *LOOPS)}
    return set()


def _is_standard(name: str) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names


def heavy_imports_wait_until_used(module: Module) -> set[str]:
    """Rule 5: none at module level. The compiled loops cannot do without numba, so they are heavy themselves."""
    heavy = set(HEAVY) - {"numba"} if under(module.name, *LOOPED) else {*HEAVY, *LOOPED}
    return {name for name in module.imports(at_import(module.tree.body)) if under(name, *heavy)}


def nothing_happens_at_import(module: Module) -> set[str]:
    """Rule 6: only imports, definitions, assignments and docstrings; and no assignment reads a file."""
    allowed = (
        ast.Import,
        ast.ImportFrom,
        ast.FunctionDef,
        ast.AsyncFunctionDef,
        ast.ClassDef,
        ast.Assign,
        ast.AnnAssign,
    )
    work = {ast.unparse(node) for node in module.tree.body if not (isinstance(node, allowed) or _is_harmless(node))}
    return work | {ast.unparse(node) for node in module.tree.body if isinstance(node, ast.Assign) and _reads(node)}


def _is_harmless(node: ast.stmt) -> bool:
    if isinstance(node, ast.If):
        return ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING", "__name__ == '__main__'")
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _reads(node: ast.AST) -> bool:
    calls = [ast.unparse(inner.func).split(".")[-1] for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    return any(re.fullmatch(r"open|read_\w+|load", call) for call in calls)


RULES: tuple[Callable[[Module], set[str]], ...] = (
    solvers_knows_no_people,
    solvers_uses_no_people_words,
    scoring_knows_no_solver,
    only_the_engine_runs_solvers,
    readers_never_solve_again,
    nobody_marks_their_own_homework,
    heavy_imports_wait_until_used,
    nothing_happens_at_import,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_module_keeps(rule: Callable[[Module], set[str]]) -> None:
    breaches = {module.name: found for module in modules() if (found := rule(module))}
    assert not breaches, rule.__doc__


def test_the_modules_are_found() -> None:
    names = {module.name for module in modules()}
    assert {
        "solvers",
        "solvers.engines.flow",
        "solvers.proof.certificate",
        "matchmaker",
        "matchmaker.errors",
        "tests.oracle",
    } <= names


# One line each that must not be: should a rule stop noticing, its test fails.
BROKEN = [
    (solvers_knows_no_people, "solvers.engines.flow", "from matchmaker.pool import Pool"),
    (solvers_knows_no_people, "solvers.engines.flow", "def run():\n    import pydantic"),
    (solvers_uses_no_people_words, "solvers.engines.flow", "mentor_load = Pool()"),
    (solvers_uses_no_people_words, "solvers.engines.flow", "'''Rows are mentees.'''"),
    (scoring_knows_no_solver, "matchmaker.criteria.style", "from solvers.problem import IntArray"),
    (scoring_knows_no_solver, "matchmaker.shapes", "from .engine import match"),
    (only_the_engine_runs_solvers, "matchmaker.what_if", "from solvers import solve"),
    (only_the_engine_runs_solvers, "matchmaker.cli", "def run():\n    from solvers.engines.flow import solve_flow"),
    (only_the_engine_runs_solvers, "matchmaker.cli", "from solvers import engines"),
    (only_the_engine_runs_solvers, "matchmaker.cli", "from solvers import *"),
    (only_the_engine_runs_solvers, "matchmaker.summary", "import solvers\ndef run():\n    return solvers.solve(1)"),
    (readers_never_solve_again, "matchmaker.explanation", "from matchmaker.engine import match"),
    (readers_never_solve_again, "matchmaker.report.html", "from matchmaker import match"),
    (readers_never_solve_again, "matchmaker.metrics", "from .what_if import what_if"),
    (readers_never_solve_again, "matchmaker.comparison.moves", "from matchmaker.engine import assigned"),
    (readers_never_solve_again, "matchmaker.comparison.page", "from matchmaker.comparison import side_by_side"),
    (only_the_engine_runs_solvers, "matchmaker.comparison.trials", "from solvers.registry import solve"),
    (nobody_marks_their_own_homework, "solvers.proof.certificate", "from solvers.prices import prices"),
    (nobody_marks_their_own_homework, "solvers.proof.certificate", "from solvers import flow"),
    (nobody_marks_their_own_homework, "tests.oracle", "from solvers.problem import AssignmentProblem"),
    (nobody_marks_their_own_homework, "matchmaker.verification", "from matchmaker.rules import RULES"),
    (nobody_marks_their_own_homework, "matchmaker.verification", "from solvers.prices import certify"),
    (heavy_imports_wait_until_used, "matchmaker.relations", "import networkx as nx"),
    (
        heavy_imports_wait_until_used,
        "matchmaker.kernel",
        "try:\n    import numba\nexcept ImportError:\n    numba = None",
    ),
    (
        heavy_imports_wait_until_used,
        "matchmaker.kernel.source",
        "from matchmaker.kernel.loops.best import best_of_rows",
    ),
    (heavy_imports_wait_until_used, "matchmaker.kernel.loops.best", "from numba import njit\nimport scipy"),
    (heavy_imports_wait_until_used, "matchmaker.people", "class Names:\n    import rapidfuzz"),
    (heavy_imports_wait_until_used, "matchmaker.comparison.pictures", "import altair as alt"),
    (nothing_happens_at_import, "matchmaker.cli", "main()"),
    (nothing_happens_at_import, "matchmaker.reading.folder", "logging.getLogger().addHandler(handler)"),
    (nothing_happens_at_import, "matchmaker.topics", "TOPICS = Path('topics.csv').read_text()"),
]


@pytest.mark.parametrize(("rule", "name", "source"), BROKEN)
def test_a_breach_is_noticed(rule: Callable[[Module], set[str]], name: str, source: str) -> None:
    assert rule(Module(name, source)), rule.__doc__


def test_every_rule_has_a_breach_it_must_notice() -> None:
    assert {rule for rule, _, _ in BROKEN} == set(RULES)


ALLOWED = [
    Module("matchmaker.engine", "from solvers import solve\nfrom solvers.registry import SOLVERS"),
    Module("matchmaker.verification", "import solvers.proof.certificate\nimport matchmaker.scoring.scores"),
    Module("matchmaker.comparison.trials", "from matchmaker.engine import assigned\nfrom solvers.stop import never"),
    Module("matchmaker.cli", "from solvers import STRATEGIES, Result\nif __name__ == '__main__':\n    main()"),
    Module("matchmaker.kernel.loops.jit", "from numba import njit\nfrom matchmaker.kernel.loops import steps"),
    Module("matchmaker.kernel", "if TYPE_CHECKING:\n    import numba\ndef scan():\n    import numba"),
    Module("matchmaker.reading.folder", "'''Text.'''\nfrom pathlib import Path\nLOG = logging.getLogger(__name__)"),
    Module("solvers.pricing", "from concurrent.futures import ThreadPoolExecutor\nobjective = Objective.MOST_PEOPLE"),
]


@pytest.mark.parametrize("module", ALLOWED, ids=lambda module: module.name)
def test_what_the_rules_allow_is_not_a_breach(module: Module) -> None:
    assert {rule.__name__ for rule in RULES if rule(module)} == set()


@pytest.mark.parametrize(
    ("package", "name", "level_import", "target"),
    [
        (False, "matchmaker.rules.language", "from ..engine import match", "matchmaker.engine.match"),
        (True, "matchmaker.rules", "from . import language", "matchmaker.rules.language"),
        (False, "solvers.flow", "from .errors import EngineError", "solvers.errors.EngineError"),
    ],
)
def test_relative_imports_are_resolved(package: bool, name: str, level_import: str, target: str) -> None:
    assert Module(name, level_import, package).imports() == {target}
