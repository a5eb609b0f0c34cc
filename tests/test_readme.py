"""What the README shows is what happens: its Python runs, and its excerpt is what the command prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from matchmaker import match
from matchmaker.files import read_folder
from matchmaker.summary import summary
from matchmaker.writing import FILES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """Return the README's fenced blocks in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("code", blocks("python"), ids=lambda code: code.split("\n")[0])
def test_the_python_runs(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(code, "README.md", "exec"), {})


def test_the_excerpt_is_what_the_command_prints() -> None:
    pool, programme = read_folder(ROOT / "fixtures" / "kickoff")
    files = [Path("out") / name for name in FILES]
    page = summary(pool, programme, match(pool, programme), files, "fixtures/kickoff")
    assert page.strip() in [block.strip() for block in blocks("text")]
