"""Whole processes measured from outside, growth and its exponents, the bare script, and the picture of the gap."""

from __future__ import annotations

import csv
import math
import sys
from dataclasses import dataclass
from pathlib import Path

import bare_script
import beside_script
import gap
import growth
import numpy as np
import pandas as pd
import pytest
import recording
import scan
from children import cost
from recording import Recording, Told

from matchmaker import generate
from matchmaker.reading.folder import read_folder
from matchmaker.writing.result import write_new_folder


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people") / "people"
    write_new_folder(folder, generate(mentors=20, mentees=50, seed=1))
    return folder


def table_of(printed: str) -> list[list[str]]:
    lines = [line for line in printed.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_a_process_is_measured_from_outside(tmp_path: Path) -> None:
    output, said = tmp_path / "output", []
    code = "import sys; held = bytearray(600 << 20); print('held'); sys.exit(3)"
    measured = cost([sys.executable, "-c", code], output, said.append)
    assert (measured.code, said, output.read_text()) == (3, ["held"], "held\n")
    assert 600 << 20 < measured.peak < 900 << 20
    assert measured.processor > 0
    assert measured.seconds > 0


def test_the_bare_script_gives_every_place_once_to_those_who_fit(people: Path, tmp_path: Path) -> None:
    bare_script.main(people, tmp_path / "pairs.csv")
    pairs = pd.read_csv(tmp_path / "pairs.csv")
    pool, _ = read_folder(people)
    places = {mentor.id: mentor.capacity for mentor in pool.mentors}
    assert len(pairs) == min(50, sum(places.values()))
    assert pairs["mentee"].is_unique
    assert all(count <= places[mentor] for mentor, count in pairs["mentor"].value_counts().items())
    assert pairs["score"].between(0, 100).all()


def test_the_bare_script_reads_what_people_write() -> None:
    free = pd.Series(["Mon 09:00-10:00; weekdays 8pm-9:30pm", "", "Tue,Sun 23:00-24:00"])
    marks = bare_script.half_hours(free, pd.Series(["UTC", "Berlin", "Europe/Berlin"]))
    assert marks.sum(axis=1).tolist() == [2 + 5 * 3, 0, 4]
    assert np.flatnonzero(marks[0])[:2].tolist() == [18, 19]
    assert np.flatnonzero(marks[2]).tolist() == [48 + 44, 48 + 45, 6 * 48 + 44, 6 * 48 + 45]
    known: dict[str, int] = {}
    assert bare_script.topics(pd.Series(["Python:4; writing:2", "", "python:1>3"]), known).tolist() == [
        [1, 1],
        [0, 0],
        [1, 0],
    ]


def test_both_are_run_from_files_to_files() -> None:
    script, ours = beside_script.run(30, 12, 1)
    assert (script[1], ours[1]) == ("bare script", "matchmaker match")
    assert float(ours[-1]) == pytest.approx(float(ours[2]) / float(script[2]), rel=0.05)
    assert min(float(cell) for row in (script, ours) for cell in row[2:6]) > 0


def test_growth_tells_every_size_and_logs_every_stage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["30x12", "60x24", "--log", str(tmp_path / "log"), "--told", str(tmp_path / "told"), "--one-priority"]
    growth.main([*words, "--time-limit", "600", "--folder", str(tmp_path / "work")])
    printed = capsys.readouterr().out
    heads, *rows = table_of(printed)
    assert [row[0] for row in rows] == ["30 × 12", "60 × 24"]
    assert all(float(row[heads.index("files to answer")]) > 0 and row[heads.index("gap")] == "0" for row in rows)
    assert "files to answer n^" in printed
    log = (tmp_path / "log").read_text("utf-8")
    assert all(f"60 × 24 {stage}" in log for stage in ("begins", "generate: ", "files to answer: ", "stages: "))
    with (tmp_path / "work" / "60x24" / "mentees.csv").open(newline="", encoding="utf-8") as file:
        mentees = list(csv.DictReader(file))
    assert len(mentees) == 60
    assert "priority" not in mentees[0]
    assert recording.read(tmp_path / "told" / "60x24.csv")[-1].gap == 0


def test_a_program_that_fails_ends_the_run(tmp_path: Path) -> None:
    (tmp_path / "3x3").mkdir()
    with pytest.raises(SystemExit, match="ended with 2"):
        growth.main(["3x3", "--folder", str(tmp_path)])


def test_an_exponent_is_the_slope_of_logs() -> None:
    rows = [{"mentees": 2**k, "files to answer": 3.0 * 4**k, "scan": 0.5 * 2**k, "read": 0.0} for k in range(5)]
    found = growth.exponents(rows)
    assert set(found) == {"files to answer", "scan"}
    assert math.isclose(found["files to answer"], 2)
    assert math.isclose(found["scan"], 1)
    assert growth.exponents(rows[:1]) == {}
    assert "files to answer n^2.00, scan n^1.00" in growth.told(rows)


def test_scans_are_told_beside_the_limit_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("numba")
    monkeypatch.setattr("sys.argv", ["scan.py", "--mentees", "30", "--mentors", "12"])
    scan.main()
    rows = [line.split("|")[1:-1] for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    asked = [row[0].strip() for row in rows]
    assert asked.count("tally") == asked.count("best_per_column") == 2
    assert all(float(row[6]) > 0 for row in rows if "pairs" not in row[3])


@dataclass(frozen=True)
class Progress:
    scan: int
    share: float
    seconds: float
    score_gap: int | None = None
    candidates: int = 40
    places: int = 7
    score: int = 900


def test_a_recording_keeps_all_and_passes_on_each_new_scan(tmp_path: Path) -> None:
    said: list[Told] = []
    kept = Recording(said.append)
    for number, share, gap_ in (
        (0, 0.0, None),
        (1, 0.0, None),
        (1, 0.5, None),
        (1, 1.0, None),
        (2, 0.0, 100),
        (2, 1.0, 100),
    ):
        kept(Progress(number, share, 0.0, gap_))
    kept.end(950, 0, 8)
    assert [one.scan for one in said] == [1, 2]
    assert [one.relative for one in kept.all] == [None, None, None, 0.1, 0.1, 0.0]
    recording.write(kept.all, tmp_path / "told.csv")
    again = recording.read(tmp_path / "told.csv")
    assert [one[1:] for one in again] == [one[1:] for one in kept.all]
    assert len(recording.scans(again)) == 2
    assert kept.searching is not None


def test_scans_are_timed_from_the_first_to_the_last_that_is_told() -> None:
    told = [
        Told(seconds, scan, 0, 1, 1, 1, None) for seconds, scan in ((2, 1), (3, 1), (6, 1), (7, 2), (7.5, 2), (9, 2))
    ]
    assert recording.scans(told) == [4, 0.5]


TOLD = [
    Told(10, 1, 0, 2_000_000, 9, 900, None),
    Told(12, 2, 0, 2_100_000, 9, 900, 100),
    Told(14, 3, 0, 2_200_000, 9, 990, 10),
    Told(15, 3, 1, 2_200_000, 9, 990, 10),
    Told(19, 3, 1, 2_200_000, 9, 995, 0),
]


def test_the_gap_falls_in_steps_to_the_proof() -> None:
    assert [(point.seconds, point.gap) for point in gap.points(TOLD)] == [(12, 0.1), (14, 0.01), (15, 0)]
    assert gap.points(TOLD)[-1].label == "proven after 15 s: gap 0"
    assert [point.seconds for point in gap.points([*TOLD[:-1], TOLD[-2]])] == [12, 14]  # stopped before it was proven


def test_the_picture_of_the_gap_is_the_same_again_and_says_what_it_shows() -> None:
    drawn = gap.svg(gap.points(TOLD), "A title")
    assert drawn == gap.svg(gap.points(TOLD), "A title")
    said = (
        "A title",
        "10 % with 2.10 M pairs listed",
        "1 % with 2.20 M pairs listed",
        "proven after 15 s: gap 0",
    )
    assert all(text in drawn for text in said)
    with pytest.raises(ValueError, match="nothing to draw"):
        gap.svg(gap.points(TOLD[:1]), "A title")
