"""A capped lottery, checked again: its chances by their proof, and the draw itself by tossing every coin once more.

The drawing is written a second time, plainly. So nobody can pick a draw by hand, or one seed and tell another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np

from matchmaker.certificate_record import LotteryProof
from matchmaker.matching import Lottery, Matching
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from solvers.problem import AssignmentProblem, IntArray
from solvers.proof.odds import Odds, check_odds
from solvers.proof.walked import Walked

WHOLE, BITS, MASK = 1024, 10, 2**64 - 1
Pair = tuple[int, int]


def draw(
    pool: Pool,
    programme: Programme,
    problem: AssignmentProblem,
    matching: Matching,
    score_bound: int | None,
    walked: Walked | None = None,
) -> Iterator[str]:
    """Check all that a record says of a draw; that it says nothing where none was drawn.

    ``score_bound`` is what the certificate of the drawn pairs proves to be the best score. If ``problem`` does not list
    all legal pairs, ``walked`` is what a walk has seen of them.
    """
    told, proof = matching.lottery, matching.certificate.lottery if matching.certificate else None
    if matching.strategy != "capped_lottery":
        if told or proof:
            yield f"lottery: {matching.strategy} draws by no such chances"
        return
    if told is None or proof is None:
        yield "lottery: missing, or its proof in the certificate"
        return
    odds = walked.odds if walked else odds_told(pool, matching)
    if odds is None:
        yield "certificate.lottery: its people are not those of the pool"
        return
    if proof.whole != WHOLE or proof.cap != programme.capped_lottery.cap_percent * WHOLE // 100:
        yield "certificate.lottery: its cap is not the programme's"
    pairs = [(pool.mentee_index[pair.mentee], pool.mentor_index[pair.mentor]) for pair in matching.pairs]
    faults = check_odds(problem, odds, *_ends(pairs), score_bound, walked)
    yield from (f"certificate.lottery: {fault}" for fault in faults)
    if faults:  # what follows from chances that are none is of no interest
        return
    chances = dict(zip(zip(odds.rows.tolist(), odds.columns.tolist(), strict=True), odds.parts.tolist(), strict=True))
    if drawn(chances, problem.row_keys.tolist(), problem.column_keys.tolist(), programme.seed) != set(pairs):
        yield f"pairs: they are not what seed {programme.seed} draws"
    if told != _told(odds, [chances[pair] for pair in pairs], programme.seed):
        yield "lottery: it is not what follows from the chances"


def odds_told(pool: Pool, matching: Matching) -> Odds | None:
    """Return the odds that a record tells; None if it tells none, or of other people."""
    told, proof = matching.lottery, matching.certificate.lottery if matching.certificate else None
    return _odds(pool, proof, told.best_score) if told and proof and _known(pool, proof) else None


def drawn(chances: Mapping[Pair, int], mentee_keys: Sequence[int], mentor_keys: Sequence[int], seed: int) -> set[Pair]:
    """Draw pairs from their chances of ``WHOLE`` by the people's keys and the seed; certain ones stay."""
    left = dict(chances)
    order = sorted(left, key=lambda pair: (mentee_keys[pair[0]], mentor_keys[pair[1]]))
    for bit in range(BITS):
        odd = [pair for pair in order if left[pair] >> bit & 1]
        next_to = _joined(odd)
        sign: dict[Pair, int] = {}
        for first in odd:
            if first not in sign:
                sign[first] = 1 if _coin(mentee_keys[first[0]], mentor_keys[first[1]], seed, bit) else -1
                trail = [first]
                for pair in trail:
                    for other in next_to[pair]:
                        if other not in sign:
                            sign[other] = -sign[pair]
                            trail.append(other)
        for pair in odd:
            left[pair] += sign[pair] << bit
    return {pair for pair, parts in left.items() if parts}


def _joined(odd: Sequence[Pair]) -> dict[Pair, list[Pair]]:
    """Let every mentee, and every mentor, join their pairs two by two, in the order they stand in."""
    next_to: dict[Pair, list[Pair]] = {pair: [] for pair in odd}
    for side in (0, 1):
        waiting: dict[int, Pair] = {}
        for pair in odd:
            other = waiting.pop(pair[side], None)
            if other is None:
                waiting[pair[side]] = pair
            else:
                next_to[pair].append(other)
                next_to[other].append(pair)
    return next_to


def _coin(mentee_key: int, mentor_key: int, seed: int, bit: int) -> bool:
    salted = _mixed((mentee_key + _mixed(seed) + (bit + 1) * 0x9E3779B97F4A7C15) & MASK)
    return _mixed(salted ^ (mentor_key & MASK)) % 2 == 1


def _mixed(value: int) -> int:
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & MASK
    value = (value ^ value >> 27) * 0x94D049BB133111EB & MASK
    return value ^ value >> 31


def _told(odds: Odds, parts: Sequence[int], seed: int) -> Lottery:
    kept = Fraction(odds.expected, WHOLE * odds.best) if odds.best else Fraction(1)
    return Lottery(
        seed=seed,
        cap=10_000 * odds.cap // WHOLE,
        best_score=odds.best,
        expected_score=odds.expected // WHOLE,
        kept=10_000 * kept.numerator // kept.denominator,
        chances=tuple(10_000 * part // WHOLE for part in parts),
    )


def _known(pool: Pool, proof: LotteryProof) -> bool:
    known = all(mentee in pool.mentee_index and mentor in pool.mentor_index for mentee, mentor, _ in proof.chances)
    return known and proof.prices.keys() == pool.mentor_index.keys()


def _odds(pool: Pool, proof: LotteryProof, best: int) -> Odds:
    """Turn people back into rows and columns."""
    pairs = [(pool.mentee_index[mentee], pool.mentor_index[mentor]) for mentee, mentor, _ in proof.chances]
    return Odds(
        *_ends(pairs),
        parts=np.array([parts for _, _, parts in proof.chances], np.int64),
        whole=proof.whole,
        cap=proof.cap,
        expected=proof.expected,
        column_prices=np.array([proof.prices[mentor.id] for mentor in pool.mentors], np.int64),
        best=best,
    )


def _ends(pairs: Sequence[Pair]) -> tuple[IntArray, IntArray]:
    both = np.array(pairs, np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]
