"""Who is compared, by name: strategies, one's own, files of settings; and everything that is no such name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from people import write

from matchmaker import InputError, Programme
from matchmaker.comparison import by_settings, by_strategies
from matchmaker.problem.strategies import NAMES, strategy_of

OWN = str(Path(__file__).with_name("own_strategies.py"))
FEW = """from __future__ import annotations
from dataclasses import dataclass
@dataclass
class Few:
    n: int = 2
def few(problem, stop):
    return None
"""


def names(*asked: str) -> list[str]:
    return [one.name for one in by_strategies(Programme(), asked)]


def faults(*asked: str) -> list[str]:
    with pytest.raises(InputError) as refused:
        by_strategies(Programme(), asked)
    return [str(problem) for problem in refused.value.problems]


def test_all_are_all_there_are_in_their_order_each_once() -> None:
    assert names("all") == [*NAMES]
    assert names("lottery", "greedy") == ["lottery", "greedy"]
    assert names("greedy", "all", "greedy") == ["greedy", *(name for name in NAMES if name != "greedy")]


def test_each_is_the_programme_s_strategy_with_its_seed_and_some_more() -> None:
    programme = Programme(seed=5)
    [greedy, lottery] = by_strategies(programme, ["greedy", "lottery"])
    assert greedy.programme == programme.model_copy(update={"strategy": "greedy"})
    moved = programme.model_copy(update={"strategy": "lottery", "seed": 8})
    run, same = lottery.strategy(3).run, strategy_of(moved).run
    assert run.keywords == same.keywords == {"seed": 8}  # type: ignore[union-attr]


def test_one_s_own_are_found_by_file_and_by_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(OWN).parent))
    for place in (OWN, "own_strategies"):
        [mine, other] = by_strategies(Programme(), [f"{place}:like_greedy", f"{place}:NO_FLOORS"])
        assert (mine.name, other.name) == ("like_greedy", "no_floors")
        assert [one.strategy().name for one in (mine, other)] == ["own:like_greedy", "own:no_floors"]
        assert other.strategy().features == {"pins"}
    assert names("greedy", f"{OWN}:best") == ["greedy", "best"]


def test_a_file_may_define_what_looks_its_module_up(tmp_path: Path) -> None:
    (tmp_path / "few_of_mine.py").write_text(FEW)
    assert names(f"{tmp_path}/few_of_mine.py:few") == ["few"]


NO_NAMES: dict[Sequence[str], str] = {
    ("gredy",): f"--strategies, gredy: no such strategy; the nearest is greedy; allowed are all, {', '.join(NAMES)}",
    ("zzzzzzz",): "--strategies, zzzzzzz: no such strategy; allowed are all, ",
    ("",): "--strategies: no such strategy; allowed are ",
    (f"{OWN}:AWAY",): "has no function AWAY",
    (f"{OWN}:none",): "own_strategies.py has no function none",
    (f"{OWN}:",): "own_strategies.py has no function",
    ("nowhere.py:mine",): "nowhere.py is not there",
    ("no.such.module:mine",): "no.such.module cannot be imported: there is no module no",
    (":mine",): "cannot be imported: ValueError",
    (f"{OWN}:like_greedy", "tests.own_strategies:like_greedy"): "another is called like_greedy",
    ("solvers.turns.greedy:greedy",): "greedy is the name of one of ours; give the function a name of its own",
}


@pytest.mark.parametrize("asked", NO_NAMES, ids=lambda asked: asked[-1].rpartition("/")[2] or "blank")
def test_what_is_no_strategy_is_refused_and_said(asked: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1]))
    [fault] = faults(*asked)
    assert NO_NAMES[asked] in fault


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert len(faults("gredy", "lotery", "nowhere.py:x", "greedy")) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 / 0", "ZeroDivisionError in mine.py, line 1"),
        ("x = (", "SyntaxError in mine.py, line 1"),
        ("import sys\nsys.exit(0)", "SystemExit in mine.py, line 2"),
        ("raise KeyError('ann@example.org')", "KeyError in mine.py, line 1"),
        ("import nobody_has_this", "there is no module nobody_has_this"),
    ],
)
def test_a_module_that_raises_is_refused_without_what_it_said(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(text)
    [fault] = faults(f"{tmp_path}/mine.py:mine")
    assert fault.endswith(f"mine.py cannot be imported: {said}")


def test_settings_are_read_as_the_folder_s_own(tmp_path: Path) -> None:
    folder = write(tmp_path / "pilot", programme="combine = 'harmonic'")
    for name, text in (("a.toml", "combine = 'mean'"), ("b.toml", "strategy = 'greedy'")):
        (tmp_path / name).write_text(text)
    mean, greedy = by_settings(folder, [tmp_path / "a.toml", tmp_path / "b.toml"])
    assert (mean.name, mean.programme.combine, mean.programme.strategy) == ("a.toml", "mean", "most_people")
    assert (greedy.name, greedy.programme.combine, greedy.strategy().name) == ("b.toml", "harmonic", "greedy")


def test_settings_that_are_wrong_are_told_by_their_file(tmp_path: Path) -> None:
    folder = write(tmp_path / "pilot")
    (tmp_path / "a.toml").write_text("combin = 'mean'")
    for files, said in (
        (["a.toml"], "a.toml, combin: "),
        (["b.toml"], "b.toml: is missing; "),
        (["a.toml", "x/a.toml"], "--settings, a.toml: stands twice; "),
    ):
        with pytest.raises(InputError) as refused:
            by_settings(folder, [tmp_path / name for name in files])
        assert said in str(refused.value)
