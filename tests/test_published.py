"""The published instances: their known totals are reached, exactly and proven; and their files are read with care."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from instances import VARIABLE, DataError, Instance, hundredths, read_instances, read_scores
from published import Line, engines, lines, main, run

NAMES = ("aamas2016", "preflib1")
TOML = 'file = "tiny.in"\nitems = 2\npeople = 2\ndemand = 1\nload = 1\nexact_total = {total}\n'

with_data = pytest.mark.skipif(
    not os.environ.get(VARIABLE), reason=f"{VARIABLE} is not set: it names the folder with the published instances"
)


@with_data
def test_the_instances_are_those_we_know() -> None:
    assert {(instance.name, instance.exact_total) for instance in read_instances()} == {
        ("aamas2016", 94_950),
        ("preflib1", 12_425),
    }


@with_data
@pytest.mark.parametrize("strategy", ["most_people", "best_score"])
@pytest.mark.parametrize("name", NAMES)
def test_the_known_total_is_reached_and_proven(name: str, strategy: str) -> None:
    (instance,) = [instance for instance in read_instances() if instance.name == name]
    for solver in engines(instance, everything=False):
        result, _ = run(instance.problem, strategy, solver)
        assert (result.score, result.score_bound, result.gap) == (instance.exact_total, instance.exact_total, 0)


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write an instance whose best total is 1.25 and let the variable name its folder."""
    (tmp_path / "tiny.in").write_text("2 2\n1.0 0.25\n0.75 0.25 \n")
    (tmp_path / "published.toml").write_text("[tiny]\n" + TOML.format(total="1.25"))
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return tmp_path


def test_the_table_says_what_was_reached(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    table = capsys.readouterr().out
    assert table.count("| 1.25 | 1.25 | 100.00 % |") == 4
    assert "every known value is reached and proven" in table


@pytest.mark.parametrize("total", ["1.24", "1.26"])
def test_a_known_value_that_is_not_reached_ends_with_1(
    tiny: Path, total: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny / "published.toml").write_text("[tiny]\n" + TOML.format(total=total))
    assert main([]) == 1
    assert "NOT REACHED" in capsys.readouterr().out
    (instance,) = read_instances()
    assert not any(line.reached for line in lines(instance, everything=False))


MORE = """
[tiny.fairest]
minimum = {minimum}
total = {total}
[tiny.heuristics]
Nobody = [1.00, 0.25]
[tiny.capped]
q = [0.5, 1.0]
kept = [{kept}, 1.0]
"""


@pytest.mark.parametrize(
    ("minimum", "total", "kept", "code"),
    [
        ("0.25", "1.25", "0.9", 0),
        ("0.75", "1.25", "0.9", 1),
        ("0.25", "1.00", "0.9", 1),
        ("0.25", "1.25", "0.900000002", 1),
    ],
)
def test_all_that_is_known_has_to_be_reached(
    tiny: Path, minimum: str, total: str, kept: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under a cap of a half each pair has that chance: 1.125 of 1.25."""
    with (tiny / "published.toml").open("a") as file:
        file.write(MORE.format(minimum=minimum, total=total, kept=kept))
    assert main([]) == code
    assert "| Nobody (published) | 1.00 |  | 80.00 % | 0.25 |" in capsys.readouterr().out


@pytest.mark.parametrize(("proven", "total", "least"), [(False, 5, 1), (True, 4, 1), (True, 5, 0)])
def test_a_value_counts_only_if_it_is_the_known_one_and_proven(
    tiny: Path, proven: bool, total: int, least: int
) -> None:
    (instance,) = read_instances()
    assert Line(instance, "x", 5, 1, 5, 1, proven=True).reached
    assert not Line(instance, "x", total, least, 5, 1, proven).reached


@with_data
def test_published_heuristics_stay_below_what_is_proven() -> None:
    told = {instance.name: instance for instance in read_instances()}
    assert len(told["aamas2016"].heuristics) == 3
    assert [_beyond(instance) for instance in told.values()] == [[], []]


def _beyond(instance: Instance) -> list[str]:
    assert instance.fairest is not None
    return [
        name
        for name, (total, least) in instance.heuristics.items()
        if total > instance.exact_total or least > instance.fairest[0]
    ]


def test_an_unset_variable_ends_with_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert main([]) == 2
    assert f"set {VARIABLE} to the folder that holds published.toml" in capsys.readouterr().err


def test_a_folder_without_instances_ends_with_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert main([]) == 2


def test_the_script_runs_by_itself(tiny: Path) -> None:
    script = Path(__file__).parents[1] / "benchmarks" / "published.py"
    root = {"PYTHONPATH": str(script.parents[1])}
    ran = subprocess.run([sys.executable, str(script)], env=os.environ | root, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize(
    ("written", "whole"), [("0.25", 25), ("1", 100), ("1.0", 100), ("0.290", 29), ("949.50", 94_950)]
)
def test_scores_become_whole_hundredths(written: str, whole: int) -> None:
    assert hundredths(written) == hundredths(Decimal(written)) == whole


@pytest.mark.parametrize("written", ["0.255", "1e-3", "nan", "inf", "", "x", "0,25"])
def test_a_score_that_is_not_whole_hundredths_is_refused(written: str) -> None:
    with pytest.raises(DataError, match="is not a number with at most two decimals"):
        hundredths(written)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2 3\n1 1\n1 1\n", "a first line '2 2'"),
        ("2 2\n1 1\n", "2 more lines are needed"),
        ("", "a first line '2 2'"),
        ("2 2\n1 1\n1\n", "tiny.in, line 3: 2 scores are needed, not 1"),
    ],
)
def test_a_file_of_another_shape_is_refused(tiny: Path, text: str, message: str) -> None:
    (tiny / "tiny.in").write_text(text)
    with pytest.raises(DataError, match=message):
        read_scores(tiny / "tiny.in", 2, 2)
