"""Leximin for people: proven where it can be, verified, and told as what it is."""

from __future__ import annotations

from pathlib import Path

from people import mentee, mentor

from matchmaker import Matching, Pool, Programme, Scores, explain, match, verify
from matchmaker.summary import summary
from solvers import Termination

LEXIMIN = Programme(strategy="leximin")


def pool(wanted: int = 1, places: int = 1) -> Pool:
    """Ann is better for both than Bob is."""
    return Pool(
        [mentor("ann", offers="python:5", capacity=places), mentor("bob", offers="python:2", capacity=places)],
        [mentee(one, needs="python:2>1", mentors_wanted=wanted) for one in ("cat", "dan")],
    )


def told(people: Pool, matching: Matching) -> str:
    return summary(people, LEXIMIN, matching, [Path("out/matching.json")], "folder")


def test_a_proven_answer_is_verified_and_told_with_its_worst_off() -> None:
    found = match(pool(), LEXIMIN)
    assert (found.status, found.strategy, found.solver, found.gap) == ("OPTIMAL", "leximin", "leximin", 0)
    assert found.worst_off == found.worst_off_bound == min(pair.score for pair in found.pairs)
    assert verify(pool(), LEXIMIN, found) == ()
    assert "Proven fair from the bottom up: no matching under these rules reaches more people" in told(pool(), found)


def test_what_is_not_proven_is_not_called_so() -> None:
    people = pool(wanted=2)
    found = match(people, LEXIMIN, stop=lambda: Termination.TIME_LIMIT)
    assert (found.status, found.worst_off) == ("FEASIBLE", None)
    assert found.certificate is not None
    assert found.certificate.objective == "best_score"
    assert verify(people, LEXIMIN, found) == ()
    assert "Lifted from the bottom up, but not proven" in told(people, found)


def test_a_false_claim_of_leximin_is_refused() -> None:
    people = pool(wanted=2, places=2)
    found = match(people, LEXIMIN)
    assert found.certificate is not None
    claimed = found.certificate.model_copy(update={"prices": dict.fromkeys(found.certificate.prices, 0)})
    for pairs in (found.pairs, found.pairs[1:]):
        certificate = claimed.model_copy(update={"pairs": tuple((pair.mentee, pair.mentor) for pair in pairs)})
        forged = found.model_copy(update={"pairs": pairs, "certificate": certificate})
        assert (verify(people, LEXIMIN, forged) == ()) == (pairs is found.pairs)


def test_what_insisting_on_a_pair_would_cost_is_not_told() -> None:
    """Prices are in units of fairness, not of score."""
    people = pool()
    found = match(people, LEXIMIN)
    mentor_of = {pair.mentee: pair.mentor for pair in found.pairs}
    other = {"ann": "bob", "bob": "ann"}[mentor_of["cat"]]
    assert explain(Scores(people, LEXIMIN), found, mentee="cat", mentor=other).cost is None
