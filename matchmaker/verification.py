"""After solving: every rule, score, total and bound of a record checked again, without a solver.

The rules are the plain ones of ``plain_rules``. Scores are worked out again by the reference (``Scores``), as that is
what they are defined by. That nothing better exists is what the certificate proves, over all legal pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import get_args

import numpy as np

from matchmaker.assembly import unmet_floor
from matchmaker.check import notices
from matchmaker.demand import assignment_problem, pinned_pairs, pins, priority_units
from matchmaker.matching import CertificateRecord, Matching, Pair, PersonState
from matchmaker.plain_rules import PlainRules
from matchmaker.pool import Pool
from matchmaker.programme import Programme, SolverName, StrategyName
from matchmaker.scores import Scores
from matchmaker.states import states
from matchmaker.version import __version__
from solvers.arrays import whole_array
from solvers.certificate import Certificate, check_certificate
from solvers.floors import UnmetFloor as Shortage
from solvers.problem import IntArray, Objective
from solvers.result import Status, Termination
from solvers.source import Pairs


def verify(pool: Pool, programme: Programme, matching: Matching) -> tuple[str, ...]:
    """Return everything in a record that is not so; empty if all of it holds.

    ``programme`` is the folder's; strategy and solver are taken from the record, which names them.
    """
    known = [*_hashes(pool, programme, matching), *strangers(pool, matching)]
    if known:  # about other people or settings: nothing else can be compared
        return tuple(known)
    scores, rules = Scores(pool, programme), PlainRules(pool, programme)
    legal, counts = _legal(scores, rules)
    return (
        *_pairs(scores, rules, matching),
        *_loads(pool, matching),
        *_head(pool, programme, matching),
        *_totals(matching),
        *_people(scores, matching, counts),
        *_floors(pool, legal, matching),
        *_optimality(scores, legal, matching),
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
    for at, pair in enumerate(matching.pairs):
        if pair.mentee not in pool.mentee_index or pair.mentor not in pool.mentor_index:
            yield f"pairs[{at}]: nobody in the pool has this id"
    if certificate := matching.certificate:
        mentors = {*certificate.floors_cut, *certificate.mentees_cut, *certificate.places_cut, *certificate.prices}
        mentors |= {mentor for _, mentor in certificate.pairs}
        if not mentors <= pool.mentor_index.keys() or certificate.prices.keys() != pool.mentor_index.keys():
            yield "certificate: its mentors are not those of the pool"
        if not {mentee for mentee, _ in certificate.pairs} <= pool.mentee_index.keys():
            yield "certificate: its mentees are not those of the pool"


def _legal(scores: Scores, rules: PlainRules) -> tuple[Pairs, dict[tuple[str, str], Counter[str]]]:
    """List the legal pairs by the plain rules, and count for everybody (role, id) why the others are not."""
    pool, least = scores.pool, scores.programme.minimum_score
    of_mentee = [Counter[str]() for _ in pool.mentees]
    of_mentor = [Counter[str]() for _ in pool.mentors]
    found: list[tuple[int, int, int]] = []
    for start, stop in scores.blocks():
        block = scores.score_block(start, stop).tolist()
        for row in range(start, stop):
            groups = rules.banned(row)
            allowed = set(range(len(pool.mentors))).difference(*groups.values())
            groups["below_minimum"] = {column for column in allowed if block[row - start][column] < least}
            groups["legal"] = allowed - groups["below_minimum"]
            found += [(row, column, block[row - start][column]) for column in sorted(groups["legal"])]
            for name, columns in groups.items():
                of_mentee[row][name] += len(columns)
                for column in columns:
                    of_mentor[column][name] += 1
    rows, columns_, points = np.array(found, np.int64).reshape(-1, 3).T
    counts = {("mentee", mentee.id): count for mentee, count in zip(pool.mentees, of_mentee, strict=True)}
    counts |= {("mentor", mentor.id): count for mentor, count in zip(pool.mentors, of_mentor, strict=True)}
    return Pairs(rows, columns_, points), counts


def _pairs(scores: Scores, rules: PlainRules, matching: Matching) -> Iterator[str]:
    pool = scores.pool
    insisted = pinned_pairs(scores)
    pinned = set(zip(insisted.rows.tolist(), insisted.columns.tolist(), strict=True))
    for at, pair in enumerate(matching.pairs):
        row, column = pool.mentee_index[pair.mentee], pool.mentor_index[pair.mentor]
        for rule in rules.banning(row, column):
            yield f"pairs[{at}]: {rule} bans it"
        if pair.pinned != ((row, column) in pinned):
            yield f"pairs[{at}].pinned: is not so"
        found = scores.pair(pair.mentee, pair.mentor)
        if not pair.pinned and found.score < scores.programme.minimum_score:
            yield f"pairs[{at}]: scores below the minimum"
        if [part.model_dump() for part in pair.criteria] != [asdict(part) for part in found.criteria]:
            yield f"pairs[{at}].criteria: the points, weights or reasons are not those of the reference"
        views = (pair.mentee_view, pair.mentor_view, pair.score)
        if views != _re_added(pair) or views != (found.mentee_view, found.mentor_view, found.score):
            yield f"pairs[{at}].score: the parts do not add up to it"
        waived = [name for name in pair.waived if not rules.waived(name, row, column)]
        if waived or tuple(pair.waived) != found.waived:
            yield f"pairs[{at}].waived: is not so"


def _re_added(pair: Pair) -> tuple[int, int, int]:
    """Add a pair up from its parts, as anybody can."""
    views = {"mentee": 0, "mentor": 0}
    for part in pair.criteria:
        views[part.view] += part.points * part.weight
    mentee, mentor = views["mentee"] // 100, views["mentor"] // 100
    return mentee, mentor, 2 * mentee * mentor // (mentee + mentor) if mentee + mentor else 0


def _loads(pool: Pool, matching: Matching) -> Iterator[str]:
    pairs = Counter((pair.mentee, pair.mentor) for pair in matching.pairs)
    yield from (f"pairs: {pair} stands {count} times" for pair, count in pairs.items() if count > 1)
    of_mentee = Counter(pair.mentee for pair in matching.pairs)
    of_mentor = Counter(pair.mentor for pair in matching.pairs)
    for mentee in pool.mentees:
        if of_mentee[mentee.id] > mentee.mentors_wanted:
            yield f"pairs: mentee {mentee.id} has {of_mentee[mentee.id]} mentors and wanted {mentee.mentors_wanted}"
    for mentor in pool.mentors:
        if of_mentor[mentor.id] > mentor.capacity:
            yield f"pairs: mentor {mentor.id} has {of_mentor[mentor.id]} mentees and room for {mentor.capacity}"


def _head(pool: Pool, programme: Programme, matching: Matching) -> Iterator[str]:
    """Check what a record says of itself: name, notices, who solved it, and that it ran to its end."""
    exact = matching.strategy in set(Objective)
    solvers = get_args(SolverName) if exact else (matching.strategy,)
    if matching.strategy not in get_args(StrategyName):
        yield f"strategy: there is none called {matching.strategy}"
    if matching.solver not in solvers:
        yield f"solver: {matching.strategy} is not run by {matching.solver}"
    if matching.programme != programme.name:
        yield "programme: the folder's has another name"
    if matching.notices != notices(pool, programme):
        yield "notices: they are not those of this pool"
    if matching.termination is Termination.COMPLETED and exact and matching.status is not Status.OPTIMAL:
        yield "termination: a completed search for the best ends with a proof"


def _totals(matching: Matching) -> Iterator[str]:
    so = {
        "mentees_matched": len({pair.mentee for pair in matching.pairs}),
        "places_filled": len(matching.pairs),
        "total_score": sum(pair.score for pair in matching.pairs),
    }
    yield from (f"{name}: it is {value}" for name, value in so.items() if getattr(matching, name) != value)


def _people(scores: Scores, matching: Matching, counts: dict[tuple[str, str], Counter[str]]) -> Iterator[str]:
    """Check that everybody is in exactly one state, the right one, with the plain counts and the right reason."""
    pool = scores.pool
    chosen = {(pool.mentee_index[p.mentee], pool.mentor_index[p.mentor]): p.score for p in matching.pairs}
    if [(one.role, one.id) for one in matching.people] != list(counts):
        yield "people: not everybody is there exactly once"
        return
    for one, expected in zip(matching.people, states(scores, chosen), strict=True):
        if one != expected or _counted(one) != +counts[one.role, one.id]:
            yield f"people: what is said of {one.role} {one.id} is not so"


def _counted(one: PersonState) -> Counter[str]:
    return +Counter({**one.banned_by, "legal": one.legal, "below_minimum": one.below_minimum})


def _floors(pool: Pool, legal: Pairs, matching: Matching) -> Iterator[str]:
    """Check that just the unmet floors are named, and count each one's shortage again, plainly."""
    load = Counter(pair.mentor for pair in matching.pairs)
    short = [mentor.id for mentor in pool.mentors if load[mentor.id] < mentor.floor]
    if [unmet.mentor for unmet in matching.unmet_floors] != short:
        yield f"unmet_floors: they are {short}"
        return
    possible = set(zip(legal.rows.tolist(), legal.columns.tolist(), strict=True))
    pinned = {(pin.mentee, pin.mentor) for pin in pins(pool)}
    for at, unmet in enumerate(matching.unmet_floors):
        group = sorted(pool.mentor_index[mentor] for mentor in set(unmet.group) if mentor in pool.mentor_index)
        available = 0
        for row, mentee in enumerate(pool.mentees):
            elsewhere = sum(one == row and other not in group for one, other in pinned)
            partners = sum((row, column) in possible or (row, column) in pinned for column in group)
            available += min(mentee.mentors_wanted - elsewhere, partners)
        so = Shortage(
            column=pool.mentor_index[unmet.mentor],
            floor=pool.mentors[pool.mentor_index[unmet.mentor]].floor,
            filled=load[unmet.mentor],
            group=tuple(group),
            asked=sum(pool.mentors[column].floor for column in group),
            available=available,
        )
        if unmet != unmet_floor(pool, so):
            yield f"unmet_floors[{at}]: it does not add up"
        if so.column not in group or (available >= so.asked and matching.status is Status.OPTIMAL):
            yield f"unmet_floors[{at}]: it shows no shortage"


def _optimality(scores: Scores, legal: Pairs, matching: Matching) -> Iterator[str]:
    """Check the certificate over all legal pairs, and that the record claims no more than it proves."""
    record = matching.certificate
    assert record is not None  # a record without one goes no further than its hashes
    problem = assignment_problem(scores.pool, scores.programme, legal, pinned_pairs(scores))
    if record.units != priority_units(problem):
        yield "certificate.units: they are not those of the priorities"
    proof = _proof(scores.pool, record)
    findings = check_certificate(problem, proof)
    yield from (f"certificate: {breach}" for breach in findings.breaches)
    if list(record.pairs) != [(pair.mentee, pair.mentor) for pair in matching.pairs]:
        yield "certificate: its pairs are not those of the record"
    exact = matching.strategy in set(Objective)
    if record.objective != (matching.strategy if exact else Objective.BEST_SCORE):
        yield f"certificate: it is about {record.objective}, the strategy is {matching.strategy}"
    proven = {
        "mentees_bound": findings.rows_bound,
        "places_bound": findings.places_bound,
        "floor_places_filled": record.floor_places,
        "floor_places_bound": findings.floor_bound,
        "score_bound": findings.score_bound,
        "gap": findings.gap(record.total_score),
        "status": "OPTIMAL" if exact and findings.gap(record.total_score) == 0 else "FEASIBLE",
    }
    yield from (
        f"{name}: {value} is what is proven" for name, value in proven.items() if getattr(matching, name) != value
    )


def _proof(pool: Pool, record: CertificateRecord) -> Certificate:
    """Turn people back into rows and columns."""

    def columns(mentors: tuple[str, ...]) -> IntArray:
        return np.array([pool.mentor_index[mentor] for mentor in mentors], np.int64)

    return Certificate(
        objective=Objective(record.objective),
        rows=np.array([pool.mentee_index[mentee] for mentee, _ in record.pairs], np.int64),
        columns=columns(tuple(mentor for _, mentor in record.pairs)),
        floor_places=record.floor_places,
        rows_filled=record.mentees_matched,
        places_filled=record.places_filled,
        score=record.total_score,
        floors_cut=columns(record.floors_cut),
        rows_cut=columns(record.mentees_cut),
        places_cut=columns(record.places_cut),
        bonus=record.bonus,
        column_prices=whole_array([record.prices[mentor.id] for mentor in pool.mentors]),
    )
