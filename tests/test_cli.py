from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from command_line import CLONE, SCRIPT, Run, shell
from people import mentee_cells, mentor_cells, write

from matchmaker import __version__, batch, engine
from matchmaker.schema import schemas
from matchmaker.writing.result import FILES

COMMANDS = ("match", "compare", "verify", "explain", "generate", "schema")
ODD = "Ève :rocket: [b]Löwe[/b]"


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """Two mentors, three mentees, one of them with nobody possible."""
    mentors = [mentor_cells("ann"), mentor_cells("bob") | {"capacity": "2"}]
    mentees = [mentee_cells(key) for key in ("cat", "dan")] + [mentee_cells("eve") | {"name": ODD}]
    relations = "person,other,kind\ncat,ann,veto\ncat,bob,forbid\n"
    write(tmp_path / "pilot", mentors=mentors, mentees=mentees, relations=relations, programme='name = "Pilot"')
    return "pilot"


def test_match_prints_the_first_screen_and_writes_the_result(run: Run, folder: str, tmp_path: Path) -> None:
    ran = run("match", folder)
    assert (ran.code, ran.err, {path.name for path in (tmp_path / "out").iterdir()}) == (0, "", set(FILES))
    lines = ran.out.split("\n")
    assert [line for line in lines if not line.startswith("             ")] == [
        "Pilot",
        "2 of 3 mentees are matched.",
        "Proven best: no matching under these rules reaches more people, and none that reaches as many scores better.",
        "",
        "  pairs      2 of 3 places filled; score mean 42.65, best 42.65, worst 42.65 (Dan Mentee with Bob Mentor)",
        "  worse off  of the two in each pair: mean 32.47, median 32.47, a tenth at 32.47 or less",
        "  weights    mentee's view: all possible pairs are alike, so no weight decides",
        "  mentors    1 with 2 mentees; 1 unused",
        "  mentees    2 matched; 1 without a mentor: 1 with nobody possible",
        "  notices    2, also in matching.json:",
        "  files      out: matching.json, pairs.csv, people.csv and certificate.json",
        "  check      matchmaker verify out pilot",
        "",
    ]
    assert "             nobody possible for Cat Mentee: veto rules out 1 and forbid rules out 1" in ran.out


NOBODY = {  # why nobody is matched: programme, mentors' cells, mentees' cells
    "all 5 people work for Acme, and same_company leaves no pair.": ("", {"company": "Acme"}, {"company": "Acme"}),
    "no mentor offers a place.": ("", {"capacity": "0"}, {}),
    "language leaves no pair.": ("", {"languages": "French"}, {"languages": "German"}),
    "no pair is possible; most are ruled out by the minimum score.": ("minimum_score = 9000", {}, {}),
    "nobody asks for a mentor.": ("", {}, {"mentors_wanted": "0"}),
}


@pytest.mark.parametrize("why", NOBODY)
def test_nobody_matched_is_said_with_its_cause(why: str, run: Run, tmp_path: Path) -> None:
    programme, mentor, mentee = NOBODY[why]
    mentors = [mentor_cells(key) | mentor for key in ("ann", "bob")]
    mentees = [mentee_cells(key) | mentee for key in ("cat", "dan", "eve")]
    write(tmp_path / "pilot", mentors=mentors, mentees=mentees, programme=programme)
    ran = run("match", "pilot")
    assert (ran.code, ran.out.split("\n")[:2]) == (0, ["Matching", f"Nobody is matched: {why}"])
    assert run("verify", "out", "pilot").code == 0


def test_an_empty_side_and_few_places_are_said_in_the_headline(run: Run, tmp_path: Path) -> None:
    mentees = [mentee_cells(key) for key in ("cat", "dan", "eve")]
    write(tmp_path / "few", mentees=mentees)
    write(tmp_path / "none", mentors=",".join(mentor_cells("ann")) + "\n", mentees=mentees)
    headline = run("match", "few").out.split("\n")[1]
    assert re.match(r"1 of 3 mentees is matched \(1 place offered, 3 wanted\)\.", headline)
    assert run("match", "none").out.split("\n")[1] == "Nobody is matched: there are 3 mentees and 0 mentors."


def test_json_is_one_document_equal_to_the_file_and_quiet_prints_nothing(run: Run, folder: str, tmp_path: Path) -> None:
    ran = run("match", folder, "--format", "json")
    assert (ran.code, ran.err, json.loads(ran.out)["mentees_matched"]) == (0, "", 2)
    assert ran.out == (tmp_path / "out" / "matching.json").read_text(encoding="utf-8")
    assert run("match", folder, "--quiet") == (0, "", "")


@pytest.mark.parametrize(("encoding", "kind"), [("ascii", "text"), ("ascii", "json"), ("cp1252", "text")])
def test_a_name_that_the_terminal_cannot_show_is_no_bug(encoding: str, kind: str, folder: str, tmp_path: Path) -> None:
    write(tmp_path / folder, mentors=[mentor_cells("ann") | {"name": "Łucja"}])
    ran = shell("match", folder, "--format", kind, cwd=tmp_path, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (ran.code, ran.err) == (0, "")


def test_a_heuristic_ends_in_4_with_its_answer(run: Run, folder: str) -> None:
    ran = run("match", folder, "--strategy", "greedy")
    assert (ran.code, ran.err, ran.out.split("\n")[1]) == (4, "", "2 of 3 mentees are matched.")
    assert "Proven best" not in ran.out
    assert run("verify", "out", folder).code == 0


def test_demands_that_clash_end_in_3(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "pilot", relations="person,other,kind\nben,ann,pin\nann,ben,veto\n")
    ran = run("match", "pilot")
    assert (ran.code, ran.out) == (3, "")
    where = "(relations.csv row 2; relations.csv row 3); give up one of the two"
    assert ran.err == f"mentee ben is pinned with mentor ann, and veto bans the pair {where}\n"
    assert not (tmp_path / "out").exists()


def test_everything_wrong_in_the_input_is_listed_at_once_and_ends_in_2(run: Run, tmp_path: Path) -> None:
    mentors = [mentor_cells("ann") | {"capacity": "two", "company": ""}, mentor_cells("bob") | {"time_zone": "Mars"}]
    write(tmp_path / "pilot", mentors=mentors, programme="minimum_score = 10001\nstrategie = 'x'")
    ran = run("match", "pilot")
    assert (ran.code, ran.out) == (2, "")
    assert [re.split(": |;", line)[0] for line in ran.err.splitlines()] == [
        "programme.toml, minimum_score",
        "programme.toml, strategie",
        "mentors.csv, row 2, capacity",
        "mentors.csv, row 3, time_zone",
    ]


# fmt: off
IMPOSSIBLE = [
    ("match nowhere", "nowhere: is not a folder"),
    ("match pilot --strategy best", "best_score"),
    ("match pilot --solver simplex", "cp_sat"),
    ("match pilot --out pilot", "holds other files"),
    ("match pilot --out pilot/mentors.csv", "cannot be written"),
    ("match", "FOLDER"),
    ("mach pilot", "mach"),
    ("explain out pilot", "--mentee ID is needed"),
    ("explain out pilot --mentee caz", 'no mentee has the id "caz"; the nearest is "cat"'),
    ("explain out pilot --mentor cat", 'no mentor has the id "cat"'),
    ("generate pilot", "is not empty"),
    ("generate new --mentors 0", "greater than or equal to 1"),
]
# fmt: on


@pytest.mark.parametrize(("words", "said"), IMPOSSIBLE)
def test_what_cannot_be_done_ends_in_2_and_says_why_on_stderr(words: str, said: str, run: Run, folder: str) -> None:
    run("match", folder)
    ran = run(*words.split())
    assert (ran.code, ran.out) == (2, "")
    assert said in " ".join(ran.err.replace("│", " ").split())
    assert "Traceback" not in ran.err


# fmt: off
TAMPERED = [
    ("pairs.csv", "42.65", "52.65", "pairs.csv: not what the record says"),
    ("people.csv", "Cat", "Kat", "people.csv: not what the record says"),
    ("matching.json", '"total_score": 8530', '"total_score": 8531', "total_score: it is 8530"),
    ("certificate.json", '"bob": ', '"bob": 9', "score_bound"),
    ("certificate.json", '"ann"', '"zoe"', "certificate: its mentors are not those of the pool"),
    ("matching.json", "{", "[", "not a record of this version"),
]
# fmt: on


@pytest.mark.parametrize(("name", "old", "new", "said"), TAMPERED)
def test_a_changed_record_ends_in_6(name: str, old: str, new: str, said: str, run: Run, folder: str) -> None:
    run("match", folder)
    assert run("verify", "out", folder).out.startswith("out holds: 2 pairs keep every rule and capacity")
    path = Path("out", name)
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode(), 1))
    ran = run("verify", "out", folder)
    assert (ran.code, ran.out) == (6, "")
    assert said in ran.err


def test_a_record_of_changed_people_or_of_none_ends_in_6(run: Run, folder: str, tmp_path: Path) -> None:
    run("match", folder)
    write(tmp_path / "pilot", mentees=[mentee_cells(key) for key in ("cat", "dan")])
    for words in ("verify out pilot", "explain out pilot --mentee cat"):
        ran = run(*words.split())
        assert (ran.code, ran.out) == (6, "")
        assert "other people" in ran.err


def test_verify_as_json(run: Run, folder: str, tmp_path: Path) -> None:
    run("match", folder)
    assert json.loads(run("verify", "out", folder, "--format", "json").out) == {"holds": True, "breaches": []}
    (tmp_path / "out" / "pairs.csv").unlink()
    ran = run("verify", "out", folder, "--format", "json")
    assert ran.code == 6
    assert json.loads(ran.out) == {"holds": False, "breaches": ["pairs.csv: is not there"]}


def test_explain_prints_a_page_with_names_as_they_are(run: Run, folder: str) -> None:
    run("match", folder)
    assert "veto: One of the two" in run("explain", "out", folder, "--mentee", "cat", "--mentor", "ann").out
    assert run("explain", "out", folder, "--mentee", "eve").out.startswith(f"{ODD} (mentee eve): matched\n")


def test_generate_writes_a_folder_that_matches(run: Run) -> None:
    made = "generate", "new", "--mentors", "6", "--mentees", "12", "--seed", "3"
    assert [run(*words).code for words in (made, ("match", "new"), ("verify", "out", "new"))] == [0, 0, 0]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(command: str, run: Run) -> None:
    ran = run(*filter(None, [command]), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert re.search(f"Usage: .*{command} ", ran.out)
    assert command or all(name in ran.out for name in COMMANDS)


def fits(value: object, schema: dict[str, Any], defs: dict[str, Any]) -> bool:
    """Whether every table in a document has exactly the keys of its schema, and every word is an allowed one."""
    schema = defs[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    if isinstance(value, list):
        return all(fits(part, schema.get("items", {}), defs) for part in value)
    if not isinstance(value, dict) or "properties" not in schema:
        return value in schema.get("enum", [value])
    names = schema["properties"]
    return set(value) == set(names) and all(fits(value[name], names[name], defs) for name in names)


def test_the_schema_fits_what_is_written(run: Run, folder: str, tmp_path: Path) -> None:
    printed = json.loads(run("schema").out)
    assert printed == json.loads(json.dumps(schemas()))
    run("match", folder)
    for name in ("matching.json", "certificate.json"):
        document = json.loads((tmp_path / "out" / name).read_text(encoding="utf-8"))
        assert fits(document, printed[name], printed[name].get("$defs", {}))
        assert not fits(document | {"more": 1}, printed[name], printed[name].get("$defs", {}))


def test_a_bug_ends_in_1_without_traceback_or_personal_data(
    run: Run, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise KeyError("Ann Löwe, ann@example.org")

    monkeypatch.setattr(batch, "solved", broken)
    ran = run("match", folder)
    assert (ran.code, ran.out) == (1, "")
    assert re.fullmatch(r"stopped by a bug: KeyError in test_cli\.py, line \d+\n", ran.err)


def test_ctrl_c_ends_in_130(run: Run, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "solved", stopped)
    ran = run("match", folder)
    assert (ran.code, ran.out, ran.err.split(";")[0]) == (130, "", "interrupted")


def test_a_reader_who_stops_reading_is_no_error(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [SCRIPT, "schema"], cwd=tmp_path, env=os.environ | CLONE, stdout=writing, stderr=subprocess.PIPE
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_colours_are_left_out_where_nobody_wants_them(folder: str, tmp_path: Path) -> None:
    ran = shell("match", folder, cwd=tmp_path, NO_COLOR="1", FORCE_COLOR="1", TERM="xterm-256color")
    assert ran.code == 0
    assert re.findall("\x1b\\[[0-9;]*m", ran.out + ran.err) == []


def test_a_folder_of_strangers_is_refused_before_anything_is_worked_out(
    run: Run, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    monkeypatch.setattr(engine, "solve", None)  # would be a bug, exit 1
    ran = run("match", folder)
    assert (ran.code, "holds other files, such as mine.txt" in ran.err) == (2, True)


def test_the_version_is_said(run: Run) -> None:
    assert run("--version") == (0, f"matchmaker {__version__}\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_screen_that_is_full_or_closed_is_no_bug(folder: str, tmp_path: Path) -> None:
    match = f"{SCRIPT} match {folder} --out"
    full = shell("-c", f"{match} one > /dev/full", cwd=tmp_path, script="/bin/sh")
    assert (full.code, full.err) == (
        2,
        "what was to be printed cannot be: No space left on device. All files were written\n",
    )
    closed = shell("-c", f"{match} two >&-", cwd=tmp_path, script="/bin/sh")
    assert (closed.code, closed.err) == (0, "")
    assert (tmp_path / "one" / "pairs.csv").read_bytes() == (tmp_path / "two" / "pairs.csv").read_bytes()
