"""After solving: every rule, score, total and bound of a record checked again, without a solver.

The rules are the plain ones of ``plain_rules``. Scores are worked out again by the reference (``Scores``), as that is
what they are defined by. That nothing better exists is what the certificate proves, over all legal pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from matchmaker.matching import Matching
from matchmaker.outcome.possible import Listing, Possible
from matchmaker.outcome.states import states
from matchmaker.pool import Pool
from matchmaker.problem.demand import assignment_problem, pinned_pairs, pins
from matchmaker.problem.list_bounds import refuse_many
from matchmaker.programme import Programme
from matchmaker.scoring.pair_score import Part
from matchmaker.scoring.scores import Scores
from matchmaker.scoring.survey import Tally
from matchmaker.tables.large import LargeMatching
from matchmaker.verification.head import hashes, head, loads, strangers, totals, wrong_people
from matchmaker.verification.large import checked_by_a_walk, verify_large
from matchmaker.verification.large_pairs import wrong_pairs
from matchmaker.verification.named import misnamed, not_in_turn
from matchmaker.verification.optimality import floors, listed_partners, optimality
from matchmaker.verification.plain_limits import limits_broken
from matchmaker.verification.plain_numbers import audit, numbers
from matchmaker.verification.plain_rules import PlainRules
from matchmaker.verification.plain_stability import undone
from matchmaker.verification.plain_survey import plain_survey
from matchmaker.verification.plain_walk import Share
from solvers.problem import IntArray


def verify(
    pool: Pool, programme: Programme, matching: Matching, *, tell: Share = lambda share: None
) -> tuple[str, ...]:
    """Return everything in a record that is not so; empty if all of it holds. People are named by id.

    ``programme`` is the folder's; strategy and solver are taken from the record, which names them. Where the answer is
    in tables, and its strategy allows it, no pairs are listed. ``tell`` hears of the walk over all of them.

    Raises
    ------
    InputError
        If they have to be listed, and are more than ``match`` would list.
    """
    if isinstance(matching, LargeMatching) and checked_by_a_walk(pool, programme, matching):
        return verify_large(pool, programme, matching, tell)
    known = [*hashes(pool, programme, matching), *strangers(pool, matching)]
    if known:  # about other people or settings: nothing else can be compared
        return tuple(known)
    scores, rules = Scores(pool, programme), PlainRules(pool, programme)
    if isinstance(matching, LargeMatching):
        refuse_many(scores, matching.strategy)
    legal, tally, weights = plain_survey(scores, rules, tell)
    problem = assignment_problem(pool, programme, legal, pinned_pairs(scores))
    return (
        *(_of_tables if isinstance(matching, LargeMatching) else _pairs)(scores, rules, matching),
        *loads(pool, matching),
        *limits_broken(pool, programme, matching),
        *head(pool, programme, matching, weights),
        *misnamed(pool, programme, problem, matching),
        *not_in_turn(pool, programme, problem, matching),
        *totals(matching),
        *numbers(matching, weights),
        *audit(pool, programme, matching),
        *_people(pool, programme, Listing(legal, scores.n_columns), tally, matching),
        *floors(pool, problem, matching, listed_partners(problem)),
        *optimality(pool, programme, problem, matching),
        *undone(pool, legal, matching),
    )


def _pairs(scores: Scores, rules: PlainRules, matching: Matching) -> Iterator[str]:
    pool = scores.pool
    pinned = {(pin.mentee, pin.mentor) for pin in pins(pool)}
    for at, pair in enumerate(matching.pairs):
        row, column = pool.mentee_index[pair.mentee], pool.mentor_index[pair.mentor]
        for rule in rules.banning(row, column):
            yield f"pairs[{at}]: {rule} bans it"
        if pair.pinned != ((row, column) in pinned):
            yield f"pairs[{at}].pinned: is not so"
        parts = scores.parts(row, column)
        if [vars(part) for part in pair.criteria] != [vars(part) for part in parts]:
            yield f"pairs[{at}].criteria: the points, weights or reasons are not those of the reference"
        views = _added_up(parts, scores.programme.combine)
        if (pair.mentee_view, pair.mentor_view, pair.score) != views:
            yield f"pairs[{at}].score: the parts do not add up to it"
        if not pair.pinned and views[2] < scores.programme.minimum_score:
            yield f"pairs[{at}]: scores below the minimum"
        if list(pair.waived) != rules.waived(row, column):
            yield f"pairs[{at}].waived: is not so"


def _of_tables(scores: Scores, rules: PlainRules, matching: Matching) -> Iterator[str]:
    """Yield the same of pairs in a table, which has no sentences."""
    pool = scores.pool
    ends = [(pool.mentee_index[pair.mentee], pool.mentor_index[pair.mentor]) for pair in matching.pairs]
    yield from (f"pairs[{at}]: {rule} bans it" for at, pair in enumerate(ends) for rule in rules.banning(*pair))
    both: IntArray = np.array(ends, np.int64).reshape(-1, 2)
    yield from wrong_pairs(scores, rules, scores.viewed(both[:, 0], both[:, 1]), matching)


def _added_up(parts: Iterable[Part], combine: str) -> tuple[int, int, int]:
    """Add a pair up from its parts, as anybody can: its two views, and its score."""
    views = {"mentee": 0, "mentor": 0}
    for part in parts:
        views[part.view] += part.points * part.weight
    mentee, mentor = views["mentee"] // 100, views["mentor"] // 100
    score = {
        "harmonic": 2 * mentee * mentor // (mentee + mentor) if mentee + mentor else 0,
        "minimum": mentee if mentee < mentor else mentor,
        "mean": (mentee + mentor) // 2,
    }
    return mentee, mentor, score[combine]


def _people(pool: Pool, programme: Programme, possible: Possible, tally: Tally, matching: Matching) -> Iterator[str]:
    """Check that everybody is in exactly one state, the right one, with the plain counts and the right reason."""
    chosen = {(pool.mentee_index[p.mentee], pool.mentor_index[p.mentor]): p.score for p in matching.pairs}
    expected = states(pool, programme, possible, tally, chosen, matching.strategy)
    yield from wrong_people(pool, matching, matching.people, expected)
