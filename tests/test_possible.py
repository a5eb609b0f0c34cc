"""Whom people could have had: what is asked of a source for all at once is what a list of all legal pairs says."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from lengths import lengths
from random_pools import demanding_pool, random_pool, tied_pool

from matchmaker import Pool, Programme, Scores, match
from matchmaker.outcome.chosen import Chosen
from matchmaker.outcome.possible import Listing, Scan
from matchmaker.outcome.states import Outcome, states
from matchmaker.problem.strategies import NAMES

Ends = dict[tuple[int, int], int]


def some_pairs(scores: Scores, draw: random.Random) -> Ends:
    """Legal pairs drawn at random, as many as places allow or fewer."""
    pool, legal = scores.pool, scores.legal()
    wanted = [one.mentors_wanted for one in pool.mentees]
    offered = [one.capacity for one in pool.mentors]
    found: Ends = {}
    listed = [*zip(legal.rows.tolist(), legal.columns.tolist(), legal.scores.tolist(), strict=True)]
    for row, column, score in draw.sample(listed, draw.randint(0, len(listed))):
        if wanted[row] and offered[column]:
            wanted[row], offered[column] = wanted[row] - 1, offered[column] - 1
            found[row, column] = score
    return found


def drawn(seed: int) -> list[tuple[Pool, Programme]]:
    return [random_pool(seed, 5, 9), random_pool(seed, 9, 4), tied_pool(seed, 4, 9), demanding_pool(seed)]


@pytest.mark.parametrize(("few", "kept"), [(16, 1 << 22), (99, 1 << 22), (0, 1), (99, 9)])
@lengths(12, 12, 120)
def test_a_source_answers_what_a_list_says(
    seeds: range, few: int, kept: int, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    """Whether columns are asked one by one or in a walk, and whether that can hold enough of every column."""
    monkeypatch.setattr("matchmaker.scoring.scores._AT_ONCE", 7)
    for name, value in {"_FEW": (few, few), "_KEPT": kept}.items():
        monkeypatch.setattr(f"matchmaker.outcome.possible.{name}", value)
    seen = Counter[str]()
    for seed in seeds:
        for pool, programme in drawn(seed):
            scores, draw = Scores(pool, programme), random.Random(seed)
            chosen = some_pairs(scores, draw)
            listing = Listing(scores.legal(), scores.n_columns)
            for strategy in ("most_people", "stable", "own:mine"):
                both = [states(pool, programme, one, scores.tally, chosen, strategy) for one in (Scan(scores), listing)]
                assert both[0] == both[1]
            seen.update(one.state.value for one in both[0])
            seen.update(words for one in both[0] for words in ("Closest was", "likes as much") if words in one.why)
    counted(**{words.replace(" ", "_"): count for words, count in seen.items()})
    assert seen["Closest was"] > 10 * len(seeds)


@pytest.mark.parametrize("many", [0, 99])
def test_each_answer_is_its_definition(
    many: int, monkeypatch: pytest.MonkeyPatch, counted: Callable[..., None]
) -> None:
    monkeypatch.setattr("matchmaker.outcome.possible._FEW", (many, many))
    found = 0
    for seed in range(60):
        scores = Scores(*random_pool(seed, 6, 9))
        block = scores.block(0, scores.n_rows)
        draw = np.random.default_rng(seed)
        at = draw.permutation(block.size)
        rows, columns = np.divmod(at, scores.n_columns)
        some = [np.sort(draw.choice(size, draw.integers(0, size + 1), replace=False)) for size in block.shape]
        for one in (Scan(scores), Listing(scores.legal(), scores.n_columns)):
            assert (one.seen(rows, columns).scores == block[rows, columns]).all()
            met = one.meet(*some)
            legal = block[np.ix_(*some)] >= 0
            assert met[0].tolist() == legal.any(axis=1).tolist()
            assert met[1].tolist() == legal.any(axis=0).tolist()
            for side, lines in ((0, block), (1, block.T)):
                for index, line in enumerate(lines):
                    others, points = one.of(side, index)
                    so = sorted((-score, other) for other, score in enumerate(line.tolist()) if score >= 0)
                    assert [*zip((-points).tolist(), others.tolist(), strict=True)] == so
                    found += len(so)
    counted(pairs=found)
    assert found > 1000


def test_partners_with_places_go_before_those_without() -> None:
    tried = 0
    for seed in range(60):
        scores = Scores(*random_pool(seed, 6, 9))
        chosen = some_pairs(scores, random.Random(seed))
        block, arrays = scores.block(0, scores.n_rows), Chosen.mapped(scores.pool, chosen)
        for side in (0, 1):
            best = Scan(scores).best(side, arrays)
            for index, line in enumerate(block if side == 0 else block.T):
                pairs = [(index, other) if side == 0 else (other, index) for other in range(len(line))]
                left = [
                    (arrays.places[1 - side][other] == 0, -score, other)
                    for other, score in enumerate(line.tolist())
                    if score >= 0 and pairs[other] not in chosen and arrays.empty(side)[index]
                ]
                so = min(left, default=(False, 1, -1))
                assert (-so[1], so[2]) == (best.score[index], best.partner[index])
                tried += bool(left)
    assert tried > 100


@pytest.mark.parametrize("strategy", NAMES)
def test_everybody_s_partners_are_those_of_the_record(strategy: str) -> None:
    pool, programme = random_pool(1, 5, 9)
    programme = programme.model_copy(update={"strategy": strategy})
    pool = Pool([one.model_copy(update={"floor": 0}) for one in pool.mentors], pool.mentees)
    pool = Pool(pool.mentors, [one.model_copy(update={"priority": 2}) for one in pool.mentees])
    found, scores = match(pool, programme), Scores(pool, programme)
    at = {(pool.mentee_index[one.mentee], pool.mentor_index[one.mentor]): one.score for one in found.pairs}
    outcome = Outcome(pool, Scan(scores), Chosen.mapped(pool, at), programme, strategy)
    for row in range(len(pool.mentees)):
        assert sorted(one.at for one in outcome.partners(0, row)) == sorted(c for r, c in at if r == row)
    for column in range(len(pool.mentors)):
        assert sorted(one.at for one in outcome.partners(1, column)) == sorted(r for r, c in at if c == column)
