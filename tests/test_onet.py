"""O*NET's workbooks as topics: small ones made here, and the excerpt that MATCHMAKER_DATA has, read where it lies."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from people import mentee_cells, mentor_cells, write
from workbooks import SKILLS_HEADER, TREE_HEADER, line, packed, parts_of, skill

from matchmaker.errors import InputError
from matchmaker.reading.folder import read_folder
from matchmaker.topics.graph import STEP, Topic, TopicGraph

TREE = [
    line("Photo software", "Authoring software", "Software", "Technology", at="43232102"),
    line("Office suites", "Authoring software", "Software", "Technology", at="43232110"),
    line("Data bases", "Data bases", "Software", "Technology", at="43232301"),
    line("Hammers", "Hand tools", "Tools", "Machinery", at="27111601"),
]
SKILLS = [
    skill("Ink Well", "43232102"),
    skill("Sharp Lens software", "43232102"),
    skill("Sharp Lens software", "43232110"),
    skill("Stone Tables", "43232301"),
]
LINE = ("Photo software", "Authoring software", "Software", "Technology")


def lay(folder: Path, skills: Sequence[Sequence[str]] = SKILLS, tree: Sequence[Sequence[str]] = TREE) -> list[Path]:
    paths = [folder / "skills.xlsx", folder / "tree.xlsx"]
    for path, header, rows in zip(paths, (SKILLS_HEADER, TREE_HEADER), (skills, tree), strict=True):
        path.write_bytes(packed(parts_of([header, *rows])))
    return paths


def graph(folder: Path, *topics: Topic, skills: Sequence[Sequence[str]] = SKILLS) -> TopicGraph:
    return TopicGraph(topics).with_onet(*lay(folder, skills))


def test_a_tool_has_its_commodity_class_family_and_segment_above(tmp_path: Path) -> None:
    topics = graph(tmp_path)
    assert topics.broader("ink-well") == LINE
    assert topics.table(["Ink Well"], LINE).tolist() == [[6000, 3600, 2160, 1296]]
    assert topics.find("Hammers") is None  # no tool is below it


def test_what_is_above_and_has_the_same_name_has_its_level_after_it(tmp_path: Path) -> None:
    topics = graph(tmp_path, Topic("software engineering", None, (), ("software",)))
    above = ("Data bases (commodity)", "Data bases", "Software (family)", "Technology")
    assert topics.broader("Stone Tables") == above
    assert topics.broader("software") == ()
    own = [Topic(name, None, (), ()) for name in ("Data bases", "Data bases (class)")]
    assert graph(tmp_path, *own).broader("Stone Tables")[:2] == (
        "Data bases (commodity)",
        "Data bases (class 43232300)",
    )


def test_a_tool_in_several_places_is_below_the_first_and_linked_to_the_others(tmp_path: Path) -> None:
    (tool,) = [topic for topic in graph(tmp_path).topics if topic.name == "Sharp Lens software"]
    assert tool == Topic("Sharp Lens software", "Photo software", (("Office suites", STEP),), ("Sharp Lens",))


def test_a_topic_that_was_there_keeps_its_place_and_is_linked(tmp_path: Path) -> None:
    own = (Topic("code", None, (), ()), Topic("ink", "code", (("code", 1),), ("Ink well",)))
    topics = {topic.name: topic for topic in graph(tmp_path, *own).topics}
    assert topics["ink"] == Topic("ink", "code", (("code", 1), ("Photo software", STEP)), ("Ink well",))
    assert topics["code"] == own[0]
    assert "Ink Well" not in topics


def test_software_that_is_called_like_a_topic_is_linked_to_it(tmp_path: Path) -> None:
    topics = graph(tmp_path, Topic("optics", None, (), ("sharp lens",)))
    assert (
        topics.likeness("Sharp Lens", "Sharp Lens software") == topics.likeness("optics", "Sharp Lens software") == STEP
    )


def test_a_tool_that_is_called_like_what_is_above_it_is_that(tmp_path: Path) -> None:
    rows = [
        *SKILLS,
        skill("Software", "43232102"),
        skill("photo software", "43232102"),
        skill("Photo software", "43232301"),
    ]
    topics = {topic.name: topic for topic in graph(tmp_path, skills=rows).topics}
    assert topics["Software"] == Topic("Software", "Technology", (), ())
    assert topics["Photo software"] == Topic("Photo software", LINE[1], (("Data bases (commodity)", STEP),), ("Photo",))
    assert "photo software" not in topics


def test_a_code_may_stand_on_two_levels(tmp_path: Path) -> None:
    lay(tmp_path, tree=[line("Photos", *LINE[1:], at="43232100")], skills=[skill("Ink Well", "43232100")])
    topics = TopicGraph(()).with_onet(tmp_path / "skills.xlsx", tmp_path / "tree.xlsx")
    assert topics.broader("Ink Well") == ("Photos", *LINE[1:])


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    rows = [*SKILLS, skill("INK WELL", "43232110"), skill("Ink Well", "43232301"), skill("Software: A; B", "43232110")]
    first = graph(tmp_path, skills=rows)
    for seed in range(10):
        Random(seed).shuffle(rows)
        assert graph(tmp_path, skills=rows).digest_rows() == first.digest_rows()
    assert first.find("Software A B") == "Software A B"


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}], ids=["shared strings", "strings in cells"])
def test_what_spreadsheets_write_is_read(options: dict[str, bool], tmp_path: Path) -> None:
    skills, tree = lay(tmp_path)
    with xlsxwriter.Workbook(skills, options) as workbook:
        sheet, bold = workbook.add_worksheet("Technology Skills"), workbook.add_format({"bold": True})
        sheet.write_row(2, 1, ["notes", "COMMODITY  code", "Example"], bold)
        sheet.write(4, 1, "=not a formula")
        sheet.write_number(4, 2, 43232102)
        sheet.write_rich_string(4, 3, "Ink ", bold, "Well")
        sheet.write_blank(5, 2, None, bold)
        sheet.write_formula(6, 2, "=C5", value=43232102)
        sheet.write_string(6, 3, " Äpfel\n& <b> ")
        workbook.add_worksheet("Other").write(0, 0, "nothing")
    topics = TopicGraph(()).with_onet(skills, tree)
    assert topics.broader("Ink Well") == topics.broader("äpfel and <b") == LINE


def programme(folder: Path, onet: str, **files: str) -> tuple[Path, TopicGraph]:
    mentors, mentees = [mentor_cells("ann") | {"offers": "ink well"}], [mentee_cells("ben") | {"needs": "sharp lens"}]
    write(folder, programme=f"[onet]\n{onet}", mentors=mentors, mentees=mentees, **files)
    lay(folder)
    return folder, read_folder(folder)[1].topics


def test_a_programme_has_its_own_topics_or_those_that_ship_and_the_tools(tmp_path: Path) -> None:
    named = 'skills = "skills.xlsx"\ntree = "tree.xlsx"\n'
    tools = ["Ink Well", "Sharp Lens"]
    _, shipped = programme(tmp_path, named)
    assert [shipped.find(text) is None for text in (*tools, "leadership", "whittling")] == [False, False, False, True]
    _, own = programme(tmp_path, named.replace('"t', f'"{tmp_path}/t'), topics="topic\nwhittling\n")
    assert [own.find(text) is None for text in (*tools, "leadership", "whittling")] == [False, False, True, False]


FAULTS = [
    ("skills", [skill("Ink Well", "4323210")], 2, "Commodity Code", "must be a code of eight digits"),
    ("skills", [*SKILLS, skill("Ink Well", "")], 6, "Commodity Code", "must be a code of eight digits"),
    ("skills", [skill("", "43232102")], 2, "Example", "must be a name"),
    ("skills", [skill("--", "43232102")], 2, "Example", "must be a name"),
    ("skills", [skill("x" * 301, "43232102")], 2, "Example", "must be a name, with letters or digits, of at most 300"),
    (
        "skills",
        [skill("Ink Well", "43232199")],
        2,
        "Commodity Code",
        "43232199 is no commodity in tree.xlsx; take both",
    ),
    ("skills", [skill("Ink Well", "43232100")], 2, "Commodity Code", "43232100 is no commodity in tree.xlsx"),
    ("tree", [*TREE, line("Photos", *LINE[1:], at="43232102")], 6, "Commodity Code", "43232102 has another title, or"),
    ("tree", [*TREE, [*TREE[0][:4], "43290000", *TREE[0][5:]]], 6, "Class Code", "43232100 has another title, or"),
    ("tree", [*TREE, line("Lenses", "", *LINE[2:], at="43232199")], 6, "Class Title", "must be a name"),
]


@pytest.mark.parametrize(("file", "rows", "row", "column", "words"), FAULTS)
def test_a_fault_is_told_in_its_row(
    file: str, rows: list[list[str]], row: int, column: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        TopicGraph(()).with_onet(*lay(tmp_path, **{file: rows}))
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column) == (f"{file}.xlsx", row, column)
    assert words in problem.message


@pytest.mark.parametrize("onet", ['skills = "skills.xlsx"', 'tree = "tree.xlsx"'])
def test_one_workbook_without_the_other_is_told(onet: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"programme.toml, onet: needs both, skills and tree"):
        programme(tmp_path, onet)


def test_a_workbook_that_is_not_there_is_told_with_all_else_that_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        programme(tmp_path, 'skills = "Skills.xlsx"\ntree = "mentors.csv"', companies="x")
    said = [str(problem) for problem in caught.value.problems]
    assert [one.split(":")[0] for one in said] == ["companies.toml", "mentors.csv", "Skills.xlsx"]
    assert said[2] == "Skills.xlsx: is missing"


excerpt = Path(os.environ.get("MATCHMAKER_DATA", ""), "onet")


@pytest.mark.skipif(
    "MATCHMAKER_DATA" not in os.environ, reason="MATCHMAKER_DATA is not set: it has the excerpt of O*NET"
)
def test_the_excerpt_is_read_and_added_to_the_topics_that_ship() -> None:
    shipped = TopicGraph.shipped()
    topics = shipped.with_onet(excerpt / "Technology Skills.xlsx", excerpt / "UNSPSC Reference.xlsx")
    assert topics.broader("Adobe Photoshop")[:2] == (
        "Graphics or photo imaging software",
        "Content authoring and editing software",
    )
    assert topics.broader("Python") == shipped.broader("Python")
    assert topics.likeness("Adobe Photoshop", "Adobe Illustrator") > topics.likeness("Adobe Photoshop", "Adobe Acrobat")
    names = [topic.name for topic in shipped.topics]
    assert (topics.table(names, names) >= shipped.table(names, names)).all()
    assert len(topics.topics) > len(names) + 100
