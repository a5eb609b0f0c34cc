"""What is said of each person: a state, and a reason that is so."""

from __future__ import annotations

import pytest
from people import mentee, mentor, relation
from test_match import ANN, BEN, FULL, matched

from matchmaker import Mentee, Mentor, State

# fmt: off
STATES = [
    (State.MATCHED, "mentee", [ANN], [BEN], [], "Matched with Ann Mentor (42.65)."),
    (State.MATCHED, "mentor", [ANN], [BEN], [], "The only place is filled: Ben Mentee (42.65)."),
    (State.PARTLY, "mentee", [ANN, mentor("bob")], [mentee("ben", mentors_wanted=2)], [("ben", "bob", "veto")],
     "1 of 2 mentors: Ann Mentor (42.65). No other mentor is possible: veto rules out 1."),
    (State.PARTLY, "mentor", [mentor("ann", capacity=3)], [BEN, mentee("cat")], [("ann", "ben", "decline")],
     "1 of 3 places filled: Cat Mentee (42.65). No other mentee is possible: decline rules out 1."),
    (State.OUTCOMPETED, "mentee", [mentor("ann", capacity=2)],
     [mentee("ben", needs="python:2>4"), mentee("cat"), mentee("dan")], [],
     "The only mentor is possible; every place there went to others. Closest was Ann Mentor at 37.41, "
     "whose 2 places are held by Cat Mentee (42.65) and Dan Mentee (42.65)."),
    (State.UNUSED, "mentor", [mentor("ann", offers="python:2"), mentor("bob")], [BEN], [],
     "The only mentee is possible; each has a place elsewhere. "
     "Closest was Ben Mentee at 37.41, who got Bob Mentor (42.65)."),
    (State.NO_LEGAL_PARTNER, "mentee", [ANN], [BEN], [("ben", "ann", "forbid"), ("ben", "ann", "veto")],
     "The only mentor is not possible: veto rules out 1 and forbid rules out 1 "
     "(some by several rules)."),
    (State.NO_LEGAL_PARTNER, "mentor", [ANN], [BEN], [("ben", "ann", "forbid")],
     "The only mentee is not possible: forbid rules out 1."),
    (State.NO_LEGAL_PARTNER, "mentor", [ANN], [], [],
     "None of 0 mentees is possible: there is nobody on the other side."),
    (State.PAUSED, "mentee", [ANN], [mentee("ben", mentors_wanted=0)], [], "Asked for no mentor this time."),
    (State.PAUSED, "mentor", [mentor("ann", capacity=0)], [BEN], [], "Offers no place this time."),
]
UNTRUE = [  # what is said of whom, where it is not so
    ("every place there went to others", "mentee", [mentor("ann", capacity=0)], [BEN], [], 0),
    ("each has a place elsewhere", "mentor", [ANN], [mentee("ben", mentors_wanted=0)], [], 0),
    ("nobody on the other side", "mentee", [ANN], [mentee("ben", mentors_wanted=2)], [], 0),
    ("nobody on the other side", "mentor", [mentor("ann", capacity=2)], [BEN], [], 0),
    ("No other mentor is possible", "mentee", [ANN, mentor("bob", offers="python:1")],
     [mentee("ben", mentors_wanted=2), mentee("cat")], [("ben", "bob", "pin")], FULL),
]
# fmt: on


@pytest.mark.parametrize(("state", "role", "mentors", "mentees", "facts", "why"), STATES)
def test_state_and_reason(
    state: State, role: str, mentors: list[Mentor], mentees: list[Mentee], facts: list[tuple[str, str, str]], why: str
) -> None:
    found = matched(mentors, mentees, [relation(*fact) for fact in facts])
    person = next(one for one in found.people if one.role == role and one.id in {"ann", "ben"})
    assert (person.state, person.why) == (state, why)


@pytest.mark.parametrize(("untrue", "role", "mentors", "mentees", "facts", "least"), UNTRUE)
def test_a_reason_says_nothing_that_is_not_so(
    untrue: str, role: str, mentors: list[Mentor], mentees: list[Mentee], facts: list[tuple[str, str, str]], least: int
) -> None:
    found = matched(mentors, mentees, [relation(*fact) for fact in facts], minimum_score=least)
    person = next(one for one in found.people if one.role == role and one.id in {"ann", "ben"})
    assert untrue not in person.why
