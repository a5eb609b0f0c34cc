"""The first screen and ``verify`` say what a strategy did and who decided, where no proof of the best says it."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Run

from matchmaker import Pool, Programme, match
from matchmaker.reading.folder import read_folder
from matchmaker.summary import summary
from solvers import AssignmentProblem, Result, Stop
from solvers.turns.greedy import greedy

TINY = Path(__file__).parents[1] / "fixtures" / "tiny"
NOBODY = "no mentee and mentor would both rather have each other"

# fmt: off
SAID = {
    "most_people": "Proven best: no matching under these rules reaches more people, "
                   "and none that reaches as many scores better.",
    "greedy": "The best pair first, then the best that still fitted.",
    "first_come": "First come, first served: in turn, each mentee took the best mentors who were left.",
    "lottery": "Drawn by lot with seed 0: scores counted nothing.",
    "stable": f"Stable: {NOBODY} (verify checks it).",
    "stable_mentors": f"Stable: {NOBODY} (verify checks it).",
}
# fmt: on


@pytest.mark.parametrize("strategy", SAID)
def test_the_first_screen_says_who_decided(strategy: str, run: Run) -> None:
    ran = run("match", str(TINY), "--strategy", strategy)
    assert ran.out.splitlines()[2] == SAID[strategy]
    held = run("verify", "out", str(TINY)).out
    assert held.endswith(f" It is stable: {NOBODY}.\n") == strategy.startswith("stable")
    assert held.startswith("out holds: 5 pairs keep every rule and capacity, all scores and totals add up, and the ")


def first_screen(pool: Pool, programme: Programme, **own: object) -> list[str]:
    found = match(pool, programme, **own)
    return summary(pool, programme, found, [Path("out/matching.json")], "in").splitlines()


def test_a_draw_is_told_with_its_own_seed() -> None:
    pool, programme = read_folder(TINY)
    drawn = programme.model_copy(update={"strategy": "lottery", "seed": 41})
    assert first_screen(pool, drawn)[2] == "Drawn by lot with seed 41: scores counted nothing."


def test_a_strategy_of_one_s_own_is_named() -> None:
    def mine(problem: AssignmentProblem, stop: Stop) -> Result:
        return greedy(problem, stop)

    assert first_screen(*read_folder(TINY), strategy=mine)[2] == "Made by own:mine, a strategy of your own."


def test_the_mean_is_rounded_down_as_everywhere() -> None:
    line = next(line for line in first_screen(*read_folder(TINY)) if "score mean" in line)
    assert "score mean 87.61," in line  # 438.08 of five pairs: 87.616
