"""Quotas of groups and mentors' hours: from programme.toml to pairs, reasons, errors and verification."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from command_line import Run
from people import mentee, mentee_cells, mentor, mentor_cells, relation, write

from matchmaker import ClashError, InputError, Matching, Pool, Programme, match
from matchmaker.errors import StoppedError
from matchmaker.reading.folder import read_folder
from matchmaker.verification import verify
from solvers.stop import TimeLimit

NORTH = {"of": "mentees", "column": "region", "value": "north"}
HOURS = {"hours": {"mentors": "hours_in_all"}}


def pool(by_priority: int = 0, hours: tuple[str, ...] = ("4", "", "3,5")) -> Pool:
    """Eight mentees, four of the north, who take 1, 2 or, unsaid, 2 hours; three mentors of three places each."""
    asked = [1, 2, None]
    regions = ["North", "NORTH", "north", " north "] + ["south"] * 4
    mentees = [
        mentee(f"e{at}", other={"region": region}, hours_per_month=asked[at % 3], priority=1 + by_priority * (at % 2))
        for at, region in enumerate(regions)
    ]
    mentors = [mentor(f"o{at}", capacity=3, other={"hours_in_all": hours[at]}) for at in range(3)]
    return Pool(mentors, mentees)


def matched(people: Pool, **settings: object) -> tuple[Programme, Matching]:
    programme = Programme.model_validate(settings)
    return programme, match(people, programme)


def in_the_north(matching: Matching) -> Counter[str]:
    """How many mentees of the north each mentor has."""
    return Counter(pair.mentor for pair in matching.pairs if pair.mentee in {"e0", "e1", "e2", "e3"})


@pytest.mark.parametrize("strategy", ["most_people", "best_score"])
@pytest.mark.parametrize(
    ("quota", "north", "each"),
    [
        ({"at_most": 2}, 2, 2),
        ({"at_most": 0}, 0, 0),
        ({"at_least": 4}, 4, 3),
        ({"per_mentor": 1}, 3, 1),
        ({"at_least": 1, "at_most": 3, "per_mentor": 2}, 3, 2),
    ],
)
def test_a_quota_is_kept_and_the_record_holds(quota: dict[str, int], north: int, each: int, strategy: str) -> None:
    people = pool()
    programme, matching = matched(people, limit=[NORTH | quota], strategy=strategy)
    found = in_the_north(matching)
    assert (found.total(), max(found.values(), default=0) <= each) == (north, True)
    assert (matching.solver, matching.status) == ("cp_sat", "OPTIMAL")
    assert verify(people, programme, matching) == ()


def test_a_quota_of_mentors_counts_their_places_by_built_in_columns_too() -> None:
    people = pool()
    programme, matching = matched(
        people, limit=[{"of": "mentors", "column": "time_zone", "value": "europe/london", "at_most": 5}]
    )
    assert len(matching.pairs) == 5
    assert verify(people, programme, matching) == ()
    people = pool(by_priority=1)
    first, matching = matched(people, limit=[{"of": "mentees", "column": "priority", "value": 1, "at_most": 1}])
    assert sorted(pair.mentee for pair in matching.pairs if pair.mentee in {"e0", "e2", "e4", "e6"})[1:] == []
    assert verify(people, first, matching) == ()


def test_no_mentor_gives_more_hours_than_there_are() -> None:
    people = pool()
    programme, matching = matched(people, **HOURS)
    given: Counter[str] = Counter()
    for pair in matching.pairs:
        given[pair.mentor] += people.mentees[people.mentee_index[pair.mentee]].hours_per_month or 2
    assert given["o0"] <= 4
    assert given["o2"] <= 3.5
    assert verify(people, programme, matching) == ()


def test_verify_finds_hours_and_quotas_that_are_not_kept() -> None:
    """A matching made without limits, dressed up as one made within them."""
    people = pool(hours=("1", "1.5", "1"))
    free = match(people, Programme())
    assert free.certificate is not None
    for settings, breach in (
        (HOURS, "hours: mentor o"),
        ({"limit": [NORTH | {"at_most": 3}]}, "limit.1.at_most: 4 places, not 3"),
        ({"limit": [NORTH | {"at_least": 5}]}, "limit.1.at_least: 4 places, not 5"),
        ({"limit": [NORTH | {"per_mentor": 0}]}, "limit.1.per_mentor: mentor"),
    ):
        programme = Programme.model_validate(settings)
        proof = free.certificate.model_copy(update={"settings_sha256": programme.sha256})
        dressed = free.model_copy(update={"settings_sha256": programme.sha256, "certificate": proof})
        assert any(one.startswith(breach) for one in verify(people, programme, dressed)), breach


def test_a_pinned_pair_counts_in_a_quota() -> None:
    people = pool()
    pinned = Pool(people.mentors, people.mentees, [relation("e0", "o1", "pin")])
    _, matching = matched(pinned, limit=[NORTH | {"at_most": 1}])
    assert in_the_north(matching) == {"o1": 1}
    assert ("e0", "o1") in {(pair.mentee, pair.mentor) for pair in matching.pairs}


def test_who_is_left_out_by_a_quota_is_told_so_and_nothing_else() -> None:
    _, matching = matched(pool(), limit=[NORTH | {"at_most": 2}])
    left = [one for one in matching.people if one.state == "outcompeted"]
    assert len(left) == 2
    for one in left:
        assert "at most 2 places for mentees whose region is north" in one.why
        assert "every place there went to others" not in one.why
        assert "adds nothing" not in one.why


def test_places_that_were_kept_for_others_are_said_to_be() -> None:
    people = pool()
    few = Pool([people.mentors[0]], people.mentees)  # three places, and all for the north
    _, matching = matched(few, limit=[NORTH | {"at_least": 3}])
    south = [one for one in matching.people if one.id in {"e4", "e5", "e6", "e7"}]
    assert all("at least 3 places for mentees whose region is north" in one.why for one in south)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        (
            {"limit": [NORTH | {"at_least": 5}]},
            ["limit.1.at_least (at least 5 places for mentees whose region is north)"],
        ),
        (
            {"limit": [NORTH | {"at_least": 4}, NORTH | {"per_mentor": 1}]},
            ["limit.1.at_least", "limit.2.per_mentor.o0", "limit.2.per_mentor.o1", "limit.2.per_mentor.o2"][:2],
        ),
    ],
)
def test_quotas_that_cannot_be_kept_are_a_clash_that_names_them(settings: dict[str, object], named: list[str]) -> None:
    with pytest.raises(ClashError) as caught:
        match(pool(), Programme.model_validate(settings))
    assert all(name in str(caught.value) for name in named)


def test_stopped_before_there_is_anything_it_says_so() -> None:
    with pytest.raises(StoppedError, match="give it more time"):
        match(
            pool(),
            Programme.model_validate(
                {
                    "limit": [
                        NORTH | {"at_least": 4, "at_most": 4},
                        {"of": "mentees", "column": "region", "value": "south", "at_least": 4},
                        NORTH | {"per_mentor": 1, "at_least": 4},
                    ]
                }
            ),
            stop=TimeLimit(0),
        )


@pytest.mark.parametrize("changed", [{"strategy": "greedy"}, {"strategy": "lottery"}, {"solver": "flow"}])
def test_what_cannot_keep_limits_is_refused_and_names_what_can(changed: dict[str, str]) -> None:
    with pytest.raises(
        InputError, match=r"knows no limits.*: leave it out, or choose (a strategy of most_people, best_score|cp_sat)$"
    ):
        match(pool(), Programme.model_validate({"limit": [NORTH | {"at_most": 2}]} | changed))


def folder(tmp_path: Path, programme: str) -> Path:
    mentees = [mentee_cells(f"e{at}") | {"region": region} for at, region in enumerate(["north", "north", "south"])]
    mentors = [mentor_cells(f"o{at}") | {"hours_in_all": hours} for at, hours in enumerate(["4", "lots", "2.1"])]
    return write(tmp_path / "programme", mentees=mentees, mentors=mentors, programme=programme)


QUOTA = '[[limit]]\nof = "mentees"\ncolumn = "region"\nvalue = "north"\nat_most = 1\n'


@pytest.mark.parametrize(
    ("programme", "problems"),
    [
        (
            QUOTA.replace("region", "regoin"),
            ["programme.toml, limit.1.column: mentees.csv has no column regoin; the nearest is region"],
        ),
        (QUOTA.replace('"mentees"', '"mentors"'), ["programme.toml, limit.1.column: mentors.csv has no column region"]),
        (QUOTA.replace("region", "company"), ["limit.1.column: company tells no groups; allowed are"]),
        (QUOTA.replace("at_most", "at_mots"), ["limit.1.at_mots: no such setting; the nearest is at_most"]),
        (QUOTA.replace("at_most = 1", ""), ["limit.1: needs at_least, at_most or per_mentor"]),
        (QUOTA + "at_least = 2\n", ["limit.1: at_least is 2 and at_most 1"]),
        (QUOTA.replace("1", "-1"), ["limit.1.at_most: must be 0 at least"]),
        (QUOTA.replace('"mentees"', '"mentors"') + "per_mentor = 1\n", ["limit.1: per_mentor counts mentees"]),
        (QUOTA + '[audit]\ncolumns = ["region"]\n', ["limit.1.column: region is only audited (audit.columns)"]),
        (
            '[hours]\nmentors = "hours_in_al"\n',
            ["hours.mentors: mentors.csv has no column hours_in_al; the nearest is hours_in_all"],
        ),
        (
            '[hours]\nmentors = "hours_in_all"\n',
            [
                "mentors.csv, row 3, hours_in_all: hours a month in quarters",
                "mentors.csv, row 4, hours_in_all: hours a month",
            ],
        ),
    ],
)
def test_a_slip_is_found_where_it_stands(programme: str, problems: list[str], tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_folder(folder(tmp_path, programme))
    assert len(caught.value.problems) == len(problems), caught.value
    for found, wanted in zip(map(str, caught.value.problems), problems, strict=True):
        assert wanted in found


def test_a_group_that_nobody_is_in_is_told_with_the_nearest(tmp_path: Path) -> None:
    people, programme = read_folder(folder(tmp_path, QUOTA.replace("north", "nroth")))
    told = [notice for notice in match(people, programme).notices if "limit.1" in notice]
    assert told == ["limit.1 counts mentees whose region is nroth, and there are none; the nearest answer is north."]


def test_the_command_line_says_whose_word_it_is_and_verify_does_too(tmp_path: Path, run: Run) -> None:
    """Of three pairs any two are too many, by the hours of one and by quotas: no price proves that one is the most."""
    people = [
        mentee_cells(f"e{at}") | {"one": one, "two": two, "three": three}
        for at, (one, two, three) in enumerate(["xx ", " xx", "x x"])
    ]
    quotas = "".join(
        f'[[limit]]\nof = "mentees"\ncolumn = "{name}"\nvalue = "x"\nat_most = 1\n' for name in ("one", "two", "three")
    )
    source = write(
        tmp_path / "in", mentees=people, mentors=[mentor_cells(f"o{at}") for at in range(3)], programme=quotas
    )
    code, out, err = run("match", str(source), "--out", "out")
    assert (code, err) == (0, "")
    assert "by the word of cp_sat itself" in out
    code, out, err = run("verify", "out", str(source))
    assert (code, err) == (0, "")
    assert "solver's own word" in out


def test_a_clash_of_limits_ends_with_exit_code_3(tmp_path: Path, run: Run) -> None:
    code, _, err = run("match", str(folder(tmp_path, QUOTA.replace("at_most = 1", "at_least = 3"))), "--out", "out")
    assert code == 3
    assert "limit.1.at_least" in err
    assert not (tmp_path / "out").exists()


def forged(matching: Matching, **changed: object) -> Matching:
    return matching.model_copy(update=changed)


def test_verify_takes_nobody_s_word_for_a_proof() -> None:
    people = pool()
    programme, matching = matched(people, limit=[NORTH | {"at_most": 2}])
    assert matching.proof == "certificate"
    free = match(people, Programme())
    assert verify(people, programme, forged(matching, proof="solver"))
    assert verify(people, Programme(), forged(free, proof="solver", status="FEASIBLE"))
    assert verify(people, programme, forged(matching, solver="flow"))
    certificate = matching.certificate
    assert certificate is not None
    for changed in ({"limit_prices": {}}, {"limit_prices": {"limit.1.at_most": -1}}, {"scale": 3}):
        assert verify(people, programme, forged(matching, certificate=certificate.model_copy(update=changed)))


def test_limits_change_the_hash_of_the_settings() -> None:
    quotas = [Programme(), *(Programme.model_validate({"limit": [NORTH | {"at_most": most}]}) for most in (1, 2))]
    hashes = {one.sha256 for one in [*quotas, Programme.model_validate(HOURS)]}
    assert len(hashes) == 4
