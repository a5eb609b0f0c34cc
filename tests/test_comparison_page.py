"""A comparison's page and pictures: everybody is there, marked where a footnote tells of them, each label apart."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from loud_comparisons import loud_comparison
from people import mentee, mentor
from random_pools import demanding_pool

from matchmaker import Pool, Programme, SideBySide
from matchmaker.comparison import by_strategies, side_by_side
from matchmaker.comparison.marks import MARKS
from matchmaker.comparison.page import html
from matchmaker.comparison.pictures import pictures
from matchmaker.comparison.told import footnotes, shown, table, text
from matchmaker.problem.strategies import NAMES
from solvers import Termination

PICTURES = ("coverage", "worst_off", "blocking", "seconds")


@pytest.fixture(scope="module")
def compared() -> SideBySide:
    pool, programme = demanding_pool(4)
    found = side_by_side(pool, by_strategies(programme, ["all"]), draws=2)
    stopped = found.contenders[0].model_copy(update={"termination": Termination.TIME_LIMIT})
    return found.model_copy(update={"contenders": (stopped, *found.contenders[1:])})


def words(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return [text.strip() for text in root.itertext() if text.strip()]


def test_everybody_is_in_every_picture_with_their_marks(compared: SideBySide) -> None:
    drawn = pictures(compared)
    assert tuple(drawn) == PICTURES
    called = [row[0] for row in table(compared).rows]
    assert [name.rstrip("*†‡") for name in called] == [*NAMES]
    assert called[0] == "most_people†"
    assert any(name.endswith("*") for name in called)
    for svg in drawn.values():
        assert set(called) <= set(words(svg))


def test_the_same_numbers_give_the_same_bytes(compared: SideBySide) -> None:
    assert html(compared) == html(compared)


def test_the_page_tells_all_the_terminal_does(compared: SideBySide) -> None:
    page = html(compared)
    notes = footnotes(compared)
    assert any(note.startswith("* ") for note in notes)
    assert any(note.startswith("† most_people: stopped") for note in notes)
    for note in notes:
        assert note in page
        assert note in text(compared)
    for row in table(compared).rows:
        assert all(f">{cell}<" in page for cell in row)
    assert page.count("<svg") == len(PICTURES)


def test_each_promise_is_told_once(compared: SideBySide) -> None:
    told = re.findall(r"<dt>(\w+)</dt><dd>(.+?)</dd>", html(compared))[: len(NAMES)]
    assert [name for name, _ in told] == [*NAMES]
    assert len({promise for _, promise in told}) == len(NAMES)
    assert all(promise != "One of your own." for _, promise in told)


def test_both_ends_of_every_line_are_told_in_numbers(compared: SideBySide) -> None:
    told = words(pictures(compared)["worst_off"])
    for one in compared.contenders:
        for name in ("mean", "worst_off"):
            assert shown(MARKS[name], MARKS[name].of(one.measures)) in told


def test_without_pairs_there_is_a_dash_and_no_dot() -> None:
    found = side_by_side(
        Pool([mentor("ann", languages="French")], [mentee("ben", languages="German")]),
        by_strategies(Programme(), ["greedy", "lottery"]),
        draws=1,
    )
    assert table(found).rows[0][:5] == ["greedy", "0", "0", "–", "–"]
    assert "greedy" in words(pictures(found)["worst_off"])
    assert re.findall(r"\d\.\d\d<", pictures(found)["worst_off"]) == []
    assert "greedy" in words(pictures(found)["coverage"])
    assert "<svg" in html(found)


@pytest.mark.parametrize(
    ("name", "units", "said"), [("mean", 4286, "42.86"), ("pairs", 105, "105"), ("loads", 1234, "1.234")]
)
def test_marks_are_shown_in_ones(name: str, units: int, said: str) -> None:
    mark = MARKS["places" if name == "pairs" else name]
    assert shown(mark, units) == said
    assert shown(mark, None) == "–"


def test_a_picture_takes_any_name() -> None:
    assert len(pictures(loud_comparison())) == len(PICTURES)
