"""That nothing better exists than what a record holds, checked again: its certificate, its bounds, its unmet floors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np

from matchmaker.certificate_record import CertificateRecord, FairnessRecord
from matchmaker.matching import FloorShortage, Matching
from matchmaker.outcome.assembly import floor_shortage
from matchmaker.pool import Pool
from matchmaker.problem.demand import priority_units
from matchmaker.programme import Programme
from matchmaker.verification.plain_lottery import draw
from solvers.arrays import whole_array
from solvers.problem import WEIGHED, AssignmentProblem, IntArray, Objective
from solvers.proof.certificate import Certificate, check_certificate
from solvers.proof.fairness import Fairness
from solvers.proof.floors import Shortage
from solvers.proof.walked import Walked
from solvers.result import Status

Partners = Callable[[IntArray], IntArray]
"""How many legal pairs, pinned ones among them, each mentee has with some mentors, given by their columns."""


def listed_partners(problem: AssignmentProblem) -> Partners:
    """Return what counts partners in a list of all legal pairs."""
    return lambda group: np.bincount(problem.rows[np.isin(problem.columns, group)], minlength=problem.n_rows)


def group_of(pool: Pool, shortage: FloorShortage) -> IntArray:
    """Return the columns of the mentors that a shortage is told of, as far as they are in the pool."""
    return np.array(sorted({pool.mentor_index[one] for one in shortage.group if one in pool.mentor_index}), np.int64)


def floors(pool: Pool, problem: AssignmentProblem, matching: Matching, partners_of: Partners) -> Iterator[str]:
    """Check that just the unmet floors are named, and count each group's shortage again, plainly."""
    load = Counter(pool.mentor_index[pair.mentor] for pair in matching.pairs)
    short = [mentor for column, mentor in enumerate(pool.mentors) if load[column] < mentor.floor]
    named = [one.mentor for shortage in matching.unmet_floors for one in shortage.unmet]
    if sorted(named) != [mentor.id for mentor in short]:
        yield f"unmet_floors: they are those of {', '.join(mentor.label for mentor in short) or 'nobody'}"
        return
    wanted = np.array([mentee.mentors_wanted for mentee in pool.mentees], np.int64)
    for at, shortage in enumerate(matching.unmet_floors):
        group = group_of(pool, shortage)
        inside = np.isin(problem.columns, group)
        elsewhere = np.bincount(problem.rows[problem.pinned & ~inside], minlength=len(wanted))
        so = Shortage(
            short=tuple(sorted(pool.mentor_index[one.mentor] for one in shortage.unmet)),
            group=tuple(group.tolist()),
            asked=sum(pool.mentors[column].floor for column in group.tolist()),
            available=int(np.minimum(wanted - elsewhere, partners_of(group)).sum()),
        )
        if shortage != floor_shortage(pool, so, load):
            yield f"unmet_floors[{at}]: it does not add up"
        if not set(so.short) <= set(so.group) or (
            so.available >= so.asked and matching.status is Status.OPTIMAL and not problem.limits
        ):
            yield f"unmet_floors[{at}]: it shows no shortage"


def optimality(
    pool: Pool, programme: Programme, problem: AssignmentProblem, matching: Matching, walked: Walked | None = None
) -> Iterator[str]:
    """Check the certificate over all legal pairs, and that the record claims no more than it proves.

    If ``problem`` does not list them, ``walked`` is what a walk has seen of them.
    """
    record = matching.certificate
    assert record is not None  # a record without one goes no further than its hashes
    if record.units != priority_units(problem, problem.level_units):
        yield "certificate.units: they are not those of the priorities"
        return
    names = [one.name for one in problem.limits]
    if [*record.limit_prices] != names:
        yield "certificate.limit_prices: they are not those of the programme's limits"
        return
    proof = walked.certificate if walked else proof_of(pool, record)
    findings = check_certificate(problem, proof, walked)
    yield from (f"certificate: {breach}" for breach in findings.breaches)
    if list(record.pairs) != [(pair.mentee, pair.mentor) for pair in matching.pairs]:
        yield "certificate: its pairs are not those of the record"
    exact = record.objective == matching.strategy
    if not exact and (record.objective != "best_score" or matching.strategy in {*WEIGHED, Objective.FAIREST}):
        yield f"certificate: it is about {record.objective}, the strategy is {matching.strategy}"
    certified = exact and findings.gap(record.total_score) == 0
    word = "certificate" if certified else "solver" if exact and names and matching.proof == "solver" else None
    proven = {
        "mentors_bound": findings.columns_bound,
        "mentees_bound": findings.rows_bound,
        "places_bound": findings.places_bound,
        "floor_places_filled": record.floor_places,
        "floor_places_bound": findings.floor_bound,
        "score_bound": findings.score_bound,
        "gap": findings.gap(record.total_score),
        "worst_off": record.fairness.worst_off if record.fairness else findings.worst_off_bound,
        "worst_off_bound": findings.worst_off_bound,
        "proof": word,
        "status": "OPTIMAL" if word else "FEASIBLE",
    }
    for name, value in proven.items():
        claimed = getattr(matching, name)
        if claimed != value:
            said, proven_is = ("none" if one is None else one for one in (claimed, value))
            yield f"{name}: {said}, but what is proven is {proven_is}"
    yield from draw(pool, programme, problem, matching, findings.score_bound, walked)


def proof_of(pool: Pool, record: CertificateRecord) -> Certificate:
    """Return a certificate with people turned back into rows and columns."""

    def columns(mentors: tuple[str, ...]) -> IntArray:
        return np.array([pool.mentor_index[mentor] for mentor in mentors], np.int64)

    return Certificate(
        objective=Objective(record.objective),
        rows=np.array([pool.mentee_index[mentee] for mentee, _ in record.pairs], np.int64),
        columns=columns(tuple(mentor for _, mentor in record.pairs)),
        floor_places=record.floor_places,
        columns_filled=record.mentors_matched,
        rows_filled=record.mentees_matched,
        places_filled=record.places_filled,
        score=record.total_score,
        floors_cut=columns(record.floors_cut),
        floored_cut=columns(record.floored_cut),
        columns_cut=columns(record.mentors_cut),
        rows_cut=columns(record.mentees_cut),
        places_cut=columns(record.places_cut),
        bonus=record.bonus,
        column_prices=whole_array([record.prices[mentor.id] for mentor in pool.mentors]),
        limit_prices=np.array([*record.limit_prices.values()], np.int64),
        scale=record.scale,
        fairness=_fairness(pool, record.fairness) if record.fairness else None,
        units=tuple(record.units.values()) or (1,),  # without any mentee there is one unit
    )


def _fairness(pool: Pool, record: FairnessRecord) -> Fairness:
    return Fairness(
        worst_off=record.worst_off,
        worst_off_bound=record.worst_off_bound,
        above_prices=np.array([record.above_prices[mentor.id] for mentor in pool.mentors], np.int64),
        scale=record.scale,
    )
