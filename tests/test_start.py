"""What a process loads before it does its work: nothing slow that it does not need."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from test_layers import HEAVY, ROOT

MATCH = "from matchmaker.reading import folder; matchmaker.match(*folder.read_folder(folder.Path('fixtures/tiny')))"
SMALL = "from matchmaker import kernel, Scores; from matchmaker.reading import folder; from pathlib import Path; "
SMALL += "assert kernel.compiled(Scores(*folder.read_folder(Path('fixtures/tiny'))[:2])) is None"
USED_TO_MATCH = {"ortools", "jinja2", "langcodes", "cleanco", "rapidfuzz"}


@pytest.mark.parametrize(
    ("done", "used"),
    [("", set()), (SMALL, {"langcodes", "rapidfuzz"}), (MATCH, USED_TO_MATCH)],
    ids=["import", "kernel", "match"],
)
def test_nothing_heavy_is_loaded_but_what_is_used(done: str, used: set[str]) -> None:
    ask = f"import matchmaker, sys; {done}\nprint(sorted({{name.split('.')[0] for name in sys.modules}}))"
    loaded = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    names = set(ast.literal_eval(loaded.stdout))
    assert "matchmaker" in names
    assert names & set(HEAVY) == used
