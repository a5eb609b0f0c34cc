"""Why somebody is matched as they are, read from the scores and the record; nothing is solved again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from matchmaker.certificate_record import CertificateRecord
from matchmaker.errors import RecordError, UnknownPersonError
from matchmaker.finding import find
from matchmaker.matching import Matching, PersonState, State
from matchmaker.outcome.chosen import Chosen, Side
from matchmaker.outcome.possible import Scan
from matchmaker.outcome.states import Outcome, Partner
from matchmaker.people import USUAL_PRIORITY, Mentee, Mentor
from matchmaker.problem.demand import pins
from matchmaker.scoring.combine import CombineName
from matchmaker.scoring.pair_score import PairScore
from matchmaker.scoring.scores import Scores
from matchmaker.sentences import page
from matchmaker.tables.table_file import fields_of
from matchmaker.verification import strangers
from solvers.problem import WEIGHED

_ALTERNATIVES = 3
"""How many other possible partners an explanation names."""


@dataclass(frozen=True)
class Alternative:
    """Somebody one could have been paired with, and who holds their places."""

    partner: Partner
    places: int
    held: tuple[Partner, ...]


@dataclass(frozen=True)
class Explanation:
    """A person's state, the pairs asked about with all their parts, and the best of the other possible partners.

    ``cost`` belongs to a single pair that was asked about, is possible, and was not chosen: the least that insisting
    on it would take from the total, in basis points; ``bonus`` or more means a count that goes before it. Where
    mentees have several priorities, it would be taken from those of ``payer`` at the latest. ``shortage`` is why a
    mentor's floor stayed unmet, if it did.
    """

    person: Mentee | Mentor
    state: PersonState
    pairs: tuple[PairScore, ...]
    chosen: tuple[bool, ...]
    alternatives: tuple[Alternative, ...]
    cost: int | None
    payer: int | None
    bonus: int
    combine: CombineName
    spread: bool
    names: dict[str, str]
    shortage: str

    def text(self) -> str:
        """Return the explanation as a page of plain text."""
        return page("explanation", usual_priority=USUAL_PRIORITY, **vars(self))


def explain(scores: Scores, matching: Matching, *, mentee: str = "", mentor: str = "") -> Explanation:
    """Explain a mentee, a mentor, or one pair of the two, matched or not.

    Raises
    ------
    UnknownPersonError
        For an id that nobody has.
    RecordError
        If the matching is of other people or settings than the scores, or does not say what became of everybody.
    """
    pool = scores.pool
    if unfit := _unfit(scores, matching):
        raise RecordError(unfit)
    if not mentee and not mentor:
        raise UnknownPersonError("name a mentee, a mentor, or both")
    side: Side = 0 if mentee else 1
    mentee = mentee and pool.mentees[find(pool, "mentee", mentee)].id
    mentor = mentor and pool.mentors[find(pool, "mentor", mentor)].id
    index = pool.mentee_index[mentee] if mentee else pool.mentor_index[mentor]
    person: Mentee | Mentor = pool.mentees[index] if mentee else pool.mentors[index]
    chosen = fields_of(matching.pairs, "mentee", "mentor")  # in their order
    asked = [(mentee, mentor)] if mentee and mentor else [pair for pair in chosen if pair[side] == person.id]
    state = matching.people[fields_of(matching.people, "role", "id").index((person.role, person.id))]
    looks_around = not (mentee and mentor) and state.state is not State.PAUSED
    single = len(asked) == 1 and asked[0] not in chosen
    cost, payer = _cost(scores, matching, *asked[0]) if single else (None, None)
    return Explanation(
        person=person,
        state=state,
        pairs=tuple(scores.pair(*pair) for pair in asked),
        chosen=tuple(pair in chosen for pair in asked),
        alternatives=_alternatives(scores, matching, side, index) if looks_around else (),
        cost=cost,
        payer=payer,
        bonus=matching.certificate.bonus if matching.certificate else 0,
        combine=scores.programme.combine,
        spread=scores.programme.spread,
        names={one.id: one.name for one in (*pool.mentees, *pool.mentors)},
        shortage=_shortage(matching, person.id) if side else "",
    )


def _shortage(matching: Matching, mentor: str) -> str:
    """Return why a mentor's floor stayed unmet; empty if it did not."""
    shortages = matching.unmet_floors
    return next((one.why for one in shortages if mentor in {unmet.mentor for unmet in one.unmet}), "")


def _unfit(scores: Scores, matching: Matching) -> list[str]:
    """Return why a record cannot be read beside these scores; whether all in it is true is for ``verify`` to say."""
    pool, proof = scores.pool, matching.certificate
    if (matching.people_sha256, matching.settings_sha256) != (pool.sha256, scores.programme.sha256):
        return ["the record was made of other people or settings than this folder"]
    found = list(strangers(pool, matching))
    everybody = {("mentee", key) for key in pool.mentee_index} | {("mentor", key) for key in pool.mentor_index}
    if not everybody <= {*fields_of(matching.people, "role", "id")}:
        found.append("people: not everybody is there")
    if proof and not {mentee.priority for mentee in pool.mentees} <= proof.units.keys():
        found.append("certificate.units: they are not those of the priorities")
    return found


def _alternatives(scores: Scores, matching: Matching, side: Side, index: int) -> tuple[Alternative, ...]:
    pool = scores.pool
    said = fields_of(matching.pairs, "mentee", "mentor", "score")
    at = {(pool.mentee_index[mentee], pool.mentor_index[mentor]): score for mentee, mentor, score in said}
    chosen = Chosen.mapped(pool, at)
    outcome = Outcome(pool, Scan(scores), chosen, scores.programme, matching.strategy)
    got = {partner.at for partner in outcome.partners(side, index)}
    other: Side = 1 if side == 0 else 0
    others = islice((partner for partner in outcome.possible(side, index) if partner.at not in got), _ALTERNATIVES)
    return tuple(
        Alternative(partner, outcome.places(other, partner.at), tuple(outcome.partners(other, partner.at)))
        for partner in others
    )


def _cost(scores: Scores, matching: Matching, mentee: str, mentor: str) -> tuple[int | None, int | None]:
    """Return the least that insisting on a pair that was not chosen would take, and from which priority if several.

    All that later priorities could gain by it is less than half a unit of this one, so the nearest whole number of
    units is what this one loses at least. None where the pair is not possible, its places are pinned or there are
    none, nothing is proven, not the total but fairness comes first, or the programme has limits.
    """
    proof = matching.certificate
    if not proof or proof.objective not in WEIGHED or scores.programme.limited:  # in no units of score, or not only
        return None, None
    cost = _weighed_cost(scores, proof, mentee, mentor) if matching.gap == 0 else None
    if cost is None or proof is None:
        return None, None
    lost = {priority: (2 * cost + unit) // (2 * unit) for priority, unit in sorted(proof.units.items())}
    payer = next((priority for priority, units in lost.items() if units), max(lost))
    return lost[payer], payer if len(lost) > 1 else None


def _weighed_cost(scores: Scores, proof: CertificateRecord, mentee: str, mentor: str) -> int | None:
    """Return the least that insisting on a pair would take from all that counts, by the certificate's prices.

    Weak duality bounds every answer by what mentors' places earn plus what each mentee could gain at best; an answer
    with this pair gains at most what the mentee could with it.
    """
    pool = scores.pool
    row, column = pool.mentee_index[mentee], pool.mentor_index[mentor]
    block = scores.block(row, row + 1)[0]
    insisted = pins(pool)
    wanted = pool.mentees[row].mentors_wanted - sum(pin.mentee == row for pin in insisted)
    offered = pool.mentors[column].capacity - sum(pin.mentor == column for pin in insisted)
    if block[column] < 0 or wanted < 1 or offered < 1:
        return None
    unit = proof.units[pool.mentees[row].priority]
    counted = proof.bonus if proof.objective == "most_people" else 0
    first = unit * counted if wanted == pool.mentees[row].mentors_wanted else 0
    taken = {pin.mentor for pin in insisted if pin.mentee == row}
    gains = {
        at: unit * (int(block[at]) + counted) - proof.prices[other.id]
        for at, other in enumerate(pool.mentors)
        if block[at] >= 0 and at not in taken
    }
    with_it = gains.pop(column)
    others = sorted(gains.values(), reverse=True)
    everything = sorted([with_it, *others], reverse=True)
    at_best = max(0, first + everything[0] + sum(max(0, gain) for gain in everything[1:wanted]))
    return at_best - (first + with_it + sum(max(0, gain) for gain in others[: wanted - 1]))
