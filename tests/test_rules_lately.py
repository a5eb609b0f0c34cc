"""Rules that count back months from the start: past pairs, and former bosses where the programme asks for it."""

from __future__ import annotations

import pytest
from rule_cases import Case, facts, maya, row, tom

from matchmaker import Pool, Scores, match, verify
from matchmaker.relations import Relation
from matchmaker.rules import in_force
from matchmaker.verification.plain_rules import PlainRules

MONTHS = [
    ("2027-03-15", 12, "2026-03-15", False), ("2027-03-15", 12, "2026-03-16", True),
    ("2027-03-31", 1, "2027-02-28", False), ("2027-03-31", 1, "2027-03-01", True),
    ("2028-02-29", 12, "2027-02-28", False), ("2028-02-29", 12, "2027-03-01", True),
    ("2027-01-31", 2, "2026-11-30", False), ("2027-01-31", 2, "2026-12-01", True),
    ("2027-03-15", 12, None, True), ("2027-03-15", None, "1999-01-01", True), ("2027-03-15", 1, "2028-01-01", True),
]  # fmt: skip


@pytest.mark.parametrize(("start", "months", "until", "banned"), MONTHS)
def test_a_past_pair_counts_for_so_many_months(start: str, months: int | None, until: str | None, banned: bool) -> None:
    case = facts(("maya", "tom", "past_pair"), until=until)._replace(settings={"start": start})
    assert case.under(past_pair={"months": months}).banned_by() == (["past_pair"] if banned else [])


LEFT = [
    *(one for one in MONTHS if one[1]),  # months count as they do for past pairs
    ("2027-03-15", None, None, False), ("2027-03-15", None, "2027-03-14", False),
]  # fmt: skip


@pytest.mark.parametrize(("start", "months", "until", "banned"), LEFT)
def test_a_former_boss_counts_for_so_many_months(
    start: str, months: int | None, until: str | None, banned: bool
) -> None:
    case = facts(("maya", "tom", "former_boss"), until=until)._replace(settings={"start": start})
    case = case.under(former_boss={"months": months})
    assert case.banned_by() == (["former_boss"] if banned else [])
    assert ("former_boss" in case.scores().tally.banned) == (months is not None)


def lately(*rows: Relation, months: int = 12) -> Case:
    """The case of some facts under a programme that starts in March 2027."""
    return Case(maya(), tom(), rows, {"start": "2027-03-01", "rules": {"former_boss": {"months": months}}})


BOSS_ROWS = [
    ("maya", "tom", "2027-02-28", ["former_boss"]), ("maya", "tom", "2026-03-02", ["former_boss"]),
    ("maya", "tom", "2026-03-01", []), ("maya", "tom", "2027-03-01", ["current_boss"]),
    ("maya", "tom", None, ["current_boss"]), ("tom", "maya", "2027-02-28", []), ("maya", "Olga", "2027-02-28", []),
    ("Olga", "tom", "2027-02-28", []),
]  # fmt: skip


@pytest.mark.parametrize(("person", "other", "until", "banning"), BOSS_ROWS)
def test_a_boss_row_that_has_ended_makes_a_former_boss_of_the_other(
    person: str, other: str, until: str | None, banning: list[str]
) -> None:
    assert lately(row(2, person, other, "boss", until=until)).banned_by() == banning


FORMER, UNTIL = ("maya", "tom", "former_boss"), "This programme asks for 12 months since then."
SEVERAL = [
    ([row(2, *FORMER)], f"Tom was Maya's boss; until when is not said. {UNTIL}", [2]),
    ([row(2, *FORMER, until="2026-05-01"), row(3, *FORMER, until="2026-04-01")],
     f"Tom was Maya's boss until 2026-05-01. {UNTIL}", [3, 2]),
    ([row(2, *FORMER, until="2026-05-01"), row(3, *FORMER, until="2020-04-01")],
     f"Tom was Maya's boss until 2026-05-01. {UNTIL}", [2]),
    ([row(2, *FORMER, until="2026-05-01"), row(3, "tom", "maya", "former_boss", until="2026-06-01")],
     f"Tom was Maya's boss until 2026-05-01. {UNTIL}", [2]),
    ([row(2, *FORMER, until="2026-05-01"), row(3, "maya", "tom", "boss", until="2026-06-01"), row(4, *FORMER)],
     f"Tom was Maya's boss; until when is not said. {UNTIL}", [3, 2, 4]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "sentence", "told"), SEVERAL)
def test_of_several_rows_the_last_end_is_told_and_all_that_count_are_named(
    rows: list[Relation], sentence: str, told: list[int]
) -> None:
    (ban,) = lately(*rows).scores().bans(0, 0)
    assert (ban.why, ban.records) == (sentence, tuple(f"relations.csv row {at}" for at in told))
    assert lately(*rows).banned_by() == ["former_boss"]


def test_one_month_is_one_month() -> None:
    (ban,) = lately(row(2, *FORMER), months=1).scores().bans(0, 0)
    assert ban.why.endswith("This programme asks for 1 month since then.")


def test_two_who_are_in_both_roles_may_be_paired_with_the_former_boss_as_mentee() -> None:
    one, other = {"id": "maya", "email": "m@x.org"}, {"id": "tom", "email": "t@x.org"}
    pool = Pool([tom(**other), tom(**one)], [maya(**one), maya(**other)], [row(2, *FORMER)])
    scores = Scores(pool, lately().scores().programme)
    found = {ids: [ban.rule for ban in scores.pair(*ids).bans] for ids in (("maya", "tom"), ("tom", "maya"))}
    assert found == {("maya", "tom"): ["former_boss"], ("tom", "maya"): []}


def test_a_reason_names_rules_that_ban_as_many_in_one_order_however_it_is_checked() -> None:
    people = [maya(), maya(id="zoe", name="Zoe", email="zoe@one.example", company="Tom & Sons")]
    left = row(2, "maya", "tom", "former_boss", until="2027-01-01")
    pool, programme = Pool([tom(company="Tom & Sons")], people, [left]), lately().scores().programme
    found = match(pool, programme)
    assert found.people[-1].banned_by == {"former_boss": 1, "same_company": 1}
    assert verify(pool, programme, found) == ()
    assert PlainRules(pool, programme).names == tuple(rule.name for rule in in_force(programme))
