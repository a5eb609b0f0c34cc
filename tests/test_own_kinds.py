"""Criteria that a programme writes without code: each kind by its plain definition, located errors, notices."""

from __future__ import annotations

import random
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from people import mentee, mentee_cells, mentor, mentor_cells, write

from matchmaker import InputError, Pool, Programme, Scores, explain, match, verify
from matchmaker.check import notices
from matchmaker.shapes import FULL, UNKNOWN

ROOT = Path(__file__).parents[1]
LAWS = pytest.mark.promise("criteria laws")
LEVELS = ("Junior", "middle", "señior", "lead")
MEETINGS = [("north", "south", 5000), ("North Sea", "west", 1), ("NÖRTH  sea", "south", 10_000)]

PLAIN = dict[str, Callable[[str, str], int | None]]


def own(kind: str, view: str = "mentee", **settings: object) -> dict[str, object]:
    return {"name": kind, "view": view, "kind": kind, "mentee": "seeks", "mentor": "has"} | settings


KINDS = [
    own("same"), own("different", "mentor"), own("any_of"), own("wants_in_offers"), own("wants_in_offers", "mentor"),
    own("ordered", levels=LEVELS), own("ordered", "mentor", levels=LEVELS, by_distance=[100, 9000, 300]),
    own("table", otherwise=70, values=[dict(zip(("mentee", "mentor", "points"), m, strict=True)) for m in MEETINGS]),
]  # fmt: skip
CELLS = ["", " ; ", "Junior", "JUNIOR", "middle", "Senior", "lead", "leads", "north", "NORTH  SEA", "south", "west"]
CELLS += ["junior; lead", "Lead;junior;chess", "chess\nlead", "chess; Chess", "go; west"]


def plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).split())


def listed(text: str) -> set[str]:
    return {plain(item) for item in re.split(r"[;\n]", text)} - {""}


def defined(one: Mapping[str, object], asks: str, has: str) -> int | None:
    """The points of two cells by the kind's definition; None for unknown."""
    if not listed(asks) or not listed(has):
        return None
    mine, theirs = plain(asks), plain(has)
    if one["kind"] in ("same", "different"):
        return FULL if (mine == theirs) == (one["kind"] == "same") else 0
    if one["kind"] == "any_of":
        return FULL if listed(asks) & listed(has) else 0
    if one["kind"] == "wants_in_offers":
        return FULL * len(listed(asks) & listed(has)) // len(listed(asks))
    if one["kind"] == "ordered":
        levels = [plain(level) for level in LEVELS]
        if mine not in levels or theirs not in levels:
            return None
        steps = abs(levels.index(mine) - levels.index(theirs))
        return [100, 9000, 300, 300][steps] if "by_distance" in one else [10_000, 6666, 3333, 0][steps]
    points = {(plain(a), plain(b)): worth for a, b, worth in MEETINGS}
    if mine not in {a for a, _ in points} or theirs not in {b for _, b in points}:
        return None
    return points.get((mine, theirs), 70)


def crowd(seed: int, size: int = 12) -> Pool:
    draw = random.Random(seed)
    mentors = [mentor(f"r{at}", other={"has": draw.choice(CELLS)}) for at in range(size)]
    return Pool(mentors, [mentee(f"e{at}", other={"seeks": draw.choice(CELLS)}) for at in range(size)])


@LAWS
@pytest.mark.parametrize("one", KINDS, ids=lambda one: f"{one['kind']}-{one['view']}")
def test_points_are_those_of_the_definition_whoever_else_is_there(
    one: Mapping[str, object], counted: Callable[..., None]
) -> None:
    programme = Programme.model_validate({"criterion": [one]})
    (criterion,) = programme.criterion
    pairs, seen = 0, set()
    for seed in range(12):
        pool = crowd(seed)
        shape = criterion.encode(pool, programme)
        block = shape.block(0, len(pool.mentees))
        for row, asking in enumerate(pool.mentees):
            for column, offering in enumerate(pool.mentors):
                so = defined(one, asking.other["seeks"], offering.other["has"])
                assert block[row, column] == (UNKNOWN if so is None else so)
                assert shape.pair(row, column) == block[row, column]
                pairs += 1
        alone = Pool(pool.mentors[3:5], pool.mentees[7:8])
        assert (criterion.encode(alone, programme).block(0, 1) == block[7:8, 3:5]).all()
        assert np.issubdtype(block.dtype, np.integer)
        seen |= set(block.ravel().tolist())
    counted(pairs=pairs)
    assert len(seen) > 2
    assert min(seen) == UNKNOWN


def example() -> tuple[str, list[list[str]]]:
    """The settings that docs/input.md shows for own criteria, and its table of cells and points."""
    page = (ROOT / "docs" / "input.md").read_text("utf-8")
    section = page[page.index("## Own criteria") : page.index("## What is too much")]
    (toml,) = re.findall(r"^```toml\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return toml, rows[2:]


def test_the_worked_example_of_the_docs_is_so(tmp_path: Path) -> None:
    toml, rows = example()
    columns = {one["name"]: (one["mentee"], one["mentor"]) for one in tomllib.loads(toml)["criterion"]}
    assert {row[0] for row in rows} == columns.keys()
    asking = {columns[name][0]: "" for name in columns}
    offering = {columns[name][1]: "" for name in columns}
    mentees = [mentee_cells(f"e{at}") | asking | {columns[row[0]][0]: row[1]} for at, row in enumerate(rows)]
    mentors = [mentor_cells(f"r{at}") | offering | {columns[row[0]][1]: row[2]} for at, row in enumerate(rows)]
    folder = write(tmp_path / "p", mentees=mentees, mentors=mentors, programme=toml)
    pool, programme = Pool.read(folder), Programme.read(folder)
    for at, (name, _, _, points) in enumerate(rows):
        (part,) = (part for part in Scores(pool, programme).pair(f"e{at}", f"r{at}").criteria if part.name == name)
        unknown = 1000 if name == "crafts" else 0
        assert (part.points, part.known) == ((unknown, False) if points == "unknown" else (int(points), True)), name


def test_they_are_matched_by_explained_verified_and_in_the_schema() -> None:
    weights = {"mentee": {"expertise": 60, "same": 40}, "mentor": {"style": 50, "any_of": 50}}
    settings = {"weights": weights, "criterion": [own("same"), own("any_of", "mentor")]}
    programme = Programme.model_validate(settings)
    pool = Pool(
        [mentor("ann", other={"has": "Leeds"}), mentor("bob", other={"has": "York; Hull"})],
        [mentee("cat", other={"seeks": "hull"}), mentee("dan", other={"seeks": "LEEDS"})],
    )
    matching = match(pool, programme)
    assert [(pair.mentee, pair.mentor) for pair in matching.pairs] == [("cat", "bob"), ("dan", "ann")]
    assert verify(pool, programme, matching) == ()
    said = explain(Scores(pool, programme), matching, mentee="dan").text()
    assert "same         100.00 × 40 %  Dan Mentee's seeks is LEEDS, and so is Ann Mentor's has." in said
    assert "any_of       100.00 × 50 %  LEEDS is in Dan Mentee's seeks and in Ann Mentor's has." in said
    forged = matching.model_copy(update={"pairs": matching.pairs[::-1]})
    assert verify(pool, programme, forged) != ()
    changed = Programme.model_validate(settings | {"criterion": [own("same", unknown=1), own("any_of", "mentor")]})
    assert any("settings_sha256" in breach for breach in verify(pool, changed, matching))


TOWN = '[[criterion]]\nname = "town"\nview = "mentee"\nkind = "same"\nmentee = "Town"\nmentor = "town"\n'
# fmt: off
REFUSED = {  # what is wrong -> the settings, and what is told
    "a kind": (TOWN.replace("same", "sane"), "criterion.town.kind: there is no such kind; the nearest is same,"),
    "no kind": (TOWN.replace('kind = "same"', ""), "criterion.town.kind: required; allowed are any_of, different"),
    "a key": (TOWN + "pints = 3", "criterion.town.pints: no such setting; the nearest is "),
    "a column": (TOWN.replace('"Town"', '"towm"'),
                 "criterion.town.mentee: mentees.csv has no column towm; the nearest is town, allowed are level, town"),
    "a column with a meaning": (TOWN.replace('"Town"', '"Company"'), "criterion.town.mentee: company is a column with"),
    "no column": (TOWN.replace('mentee = "Town"', ""), "criterion.town.mentee: required"),
    "a blank column": (TOWN.replace('"Town"', '" "'), "criterion.town.mentee: required"),
    "no name": (TOWN.replace('name = "town"', ""), "criterion.1.name: required"),
    "a name of two words": (TOWN.replace('"town"\nview', '"my town"\nview'), "criterion.my town.name: must be"),
    "a view": (TOWN.replace('"mentee"\nkind', '"boss"\nkind'), "criterion.town.view: allowed are 'mentee' or 'mentor'"),
    "points": (TOWN + "unknown = 10001", "criterion.town.unknown: must be 10000 at most"),
    "a built-in name": (TOWN.replace('name = "town"', 'name = "style"'), "criterion: mentee has two called style"),
    "one name twice": (TOWN * 2, "criterion: mentee has two called town"),
    "a weight": (TOWN + "[weights.mentee]\ntowm = 50\nstyle = 50",
                 "weights.mentee: no criterion of this view is called towm; the nearest is town, allowed are"),
    "an unknown value": (TOWN + "[unknown.mentor]\ntown = 5", "unknown.mentor: no criterion of this"),
    "no levels": (TOWN.replace("same", "ordered"), "criterion.town.levels: required"),
    "one level": (TOWN.replace("same", "ordered") + "levels = ['a']", "criterion.town.levels: needs two"),
    "a level twice": (TOWN.replace("same", "ordered") + "levels = ['a', 'Á']", "criterion.town.levels: each level may"),
    "no values": (TOWN.replace("same", "table") + "values = []", "criterion.town.values: needs one at least"),
    "a value twice": (TOWN.replace("same", "table") + "values = [{mentee='a', mentor='b', points=1}, "
                      "{mentee='A', mentor='b', points=2}]", "criterion.town.values: the same two answers"),
    "a key of a value": (TOWN.replace("same", "table") + "values = [{mentee='a', mentor='b', pints=1}]",
                         "criterion.town.values.1.pints: no such setting; the nearest is points"),
}
# fmt: on


@pytest.mark.parametrize("wrong", REFUSED)
def test_what_is_wrong_is_told_at_its_key(wrong: str, tmp_path: Path) -> None:
    toml, told = REFUSED[wrong]
    mentees, mentors = [mentee_cells("ben") | {"town": "", "Level": "x"}], [mentor_cells("ann") | {"town": "York"}]
    with pytest.raises(InputError) as caught:
        Pool.read(write(tmp_path / "p", programme=toml, mentees=mentees, mentors=mentors))
    assert any(str(problem).startswith(f"programme.toml, {told}") for problem in caught.value.problems)


def test_everything_wrong_in_several_is_told_at_once(tmp_path: Path) -> None:
    other = TOWN.replace('"town"\nview', '"home"\nview').replace("same", "sane")
    toml = TOWN + "unknown = -1\n" + other + "[weights.mentee]\ntown = 50\nhomme = 49"
    with pytest.raises(InputError) as caught:
        Pool.read(write(tmp_path / "p", programme=toml))
    assert [problem.column for problem in caught.value.problems] == [
        "weights.mentee", "criterion.town.unknown", "criterion.home.kind",
    ]  # fmt: skip
    weights = caught.value.problems[0].message
    assert "called homme; the nearest is home" in weights
    assert "they sum to 99" in weights


def test_a_column_that_is_there_and_empty_is_no_error(tmp_path: Path) -> None:
    cells = [mentee_cells("ben") | {"town": ""}], [mentor_cells("ann") | {"town": ""}]
    folder = write(tmp_path / "p", programme=TOWN, mentees=cells[0], mentors=cells[1])
    assert [part.known for part in Scores(Pool.read(folder), Programme.read(folder)).parts(0, 0)][-1:] == [False]


def test_answers_that_are_not_known_are_named_with_the_nearest() -> None:
    settings = {"criterion": [own("ordered", levels=LEVELS)], "start": "2027-03-01"}
    answers = ["Juniour", "juniour", "leed", "", "lead", *(f"x{at}" for at in range(5))]
    asking = [mentee(f"e{at}", other={"seeks": answer}) for at, answer in enumerate(answers)]
    pool = Pool([mentor("tom", other={"has": "Señior"})], asking)
    (_, told) = sorted(notices(pool, Programme.model_validate(settings)), key=len)
    assert told.startswith(
        'In the column seeks of mentees the criterion ordered does not know "Juniour" (nearest: Junior), '
        '"leed" (nearest: lead), "x0", '
    )
    assert told.endswith(" and 2 more: they count as unknown.")


SAID = [
    ("ordered", {"levels": LEVELS}, "Lead", "lead", "Ben Mentee's seeks is Lead, and so is Tom Mentor's has."),
    ("table", {"values": [{"mentee": "a", "mentor": "b", "points": 1}]}, "b", "b",
     "Ben Mentee's seeks is b, Tom Mentor's has is b; the table does not know b as a mentee's."),
    ("wants_in_offers", {}, "a; b; c", "c; B",
     "2 of the 3 in Ben Mentee's seeks are also in Tom Mentor's has: b and c."),
    ("wants_in_offers", {}, "a; b", "A", "1 of the 2 in Ben Mentee's seeks is also in Tom Mentor's has: a."),
    ("wants_in_offers", {}, "a", "A", "Everything in Ben Mentee's seeks is also in Tom Mentor's has: a."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "settings", "seeks", "has", "sentence"), SAID)
def test_an_own_criterion_says_how_two_answers_meet(
    kind: str, settings: dict[str, object], seeks: str, has: str, sentence: str
) -> None:
    pool = Pool([mentor("tom", other={"has": has})], [mentee("ben", other={"seeks": seeks})])
    parts = Scores(pool, Programme.model_validate({"criterion": [own(kind, **settings)]})).parts(0, 0)
    assert [part.why for part in parts if part.name == kind] == [sentence]
