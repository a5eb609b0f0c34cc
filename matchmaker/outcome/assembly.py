"""From a solver's result to a matching: indices become people, and everybody gets a state with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from matchmaker.audit import audit
from matchmaker.certificate_record import CertificateRecord, FairnessRecord
from matchmaker.matching import CriterionPoints, FloorShortage, Matching, Pair, UnmetFloor
from matchmaker.metrics.distribution import distributions
from matchmaker.outcome.chances import lottery, lottery_proof
from matchmaker.outcome.possible import possible_of
from matchmaker.outcome.states import states
from matchmaker.pool import Pool
from matchmaker.problem.demand import pins, priority_units
from matchmaker.scoring.pair_score import PairScore
from matchmaker.scoring.scores import Scores
from matchmaker.sentences import say
from matchmaker.version import __version__
from solvers.problem import AssignmentProblem, IntArray
from solvers.proof.certificate import Certificate
from solvers.proof.fairness import Fairness
from solvers.proof.floors import Shortage
from solvers.result import Result
from solvers.source import ScoreSource


def assemble(
    scores: Scores,
    problem: AssignmentProblem,
    result: Result,
    notices: tuple[str, ...],
    source: ScoreSource | None = None,
) -> Matching:
    """Return the result of the problem made of ``scores`` as a matching; ``source`` is one that equals them, faster."""
    pool, programme = scores.pool, scores.programme
    pinned = {(pin.mentee, pin.mentor) for pin in pins(pool)}
    ends = zip(result.rows.tolist(), result.columns.tolist(), strict=True)
    found = dict(zip(ends, scores.pairs(result.rows, result.columns), strict=True))
    pairs = tuple(_pair(pair, at in pinned) for at, pair in found.items())
    chosen = {at: pair.score for at, pair in found.items()}
    people = states(pool, programme, possible_of(scores, source), scores.tally, chosen, result.strategy)
    load = Counter(column for _, column in found)
    return Matching(
        **head(scores, result, load),
        lottery=lottery(result, programme.seed),
        pairs=pairs,
        people=people,
        distributions=distributions(pairs),
        audit=audit(pool, programme, people, pairs),
        notices=notices,
        certificate=_certificate(scores, problem, result),
    )


def head(scores: Scores, result: Result, load: Mapping[int, int]) -> dict[str, Any]:
    """Return what a record says that is no list of pairs or people; ``load`` is how many mentees each column has."""
    pool, programme = scores.pool, scores.programme
    return {
        "programme": programme.name,
        "status": result.status,
        "proof": result.proof,
        "termination": result.termination,
        "strategy": result.strategy,
        "solver": result.solver,
        "combine": programme.combine,
        **_totals(result),
        "unmet_floors": tuple(floor_shortage(pool, one, load) for one in result.unmet_floors),
        "weights": scores.weights,
        "people_sha256": pool.sha256,
        "settings_sha256": programme.sha256,
        "version": __version__,
    }


def _totals(result: Result) -> dict[str, Any]:
    """Return what was reached, and the most that can be, in people words."""
    return {
        "mentors_matched": result.columns_filled,
        "mentors_bound": result.columns_bound,
        "mentees_matched": result.rows_filled,
        "mentees_bound": result.rows_bound,
        "places_filled": result.places_filled,
        "places_bound": result.places_bound,
        "floor_places_filled": result.floor_places,
        "floor_places_bound": result.floor_bound,
        "total_score": result.score,
        "score_bound": result.score_bound,
        "gap": result.gap,
        "worst_off": result.worst_off,
        "worst_off_bound": result.worst_off_bound,
    }


def floor_shortage(pool: Pool, found: Shortage, load: Mapping[int, int]) -> FloorShortage:
    """Return a shortage in people words; ``load`` is how many mentees each column has."""
    short = [(pool.mentors[column], load.get(column, 0)) for column in found.short]
    group = [pool.mentors[column] for column in found.group]
    said = [{"name": mentor.name, "floor": mentor.floor, "filled": filled} for mentor, filled in short]
    names = [mentor.name for mentor in group]
    return FloorShortage(
        unmet=tuple(UnmetFloor(mentor=one.id, floor=one.floor, filled=filled) for one, filled in short),
        group=tuple(mentor.id for mentor in group),
        asked=found.asked,
        available=found.available,
        why=say("floor_shortage", unmet=said, group=names, asked=found.asked, available=found.available),
    )


def _pair(found: PairScore, pinned: bool) -> Pair:
    return Pair(
        mentee=found.mentee,
        mentor=found.mentor,
        score=found.score,
        mentee_view=found.mentee_view,
        mentor_view=found.mentor_view,
        pinned=pinned,
        waived=found.waived,
        criteria=tuple(CriterionPoints(**vars(part)) for part in found.criteria),
    )


def _certificate(scores: Scores, problem: AssignmentProblem, result: Result) -> CertificateRecord | None:
    proof = result.certificate
    if proof is None:
        return None
    pool = scores.pool
    mentee_ids = [mentee.id for mentee in pool.mentees]
    mentor_ids = [mentor.id for mentor in pool.mentors]
    cuts: dict[str, Any] = {
        name: tuple(mentor_ids[column] for column in cut.tolist()) for name, cut in cuts_of(proof).items()
    }
    ends = zip(proof.rows.tolist(), proof.columns.tolist(), strict=True)
    return CertificateRecord(
        **claims(scores, problem, proof),
        **cuts,
        pairs=tuple((mentee_ids[row], mentor_ids[column]) for row, column in ends),
        prices=dict(zip(mentor_ids, proof.column_prices.tolist(), strict=True)),
        fairness=_fairness(mentor_ids, proof.fairness) if proof.fairness else None,
        lottery=lottery_proof(pool, result.odds),
    )


def claims(scores: Scores, problem: AssignmentProblem, proof: Certificate) -> dict[str, Any]:
    """Return what a certificate says that is no list of pairs or mentors."""
    limit_prices = zip(problem.limits, proof.limit_prices.tolist(), strict=True)
    return {
        "objective": proof.objective.value,
        "floor_places": proof.floor_places,
        "mentors_matched": proof.columns_filled,
        "mentees_matched": proof.rows_filled,
        "places_filled": proof.places_filled,
        "total_score": proof.score,
        "bonus": proof.bonus,
        "units": priority_units(problem, proof.units),
        "limit_prices": {one.name: price for one, price in limit_prices},
        "scale": proof.scale,
        "people_sha256": scores.pool.sha256,
        "settings_sha256": scores.programme.sha256,
    }


def cuts_of(proof: Certificate) -> dict[str, IntArray]:
    """Return a certificate's sets of mentors, by the names that records give them."""
    return {
        "floors_cut": proof.floors_cut,
        "floored_cut": proof.floored_cut,
        "mentors_cut": proof.columns_cut,
        "mentees_cut": proof.rows_cut,
        "places_cut": proof.places_cut,
    }


def _fairness(mentor_ids: Sequence[str], proof: Fairness) -> FairnessRecord:
    above = dict(zip(mentor_ids, proof.above_prices.tolist(), strict=True))
    return FairnessRecord(
        worst_off=proof.worst_off, worst_off_bound=proof.worst_off_bound, above_prices=above, scale=proof.scale
    )
