"""docs/scoring.md names everything a score is made of, its numbers are the code's, its pictures and table are new."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import blanks
import numpy as np
import pytest
import two_way_street
from built_in import AVAILABILITY, BENEFIT, EXPERTISE, QUALITIES, READINESS, SOURCE, STYLE, WISHES
from curves import CURVES
from people import mentee, mentor, relation
from two_people import part

from matchmaker import CRITERIA, Criterion, Pool, Programme, Scores
from matchmaker.people import STYLE_ITEMS
from matchmaker.ratings import Rating
from matchmaker.settings import WEIGHTS

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "scoring.md").read_text("utf-8")
PROSE = " ".join(PAGE.split())
Given = dict[str, object]


def section(name: str) -> str:
    """What stands under a criterion's title."""
    found = re.search(rf"^## {name.capitalize()} (.*?)(?=^## )", PAGE, re.MULTILINE | re.DOTALL)
    assert found, name
    return found[1]


@pytest.mark.parametrize("name", sorted({criterion.name for criterion in CRITERIA}))
def test_every_criterion_has_its_formula_weights_settings_evidence_and_limit(name: str) -> None:
    text = section(name)
    weights = {view: shares[name] for view, shares in WEIGHTS.items() if name in shares}
    head = text.splitlines()[0]
    assert {int(number) for number in re.findall(r"\d+", head)} == set(weights.values())
    assert all(f"{view}'s view" in head for view in weights) or "both views" in head
    settings = getattr(Programme(), name)
    assert all(f"`{setting}`" in text for setting in type(settings).model_fields)
    assert all(word in text for word in ("*Evidence.*", "*Limit.*", "Settings: ", "](plots/"))


def style(steps: int) -> tuple[Given, Given]:
    """Two people who are a step apart in so many of the items."""
    one = {f"style_{item}": 3 for item in STYLE_ITEMS}
    return one, one | {f"style_{item}": 4 for item in STYLE_ITEMS[:steps]}


def ratings(count: int) -> list[Rating]:
    return [Rating.model_validate({"person": "Tom", "quality": "time", "mean": "5", "count": count})]


SPEAKS: Given = {"wants_qualities": "time:10"}
FRIEND = [relation("Maya", "Olga", "knows"), relation("Olga", "Tom", "recommends")]
LONG_AGO = [relation("Maya", "Olga", "knows", until="2015-03-01"), FRIEND[1]]
OFFER: Given = {"can_offer": "learn:3; network:1"}
HOPES: Given = {"gains": "learn:4; network:6"}
STARTS: tuple[Given, Given] = (
    {"free": "Mon 09:00-10:15", "hours_per_month": 4},
    {"free": "Mon 09:00-12:00", "hours_per_mentee": 3},
)
SPRING = {"start": "2027-03-01"}
EXAMPLES: list[tuple[str, Criterion, Given, Given, dict[str, object]]] = [
    ("/ 4 = {}", EXPERTISE, {"needs": "python:3>1; leadership:1>2"}, {"offers": "python:2; leadership:5"}, {}),
    ("d = .05, {} points", STYLE, *style(1), {}), ("d = .25, {}.", STYLE, *style(5), {}),
    (".75 = {}", AVAILABILITY, *STARTS, {}),
    ("mark 4.40, {} points", QUALITIES, SPEAKS, {}, {"ratings": ratings(5)}),
    ("as 4.00, {};", QUALITIES, SPEAKS, {}, {"ratings": ratings(1)}),
    ("own 5 is {}", QUALITIES, SPEAKS, {"qualities": "time:5"}, {}),
    ("by a friend is {}", SOURCE, {}, {}, {"facts": FRIEND}),
    ("twelve years ago, {}", SOURCE, {}, {}, {"facts": LONG_AGO} | SPRING),
    *(
        (f"{text} {{}}", WISHES, {}, {}, {"facts": [relation("Maya", "Tom", "wish", why=str(rank))]})
        for rank, text in enumerate(("first wish is", "the second", "the third", "anybody else"), start=1)
    ),
    ("anybody else {}", WISHES, {}, {}, {"facts": [relation("Maya", "Olga", "wish")]}),
    ("{} in all", BENEFIT, OFFER, HOPES, {}),
    ("offered `learn:3; network:1`, nothing enjoyed: {}", BENEFIT, OFFER, HOPES, {"benefit": {"gains_share": 100}}),
    ("showing 3.00 is {}", READINESS, {"readiness": "3;3;3;3;3;3;3;3"}, {"minimum_readiness": 4}, {}),
    ("or more is {}", READINESS, {"readiness": "4;4;4;4;4;4;4;4"}, {"minimum_readiness": 4}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("words", "criterion", "maya", "tom", "more"), EXAMPLES)
def test_the_worked_examples_are_what_the_code_says(
    words: str, criterion: Criterion, maya: Given, tom: Given, more: dict[str, object]
) -> None:
    points, _ = part(criterion, maya, tom, **more)
    assert words.format(f"{points / 100:.2f}") in " ".join(section(criterion.name).split())


def test_two_views_make_the_score_the_page_tells() -> None:
    halves = {"mentee": {"expertise": 80, "style": 20}, "mentor": {"wishes": 40, "style": 60}}
    apart, unlike = {f"style_{item}": 1 for item in STYLE_ITEMS}, {f"style_{item}": 5 for item in STYLE_ITEMS}
    pool = Pool([mentor("tom", **apart)], [mentee("maya", **unlike)], [relation("tom", "maya", "wish")])
    found = Scores(pool, Programme.model_validate({"weights": halves})).pair("maya", "tom")
    assert (found.mentee_view, found.mentor_view) == (8_000, 4_000)
    assert f"views of 80.00 and 40.00 the score is {found.score / 100:.2f}" in PROSE


def test_the_table_of_blanks_is_what_is_measured() -> None:
    table = blanks.table()
    assert table in PAGE, "python docs/draw.py brings it up to date"
    rows = [row.split(" | ") for row in table.splitlines()[2:]]
    assert [row[1] for row in rows] == [criterion.name for criterion in CRITERIA]
    for row in rows:
        averages = [float(cell.strip(" |")) for cell in (row[4], row[6]) if "–" not in cell]
        assert averages
        assert float(row[2]) < min(averages), row[1]


@pytest.mark.parametrize("name", CURVES)
def test_every_curve_is_drawn_as_it_is(name: str) -> None:
    curve, drawn = CURVES[name](), (DOCS / "plots" / f"{name}.svg").read_text("utf-8")
    assert drawn.rstrip().endswith(f"<!-- drawn from {curve.digest} -->"), "python docs/draw.py draws it anew"
    assert f"](plots/{name}.svg)" in PAGE
    said = {element.text for element in ElementTree.fromstring(drawn).iter() if element.tag.endswith("text")}
    assert {curve.title, curve.note, curve.y} <= said
    assert set(curve.named_at) <= said


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in (DOCS / "plots").iterdir()} == {*CURVES, "kickoff"}  # which strategies.md shows


def test_the_simulation_the_page_tells_stands_in_the_dated_results() -> None:
    results = (DOCS.parent / "benchmarks" / "results" / "2026-11-27.md").read_text("utf-8")
    for measure in two_way_street.MEASURES[:3]:
        _, name, score, alone, *_ = (
            cell.strip() for cell in re.search(rf"^\| {measure}.*", results, re.M)[0].split("|")
        )
        assert f"from {alone[1:]} to {score[1:]}" in PROSE, name


def test_the_same_pool_is_matched_twice_and_intervals_are_the_same_again(counted: Callable[..., None]) -> None:
    found = np.array([two_way_street.both_choices(*two_way_street.people(seed, 30, 20)) for seed in range(3)])
    assert found.shape == (3, 2, len(two_way_street.MEASURES))
    assert (found[..., 3] > 10).all()
    assert (found[:, 0, 1] <= found[:, 1, 1]).all(), "nobody's choice suits the mentees better than their own"
    low, high = two_way_street.interval(found[:, 0, 0] - found[:, 1, 0])
    assert (low, high) == two_way_street.interval(found[:, 0, 0] - found[:, 1, 0])
    assert low <= (found[:, 0, 0] - found[:, 1, 0]).mean() <= high
    counted(pools=len(found))
