"""What a comparison claims: nothing that is not proven, and of pools drawn from one what they are without."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from own_strategies import boasts
from people import mentee, mentor, relation
from random_pools import random_pool

from matchmaker import InputError, Pool, Programme, match
from matchmaker.comparison import Entrant, SideBySide, by_strategies, side_by_side
from matchmaker.comparison.marks import MARKS
from matchmaker.comparison.own import mishap, own_strategy
from matchmaker.comparison.page import html
from matchmaker.comparison.told import csv, table, text
from matchmaker.problem.own_strategies import own
from matchmaker.reading.folder import read_folder
from solvers import AssignmentProblem, Result, Stop, Termination
from solvers.stop import never
from solvers.turns.greedy import greedy

KICKOFF = Path(__file__).parents[1] / "fixtures" / "kickoff"


@pytest.fixture(scope="module")
def of_several() -> tuple[Pool, Programme]:
    """Some of the kickoff, each of whom wants two mentors: that makes it hard to prove who must be worst off."""
    pool, programme = read_folder(KICKOFF)
    mentees = [one.model_copy(update={"mentors_wanted": 2, "priority": 1}) for one in pool.mentees[:60]]
    mentors = [one.model_copy(update={"floor": 0, "capacity": 4}) for one in pool.mentors[:24]]
    return Pool(mentors, mentees), programme


@pytest.fixture(scope="module")
def unproven(of_several: tuple[Pool, Programme]) -> SideBySide:
    pool, programme = of_several
    return side_by_side(pool, by_strategies(programme, ["best_score", "greedy", "leximin"]), draws=0)


def test_who_promises_the_best_and_proves_it_not_is_marked(unproven: SideBySide) -> None:
    assert [(one.name, one.status) for one in unproven.contenders] == [
        ("best_score", "OPTIMAL"),
        ("greedy", "FEASIBLE"),  # promises nothing of the kind
        ("leximin", "FEASIBLE"),
    ]
    assert [row[0] for row in table(unproven).rows] == ["best_score", "greedy", "leximin‡"]
    note, promise = "‡ leximin: not proven: ", "and so on to the last. On this pool that is not proven (‡)."
    assert note in text(unproven)
    page = html(unproven)
    assert page.count("not proven (‡)") == 1
    assert (note in page, promise in page, ">leximin‡<" in page) == (True, True, True)


def test_where_all_is_proven_nobody_is_marked() -> None:
    pool, programme = random_pool(3, 8, 14)
    found = side_by_side(pool, by_strategies(programme, ["most_people", "best_score", "greedy"]), draws=0)
    assert [one.status for one in found.contenders] == ["OPTIMAL", "OPTIMAL", "FEASIBLE"]
    assert "‡" not in text(found) + html(found)


def test_the_worst_off_is_who_gets_least_in_all(of_several: tuple[Pool, Programme], unproven: SideBySide) -> None:
    head = table(unproven).head
    for one, row in zip(unproven.contenders, table(unproven).rows, strict=True):
        sums: dict[str, int] = defaultdict(int)
        pairs = match(of_several[0], of_several[1].model_copy(update={"strategy": one.strategy})).pairs
        for pair in pairs:
            sums[pair.mentee] += pair.score
        least = min(sums.values())
        assert MARKS["worst_off"].of(one.measures) == least
        assert MARKS["lowest"].of(one.measures) == min(pair.score for pair in pairs)
        assert row[1 + head.index("worst off")] == f"{least / 100:.2f}"
    assert any(MARKS["lowest"].of(one.measures) != MARKS["worst_off"].of(one.measures) for one in unproven.contenders)


def test_where_the_best_was_stopped_nothing_is_told_of_what_is_given_up(of_several: tuple[Pool, Programme]) -> None:
    pool, programme = of_several
    entrants = by_strategies(programme.model_copy(update={"solver": "cp_sat"}), ["greedy", "first_come"])
    found = side_by_side(pool, entrants, draws=0, stop=lambda: Termination.TIME_LIMIT)
    assert [(one.price, one.termination) for one in found.contenders] == [(None, "COMPLETED")] * 2
    assert found.termination is Termination.TIME_LIMIT
    assert [row[-2] for row in table(found).rows] == ["–", "–"]
    assert ",None," not in csv(found)
    whole = side_by_side(pool, by_strategies(programme, ["greedy"]), draws=0)
    assert (whole.termination, whole.contenders[0].price is None) == (Termination.COMPLETED, False)


@pytest.mark.parametrize("wrong", [{"termination": "DONE"}, {"score": float("nan")}, {"status": "BEST"}])
def test_what_one_of_one_s_own_says_wrongly_is_refused_or_of_no_account(wrong: dict[str, object]) -> None:
    def odd(problem: AssignmentProblem, stop: Stop) -> Result:
        return replace(greedy(problem, stop), **wrong)  # type: ignore[arg-type]

    pool, programme = random_pool(1)
    entrants = [Entrant("greedy", programme), Entrant("odd", programme, own(odd))]
    if "termination" in wrong:
        with pytest.raises(InputError, match="--strategies, odd: it failed: strategy 'own:odd' does not say why"):
            side_by_side(pool, entrants, draws=0)
    else:
        assert side_by_side(pool, entrants, draws=0).contenders[1].status == "FEASIBLE"


def test_who_boasts_is_measured_by_what_is_so() -> None:
    pool, programme = random_pool(1)
    entrants = [*by_strategies(programme, ["greedy"]), Entrant("proud", programme, own(boasts))]
    plain, proud = side_by_side(pool, entrants, draws=0).contenders
    assert (proud.measures, proud.total_score, proud.price) == (plain.measures, plain.total_score, plain.price)


def test_nobody_cannot_be_compared() -> None:
    with pytest.raises(InputError, match="entrants: nobody is to be compared"):
        side_by_side(Pool([mentor("ann")], [mentee("ben")]), [])


def test_what_drawn_pools_are_without_is_said_where_it_is_so() -> None:
    people = [mentor("ann"), mentor("bob")], [mentee("cat"), mentee("dan")]
    entrants = by_strategies(Programme(), ["greedy", "most_people"])
    pinned = side_by_side(Pool(*people, [relation("cat", "ann", "pin")]), entrants, draws=1)
    assert "drawn from this one with replacement, without its pins: the mean" in text(pinned)
    assert "drawn from this one with replacement: the mean" in text(side_by_side(Pool(*people), entrants, draws=1))


def test_a_row_by_lot_is_said_to_be_one_draw() -> None:
    pool, programme = random_pool(3, 8, 14)
    note = "lottery: one draw on this pool, by seed."
    assert note in text(side_by_side(pool, by_strategies(programme, ["greedy", "lottery"]), draws=0))
    assert note not in text(side_by_side(pool, by_strategies(programme, ["greedy"]), draws=0))


def test_a_mishap_is_told_by_the_line_of_theirs_that_led_to_it(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.py"
    theirs.write_text("import json\n\ndef mine(problem, stop):\n    return json.loads('{')\n")
    with pytest.raises(ValueError, match="Expecting") as raised:
        own_strategy(f"{theirs}:mine").run(AssignmentProblem([], [], [], [], []), never)  # type: ignore[misc]
    assert mishap(raised.value) == "JSONDecodeError in theirs.py, line 4"
