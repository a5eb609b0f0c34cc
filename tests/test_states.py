"""What became of everybody: exactly one state, what is missing or where to turn, what would help by plain counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from people import mentee, mentor, relation
from random_pools import demanding_pool
from wishful_pools import wishful_pool

from matchmaker import Matching, Mentee, Mentor, PersonState, Pool, Programme, Relation, Scores, State, match, verify
from matchmaker.reading.folder import read_folder
from matchmaker.summary import summary
from matchmaker.verification.plain_rules import PlainRules

KICKOFF = Path(__file__).parents[1] / "fixtures" / "kickoff"
PRIVATE = ("veto", "forbid", "decline", "refused_topic")
ANN, NIGHT = mentor("ann"), {"free": "Sun 01:00-03:00"}


def state(
    mentors: list[Mentor],
    mentees: list[Mentee],
    facts: list[Relation] | None = None,
    who: str = "ben",
    **settings: object,
) -> PersonState:
    pool, programme = Pool(mentors, mentees, facts or []), Programme.model_validate(settings)
    found = match(pool, programme)
    assert verify(pool, programme, found) == ()
    return next(one for one in found.people if one.id == who)


def ben(**fields: object) -> Mentee:
    return mentee("ben", **fields)


LEAST = {"rules": {"not_ready": {"minimum_hours": 4}}}
# fmt: off
SCREENED: list[tuple[Mentee, dict[str, object], State, str, str]] = [
    (ben(request="coaching"), {}, State.OTHER_HELP, "Asks for coaching on a task, not for mentoring.",
     "Where to turn: a coach, or your own manager."),
    (ben(request="advice"), {"help": {"advice": "Ruth, on Mondays"}}, State.OTHER_HELP,
     "Asks for one-off advice, not for mentoring.", "Where to turn: Ruth, on Mondays."),
    (ben(goal=""), {}, State.PREPARE_FIRST, "Not ready yet: no goal is named.",
     "Before the next round: a goal, by when, and how to tell that it is reached."),
    (ben(hours_per_month=2, goal_by=None), LEAST, State.PREPARE_FIRST,
     "Not ready yet: 2 hours a month, less than the 4 the programme asks for.",
     "Before the next round: 4 hours a month. The goal has no date yet."),
    (ben(hours_per_month=2, goal="?"), LEAST, State.PREPARE_FIRST,
     "Not ready yet: no goal is named; 2 hours a month, less than the 4 the programme asks for.",
     "Before the next round: a goal, by when, and how to tell that it is reached; 4 hours a month."),
    (ben(request="advice", goal=""), {}, State.OTHER_HELP, "Asks for one-off advice, not for mentoring.",
     "Where to turn: one question to one expert, such as a colleague."),
    (ben(request="advice", goal="", mentors_wanted=0), {}, State.PAUSED, "Asked for no mentor this time.", ""),
    (ben(mentors_wanted=0, goal_by=None), {}, State.PAUSED, "Asked for no mentor this time.", ""),
    (ben(goal_by=None), {}, State.MATCHED, "Matched with Ann Mentor.", "The goal has no date yet."),
    (ben(goal_measure=""), {}, State.MATCHED, "Matched with Ann Mentor.", "The goal has no measure yet."),
    (ben(goal_by=None, goal_measure=""), {}, State.MATCHED, "Matched with Ann Mentor.",
     "The goal has no date and no measure yet."),
    (ben(goal="", goal_by=None), {"rules": {"not_ready": {"unknown": "allow"}}}, State.MATCHED,
     "Matched with Ann Mentor.", ""),
    (ben(), {}, State.MATCHED, "Matched with Ann Mentor.", ""),
]
# fmt: on


@pytest.mark.parametrize(("one", "settings", "expected", "why", "advice"), SCREENED)
def test_what_is_missing_and_where_to_turn(
    one: Mentee, settings: dict[str, object], expected: State, why: str, advice: str
) -> None:
    found = state([ANN], [one], **settings)
    assert (found.state, re.sub(r" \(\d+\.\d\d\)", "", found.why), found.advice) == (expected, why, advice)


def test_a_waiver_lets_somebody_be_matched_and_outcompeted_all_the_same() -> None:
    waiver = relation("ben", "ann", "waive", why="not_mentoring, not_ready")
    asking, other = ben(request="advice", goal="", needs="python:2>4"), mentee("cat")
    assert state([ANN], [asking], [waiver]).state is State.MATCHED
    assert state([ANN], [asking, other], [waiver]).state is State.OUTCOMPETED
    # Waived, and banned by something else: the rule that is left elsewhere decides, or else the pair's own.
    veto = relation("ben", "ann", "veto")
    assert state([ANN, mentor("bob")], [asking], [waiver, veto]).state is State.OTHER_HELP
    assert state([ANN], [asking], [waiver, veto]).state is State.NO_LEGAL_PARTNER


# fmt: off
HELPED: list[tuple[list[Mentor], list[Mentee], list[tuple[str, str, str]], str, State, dict[str, int], str]] = [
    ([mentor("ann", **NIGHT), mentor("bob", **NIGHT, languages="fr"), mentor("cy", languages="fr")],
     [ben(languages="en")], [], "ben", State.NO_LEGAL_PARTNER, {"availability": 1, "language": 1},
     "What could help: other free hours (availability alone rules out 1 mentor); "
     "a language in common (language alone rules out 1 mentor)."),
    ([ANN], [ben(needs="python:1>4"), mentee("cat")], [], "ben", State.OUTCOMPETED, {},
     "What could help: more places."),
    ([ANN, mentor("bob", **NIGHT)], [ben(needs="python:1>4"), mentee("cat")], [], "ben", State.OUTCOMPETED,
     {"availability": 1}, "What could help: other free hours (availability alone rules out 1 mentor); more places."),
    ([ANN, mentor("bob", offers="python:2")], [ben()], [], "bob", State.UNUSED, {}, "What could help: more mentees."),
    ([ANN], [], [], "ann", State.NO_LEGAL_PARTNER, {}, "What could help: more mentees."),
    ([ANN], [ben()], [("ben", "ann", "veto")], "ann", State.NO_LEGAL_PARTNER, {"veto": 1},
     "What could help: more mentees."),
    ([ANN], [ben()], [("ben", "ann", "veto"), ("ben", "ann", "boss")], "ann", State.NO_LEGAL_PARTNER, {},
     "What could help: more mentees."),
    ([ANN], [ben(goal=""), mentee("cat", request="advice"), mentee("dan", goal=""), mentee("eve", **NIGHT)],
     [], "ann", State.NO_LEGAL_PARTNER, {"not_ready": 2, "not_mentoring": 1, "availability": 1},
     "What could help: waiting until people are ready (not_ready alone rules out 2 mentees); "
     "other free hours (availability alone rules out 1 mentee); "
     "people who ask for mentoring (not_mentoring alone rules out 1 mentee)."),
    ([mentor("ann", company="Acme")], [ben(company="ACME Ltd."), mentee("cat"), mentee("dan")],
     [("cat", "ann", "boss"), ("dan", "ann", "past_pair")], "ann", State.NO_LEGAL_PARTNER,
     {"same_company": 1, "current_boss": 1, "past_pair": 1},
     "What could help: a waiver (past_pair alone rules out 1 mentee); "
     "people of other companies (same_company alone rules out 1 mentee); "
     "people of other lines (current_boss alone rules out 1 mentee)."),
]
# fmt: on


@pytest.mark.parametrize(("mentors", "mentees", "facts", "who", "expected", "only", "advice"), HELPED)
def test_what_would_help_those_without(
    mentors: list[Mentor],
    mentees: list[Mentee],
    facts: list[tuple[str, str, str]],
    who: str,
    expected: State,
    only: dict[str, int],
    advice: str,
) -> None:
    found = state(mentors, mentees, [relation(*fact) for fact in facts], who)
    assert (found.state, found.only_banned_by, found.advice) == (expected, only, advice)


def test_a_score_below_the_minimum_is_what_a_lower_minimum_would_help() -> None:
    found = state([mentor("ann", offers="law:1")], [ben()], minimum_score=9_000)
    assert found.advice == "What could help: a lower minimum (minimum_score alone rules out 1 mentor)."


def pools() -> Iterator[tuple[Pool, Programme]]:
    """Two kinds of random pools, and kickoff."""
    yield from (demanding_pool(seed) for seed in range(90))
    for wishful in (wishful_pool(seed, 5, 8) for seed in range(25)):
        yield wishful.pool, wishful.programme
    yield read_folder(KICKOFF)


def reason(one: PersonState, found: Matching, bans: dict[tuple[str, str], list[str]], of: Mentee | Mentor) -> State:
    """The one state that follows from somebody's places, pairs and bans, by its definition."""
    mentee_side = isinstance(of, Mentee)
    places = of.mentors_wanted if isinstance(of, Mentee) else of.capacity
    got = sum(one.id == (pair.mentee if mentee_side else pair.mentor) for pair in found.pairs)
    mine = [rules for (row, column), rules in bans.items() if one.id == (row if mentee_side else column)]
    if places == 0:
        return State.PAUSED
    if got:
        return State.MATCHED if got == places else State.PARTLY
    if [] in mine:
        return State.OUTCOMPETED if mentee_side else State.UNUSED
    for rule, screened in (("not_mentoring", State.OTHER_HELP), ("not_ready", State.PREPARE_FIRST)):
        if mentee_side and any(rule in rules for rules in mine):
            return screened
    return State.NO_LEGAL_PARTNER


def bans_of(pool: Pool, programme: Programme) -> dict[tuple[str, str], list[str]]:
    """For every pair the plain rules that ban it, and "minimum" where only its score is too low."""
    scores, plain = Scores(pool, programme), PlainRules(pool, programme)
    points = scores.score_block(0, scores.n_rows)
    found = {}
    for row, mentee_ in enumerate(pool.mentees):
        by_rule = plain.banned(row)
        for column, mentor_ in enumerate(pool.mentors):
            names = [name for name, columns in by_rule.items() if columns[column]]
            low = not names and points[row, column] < programme.minimum_score
            found[mentee_.id, mentor_.id] = ["minimum"] if low else names
    return found


def test_everybody_read_is_in_exactly_one_state(counted: Callable[..., None]) -> None:
    seen = Counter[str]()
    for pool, programme in pools():
        found, bans = match(pool, programme), bans_of(pool, programme)
        everybody = {(one.role, one.id): one for one in (*pool.mentees, *pool.mentors)}
        assert [(one.role, one.id) for one in found.people] == list(everybody)
        for one in found.people:
            assert one.state is reason(one, found, bans, everybody[one.role, one.id])
            mine = [rules for pair, rules in bans.items() if pair[one.role == "mentor"] == one.id]
            alone = Counter(rules[0] for rules in mine if len(rules) == 1)
            assert one.only_banned_by == {name: count for name, count in alone.items() if name != "minimum"}
            assert not any(name in one.advice for name in PRIVATE)
            assert one.why
            without = one.state in (State.UNUSED, State.OUTCOMPETED, State.NO_LEGAL_PARTNER)
            screened = one.state in (State.PREPARE_FIRST, State.OTHER_HELP)
            assert one.advice or not (without or screened)
        seen.update(one.state.value for one in found.people)
    counted(people=sum(seen.values()), **seen)
    assert set(seen) == set(State)
    assert min(seen.values()) >= 20


def test_the_first_screen_names_who_is_screened_out_and_why_nobody_is_matched() -> None:
    def page(mentees: list[Mentee]) -> list[str]:
        pool, programme = Pool([ANN], mentees), Programme()
        return summary(pool, programme, match(pool, programme), [Path("out/matching.json")], "in").splitlines()

    lines = page([ben(), mentee("cat", goal=""), mentee("dan", request="advice"), mentee("eve", goal="")])
    assert "  mentees    1 matched; 3 without a mentor: 2 to prepare first, 1 for other help" in lines
    assert "             prepare first: Cat Mentee and Eve Mentee; people.csv says what is missing" in lines
    assert "             other help: Dan Mentee; people.csv says where to turn" in lines
    head = page([ben(goal=""), mentee("cat", goal="n/a")])[1]
    assert head == (
        "Nobody is matched: not_ready leaves no pair: nobody named a goal, so everybody is to prepare first; "
        'if the form did not ask for one, set rules.not_ready.unknown = "allow".'
    )
    assert page([ben(request="advice")])[1] == "Nobody is matched: not_mentoring leaves no pair."
