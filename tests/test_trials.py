"""Contenders side by side: paired draws, intervals, what is set aside, and where it is stopped."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import count

import pytest
from own_strategies import NO_FLOORS, breaks, cheats, leaves, like_greedy, nonsense
from people import mentee, mentor
from random_pools import demanding_pool, random_pool

from matchmaker import InputError, Pool, Programme, Scores, match, measure
from matchmaker.comparison import Entrant, SideBySide, by_strategies, side_by_side
from matchmaker.comparison.draws import drawn
from matchmaker.comparison.marks import MARKS
from matchmaker.comparison.results import Difference
from matchmaker.comparison.simpler import simpler
from matchmaker.engine import demanded
from matchmaker.metrics import Measures, measured
from matchmaker.metrics.made import Made, possible
from matchmaker.problem.own_strategies import own
from matchmaker.problem.strategies import NAMES, strategy_of
from solvers import Stop, Strategy, Termination, solve

THREE = ("first_come", "best_score", "lottery")


def compared(seed: int, *names: str, draws: int = 4, **more: object) -> SideBySide:
    pool, programme = random_pool(seed, 8, 14)
    return side_by_side(pool, by_strategies(programme, names), draws=draws, **more)  # type: ignore[arg-type]


def without_seconds(found: SideBySide) -> SideBySide:
    return found.model_copy(
        update={"contenders": tuple(one.model_copy(update={"seconds": 0.0}) for one in found.contenders)}
    )


def test_the_same_gives_the_same_numbers() -> None:
    assert without_seconds(compared(1, *THREE)) == without_seconds(compared(1, *THREE))


@pytest.mark.parametrize("seed", range(6))
def test_every_contender_s_measures_are_those_of_its_matching(seed: int) -> None:
    pool, programme = random_pool(seed)
    found = side_by_side(pool, by_strategies(programme, NAMES), draws=0)
    best = match(pool, programme.model_copy(update={"strategy": "best_score"})).total_score
    assert [one.name for one in found.contenders] == [*NAMES]
    for one in found.contenders:
        if not one.set_aside:
            matching = match(pool, programme.model_copy(update={"strategy": one.name}))
            assert one.measures == measure(Scores(pool, programme), matching).model_copy(update={"groups": ()})
            assert (one.total_score, one.price) == (matching.total_score, best - matching.total_score)
            assert (one.status, one.gap) == (matching.status, matching.gap)


def test_a_contender_differs_from_itself_by_nothing() -> None:
    pool, programme = random_pool(3)
    twice = [Entrant(name, programme.model_copy(update={"strategy": "lottery"})) for name in ("one", "other")]
    _, other = side_by_side(pool, twice, draws=5).contenders
    assert other.differences
    assert {(one.mean, one.low, one.high) for one in other.differences.values()} == {(0, 0, 0)}


def plainly(draws: list[tuple[Measures, Measures]]) -> Mapping[str, Difference]:
    """Differences of every mark, draw by draw, by the words of their definition."""
    found = {}
    for name, mark in MARKS.items():
        values = [(mark.of(base), mark.of(mine)) for base, mine in draws]
        ranked = sorted(mine - base for base, mine in values if mine is not None and base is not None)
        if ranked:
            low = next(one for at, one in enumerate(ranked, 1) if 100 * at >= 5 * len(ranked))
            high = next(one for at, one in enumerate(ranked, 1) if 100 * at >= 95 * len(ranked))
            mean = Decimal(sum(ranked)) / len(ranked)
            nearest = int(mean.quantize(Decimal(1), ROUND_HALF_UP))
            found[name] = Difference(draws=len(ranked), mean=nearest, low=low, high=high)
    return found


def test_intervals_are_those_of_a_plain_loop() -> None:
    pool, programme = random_pool(4, 8, 14)
    problem, made = demanded(Scores(pool, programme), lister="test"), []
    for seed in range(25):
        other = drawn(problem, seed)
        of = []
        for name in THREE:
            settings = programme.model_copy(update={"strategy": name, "seed": programme.seed + seed})
            result = solve(other, strategy_of(settings))
            seen = possible(other)
            of.append(measured(Made(seen, seen.positions(result.rows, result.columns))))
        made.append(of)
    found = compared(4, *THREE, draws=25).contenders
    assert found[0].differences == {}
    for at in (1, 2):
        assert found[at].differences == plainly([(draw[0], draw[at]) for draw in made])
    assert any(one.low < one.mean < one.high for one in found[1].differences.values())


def test_differences_are_the_same_either_way_round() -> None:
    there, back = compared(4, *THREE[:2], draws=7).contenders[1], compared(4, *THREE[1::-1], draws=7).contenders[1]
    assert any(one.mean for one in there.differences.values())
    assert {name: -one.mean for name, one in there.differences.items()} == {
        name: one.mean for name, one in back.differences.items()
    }


def test_differences_are_from_the_first_with_the_same_set_aside() -> None:
    """The same strategy by another name, that only knows less, is no better and no worse for that."""
    pool, programme = demanding_pool(4)
    best = programme.model_copy(update={"strategy": "best_score"})
    same = Strategy("same", None, "", frozenset({"pins"}), lambda problem, _: solve(problem, "best_score"))
    found = side_by_side(pool, [Entrant("best", best), Entrant("mine", best, own(same))], draws=6).contenders[1]
    assert "floors" in found.set_aside
    assert {(one.mean, one.low, one.high) for one in found.differences.values()} == {(0, 0, 0)}


def test_what_a_strategy_does_not_support_is_set_aside_and_said() -> None:
    pool, programme = demanding_pool(4)
    entrants = [*by_strategies(programme, ["greedy"]), Entrant("mine", programme, own(NO_FLOORS))]
    greedy, mine = side_by_side(pool, entrants, draws=2).contenders
    needed = demanded(Scores(pool, programme), lister="test").features
    assert "floors" in needed
    assert (greedy.set_aside, mine.set_aside) == ((), tuple(sorted(needed - {"pins"})))


def test_what_is_given_up_is_told_against_the_best_of_the_same_problem() -> None:
    pool, programme = demanding_pool(8, 8, 14)
    entrants = [*by_strategies(programme, ["greedy"]), Entrant("mine", programme, own(NO_FLOORS))]
    problem = demanded(Scores(pool, programme), lister="test")
    for one in side_by_side(pool, entrants, draws=0).contenders:
        best = solve(simpler(problem, one.set_aside), "best_score").score
        assert one.price == best - one.total_score
        assert one.seconds == round(one.seconds, 3)
    assert solve(problem, "best_score").score != best


def test_everybody_s_pool_may_be_empty() -> None:
    for pool in (Pool([], []), Pool([mentor("ann")], []), Pool([], [mentee("ben")])):
        found = side_by_side(pool, by_strategies(Programme(), ["all"]), draws=2)
        assert {one.total_score for one in found.contenders} == {0}


@pytest.mark.parametrize("run", [breaks, nonsense, cheats, leaves])
def test_one_of_one_s_own_that_fails_is_named_without_what_it_said(run: object) -> None:
    pool, programme = random_pool(1)
    entrants = [Entrant("greedy", programme), Entrant("mine", programme, own(run))]  # type: ignore[arg-type]
    with pytest.raises(InputError) as refused:
        side_by_side(pool, entrants, draws=0)
    assert "--strategies, mine: it failed: " in str(refused.value)
    assert "example" not in str(refused.value)
    if run is breaks:
        assert "KeyError in own_strategies.py, line " in str(refused.value)
    if run is leaves:
        assert "SystemExit in own_strategies.py, line " in str(refused.value)


def after(questions: int) -> Stop:
    """Return a stop that says so from then on."""
    asked = count()
    return lambda: Termination.TIME_LIMIT if next(asked) >= questions else None


def test_stopped_at_once_everybody_still_has_an_answer_and_nothing_is_drawn() -> None:
    found = compared(5, "most_people", "greedy", stop=after(0))
    assert (found.termination, found.draws) == (Termination.TIME_LIMIT, 0)
    assert [one.termination for one in found.contenders] == [Termination.TIME_LIMIT, Termination.COMPLETED]
    assert all(one.measures.pairs and not one.differences for one in found.contenders)


def test_a_draw_that_is_cut_short_does_not_count() -> None:
    whole = compared(5, "most_people", "greedy")
    draws = set()
    for questions in range(200):
        found = compared(5, "most_people", "greedy", stop=after(questions))
        draws.add(found.draws)
        if found.termination is Termination.COMPLETED:
            break
        assert found.draws < 4
        if found.draws:
            assert without_seconds(found).contenders[0] == without_seconds(whole).contenders[0]
            known = compared(5, "most_people", "greedy", draws=found.draws)
            assert found.contenders[1].differences == known.contenders[1].differences
    assert draws == {0, 1, 2, 3, 4}


def test_it_tells_how_far_it_has_come() -> None:
    heard: list[str] = []
    compared(1, "greedy", "lottery", draws=2, tell=heard.append)
    assert heard == ["greedy", "lottery", "pool 1 of 2, drawn from it", "pool 2 of 2, drawn from it"]


def test_one_of_one_s_own_is_measured_like_all() -> None:
    pool, programme = random_pool(7)
    entrants = [*by_strategies(programme, ["greedy"]), Entrant("mine", programme, own(like_greedy))]
    greedy, mine = side_by_side(pool, entrants, draws=3).contenders
    assert mine.strategy == "own:like_greedy"
    assert (mine.measures, mine.total_score) == (greedy.measures, greedy.total_score)
    assert {(one.mean, one.low, one.high) for one in mine.differences.values()} == {(0, 0, 0)}
