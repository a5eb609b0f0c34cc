"""Large answers are verified in one walk over all pairs: what is so holds, and whatever is altered is found."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from altering import alterations, files, rewritten, said, true_record
from command_line import Run
from lengths import lengths
from people import mentee_cells, mentor_cells, write
from random_pools import random_pool
from random_problems import small_problem
from sourced import apart
from test_mid_size import mid_size
from test_streaming import answers, written

from matchmaker import (
    Matching,
    MatchmakerError,
    Pool,
    Programme,
    RecordError,
    Scores,
    match,
    read_record,
    verify,
)
from matchmaker.tables.large import LargeMatching
from matchmaker.verification import large, record
from matchmaker.verification.plain_queue import InTurn
from matchmaker.verification.plain_turns import TURNS, pairs_in_turn
from matchmaker.verification.plain_walk import AllScores, PlainBlock
from solvers import AssignmentProblem
from solvers.remainder import pins_fit


@pytest.fixture(autouse=True)
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a piece be seven rows, a block a few, and the weights be those of some mentees drawn by lot."""
    for name in ("matchmaker.tables.pieces", "matchmaker.tables.table_file"):
        monkeypatch.setattr(f"{name}.ROWS", 7)
    monkeypatch.setattr("solvers.blocks._CELLS", 40)
    monkeypatch.setattr("matchmaker.scoring.survey.EVERY_PAIR", 0)
    monkeypatch.setattr("matchmaker.scoring.survey.LOOKED_AT", 5)


def listed(pool: Pool, programme: Programme, matching: Matching) -> list[str]:
    """Verify over a list of all legal pairs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record, "checked_by_a_walk", lambda *_: False)
        return sorted(verify(pool, programme, matching))


@lengths(1, 2, 20)
def test_what_was_written_holds(seeds: range, tmp_path: Path, counted: Callable[..., None]) -> None:
    walked = Counter[bool]()
    for number, (pool, programme) in enumerate(answers(seeds)):
        folder = tmp_path / str(number)
        try:
            match(pool, programme)
        except MatchmakerError:  # floors, priorities or limits that the strategy does not know
            continue
        written(pool, programme, folder)
        matching = read_record(folder)
        assert isinstance(matching, LargeMatching)
        walked[large.checked_by_a_walk(pool, programme, matching)] += 1
        assert verify(pool, programme, matching) == ()
        assert listed(pool, programme, matching) == []
    counted(walked=walked[True], listed=walked[False])
    assert walked[True] > 14 * len(seeds)
    assert walked[False] > len(seeds)


@lengths(0, 1, 9)
def test_whatever_is_altered_in_a_table_is_found_as_it_is_over_a_list(
    seeds: range, tmp_path: Path, counted: Callable[..., None]
) -> None:
    found = Counter[str]()
    for seed in seeds:
        folder, draw = tmp_path / str(seed), random.Random(seed)
        pool, programme = true_record(folder, seed)
        for table, name in alterations(folder, draw):
            if (table, name) == ("prices", "mentor"):  # who has two prices then, or is somebody else
                with pytest.raises(RecordError):
                    verify(pool, programme, read_record(folder))
                found["prices_refused"] += 1
                continue
            matching = read_record(folder)
            breaches = sorted(verify(pool, programme, matching))
            assert breaches == listed(pool, programme, matching), (seed, table, name)
            may_hold = table == "prices"  # other prices, or another cut, may prove the same
            assert breaches or may_hold, (seed, table, name)
            found[f"{table}_{'refused' if breaches else 'held'}"] += 1
    counted(**found)
    assert found["pairs_refused"] > 20 * len(seeds)
    assert found["people_refused"] > 20 * len(seeds)
    assert found["prices_refused"] > len(seeds)
    assert not found["pairs_held"] + found["people_held"]


def put(*path: str | int, value: object = None) -> Callable[[dict[str, Any]], None]:
    """Return what alters a number, or puts a value, somewhere in a document."""

    def change(document: dict[str, Any]) -> None:
        *way, last = path
        for step in way:
            document = document[step]
        document[last] = document[last] + 1 if value is None else value

    return change


NO_GROUPS = [{"column": "x", "role": "mentee", "groups": [], "hidden_groups": 0}]
ALTERED: list[tuple[str, str, Callable[[dict[str, Any]], None]]] = [
    *((f"{name}: ", "matching.json", put(name)) for name in ("mentors_matched", "total_score", "places_filled")),
    *((f"{name}: ", "matching.json", put(name)) for name in ("mentees_bound", "places_bound", "score_bound", "gap")),
    ("floor_places_bound: ", "matching.json", put("floor_places_bound")),
    ("status: ", "matching.json", put("status", value="FEASIBLE")),
    ("notices: ", "matching.json", put("notices", value=["All is well."])),
    ("weights: ", "matching.json", put("weights", 0, "effective")),
    ("weights: ", "matching.json", put("weights", 2, "known")),
    ("distributions.worse_off: ", "matching.json", put("distributions", "worse_off", "p50")),
    (
        "audit: ",
        "matching.json",
        put("audit", value=[{"column": "x", "role": "mentee", "groups": [], "hidden_groups": 0}]),
    ),
    ("strategy: ", "matching.json", put("strategy", value="best")),
    ("solver: ", "matching.json", put("solver", value="lottery")),
    ("combine: ", "matching.json", put("combine", value="mean")),
    ("people_sha256: ", "matching.json", put("people_sha256", value="0" * 64)),
    ("certificate: score: ", "certificate.json", put("total_score")),
    ("certificate: rows filled: ", "certificate.json", put("mentees_matched")),
    ("score_bound: ", "certificate.json", put("bonus", value=0)),
    ("certificate.units: ", "certificate.json", put("units", value={"3": 2})),
    ("certificate.limit_prices: ", "certificate.json", put("limit_prices", value={"none": 2})),
]


def test_whatever_is_altered_in_a_document_is_found_as_it_is_over_a_list(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    pool, programme = random_pool(5, 8, 20)
    written(pool, programme, folder)
    assert verify(pool, programme, read_record(folder)) == ()
    before = files(folder)
    for expected, document, change in ALTERED:
        said(folder, document, change)
        matching = read_record(folder)
        breaches = verify(pool, programme, matching)
        assert sorted(breaches) == listed(pool, programme, matching), expected
        assert any(breach.startswith(expected) for breach in breaches), (expected, breaches)
        for path, data in before.items():
            path.write_bytes(data)


def in_turn(strategy: str, problem: AssignmentProblem, seed: int, pairs: set[tuple[int, int]]) -> bool:
    """Whether a walk, a few rows at a time, finds that pairs are what a strategy takes."""
    source, demand = apart(problem)
    ends = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    scores = source.scores_of(ends[:, 0], ends[:, 1])
    turns = InTurn(strategy, demand, seed, ends[:, 0], ends[:, 1], scores)
    for start in range(0, problem.n_rows, 3):
        scores = source.block(start, min(start + 3, problem.n_rows))
        turns.add(PlainBlock(start, np.zeros((0, *scores.shape), np.bool_), scores, scores))
    return not turns.wrong


def test_what_is_taken_in_turn_is_told_from_anything_else(counted: Callable[..., None]) -> None:
    """From what other strategies and seeds take, what lacks a pair, and what has another one instead."""
    same = others = 0
    for seed in range(150):
        problem, draw = mid_size(seed) if seed % 5 == 0 else small_problem(seed)[1], random.Random(seed)
        if problem.limits or not pins_fit(problem):
            continue
        takes = {name: pairs_in_turn(name, problem, 7) for name in TURNS} | {"": pairs_in_turn("lottery", problem, 8)}
        for name in TURNS:
            every = [*zip(problem.rows.tolist(), problem.columns.tolist(), strict=True)]
            fewer = takes[name] - {draw.choice([*sorted(takes[name]), (0, 0)])}
            for pairs in (*takes.values(), fewer, fewer | {draw.choice([*every, (0, 0)])}):
                assert in_turn(name, problem, 7, pairs) == (pairs == takes[name]), (seed, name)
                same, others = same + (pairs == takes[name]), others + (pairs != takes[name])
    counted(taken=same, others=others)
    assert same > 300
    assert others > 1_000


def test_a_walk_tells_how_far_it_is(tmp_path: Path) -> None:
    pool, programme = random_pool(5, 8, 20)
    written(pool, programme, tmp_path / "out")
    told: list[float] = []
    verify(pool, programme, read_record(tmp_path / "out"), tell=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)
    assert len(told) > 4


def test_scores_that_are_not_the_reference_s_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pool, programme = random_pool(5, 8, 20)
    written(pool, programme, tmp_path / "out")
    plain = AllScores.score_block
    monkeypatch.setattr(AllScores, "score_block", lambda self, *at: np.minimum(plain(self, *at), 4_000))
    breaches = verify(pool, programme, read_record(tmp_path / "out"))
    assert any(one.startswith("scores: the compiled loops give mentee ") for one in breaches)


def test_the_command_line_refuses_an_altered_large_answer(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matchmaker.tables.large.LARGE", 1)
    mentors, mentees = [mentor_cells("ann")], [mentee_cells("cat"), mentee_cells("dan")]
    folder = str(write(tmp_path / "pilot", mentors=mentors, mentees=mentees))
    assert run("match", folder, "--out", "out").code == 0
    ran = run("verify", "out", folder)
    assert (ran.code, ran.err) == (0, "")
    rewritten(tmp_path / "out", "pairs", lambda frame: frame.with_columns(pl.col("score") + 1))
    ran = run("verify", "out", folder)
    assert ran.code == 6
    assert "pairs[0].score: the parts do not add up to it" in ran.err
    assert "total_score: it is " in ran.err


def test_turns_that_were_not_taken_are_told(tmp_path: Path) -> None:
    pool, programme = random_pool(4, 6, 14)
    programme = programme.model_copy(update={"strategy": "greedy", "limit": ()})
    written(pool, programme, tmp_path)
    rewritten(tmp_path, "pairs", lambda frame: frame.head(frame.height - 1))
    breaches = verify(pool, programme, read_record(tmp_path))
    assert "pairs: they are not what greedy takes" in breaches


def test_pairs_without_a_criterion_are_told(tmp_path: Path) -> None:
    pool, programme = true_record(tmp_path, 0)
    said(tmp_path, "matching.json", lambda record: record["weights"].pop(0))
    first = programme.every_criterion[0]
    name = f"{first.view}:{first.name}"
    rewritten(tmp_path, "pairs", lambda frame: frame.drop(name, f"{name}:weight", f"{name}:known"))
    breaches = verify(pool, programme, read_record(tmp_path))
    assert any("criteria" in one for one in breaches)


def test_scores_without_rules_are_those_of_every_pair() -> None:
    scores = Scores(*random_pool(3, 6, 14))
    assert (AllScores(scores).block(0, scores.n_rows) == scores.score_block(0, scores.n_rows)).all()
