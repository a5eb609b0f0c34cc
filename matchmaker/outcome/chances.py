"""The chances behind a draw, in people words: what the record says of them, and what proves it."""

from __future__ import annotations

from matchmaker.certificate_record import LotteryProof
from matchmaker.matching import Lottery
from matchmaker.pool import Pool
from solvers.proof.odds import Odds
from solvers.result import Result


def lottery(result: Result, seed: int) -> Lottery | None:
    """Return what a record says of a draw; None where nothing was drawn by chances that can be told."""
    odds = result.odds
    if odds is None:
        return None
    likely = zip(odds.rows.tolist(), odds.columns.tolist(), strict=True)
    chances = dict(zip(likely, odds.parts.tolist(), strict=True))
    drawn = zip(result.rows.tolist(), result.columns.tolist(), strict=True)
    return Lottery(
        seed=seed,
        cap=odds.cap * 10_000 // odds.whole,
        best_score=odds.best,
        expected_score=odds.expected // odds.whole,
        kept=int(odds.kept * 10_000),
        chances=tuple(chances[pair] * 10_000 // odds.whole for pair in drawn),
    )


def lottery_proof(pool: Pool, odds: Odds | None) -> LotteryProof | None:
    """Return the chances of all pairs and the prices that prove them."""
    if odds is None:
        return None
    mentees, mentors = ([person.id for person in side] for side in (pool.mentees, pool.mentors))
    chances = zip(odds.rows.tolist(), odds.columns.tolist(), odds.parts.tolist(), strict=True)
    return LotteryProof(
        whole=odds.whole,
        cap=odds.cap,
        expected=odds.expected,
        chances=tuple((mentees[row], mentors[column], parts) for row, column, parts in chances),
        prices=dict(zip(mentors, odds.column_prices.tolist(), strict=True)),
    )
