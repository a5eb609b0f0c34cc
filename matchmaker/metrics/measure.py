"""measure(): what a matching is like, in numbers. Reads scores and matching; nothing is solved again."""

from __future__ import annotations

import numpy as np

from matchmaker.errors import RecordError
from matchmaker.matching import Matching
from matchmaker.metrics.coverage import coverage, loads
from matchmaker.metrics.discontent import discontent
from matchmaker.metrics.distribution import spread
from matchmaker.metrics.fairness import gini, regret, worst_off
from matchmaker.metrics.groups import group_ratios
from matchmaker.metrics.made import Made, possible
from matchmaker.metrics.measures import Measures
from matchmaker.metrics.ranks import ranks
from matchmaker.problem.demand import assignment_problem, pinned_pairs
from matchmaker.problem.list_bounds import refuse_many
from matchmaker.scoring.scores import Scores
from solvers.errors import ProblemError
from solvers.problem import AssignmentProblem


def measure(scores: Scores, matching: Matching) -> Measures:
    """Measure a matching: how good it is, how even, how stable; ``Measures`` says what each number means.

    Any strategy's matching of the same people can be measured by the same scores.

    Raises
    ------
    RecordError
        If the matching is of other people than the scores, has a pair that is not possible under them or that they
        score otherwise, fills more places than there are or leaves out a pin.
    InputError
        For more legal pairs than are listed.
    """
    refuse_many(scores, "measure")
    problem = assignment_problem(scores.pool, scores.programme, scores.legal(), pinned_pairs(scores))
    try:
        measures = measured(_made(possible(problem), scores, matching))
    except ProblemError as error:
        raise RecordError(["pairs: they fill more places than there are, miss a pin, or one stands twice"]) from error
    return measures.model_copy(update={"groups": tuple(map(group_ratios, matching.audit))})


def measured(made: Made) -> Measures:
    """Measure pairs that were made of possible ones; groups are not told of here."""
    problem, at = made.problem, made.at
    mentee_view, mentor_view = problem.row_view[at], problem.column_view[at]
    blocking, envy = discontent(made)
    return Measures(
        pairs=len(at),
        score=spread(problem.scores[at].tolist()),
        mentee_view=spread(mentee_view.tolist()),
        mentor_view=spread(mentor_view.tolist()),
        worse_off=spread(np.minimum(mentee_view, mentor_view).tolist()),
        coverage=coverage(made.mentees),
        worst_off=worst_off(made),
        gini=gini(made),
        loads=loads(made.mentors),
        mentee_ranks=ranks(made.mentees, at),
        mentor_ranks=ranks(made.mentors, at),
        blocking=blocking,
        envy=envy,
        regret=regret(made),
        groups=(),
    )


def _made(problem: AssignmentProblem, scores: Scores, matching: Matching) -> Made:
    """Return where a matching's pairs stand among the possible ones, once they are what the scores say they are."""
    pool, pairs = scores.pool, matching.pairs
    if matching.people_sha256 != pool.sha256:
        raise RecordError(["people_sha256: the record was made of other people than these scores"])
    rows = np.array([pool.mentee_index.get(pair.mentee, -1) for pair in pairs], np.int64)
    columns = np.array([pool.mentor_index.get(pair.mentor, -1) for pair in pairs], np.int64)
    at = problem.positions(rows, columns)
    listed = (problem.scores, problem.row_view, problem.column_view)
    wrong = [
        f"pairs[{number}]: it is not possible under these scores, or has another score"
        for number, (pair, place) in enumerate(zip(pairs, at.tolist(), strict=True))
        if place < 0 or [pair.score, pair.mentee_view, pair.mentor_view] != [int(one[place]) for one in listed]
    ]
    if wrong:
        raise RecordError(wrong)
    return Made(problem, at)
