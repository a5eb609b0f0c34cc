"""matchmaker compare: what it prints and writes, where it refuses, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
from pathlib import Path

import pytest
from command_line import Run
from people import mentee_cells, mentor_cells, write

from matchmaker import SideBySide, cli
from matchmaker.comparison import trials
from matchmaker.comparison.marks import MARKS
from matchmaker.comparison.page import COMPARED
from matchmaker.problem.strategies import NAMES
from matchmaker.schema import schemas

OWN = str(Path(__file__).with_name("own_strategies.py"))
FEW = ("--seeds", "2")


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """Two mentors, one of whom asks for somebody, and three mentees."""
    mentors = [mentor_cells("ann") | {"floor": ""}, mentor_cells("bob") | {"capacity": "2", "floor": "1"}]
    mentees = [mentee_cells(key) for key in ("cat", "dan", "eve")]
    write(tmp_path / "pilot", mentors=mentors, mentees=mentees, programme='name = "Pilot"')
    return "pilot"


def rows(printed: str) -> list[str]:
    """The names that begin the first table's rows."""
    table = printed.split("\n\n")[0].splitlines()[2:]
    return [line.split()[0].rstrip("*†‡") for line in table]


def test_all_strategies_stand_in_every_file_and_on_the_terminal(run: Run, folder: str) -> None:
    ran = run("compare", folder, *FEW)
    assert (ran.code, ran.err, rows(ran.out)) == (0, "", [*NAMES])
    assert {path.name for path in Path("comparison").iterdir()} == set(COMPARED)
    record = SideBySide.model_validate_json(Path("comparison/comparison.json").read_text("utf-8"))
    assert [one.name for one in record.contenders] == [*NAMES]
    lines = list(csv.DictReader(io.StringIO(Path("comparison/comparison.csv").read_text("utf-8-sig"))))
    assert [line["name"] for line in lines] == [*NAMES]
    assert set(MARKS) <= lines[0].keys()
    page = Path("comparison/comparison.html").read_text("utf-8")
    assert all(f'<th scope="row">{name}' in page for name in NAMES)
    assert "comparison.json, comparison.csv, comparison.html are in comparison" in ran.out
    assert "on 2 pools drawn from this one" in ran.out


def test_cells_are_the_record_s(run: Run, folder: str) -> None:
    run("compare", folder, "--seeds", "3")
    record = SideBySide.model_validate_json(Path("comparison/comparison.json").read_text("utf-8"))
    lines = csv.DictReader(io.StringIO(Path("comparison/comparison.csv").read_text("utf-8-sig")))
    for line, one in zip(lines, record.contenders, strict=True):
        assert line["set_aside"] == "; ".join(one.set_aside)
        for name, mark in MARKS.items():
            value, found = mark.of(one.measures), one.differences.get(name)
            assert line[name] == ("" if value is None else str(value))
            assert line[f"{name}_low"] == ("" if found is None else str(found.low))
        assert (line["total_score"], line["status"]) == (str(one.total_score), one.status.value)


def test_json_is_the_record_and_quiet_is_quiet(run: Run, folder: str) -> None:
    ran = run("compare", folder, *FEW, "--format", "json", "--strategies", "greedy,lottery")
    assert ran.out == Path("comparison/comparison.json").read_text("utf-8")
    document = json.loads(ran.out)
    assert set(document) == set(schemas()["comparison.json"]["properties"])  # type: ignore[index]
    assert run("compare", folder, *FEW, "--quiet") == (0, "", "")


def test_without_draws_there_is_one_table(run: Run, folder: str) -> None:
    ran = run("compare", folder, "--seeds", "0", "--strategies", "greedy,lottery")
    assert (ran.code, "drawn from this one" in ran.out) == (0, False)
    assert "Would it hold" not in Path("comparison/comparison.html").read_text("utf-8")


def test_settings_instead_of_strategies(run: Run, folder: str) -> None:
    Path("a.toml").write_text("combine = 'mean'\nname = 'A'")
    Path("b.toml").write_text("strategy = 'greedy'")
    ran = run("compare", folder, *FEW, "--settings", "a.toml,b.toml")
    assert (ran.code, rows(ran.out)) == (0, ["a.toml", "b.toml"])
    record = json.loads(Path("comparison/comparison.json").read_text("utf-8"))
    assert [one["strategy"] for one in record["contenders"]] == ["most_people", "greedy"]
    note = "Each is measured under its own settings"
    assert (note in ran.out, note in Path("comparison/comparison.html").read_text("utf-8")) == (True, True)
    assert note not in run("compare", folder, *FEW, "--strategies", "greedy,lottery").out
    both = run("compare", folder, "--settings", "a.toml", "--strategies", "greedy")
    assert (both.code, "--strategies" in both.err) == (2, True)


def test_one_s_own_stands_in_every_table_and_what_is_set_aside_is_said(run: Run, folder: str) -> None:
    ran = run("compare", folder, *FEW, "--strategies", f"greedy,{OWN}:like_greedy,{OWN}:NO_FLOORS")
    assert (ran.code, rows(ran.out)) == (0, ["greedy", "like_greedy", "no_floors"])
    assert "* no_floors knows no floors: set aside for it." in ran.out
    page = Path("comparison/comparison.html").read_text("utf-8")
    assert "no_floors*" in page
    assert "<dt>like_greedy</dt><dd>One of your own.</dd>" in page
    failed = run("compare", folder, "--strategies", f"greedy,{OWN}:breaks")
    said = "--strategies, breaks: it failed: KeyError in own_strategies.py, line "
    assert (failed.code, failed.out, failed.err.startswith(said)) == (2, "", True)
    left = run("compare", folder, "--strategies", f"greedy,{OWN}:leaves")
    said = "--strategies, leaves: it failed: SystemExit in own_strategies.py, line "
    assert (left.code, left.out, left.err.startswith(said)) == (2, "", True)


def test_a_second_comparison_keeps_the_first(run: Run, folder: str) -> None:
    run("compare", folder, *FEW, "--strategies", "greedy")
    before = {path.name: path.read_bytes() for path in Path("comparison").iterdir()}
    assert run("compare", folder, *FEW, "--strategies", "lottery").code == 0
    assert {path.name: path.read_bytes() for path in Path("comparison/previous").iterdir()} == before
    assert json.loads(Path("comparison/comparison.json").read_text("utf-8"))["contenders"][0]["name"] == "lottery"


def test_a_folder_of_strangers_is_refused_before_anything_is_worked_out(
    run: Run, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("mine")
    compare = ("compare", folder, "--seeds", "0", "--out", "mine")
    with monkeypatch.context() as patched:
        patched.setattr(trials, "side_by_side", None)  # would be a bug, exit 1
        ran = run(*compare)
    assert (ran.code, "holds other files, such as notes.txt" in ran.err) == (2, True)
    assert run(*compare, "--force").code == 0
    assert Path("mine/notes.txt").read_text() == "mine"
    run("match", folder)
    assert run("compare", folder, "--out", "out").code == 2  # a matching is no comparison


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("nowhere", "nowhere: is not a folder"),
        ("pilot --strategies gredy", "the nearest is greedy"),
        ("pilot --strategies=", "no such strategy"),
        ("pilot --settings c.toml", "c.toml: is missing"),
        ("pilot --seeds -1", "--seeds"),
        ("pilot --time-limit -1", "--time-limit"),
    ],
)
def test_what_cannot_be_done_ends_in_2(words: str, said: str, run: Run, folder: str) -> None:
    ran = run("compare", *words.split())
    assert (ran.code, ran.out) == (2, "")
    assert said in " ".join(ran.err.replace("│", " ").split())
    assert not Path("comparison").exists()


def test_demands_that_clash_end_in_3(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "pilot", relations="person,other,kind\nben,ann,pin\nann,ben,veto\n")
    assert run("compare", "pilot").code == 3


@pytest.mark.promise("stops")
def test_after_the_time_limit_all_have_an_answer_and_it_ends_in_4(run: Run, folder: str) -> None:
    ran = run("compare", folder, "--time-limit", "0", "--strategies", "most_people,greedy")
    assert (ran.code, ran.err, rows(ran.out)) == (cli.NOT_PROVEN, "", ["most_people", "greedy"])
    assert "most_people†" in ran.out
    assert "† most_people: stopped before the end, with the best found by then." in ran.out
    assert "The comparison was cut short before any pool was drawn from this one." in ran.out
    assert json.loads(Path("comparison/comparison.json").read_text("utf-8"))["termination"] == "TIME_LIMIT"
    assert "most_people†" in Path("comparison/comparison.html").read_text("utf-8")


@pytest.mark.promise("stops")
def test_ctrl_c_ends_it_with_whole_draws(run: Run, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = trials.drawn

    def pressed(problem: object, seed: int) -> object:
        if seed == 2:
            signal.raise_signal(signal.SIGINT)
        return plain(problem, seed)  # type: ignore[arg-type]

    monkeypatch.setattr(trials, "drawn", pressed)
    ran = run("compare", folder, "--strategies", "first_come,greedy")
    assert (ran.code, "interrupt again to drop it" in ran.err) == (cli.NOT_PROVEN, True)
    record = json.loads(Path("comparison/comparison.json").read_text("utf-8"))
    assert (record["termination"], record["draws"]) == ("INTERRUPTED", 2)
    assert "The comparison was cut short after 2 pools drawn from this one." in ran.out
    assert {one["termination"] for one in record["contenders"]} == {"COMPLETED"}
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_numbers_on_the_terminal_stand_in_columns(run: Run, folder: str) -> None:
    for part in run("compare", folder, *FEW).out.split("\n\n")[:3:2]:
        lines = part.splitlines()
        ends = {len(line) for line in lines}
        assert len(lines) > 3
        assert len(ends) == 1
        assert re.fullmatch("─+", lines[1])
