"""Audit-only columns: told by group, small groups hidden, and without any part in the matching."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from lengths import lengths
from people import mentee, mentee_cells, mentor, mentor_cells, ratings_of, write
from random_pools import demanding_pool

from matchmaker import CRITERIA, InputError, Matching, Pool, Programme, match, verify
from matchmaker.shapes import Shape, listed

AUDIT: dict[str, object] = {"audit": {"columns": ["gender"]}}
OWN = {"name": "town", "view": "mentee", "kind": "same", "mentee": "town", "mentor": "town"}
ABOUT = {"people_sha256", "audit"}
"""What a record tells of the column."""


def with_column(seed: int, pool: Pool) -> Pool:
    """Give everybody a gender and a town, drawn anew for each seed; towns stay."""
    draw, towns = random.Random(seed), random.Random(7)
    people: list[list[Any]] = [
        [one.model_copy(update={"other": {"gender": draw.choice("fmx"), "town": towns.choice("AB")}}) for one in side]
        for side in (pool.mentors, pool.mentees)
    ]
    return Pool(*people, [fact.relation for fact in pool.relations.facts], ratings_of(pool))


def told(matching: Matching) -> Mapping[str, object]:
    return matching.model_dump(exclude=ABOUT)


@pytest.mark.promise("metamorphic")
@lengths(16, 16, 160)
def test_shuffling_an_audit_column_changes_nothing_but_what_is_told_of_it(
    seeds: range, counted: Callable[..., None]
) -> None:
    shuffles = 0
    for seed in seeds:
        plain, programme = demanding_pool(seed)
        weights = {"mentee": {"expertise": 60, "town": 40}, "mentor": dict(programme.weights.mentor)}
        settings = programme.model_dump() | AUDIT | {"criterion": [OWN], "weights": weights}
        words = {"topics": programme.topics, "companies": programme.companies}
        programme = Programme.model_validate(settings | words)
        first, *others = [with_column(100 * seed + at, plain) for at in range(3)]
        found = match(first, programme)
        for other in others:
            again = match(other, programme)
            assert told(again) == told(found), seed
            assert again.certificate.model_dump(exclude=ABOUT) == found.certificate.model_dump(exclude=ABOUT)
            assert other.sha256 != first.sha256
            shuffles += 1
    counted(shuffles=shuffles)


class Nosy:
    """A criterion of a caller's that would give everybody points by gender."""

    name, view, unknown = "nosy", "mentee", 0

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def encode(self, pool: Pool, programme: Programme) -> Shape:
        self.seen.update(key for one in (*pool.mentees, *pool.mentors) for key in one.other)
        return listed([], len(pool.mentors))

    def why(self, pool: Pool, programme: Programme, mentee: int, mentor: int) -> str:
        return f"{pool.mentees[mentee].other.get('gender')}"


def test_no_criterion_sees_the_column_not_even_a_caller_s() -> None:
    nosy = Nosy()
    programme = Programme(criteria=(*CRITERIA, nosy), **AUDIT)
    pool = Pool([mentor("ann", other={"gender": "f", "town": "x"})], [mentee("ben", other={"gender": "m"})])
    matching = match(pool, programme)
    assert nosy.seen == {"town"}
    assert [part.why for part in matching.pairs[0].criteria if part.name == "nosy"] == ["None"]
    assert pool.mentors[0].other == {"gender": "f", "town": "x"}
    assert verify(pool, programme, matching) == ()


def group(name: str, count: int, **fields: object) -> list[Any]:
    return [mentee(f"{name or 'blank'}{at:02}", other={"gender": name}, **fields) for at in range(count)]


def audited(mentees: list[Any], places: int = 50) -> Matching:
    pool = Pool([mentor("ann", capacity=places)], mentees)
    matching = match(pool, Programme.model_validate(AUDIT))
    assert verify(pool, Programme.model_validate(AUDIT), matching) == ()
    return matching


# fmt: off
SIZES = {  # sizes of groups -> those that are told, and how many are hidden
    "all large": ({"f": 12, "m": 10}, ["f", "m"], 0),
    "one small, with the next smallest": ({"f": 14, "m": 11, "x": 3}, ["f"], 2),
    "of two the small one": ({"f": 14, "x": 3}, [], 2),
    "two small ones of ten together": ({"f": 12, "x": 5, "y": 5}, ["f"], 2),
    "two small ones of nine together": ({"f": 15, "m": 12, "x": 5, "y": 4}, ["f"], 3),
    "one group, small": ({"f": 9}, [], 1),
    "one group": ({"f": 10}, ["f"], 0),
    "blanks are a group": ({"f": 12, "": 10}, ["f", ""], 0),
    "equals by their names": ({"m": 10, "f": 10, "x": 1}, ["f"], 2),
}
# fmt: on


@pytest.mark.parametrize("case", SIZES)
def test_small_groups_are_hidden_and_cannot_be_worked_out(case: str) -> None:
    sizes, names, hidden = SIZES[case]
    (one,) = audited([person for name, count in sizes.items() for person in group(name, count)]).audit
    assert (one.column, one.role, [of.group for of in one.groups], one.hidden_groups) == (
        "gender", "mentee", names, hidden,
    )  # fmt: skip
    assert [of.people for of in one.groups] == [sizes[name] for name in names]


def test_rates_counts_and_means_are_those_of_the_pairs() -> None:
    easy = group("f", 14, needs="python:2>1") + group("F", 1)
    hard = group("m", 12, needs="python:2>4") + group("m2", 2, mentors_wanted=0)
    matching = audited([*easy, *[one.model_copy(update={"other": {"gender": "m"}}) for one in hard]], places=18)
    first, second = matching.audit[0].groups
    assert (first.group, first.people, first.matched, first.match_rate) == ("F", 15, 15, 10_000)
    assert (second.group, second.people, second.matched, second.match_rate) == ("m", 12, 3, 2500)  # two pause
    mine = [pair.score for pair in matching.pairs if pair.mentee.lower().startswith("f")]
    assert (first.mean_score, second.mean_score) == (sum(mine) // 15, None)


def test_verify_counts_again() -> None:
    pool, programme = Pool([mentor("ann", capacity=9)], group("f", 12)), Programme.model_validate(AUDIT)
    matching = match(pool, programme)
    (one,) = matching.audit
    better = one.model_copy(update={"groups": (one.groups[0].model_copy(update={"matched": 10}),)})
    for forged in ((better,), (), (one, one)):
        breaches = verify(pool, programme, matching.model_copy(update={"audit": forged}))
        assert breaches == ("audit: it is not what the groups got",)
    turned = Pool(pool.mentors, [*pool.mentees[1:], mentee("f00", other={"gender": "m"})])
    assert any(breach.startswith("people_sha256") for breach in verify(turned, programme, matching))
    assert match(turned, programme).pairs == matching.pairs


TOML = '[audit]\ncolumns = ["Gender"]\n'
COMPARED = TOML + '[[criterion]]\nname = "same"\nview = "mentor"\nkind = "same"\nmentee = "town"\nmentor = "gender"\n'
# fmt: off
REFUSED = [
    (COMPARED, "criterion.same.mentor: gender is only audited (audit.columns), so no criterion can compare it"),
    (TOML.replace("Gender", "gendre"), "audit.columns: no file of people has a column gendre; the nearest is gender, "
                                       "allowed are gender, town"),
    (TOML.replace("Gender", "company"), "audit.columns.1: company is a column with a meaning"),
    (TOML.replace('"]', '", "gender"]'), "audit.columns: gender stands in it twice"),
    ('[audit]\ncolums = ["gender"]', "audit.colums: no such setting; the nearest is columns, allowed are columns"),
]
# fmt: on


@pytest.mark.parametrize(("toml", "said"), REFUSED)
def test_what_is_wrong_is_told_at_its_key(toml: str, said: str, tmp_path: Path) -> None:
    mentors, mentees = [mentor_cells("ann") | {"gender": "f"}], [mentee_cells("ben") | {"town": "York"}]
    with pytest.raises(InputError) as caught:
        Pool.read(write(tmp_path / "p", programme=toml, mentors=mentors, mentees=mentees))
    assert [str(one).startswith(f"programme.toml, {said}") for one in caught.value.problems] == [True]
