"""docs/strategies.md and the README: every strategy, the comparison's own numbers and picture, an example that runs."""

from __future__ import annotations

import re
from pathlib import Path

import kickoff
import pytest
from command_line import Run
from test_readme import blocks

from matchmaker import Scores, match, measure
from matchmaker.comparison import SideBySide
from matchmaker.problem.strategies import NAMES
from matchmaker.reading.folder import read_folder

PAGE = kickoff.PAGES[1].read_text("utf-8")
FOLDER = kickoff.ROOT / "fixtures" / "tiny"


@pytest.fixture(scope="module")
def found() -> SideBySide:
    return kickoff.compared()


@pytest.mark.parametrize("name", NAMES)
def test_every_strategy_has_its_paragraph(name: str) -> None:
    section = re.search(rf"^## {name}\n(.*?)(?=^## )", PAGE, re.MULTILINE | re.DOTALL)
    assert section
    parts = [section[1].find(words) for words in ("**Promises**", "**Choose it**", "**Gives up**", "On kickoff: ")]
    assert parts == sorted(parts)
    assert -1 not in parts


def test_there_is_no_paragraph_of_a_strategy_that_is_none() -> None:
    assert set(re.findall(r"^## (\w+)$", PAGE, re.MULTILINE)) == set(NAMES)


@pytest.mark.parametrize("path", kickoff.PAGES, ids=lambda path: path.name)
def test_the_numbers_are_those_of_the_command(path: Path, found: SideBySide) -> None:
    page = path.read_text("utf-8")
    assert kickoff.page(page, found) == page, "run: python docs/kickoff.py"
    assert all(f"\n{name}" in kickoff.table(found) for name in NAMES)
    assert kickoff.table(found) in page
    wrong = page.replace(kickoff.table(found), "most_people   99.99", 1)
    assert kickoff.page(wrong, found) == page != wrong


def test_every_measured_sentence_and_the_prices_are_made_anew(found: SideBySide) -> None:
    blank = re.sub(r"(?m)^(On kickoff|Prices): .*(?:\n.+)*", r"\1: -", PAGE)
    assert blank.count(": -\n") == len(NAMES) + 1
    assert kickoff.page(blank, found) == PAGE
    assert all(f"{kickoff.PRICED[name]} " in PAGE for name in kickoff.PRICED if name in NAMES)


def test_the_picture_is_of_these_numbers(found: SideBySide) -> None:
    drawn = kickoff.PICTURE.read_text("utf-8")
    assert drawn.endswith(f"<!-- drawn from {kickoff.digest(found)} -->\n"), "run: python docs/kickoff.py"
    assert all(f">{one.name}" in drawn for one in found.contenders)
    assert "plots/kickoff.svg" in (kickoff.ROOT / "README.md").read_text("utf-8")


def test_the_example_is_checked_and_stands_in_every_table(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    written, tried = blocks("docs/strategies.md", "python")
    Path("fewest.py").write_text(written)
    ran = run("compare", str(FOLDER), "--seeds", "2", "--strategies", "most_people,fewest.py:fewest_partners_first")
    assert (ran.code, ran.err) == (0, "")
    for table in ran.out.split("\n\n")[:3:2]:
        assert "\nfewest_partners_first" in table
    for name in ("comparison.json", "comparison.csv", "comparison.html"):
        assert "fewest_partners_first" in Path("comparison", name).read_text("utf-8")
    monkeypatch.chdir(kickoff.ROOT)
    exec(compile(written + tried, "docs/strategies.md", "exec"), {})


def test_what_coarse_answers_cost_a_stable_matching_is_as_measured() -> None:
    pool, programme = read_folder(FOLDER)
    scores = Scores(pool, programme)
    both = [programme.model_copy(update={"strategy": name}) for name in ("stable", "most_people")]
    told = [measure(scores, match(pool, one)) for one in both]
    assert [one.blocking.count for one in told] == [0, 0]
    means = [f"{one.score.mean / 100:.2f}" for one in told if one.score]
    answer = (kickoff.ROOT / "docs" / "answer.md").read_text("utf-8")
    assert f"the mean is {means[0]} under stable and {means[1]} under most_people" in " ".join(PAGE.split())
    assert f"the mean score is {means[0]}, and {means[1]} under `most_people`" in " ".join(answer.split())
