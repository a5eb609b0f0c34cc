from __future__ import annotations

from itertools import pairwise, permutations, product

import pytest
from people import mentee, mentor
from plain_definitions import WAIVABLE
from rule_cases import MENTEE_ROW, MENTOR_ROW, Case, Fields, cells, facts, maya, row, tom, two

from matchmaker import RULES, InputError, Pool, Rule, Scores, match
from matchmaker.verification.plain_rules import PlainRules

A_YEAR: Fields = {"start": "2027-03-01", "rules": {"former_boss": {"months": 12}}}
ROW_2, NOT_AVAILABLE = ("relations.csv row 2",), "One of the two is not available to the other."

# By rule: a pair it bans, the nearest pair it does not, the sentence, the records.
CASES: dict[str, tuple[Case, Case, str, tuple[str, ...]]] = {
    "self": (
        two("email", "m@x.org", "M@X.org"), two("email", "m@x.org", "m@y.org"),
        "Maya is both, and nobody is their own mentor.", ("mentees.csv row 3", "mentors.csv row 2"),
    ),
    "current_boss": (
        facts(("maya", "Olga Out", "boss"), ("Olga Out", "tom", "boss")),
        facts(("maya", "Olga Out", "boss"), ("tom", "Olga Out", "boss")),
        "Tom is above Maya in the line: Maya → Olga Out → Tom.", (*ROW_2, "relations.csv row 3"),
    ),
    "former_boss": (
        facts(("maya", "tom", "former_boss"), until="2026-03-02")._replace(settings=A_YEAR),
        facts(("tom", "maya", "former_boss"), until="2026-03-02")._replace(settings=A_YEAR),
        "Tom was Maya's boss until 2026-03-02. This programme asks for 12 months since then.", ROW_2,
    ),
    "same_company": (
        two("company", "Acme Labs", "initech GmbH; Stark"), two("company", "Acme Labs", "Acme Lab Supplies; Stark"),
        "Acme Labs (Maya) and initech GmbH; Stark (Tom) are one company or group.", cells("company"),
    ),
    "competitors": (
        two("company", "Stark; IBR", "umbrella GmbH"), two("company", "Stark; Big Rail", "umbrella farms"),
        "Stark; IBR (Maya) and umbrella GmbH (Tom) are listed as competing.", cells("company"),
    ),
    "veto": (facts(("maya", "tom", "veto")), facts(("maya", "Tim", "veto")), NOT_AVAILABLE, ROW_2),
    "forbid": (facts(("tom", "maya", "forbid")), facts(("tom", "may", "forbid")), NOT_AVAILABLE, ROW_2),
    "decline": (facts(("tom", "maya", "decline")), facts(("tom", "maya", "accept")), NOT_AVAILABLE, ROW_2),
    "refused_topic": (
        Case(maya(needs="python:1; mergers:1", asks="job"), tom(refuses="Job")),
        Case(maya(needs="python:1; my job", asks="funding"), tom(refuses="Job; mergers")),
        NOT_AVAILABLE, ("mentors.csv row 2, refuses",),
    ),
    "past_pair": (
        facts(("tom", "maya", "past_pair"), since="2025-01-02", until="2025-07-01"),
        facts(("tom", "Olga Out", "past_pair"), ("maya", "Otto Out", "past_pair")),
        "Maya and Tom were a pair before from 2025-01-02 until 2025-07-01.", ROW_2,
    ),
    "availability": (
        two("free", "Mon 09:00-10:00", "Mon 09:15-10:15"), two("free", "Mon 09:00-10:15", "Mon 09:15-10:15"),
        "There is no time of the week at which 60 minutes fit both Maya (Europe/London) and Tom (Europe/London), all "
        "through the programme.", cells("free"),
    ),
    "language": (
        two("languages", "German; French", "English"), two("languages", "German; French", "en; Français"),
        "Maya works in German and French, Tom in English: none in common.", cells("languages"),
    ),
    "not_ready": (
        Case(maya(goal="N/A"), tom()), Case(maya(goal="Go"), tom()),
        "Maya is not ready yet: no goal is named.", ("mentees.csv row 3, goal",),
    ),
    "not_mentoring": (
        Case(maya(request="coaching"), tom()), Case(maya(request="mentoring"), tom()),
        "Maya asks for coaching on a task, not for mentoring.", ("mentees.csv row 3, request",),
    ),
}  # fmt: skip


def test_every_rule_has_its_case() -> None:
    assert list(CASES) == [rule.name for rule in RULES]
    assert {rule.name for rule in RULES if rule.waivable} == set(WAIVABLE)


@pytest.mark.parametrize("name", CASES)
def test_a_rule_bans_its_pair_with_sentence_and_records_and_not_the_nearest(name: str) -> None:
    banned, nearest, sentence, records = CASES[name]
    assert banned.banned_by() == [name]
    (ban,) = banned.scores().pair("maya", "tom").bans
    assert (ban.rule, ban.why, ban.records) == (name, sentence, records)
    assert nearest.banned_by() == []
    assert Case(maya(), tom()).banned_by() == []


def test_a_person_is_one_by_id_or_by_email() -> None:
    assert two("id", "one", "one").banned_by() == ["self"]
    assert Case(maya(id="one", email="a@x.org"), tom(id="one", email="b@x.org")).banned_by() == ["self"]
    assert Case(maya(id="A@x.org"), tom(email="a@X.ORG")).banned_by() == ["self"]
    assert two("id", "one", "One").banned_by() == []


@pytest.mark.parametrize("both", ["aa", "zz"])
def test_somebody_in_both_roles_is_banned_from_themselves_only(both: str) -> None:
    scores = Scores(Pool([tom(), mentor(both, email="o@x.org")], [maya(), mentee("one", email="o@x.org")]))
    found = {(one, other) for one, other in product(["maya", "one"], ["tom", both]) if scores.pair(one, other).bans}
    assert found == {("one", both)}


# Lines of bosses from the lower to the higher, one row of relations.csv a step; as far as ``settings`` says.
LINES: list[tuple[str, Fields, bool]] = [
    ("maya>a>b>tom", {}, True), ("tom>a>b>maya", {}, True), ("maya>a>b", {}, False), ("maya>x maya>y>tom", {}, True),
    ("maya>a>b>tom", {"levels": 3}, True), ("maya>a>b>tom", {"levels": 2}, False),
    ("tom>a>b>maya", {"levels": 3}, True), ("tom>a>b>maya", {"levels": 2}, False),
    ("maya>a>b>tom maya>tom", {"levels": 1}, True), ("maya>tom>maya", {}, True),
    ("maya>a>b>maya", {}, False), ("maya>a>b>maya", {"levels": 2, "peers": True}, False),
    ("maya>a>b>maya b>tom", {}, True), ("maya>a>b>maya b>tom>c", {"levels": 1}, False),
    ("maya>a>b>maya tom>c>tom", {}, False), ("maya>a tom>a", {}, False), ("maya>a tom>a", {"peers": True}, True),
    ("maya>x maya>a tom>a tom>y", {"peers": True}, True), ("maya>a>b tom>b", {"peers": True}, False),
    (f"maya>{'>'.join(f'n{at}' for at in range(900))}>tom", {}, True),
]  # fmt: skip


def in_line(text: str) -> Case:
    chains = [chain.split(">") for chain in text.split(" ")]
    return facts(*((low, high, "boss") for chain in chains for low, high in pairwise(chain)))


@pytest.mark.parametrize(("line", "settings", "banned"), LINES, ids=lambda value: str(value)[:30])
def test_the_line_counts_up_and_down_as_far_as_the_levels_go(line: str, settings: Fields, banned: bool) -> None:
    assert in_line(line).under(current_boss=settings).banned_by() == (["current_boss"] if banned else [])


SAID = [
    ("maya>tom", "Tom is Maya's boss.", [2]), ("tom>maya", "Maya is Tom's boss.", [2]),
    ("tom>a>b>maya", "Maya is above Tom in the line: Tom → a → b → Maya.", [2, 3, 4]),
    ("maya>a>b>tom a>tom", "Tom is above Maya in the line: Maya → a → Tom.", [2, 5]),
    ("tom>Eva maya>EVA", "Maya and Tom have the same boss, EVA.", [3, 2]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "sentence", "rows"), SAID)
def test_the_line_is_named_from_the_lower_to_the_higher(line: str, sentence: str, rows: list[int]) -> None:
    (ban,) = in_line(line).under(current_boss={"peers": True}).scores().bans(0, 0)
    assert (ban.why, ban.records) == (sentence, tuple(f"relations.csv row {at}" for at in rows))


ENDS = [("2027-03-01", None, True), ("2027-03-01", "2027-02-28", False), ("2027-03-01", "2027-03-01", True)]
ENDS += [("2027-03-01", "2027-06-01", True), (None, "2199-01-01", False), (None, None, True)]


@pytest.mark.parametrize(("start", "until", "banned"), ENDS)
def test_a_boss_counts_who_still_is_at_the_start(start: str | None, until: str | None, banned: bool) -> None:
    case = facts(("maya", "tom", "boss"), until=until)
    assert case._replace(settings={"start": start}).banned_by() == (["current_boss"] if banned else [])


def test_the_column_boss_is_named() -> None:
    assert Case(maya(boss="Tom"), tom()).scores().bans(0, 0)[0].records == ("mentees.csv row 3, boss",)


ONE_FIRM = ["ACME | acme, inc", "Hooli GmbH | Globex", "Hooli | INITECH", "IBR | Isenbruck-Rail AG", "Big Rail | ibr"]
ONE_FIRM += ["Umbrella; Acme | Stark; ACME Ltd.", "freelance; Initech | Acme Labs; Stark", "Globex | Globex"]
TWO_FIRMS = ["Globex | Isenbruck Rail", "Acme | Acme Labs", "Umbrella; Stark | Wayne; Acme", "n/a | N/A"]
TWO_FIRMS += ["freelance; Umbrella | freelance", "student | Student", "Hooli | Hooligan Supplies"]


@pytest.mark.parametrize("companies", [*ONE_FIRM, *TWO_FIRMS])
@pytest.mark.parametrize("unknown", ["error", "ban", "allow"])
def test_one_firm_behind_its_spellings(companies: str, unknown: str) -> None:
    for one, other in permutations(companies.split(" | ")):
        case = two("company", one, other).under(same_company={"unknown": unknown})
        assert case.banned_by() == (["same_company"] if companies in ONE_FIRM else [])
        assert one != other or case.scores().bans(0, 0)[0].why == "Both work for Globex."


@pytest.mark.parametrize(("one", "other"), [("", "Acme"), ("Acme", ""), ("", ""), ("", "freelance")])
def test_a_blank_company_stops_bans_or_allows_as_unknown_says(one: str, other: str) -> None:
    case = two("company", one, other)
    ban, allow = (case.under(same_company={"unknown": what}) for what in ("ban", "allow"))
    assert (case.banned_by(), ban.banned_by(), allow.banned_by()) == ([], ["same_company"], [])
    assert ban.scores().bans(0, 0)[0].why == "A company is not said, and this programme allows no pair then."
    with pytest.raises(InputError) as caught:
        match(Pool([case.mentor], [case.mentee]))
    where = [(problem.file, problem.row, problem.column) for problem in caught.value.problems]
    assert where == [(r.file, r.row, "company") for r, cell in ((MENTOR_ROW, other), (MENTEE_ROW, one)) if not cell]


@pytest.mark.parametrize(("weeks", "banned"), [(2, False), (3, True), (None, True)])
def test_a_meeting_must_outlive_the_change_of_a_clock(weeks: int | None, banned: bool) -> None:
    new_york = {"time_zone": "America/New_York", "free": "Mon 09:00-10:00"}
    settings = {"start": "2027-03-01", "weeks": weeks}
    case = Case(maya(free="Mon 14:00-15:00"), tom(**new_york), settings=settings)
    assert case.banned_by() == (["availability"] if banned else [])
    assert case._replace(settings={}).banned_by() == ["availability"]
    assert case._replace(mentee=maya(**new_york)).banned_by() == []


def test_a_whole_meeting_must_fit() -> None:
    case = two("free", "Sun 23:00-01:00", "Mon 00:00-02:00")
    assert [case.under(availability={"meeting_minutes": n}).banned_by() for n in (60, 75)] == [[], ["availability"]]


@pytest.mark.parametrize(("one", "other"), [("", "English"), ("English", ""), ("", "")])
def test_a_blank_language_is_allowed_or_banned_as_unknown_says(one: str, other: str) -> None:
    case = two("languages", one, other)
    assert case.banned_by() == []
    assert case.under(language={"unknown": "ban"}).banned_by() == ["language"]


@pytest.mark.parametrize("kind", ["veto", "forbid", "decline"])
def test_who_said_no_stays_private(kind: str) -> None:
    said = {who: facts((*who, kind), why="canary").scores().bans(0, 0) for who in (("maya", "tom"), ("tom", "maya"))}
    assert {bans[0].why for bans in said.values()} == {NOT_AVAILABLE}
    assert all([ban.rule for ban in bans] == [kind] for bans in said.values())


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.name != "self"], ids=lambda rule: rule.name)
@pytest.mark.parametrize("way", [("maya", "tom"), ("tom", "maya")])
def test_a_waiver_lifts_waivable_rules_and_is_named(rule: Rule, way: tuple[str, str]) -> None:
    banned, nearest, _, _ = CASES[rule.name]
    waiver = (row(9, *way, "waive", why=rule.name),)
    case = banned._replace(facts=banned.facts + waiver)
    pair = case.scores().pair("maya", "tom")
    assert case.banned_by() == ([] if rule.waivable else [rule.name])
    assert pair.waived == ((rule.name,) if rule.waivable else ())
    assert nearest._replace(facts=nearest.facts + waiver).scores().pair("maya", "tom").waived == ()


def test_a_waiver_lifts_one_rule_for_one_pair() -> None:
    night = {"free": "Sun 00:00-02:00", "languages": "French"}
    people = [tom(languages="English"), mentor("ann", languages="English")], [maya(**night), mentee("zoe", **night)]
    scores = Scores(Pool(*people, [row(2, "Maya", "Tom", "waive", why="language")]))
    found = {(i, j): [ban.rule for ban in scores.bans(i, j)] for i in (0, 1) for j in (0, 1)}
    assert found.pop((0, 1)) == ["availability"]
    assert list(found.values()) == [["availability", "language"]] * 3
    assert [scores.pair("maya", key).waived for key in ("tom", "ann")] == [("language",), ()]


@pytest.mark.parametrize("name", WAIVABLE)
def test_a_rule_that_is_switched_off_bans_nothing_and_is_not_counted(name: str) -> None:
    case = CASES[name][0].under(**{name: {"enabled": False}})
    assert case.banned_by() == []
    assert name not in case.scores().tally.banned
    waived = case._replace(facts=(*case.facts, row(9, "maya", "tom", "waive", why=name))).scores()
    assert waived.pair("maya", "tom").waived == ()
    assert name not in PlainRules(waived.pool, waived.programme).waived(0, 0)
