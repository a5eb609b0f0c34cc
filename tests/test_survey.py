"""Counted without listing: the tally is exact at any size; a large pool's weights are those of mentees drawn by lot."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from random_pools import random_pool
from reshaped import altered

from matchmaker import Matching, Pool, Programme, Scores, match, verify
from matchmaker.people import Mentee
from matchmaker.scoring.effective import effective_weights
from matchmaker.scoring.survey import added_up, by_lot, legal_pairs, tally


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every pool be a large one, of which four mentees are looked at."""
    monkeypatch.setattr("matchmaker.scoring.survey.EVERY_PAIR", 0)
    for name in ("scoring.survey", "check.findings"):
        monkeypatch.setattr(f"matchmaker.{name}.LOOKED_AT", 4)


def test_points_and_bans_of_listed_pairs_are_those_of_the_blocks(counted: Callable[..., None]) -> None:
    pairs = 0
    for seed in range(60):
        scores = Scores(*random_pool(seed, 5, 8))
        at = np.random.default_rng(seed).permutation(scores.n_rows * scores.n_columns)
        rows, columns = np.divmod(at, scores.n_columns)
        blocks = [*scores.points_block(0, scores.n_rows), *scores.banned_block(0, scores.n_rows)]
        each = [*scores.pairs_points(rows, columns), *scores.pairs_banned(rows, columns)]
        assert all((one == block[rows, columns]).all() for one, block in zip(each, blocks, strict=True))
        pairs += len(at)
    counted(pairs=pairs)


def test_nothing_is_listed_unless_somebody_asks() -> None:
    scores = Scores(*random_pool(1, 5, 8))
    assert scores.tally.legal[0].sum() == scores.tally.legal[1].sum() > 0
    assert scores.weights
    assert "_legal" not in vars(scores)
    assert len(scores.legal().rows) == scores.tally.legal[0].sum()


@pytest.mark.parametrize("every", [0, 1000], ids=["weighed by lot", "weighed as a whole"])
def test_what_a_walk_keeps_is_what_blocks_score(every: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matchmaker.scoring.survey.EVERY_PAIR", every)
    monkeypatch.setattr("matchmaker.scoring.survey.LOOKED_AT", 4)
    monkeypatch.setattr("matchmaker.scoring.scores.FEW", 0)
    for seed in range(40):
        walked, anew = (Scores(*random_pool(seed, 5, 8)) for _ in range(2))
        assert walked.walked() is walked
        monkeypatch.setattr(walked, "score_block", None)
        blocks = [(one.block(2, 7), one.rows_block(np.array([0, 3, 4]))) for one in (walked, anew)]
        assert all(one.dtype == other.dtype and (one == other).all() for one, other in zip(*blocks, strict=True)), seed


def test_beyond_some_size_a_walk_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in {"scores.FEW": 0, "survey.HELD": 0}.items():
        monkeypatch.setattr(f"matchmaker.scoring.{name}", most)
    pool, programme = random_pool(1, 5, 8)
    assert (Scores(pool, programme).walked().block(0, 8) == Scores(pool, programme).block(0, 8)).all()
    assert Scores(pool, programme).walked()._survey.scores is None


def test_a_large_pool_s_tally_is_that_of_all_pairs(large: None) -> None:
    for seed in range(40):
        scores = Scores(*random_pool(seed, 5, 8))
        assert np.bincount(legal_pairs(scores).rows, minlength=8).tolist() == scores.tally.legal[0].tolist()
        assert scores.tally.legal[1].tolist() == tally(scores).legal[1].tolist()


def test_a_large_pool_s_weights_are_those_of_the_mentees_drawn(large: None, counted: Callable[..., None]) -> None:
    counts = 0
    for seed in range(30):
        scores = Scores(*random_pool(seed, 5, 8))
        drawn = by_lot(scores).tolist()
        assert len(drawn) == 4
        legal = zip(*(one.tolist() for one in list(vars(scores.legal()).values())[:2]), strict=True)
        parts = [scores.parts(row, column) for row, column in legal if row in drawn]
        for at, one in enumerate(scores.weights):
            mine = [pair[at] for pair in parts]
            assert one.known == sum(part.known for part in mine)
            assert one.mean == sum(part.points for part in mine) // max(len(mine), 1)
        counts += len(parts)
        everybody = effective_weights(scores.programme, added_up(scores, np.arange(8)))
        assert [one.weight for one in everybody] == [one.weight for one in scores.weights]
    counted(pairs=counts)
    assert counts > 50


def test_the_lot_knows_ids_and_salt_and_no_order_of_rows(large: None) -> None:
    pool, programme = random_pool(1, 5, 30)

    def drawn(pool: Pool, programme: Programme) -> set[str]:
        return {pool.mentees[row].id for row in by_lot(Scores(pool, programme))}

    first = drawn(pool, programme)
    assert first == drawn(altered(pool, mentees=[*reversed(pool.mentees)]), programme)
    kept: list[Mentee] = [one for one in pool.mentees if one.id in first or one.id > "m"]
    assert first == drawn(altered(pool, mentees=kept), programme)
    salted = {frozenset(drawn(pool, programme.model_copy(update={"salt": str(salt)}))) for salt in range(9)}
    assert len(salted) > 5


def test_a_record_says_that_its_weights_are_by_lot(large: None) -> None:
    def said(found: Matching) -> list[str]:
        return [one for one in found.notices if "drawn by lot" in one]

    pool, programme = random_pool(2, 5, 8)
    assert said(match(pool, programme)) == [
        "So large a pool is not weighed as a whole: the effective weights, and what is known for each criterion, are "
        "those of 4 mentees drawn by lot, with every possible mentor of theirs."
    ]


def test_a_pool_of_no_more_mentees_than_are_looked_at_is_weighed_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    pool, programme = random_pool(2, 5, 8)
    before = match(pool, programme)
    monkeypatch.setattr("matchmaker.scoring.survey.EVERY_PAIR", 0)
    assert match(pool, programme) == before
    assert verify(pool, programme, before) == ()
