"""The answer of a large pool checked again in bounded memory: one walk over all pairs, none of them listed.

What the walk finds is found by the plain rules: who may be whose partner, and with that every count, every state and
the proof that nothing better exists. The scores of the chosen pairs are worked out by the reference, those of all by it
or by the compiled loops (``plain_walk``). The sentences that give people reasons name partners they could have had;
these are asked of the scores that the matching was made of, rules included: only whom they name is not found twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np

from matchmaker.matching import Matching
from matchmaker.outcome.chosen import Chosen
from matchmaker.outcome.possible import possible_of
from matchmaker.outcome.states import SIDES, Outcome
from matchmaker.pool import Pool
from matchmaker.problem.demand import assignment_problem, most_places, pinned_pairs
from matchmaker.programme import STABLE, Programme
from matchmaker.scoring.scores import Scores
from matchmaker.scoring.survey import Tally, ViewedPairs
from matchmaker.tables.large import LargeMatching
from matchmaker.tables.table_file import column
from matchmaker.verification.head import hashes, head, loads, strangers, totals, wrong_people
from matchmaker.verification.large_pairs import wrong_pairs
from matchmaker.verification.named import misnamed, others_in_turn
from matchmaker.verification.optimality import floors, group_of, optimality, proof_of
from matchmaker.verification.plain_lottery import odds_told
from matchmaker.verification.plain_numbers import audit, numbers
from matchmaker.verification.plain_queue import InTurn
from matchmaker.verification.plain_rules import PlainRules
from matchmaker.verification.plain_stability import Undone
from matchmaker.verification.plain_survey import Lister
from matchmaker.verification.plain_turns import TURNS
from matchmaker.verification.plain_walk import Banned, Partners, PlainBlock, PlainLook, PlainTally, Share, Watch, walk
from solvers.pairs import joined
from solvers.problem import WEIGHED, AssignmentProblem, IntArray, Objective
from solvers.proof.walked import Walk, Walked


class _Pair(NamedTuple):
    """What most checks look at of a pair."""

    mentee: str
    mentor: str
    score: int
    mentee_view: int
    mentor_view: int
    pinned: bool


class _Person(NamedTuple):
    """What most checks look at of a person."""

    role: str
    id: str
    places: int


class _CertificateBlocks(NamedTuple):
    """Hands the blocks of a walk on to the check of a certificate."""

    walk: Walk

    def add(self, block: PlainBlock) -> None:
        self.walk.add(block.start, block.legal)


def checked_by_a_walk(pool: Pool, programme: Programme, matching: Matching) -> bool:
    """Whether a record can be checked without a list of all legal pairs."""
    if matching.certificate is None or matching.strategy == Objective.LEXIMIN.value or programme.limited:
        return False
    objective = matching.certificate.objective
    return objective in WEIGHED or (objective == Objective.FAIREST.value and most_places(pool) <= 1)


def verify_large(pool: Pool, programme: Programme, matching: LargeMatching, tell: Share) -> tuple[str, ...]:
    """Return everything in a large record that is not so, as ``verify`` does."""
    told = _told(matching)
    known = [*hashes(pool, programme, told), *strangers(pool, told)]
    if known:
        return tuple(known)
    return tuple(_Check(pool, programme, matching, told, tell).breaches())


def _told(matching: LargeMatching) -> Matching:
    """Return a record with lists of what most checks look at, instead of tables."""
    pairs, people, record = matching.pairs, matching.people, matching.certificate
    short = {
        "pairs": [_Pair(*row) for row in zip(*(column(pairs, name) for name in _Pair._fields), strict=True)],
        "people": [_Person(*row) for row in zip(*(column(people, name) for name in _Person._fields), strict=True)],
        "certificate": record and record.model_copy(update={"pairs": [*record.pairs]}),
    }
    return matching.model_copy(update=short)


class _Check:
    """A large record on its way through the walk."""

    def __init__(self, pool: Pool, programme: Programme, matching: LargeMatching, told: Matching, tell: Share) -> None:
        self._pool, self._programme, self._matching, self._told = pool, programme, matching, told
        self._scores, self._rules = Scores(pool, programme), PlainRules(pool, programme)
        ends = [(pool.mentee_index[pair.mentee], pool.mentor_index[pair.mentor]) for pair in told.pairs]
        both: IntArray = np.array(ends, np.int64).reshape(-1, 2)
        self._rows, self._columns = both[:, 0], both[:, 1]
        self._insisted = pinned_pairs(self._scores)
        self._chosen = self._scores.viewed(self._rows, self._columns)
        assert told.certificate is not None  # else the record is refused by its hashes
        demand = assignment_problem(pool, programme, joined([], ViewedPairs), self._insisted)
        odds = odds_told(pool, told)
        self._likely = self._scores.viewed(*((odds.rows, odds.columns) if odds else (both[:0, 0], both[:0, 1])))
        self._walk = Walk(demand, proof_of(pool, told.certificate), odds)
        self._banned = Banned(self._rules.names, self._rows, self._columns)
        groups = [group_of(pool, shortage) for shortage in told.unmet_floors]
        pins = self._insisted.rows, self._insisted.columns
        self._partners = Partners(groups, pins, len(pool.mentees))
        self._tally = PlainTally(self._rules.names, len(pool.mentees), len(pool.mentors))
        self._look = PlainLook(self._scores)
        self._turns = InTurn(told.strategy, demand, programme.seed, self._rows, self._columns, self._chosen.scores)
        self._undone = Undone(pool, told)
        watches: list[Watch] = [self._banned, self._partners, self._tally, self._look]
        watches += [_CertificateBlocks(self._walk)]
        watches += [self._turns] if told.strategy in TURNS else []
        watches += [Lister(self._scores, self._undone.look)] if told.strategy in STABLE else []
        walk(self._scores, self._rules, watches, tell)

    def breaches(self) -> Iterator[str]:
        """Yield everything that is not so."""
        pool, programme, told = self._pool, self._programme, self._told
        weights, problem = self._look.weights(), self._problem()
        for row in self._look.wrong:
            yield f"scores: the compiled loops give {pool.mentees[row].label} others than the reference"
        yield from (f"pairs[{at}]: {rule} bans it" for at, rule in self._banned.told())
        yield from wrong_pairs(self._scores, self._rules, self._chosen, self._matching)
        yield from loads(pool, told)
        yield from head(pool, programme, told, weights)
        yield from misnamed(pool, programme, problem, told)
        if told.strategy in TURNS and self._turns.wrong:
            yield others_in_turn(told.strategy, programme.seed)
        yield from totals(told)
        yield from numbers(told, weights)
        yield from audit(pool, programme, told)
        yield from self._people(self._tally.told())
        yield from floors(pool, problem, told, self._partners.of)
        yield from optimality(pool, programme, problem, told, Walked(problem, self._walk))
        yield from self._undone.told()

    def _problem(self) -> AssignmentProblem:
        """Return the problem with the legal pairs that were chosen, or likely, each once, and what is known of all."""
        told = joined([self._chosen, self._likely], ViewedPairs)
        _, once = np.unique(told.rows * len(self._pool.mentors) + told.columns, return_index=True)
        legal = told.only(once[self._walk.scores[once] >= 0])
        return assignment_problem(self._pool, self._programme, legal, self._insisted, self._walk.whole)

    def _people(self, tally: Tally) -> Iterator[str]:
        """Check that everybody is in exactly one state, the right one, with the plain counts and the right reason."""
        pool = self._pool
        ends = zip(self._rows.tolist(), self._columns.tolist(), strict=True)
        chosen = Chosen.mapped(pool, dict(zip(ends, (pair.score for pair in self._told.pairs), strict=True)))
        possible = possible_of(self._scores, self._scores.compiled)
        outcome = Outcome(pool, possible, chosen, self._programme, self._matching.strategy)
        expected = chain.from_iterable(outcome.states(side, tally, self._programme) for side in SIDES)
        yield from wrong_people(pool, self._told, self._matching.people, expected)
