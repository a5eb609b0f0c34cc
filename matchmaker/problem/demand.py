"""What people ask of a solver: places wanted and offered, floors, pins; and demands that cannot all be met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matchmaker.keys import keys
from matchmaker.packed import answers
from matchmaker.problem.quotas import quotas
from matchmaker.relations import Fact, Kind
from matchmaker.scoring.survey import ViewedPairs
from matchmaker.sentences import say
from solvers.pairs import joined
from solvers.problem import AssignmentProblem, Whole

if TYPE_CHECKING:
    from matchmaker.people import Mentee, Mentor
    from matchmaker.pool import Pool
    from matchmaker.programme import Programme
    from matchmaker.scoring.scores import Scores


class Pin(NamedTuple):
    """A pair insisted on, with the fact that says so."""

    mentee: int
    mentor: int
    fact: Fact


def pins(pool: Pool) -> list[Pin]:
    """Return the pinned pairs, each once. Of two people who are both in both roles, ``person`` is the mentee."""
    found: dict[tuple[int, int], Pin] = {}
    for fact in pool.relations.of(Kind.PIN):
        for pair in pool.pairs(fact.person, fact.other)[:1]:
            found.setdefault(pair, Pin(*pair, fact))
    return [found[pair] for pair in sorted(found)]


def most_places(pool: Pool) -> int:
    """Return how many mentors any mentee wants at most."""
    return int(answers(pool.mentees, "mentors_wanted").array(int).max(initial=0))


def assignment_problem(
    pool: Pool, programme: Programme, legal: ViewedPairs, insisted: ViewedPairs, whole: Whole | None = None
) -> AssignmentProblem:
    """Return the solver's problem: the legal pairs, and the pinned ones even where they score below the minimum.

    If ``legal`` are only some, ``whole`` says what is known of all.
    """
    width = len(pool.mentors)
    pinned = insisted.rows * width + insisted.columns
    low = ~np.isin(pinned, legal.rows * width + legal.columns)
    pairs = joined([legal, ViewedPairs(*(values[low] for values in vars(insisted).values()))], ViewedPairs)
    limits = [one.limit for one in quotas(pool, programme, pairs.rows, pairs.columns)]
    return AssignmentProblem(
        rows=pairs.rows,
        columns=pairs.columns,
        scores=pairs.scores,
        row_capacity=answers(pool.mentees, "mentors_wanted").array(int),
        column_capacity=answers(pool.mentors, "capacity").array(int),
        column_floor=answers(pool.mentors, "floor").array(int),
        row_priority=answers(pool.mentees, "priority").array(int),
        spread=programme.spread,
        row_keys=keys(pool.mentees, programme.salt),
        column_keys=keys(pool.mentors, programme.salt),
        pinned=np.isin(pairs.rows * width + pairs.columns, pinned),
        row_order=answers(pool.mentees, "signed_up").array(lambda day: (day or date.max).toordinal()),
        row_view=pairs.mentee_view,
        column_view=pairs.mentor_view,
        limits=limits,
        whole=whole,
    )


def priority_units(problem: AssignmentProblem, units: Sequence[int]) -> dict[int, int]:
    """Return what a point counts for mentees of each priority there is, ``units`` in their order: 1 for the last."""
    priorities = sorted(set(problem.row_priority.tolist()))
    return dict(zip(priorities, units, strict=False))  # without any mentee there is one unit


def pinned_pairs(scores: Scores) -> ViewedPairs:
    """Return the pinned pairs with their scores and views."""
    found = pins(scores.pool)
    rows, columns = (np.array([end[side] for end in found], np.int64) for side in (0, 1))
    return scores.viewed(rows, columns)


def clashes(scores: Scores) -> list[str]:
    """Return every pin that meets a ban, and everybody with more pins than places: ids and records, no names."""
    pool, found = scores.pool, []
    insisted = pins(pool)
    for pin in insisted:
        for ban in scores.bans(pin.mentee, pin.mentor):
            mentee, mentor = pool.mentees[pin.mentee], pool.mentors[pin.mentor]
            where = [record for record in (str(pin.fact.record), *ban.records) if record]
            found.append(say("pin_meets_ban", mentee=mentee, mentor=mentor, rule=ban.rule, records=where))
    of_mentee, of_mentor = defaultdict[int, list[Pin]](list), defaultdict[int, list[Pin]](list)
    for pin in insisted:
        of_mentee[pin.mentee].append(pin)
        of_mentor[pin.mentor].append(pin)
    for row, mine in sorted(of_mentee.items()):
        found += _too_many(pool.mentees[row], pool.mentees[row].mentors_wanted, mine)
    for column, mine in sorted(of_mentor.items()):
        found += _too_many(pool.mentors[column], pool.mentors[column].capacity, mine)
    return found


def _too_many(person: Mentee | Mentor, places: int, insisted: list[Pin]) -> list[str]:
    records = [str(pin.fact.record) for pin in insisted]
    return [say("too_many_pins", person=person, places=places, records=records)] if len(records) > places else []
