"""Strategies of one's own: what their records claim, and that nothing of it is more than verify grants."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from own_strategies import NO_FLOORS, Greedy, best, boasts, breaks, cheats, like_greedy, nonsense
from people import mentee, mentor
from random_pools import demanding_pool

from matchmaker import InputError, Matching, Pool, Programme, Scores, match, verify
from matchmaker.engine import demanded
from solvers import (
    STRATEGIES,
    AssignmentProblem,
    EngineError,
    Objective,
    Result,
    Status,
    Stop,
    Strategy,
    Termination,
    UnsupportedError,
    solve,
)
from solvers.step import Run
from solvers.turns.greedy import greedy

POOL = Pool([mentor("ann"), mentor("bob", capacity=2, floor=1)], [mentee(key) for key in ("cat", "dan", "eve", "fay")])


def pairs_of(matching: Matching) -> list[tuple[str, str]]:
    return [(pair.mentee, pair.mentor) for pair in matching.pairs]


@pytest.mark.parametrize("seed", range(20))
def test_its_record_holds_under_its_name_and_claims_nothing_best(seed: int) -> None:
    pool, programme = demanding_pool(seed)
    for run, like in ((like_greedy, "greedy"), (best, "most_people")):
        found = match(pool, programme, strategy=run)
        assert (found.strategy, found.solver, found.status) == (f"own:{run.__name__}",) * 2 + (Status.FEASIBLE,)
        assert verify(pool, programme, found) == ()
        assert pairs_of(found) == pairs_of(match(pool, programme.model_copy(update={"strategy": like})))


def test_what_it_is_called() -> None:
    def named(strategy: object) -> str:
        return match(POOL, strategy=strategy).strategy  # type: ignore[arg-type]

    assert named(partial(greedy)) == "own:strategy"
    assert named(lambda problem, stop: greedy(problem, stop)) == "own:<lambda>"
    assert named(Greedy()) == "own:Greedy"
    assert named(Strategy("mine", None, "", run=like_greedy)) == "own:mine"
    assert named(Strategy("own:mine", None, "", run=like_greedy)) == "own:mine"
    assert named(Strategy("greedy", None, "", run=like_greedy)) == "own:greedy"
    assert named(STRATEGIES["greedy"]) == "own:greedy"


def test_that_it_was_stopped_is_told() -> None:
    def stopped(problem: object, stop: object) -> object:
        return replace(best(problem, stop), termination=Termination.TIME_LIMIT)  # type: ignore[arg-type]

    found = match(POOL, strategy=stopped)  # type: ignore[arg-type]
    assert (found.termination, verify(POOL, Programme(), found)) == (Termination.TIME_LIMIT, ())


CLAIMS: dict[str, dict[str, object]] = {
    "the best": {"status": Status.OPTIMAL},
    "another solver": {"solver": "flow"},
    "a name of ours": {"strategy": "most_people"},
    "a name like ours": {"strategy": "like_greedy", "solver": "like_greedy"},
    "another gap": {"gap": 99_999},
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_record_that_claims_more_does_not_hold(claim: str) -> None:
    pool, programme = demanding_pool(4)
    found = match(pool, programme, strategy=like_greedy)
    assert verify(pool, programme, found.model_copy(update=CLAIMS[claim]))


def test_a_proven_record_cannot_be_called_one_s_own() -> None:
    found = match(POOL)
    assert verify(POOL, Programme(), found.model_copy(update={"strategy": "own:mine", "solver": "own:mine"}))


def test_an_answer_that_is_none_is_refused() -> None:
    for run in (nonsense, cheats):
        with pytest.raises(EngineError, match=f"own:{run.__name__}"):
            match(POOL, strategy=run)
    with pytest.raises(KeyError):
        match(POOL, strategy=breaks)


@pytest.mark.parametrize("seed", range(10))
def test_an_answer_is_what_its_certificate_stands_for_whatever_else_is_said(seed: int) -> None:
    pool, programme = demanding_pool(seed)
    found, honest = (match(pool, programme, strategy=run) for run in (boasts, like_greedy))
    assert verify(pool, programme, found) == ()
    name = {"strategy": "own:boasts", "solver": "own:boasts"}
    assert found == honest.model_copy(update=name)
    problem = demanded(Scores(pool, programme), lister="test")
    told, plain = solve(problem, boasts), solve(problem, greedy)
    for field in ("rows", "columns", "score", "score_bound", "rows_filled", "column_prices"):
        assert np.array_equal(getattr(told, field), getattr(plain, field)), field
    assert told.status == (Status.OPTIMAL if plain.gap == 0 else Status.FEASIBLE)


def lacking(**wrong: object) -> Run:
    """Return a strategy whose answer has something wrong in it."""
    return lambda problem, stop: replace(greedy(problem, stop), **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong", [{"certificate": "x"}, {"certificate": None}, {"termination": "DONE"}, {"row_prices": "x"}]
)
def test_what_is_none_of_a_result_s_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(EngineError, match="'own:<lambda>'"):
        match(POOL, strategy=lacking(**wrong))
    with pytest.raises(EngineError, match="'<lambda>'"):
        solve(demanded(Scores(POOL, Programme()), lister="test"), lacking(**wrong))


def test_pairs_come_sorted_however_they_were_given() -> None:
    def backwards(problem: AssignmentProblem, stop: Stop) -> Result:
        found = greedy(problem, stop)
        assert found.certificate is not None
        rows, columns = (one[::-1].astype(np.int8) for one in (found.rows, found.columns))
        return replace(found, certificate=replace(found.certificate, rows=rows, columns=columns))

    problem = demanded(Scores(POOL, Programme()), lister="test")
    found, plain = solve(problem, backwards), solve(problem, greedy)
    assert len(plain.rows) > 1
    assert found.certificate is not None
    for one in (found, found.certificate):
        assert (one.rows.tolist(), one.columns.tolist()) == (plain.rows.tolist(), plain.columns.tolist())
        assert one.rows.dtype == np.int64


def test_nobody_is_called_the_best_for_what_the_certificate_does_not_prove() -> None:
    mine = Strategy("mine", Objective.FAIREST, "", run=best)
    found = solve(demanded(Scores(POOL, Programme()), lister="test"), mine)
    assert (found.status, found.proof) == (Status.FEASIBLE, None)


def test_what_it_does_not_support_is_refused() -> None:
    with pytest.raises(UnsupportedError, match="'own:no_floors' does not support floors"):
        match(POOL, strategy=NO_FLOORS)
    with pytest.raises(UnsupportedError, match="'own:mine' has neither"):
        match(POOL, strategy=Strategy("mine", STRATEGIES["best_score"].objective, ""))


def test_a_strategy_may_be_named_where_it_is_asked_for() -> None:
    assert match(POOL, strategy="greedy").strategy == "greedy"
    assert match(POOL, Programme(strategy="lottery"), strategy="best_score").status == "OPTIMAL"
    with pytest.raises(InputError, match="strategy, stabel: no such strategy, allowed are most_people, "):
        match(POOL, strategy="stabel")
