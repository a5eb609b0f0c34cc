"""What the README and the docs show is what happens: their Python runs, the excerpt is what the command prints."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from matchmaker import Mentee, Mentor, Programme, match
from matchmaker.reading.folder import read_folder
from matchmaker.summary import summary
from matchmaker.writing.result import FILES

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "docs/answer.md", "docs/input.md", "docs/handouts.md", "docs/large.md", "docs/measures.md")


def blocks(page: str, language: str) -> list[str]:
    """Return a page's fenced blocks in one language."""
    text = (ROOT / page).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    ("page", "number"), [(page, number) for page in PAGES for number in range(len(blocks(page, "python")))]
)
def test_the_python_runs(page: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(blocks(page, "python")[number], page, "exec"), {})


def test_the_settings_shown_are_the_defaults() -> None:
    shown, _ = blocks("docs/input.md", "toml")
    assert Programme.model_validate(tomllib.loads(shown)).sha256 == Programme().sha256


ASKED_ELSEWHERE = {"id", "floor", "mentors_wanted", "signed_up", "priority", "other", "record"}
"""Columns that the coordinator fills in, or that rest on nobody's answer."""


def test_the_form_feeds_every_column_there_is_and_checks_oneself_first() -> None:
    sides: dict[str, list[str]] = {}
    for part in (ROOT / "docs" / "form.md").read_text("utf-8").split("\n## ")[1:]:
        cells = re.findall(r"\| ((?:`\w+`(?:, )?)+) \|$", part, re.MULTILINE)
        sides.setdefault(part.split(":")[0].split("\n")[0], []).extend(re.findall(r"\w+", " ".join(cells)))
    assert sides["Mentees"][:3] == ["goal", "goal_by", "tried"]
    for model, side in ((Mentee, "Mentees"), (Mentor, "Mentors")):
        assert sorted(sides[side] + sides["Both"]) == sorted(model.model_fields.keys() - ASKED_ELSEWHERE)


def test_the_excerpt_is_what_the_command_prints() -> None:
    pool, programme = read_folder(ROOT / "fixtures" / "kickoff")
    files = [Path("out") / name for name in FILES]
    page = summary(pool, programme, match(pool, programme), files, "fixtures/kickoff")
    assert page.strip() in [block.strip() for block in blocks("README.md", "text")]
