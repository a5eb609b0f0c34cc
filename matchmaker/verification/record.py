"""After solving: every rule, score, total and bound of a record checked again, without a solver.

The rules are the plain ones of ``plain_rules``. Scores are worked out again by the reference (``Scores``), as that is
what they are defined by. That nothing better exists is what the certificate proves, over all legal pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from matchmaker.assembly import floor_shortage
from matchmaker.certificate_record import CertificateRecord, FairnessRecord
from matchmaker.check import notices
from matchmaker.demand import assignment_problem, pinned_pairs, pins, priority_units
from matchmaker.matching import CriterionWeight, Matching
from matchmaker.pair_score import Part
from matchmaker.pool import Pool
from matchmaker.possible import Listing, Possible
from matchmaker.programme import Programme
from matchmaker.scores import Scores
from matchmaker.states import states
from matchmaker.survey import Tally
from matchmaker.verification.named import misnamed
from matchmaker.verification.plain_limits import limits_broken
from matchmaker.verification.plain_lottery import draw
from matchmaker.verification.plain_numbers import audit, numbers
from matchmaker.verification.plain_rules import PlainRules
from matchmaker.verification.plain_stability import undone
from matchmaker.verification.plain_survey import plain_survey
from matchmaker.version import __version__
from matchmaker.writing.table_file import fields_of
from solvers.arrays import whole_array
from solvers.problem import WEIGHED, AssignmentProblem, IntArray, Objective
from solvers.proof.certificate import Certificate, check_certificate
from solvers.proof.fairness import Fairness
from solvers.proof.floors import Shortage
from solvers.result import Status


def verify(pool: Pool, programme: Programme, matching: Matching) -> tuple[str, ...]:
    """Return everything in a record that is not so; empty if all of it holds. People are named by id.

    ``programme`` is the folder's; strategy and solver are taken from the record, which names them.
    """
    known = [*_hashes(pool, programme, matching), *strangers(pool, matching)]
    if known:  # about other people or settings: nothing else can be compared
        return tuple(known)
    scores, rules = Scores(pool, programme), PlainRules(pool, programme)
    legal, tally, weights = plain_survey(scores, rules)
    problem = assignment_problem(pool, programme, legal, pinned_pairs(scores))
    return (
        *_pairs(scores, rules, matching),
        *_loads(pool, matching),
        *limits_broken(pool, programme, matching),
        *_head(pool, programme, matching, weights),
        *misnamed(pool, programme, problem, matching),
        *_totals(matching),
        *numbers(matching, weights),
        *audit(pool, programme, matching),
        *_people(pool, programme, Listing(legal, scores.n_columns), tally, matching),
        *_floors(pool, problem, matching),
        *_optimality(pool, programme, problem, matching),
        *undone(pool, legal, matching),
    )


def _hashes(pool: Pool, programme: Programme, matching: Matching) -> Iterator[str]:
    certificate = matching.certificate
    if matching.version != __version__:
        yield f"version: the record was made by {matching.version}, this is {__version__}"
    if matching.people_sha256 != pool.sha256:
        yield "people_sha256: the record was made of other people or relations"
    if matching.settings_sha256 != programme.sha256:
        yield "settings_sha256: the record was made under other settings"
    if certificate is None:
        yield "certificate: missing"
    elif (certificate.people_sha256, certificate.settings_sha256) != (matching.people_sha256, matching.settings_sha256):
        yield "certificate: it belongs to another record"


def strangers(pool: Pool, matching: Matching) -> Iterator[str]:
    """Name the pairs, and the parts of the certificate, that are about people who are not in the pool."""
    for at, (mentee, mentor) in enumerate(fields_of(matching.pairs, "mentee", "mentor")):
        if mentee not in pool.mentee_index or mentor not in pool.mentor_index:
            yield f"pairs[{at}]: nobody in the pool has this id"
    if certificate := matching.certificate:
        mentors = {mentor for _, mentor in certificate.pairs} | certificate.prices.keys()
        mentors |= {*certificate.floors_cut, *certificate.floored_cut, *certificate.mentors_cut}
        mentors |= {*certificate.mentees_cut, *certificate.places_cut}
        priced = [certificate.prices] + [fair.above_prices for fair in [certificate.fairness] if fair]
        if not mentors <= pool.mentor_index.keys() or any(one.keys() != pool.mentor_index.keys() for one in priced):
            yield "certificate: its mentors are not those of the pool"
        if not {mentee for mentee, _ in certificate.pairs} <= pool.mentee_index.keys():
            yield "certificate: its mentees are not those of the pool"


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


def _loads(pool: Pool, matching: Matching) -> Iterator[str]:
    pairs = [(pair.mentee, pair.mentor) for pair in matching.pairs]
    if pairs != sorted(pairs):
        yield "pairs: they are not in order of mentee and mentor"
    counts = Counter(pairs).items()
    yield from (f"pairs[{pairs.index(pair)}]: stands {count} times" for pair, count in counts if count > 1)
    of_mentee = Counter(pair.mentee for pair in matching.pairs)
    of_mentor = Counter(pair.mentor for pair in matching.pairs)
    for mentee in pool.mentees:
        if of_mentee[mentee.id] > mentee.mentors_wanted:
            yield f"pairs: {mentee.label} has {of_mentee[mentee.id]} mentors and wanted {mentee.mentors_wanted}"
    for mentor in pool.mentors:
        if of_mentor[mentor.id] > mentor.capacity:
            yield f"pairs: {mentor.label} has {of_mentor[mentor.id]} mentees and room for {mentor.capacity}"


def _head(pool: Pool, programme: Programme, matching: Matching, weights: Sequence[CriterionWeight]) -> Iterator[str]:
    """Check what a record says of itself: programme, notices, and how scores are combined."""
    if matching.combine != programme.combine:
        yield f"combine: the folder's programme says {programme.combine}"
    if matching.programme != programme.name:
        yield "programme: the folder's has another name"
    if matching.notices != notices(pool, programme, weights):
        yield "notices: they are not those of this pool"


def _totals(matching: Matching) -> Iterator[str]:
    so = {
        "mentors_matched": len({pair.mentor for pair in matching.pairs}),
        "mentees_matched": len({pair.mentee for pair in matching.pairs}),
        "places_filled": len(matching.pairs),
        "total_score": sum(pair.score for pair in matching.pairs),
    }
    yield from (f"{name}: it is {value}" for name, value in so.items() if getattr(matching, name) != value)


def _people(pool: Pool, programme: Programme, possible: Possible, tally: Tally, matching: Matching) -> Iterator[str]:
    """Check that everybody is in exactly one state, the right one, with the plain counts and the right reason."""
    chosen = {(pool.mentee_index[p.mentee], pool.mentor_index[p.mentor]): p.score for p in matching.pairs}
    expected = states(pool, programme, possible, tally, chosen, matching.strategy)
    if [(one.role, one.id) for one in matching.people] != [(one.role, one.id) for one in expected]:
        yield "people: not everybody is there exactly once"
        return
    for person, one, so in zip((*pool.mentees, *pool.mentors), matching.people, expected, strict=True):
        if one != so:
            yield f"people: what is said of {person.label} is not so"


def _floors(pool: Pool, problem: AssignmentProblem, matching: Matching) -> Iterator[str]:
    """Check that just the unmet floors are named, and count each group's shortage again, plainly."""
    load = Counter(pool.mentor_index[pair.mentor] for pair in matching.pairs)
    short = [mentor for column, mentor in enumerate(pool.mentors) if load[column] < mentor.floor]
    named = [one.mentor for shortage in matching.unmet_floors for one in shortage.unmet]
    if sorted(named) != [mentor.id for mentor in short]:
        yield f"unmet_floors: they are those of {', '.join(mentor.label for mentor in short) or 'nobody'}"
        return
    wanted = np.array([mentee.mentors_wanted for mentee in pool.mentees], np.int64)
    for at, shortage in enumerate(matching.unmet_floors):
        group = sorted({pool.mentor_index[mentor] for mentor in shortage.group if mentor in pool.mentor_index})
        inside = np.isin(problem.columns, group)
        partners = np.bincount(problem.rows[inside], minlength=len(wanted))
        elsewhere = np.bincount(problem.rows[problem.pinned & ~inside], minlength=len(wanted))
        so = Shortage(
            short=tuple(sorted(pool.mentor_index[one.mentor] for one in shortage.unmet)),
            group=tuple(group),
            asked=sum(pool.mentors[column].floor for column in group),
            available=int(np.minimum(wanted - elsewhere, partners).sum()),
        )
        if shortage != floor_shortage(pool, so, load):
            yield f"unmet_floors[{at}]: it does not add up"
        if not set(so.short) <= set(group) or (
            so.available >= so.asked and matching.status is Status.OPTIMAL and not problem.limits
        ):
            yield f"unmet_floors[{at}]: it shows no shortage"


def _optimality(pool: Pool, programme: Programme, problem: AssignmentProblem, matching: Matching) -> Iterator[str]:
    """Check the certificate over all legal pairs, and that the record claims no more than it proves."""
    record = matching.certificate
    assert record is not None  # a record without one goes no further than its hashes
    if record.units != priority_units(problem, problem.level_units):
        yield "certificate.units: they are not those of the priorities"
        return
    names = [one.name for one in problem.limits]
    if [*record.limit_prices] != names:
        yield "certificate.limit_prices: they are not those of the programme's limits"
        return
    proof = _proof(pool, record)
    findings = check_certificate(problem, proof)
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
    yield from (
        f"{name}: {value} is what is proven" for name, value in proven.items() if getattr(matching, name) != value
    )
    yield from draw(pool, programme, problem, matching, findings.score_bound)


def _proof(pool: Pool, record: CertificateRecord) -> Certificate:
    """Turn people back into rows and columns."""

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
