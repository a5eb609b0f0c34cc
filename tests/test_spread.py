"""``spread``: as many mentors as can be get a first mentee before any gets a second; floors come first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from people import mentee, mentor, relation, write
from random_pools import demanding_pool
from test_explanation import MORE_THAN_ALL, insisting, possible, worth

from matchmaker import InputError, Matching, Pool, Programme, Scores, explain, match, verify
from matchmaker.summary import summary

STRATEGIES = pytest.mark.parametrize("strategy", ["best_score", "most_people"])


def seeking(strategy: str, spread: bool = True) -> Programme:
    return Programme(strategy=strategy, spread=spread)


def ann_and_zoe(floor: int = 0, zoe_floor: int = 0) -> Pool:
    """Two mentees, to both of whom Ann is worth 56.79, and Zoe less: 47.61 to Cat, 32.42 to Dan."""
    return Pool(
        [
            mentor("ann", name="Ann", capacity=2, floor=floor, offers="python:5"),
            mentor("zoe", name="Zoe", capacity=2, floor=zoe_floor, offers="python:2"),
        ],
        [mentee("cat", name="Cat", needs="python:2>1"), mentee("dan", name="Dan", needs="python:2>3")],
    )


def loads(matching: Matching) -> dict[str, int]:
    return dict(Counter(pair.mentor for pair in matching.pairs))


def told(pool: Pool, programme: Programme, matching: Matching) -> str:
    return summary(pool, programme, matching, [Path("out/matching.json")], "folder")


def firsts(matching: Matching) -> int:
    """Return what ``spread`` counts: a floor's places once more than without it, and mentors with a mentee."""
    return matching.floor_places_filled + matching.mentors_matched


def line(text: str, start: str) -> str:
    return next(line.strip() for line in text.splitlines() if line.strip().startswith(start))


@STRATEGIES
def test_without_it_one_mentor_has_both_and_with_it_each_has_one(strategy: str) -> None:
    pool = ann_and_zoe()
    alone = match(pool, seeking(strategy, spread=False))
    assert (loads(alone), alone.mentors_matched, alone.gap) == ({"ann": 2}, 1, 0)
    found = match(pool, seeking(strategy))
    assert {(pair.mentee, pair.mentor) for pair in found.pairs} == {("cat", "zoe"), ("dan", "ann")}
    assert (found.mentors_matched, found.mentors_bound, found.status, found.gap) == (2, 2, "OPTIMAL", 0)
    assert found.total_score < alone.total_score
    assert verify(pool, seeking(strategy), found) == ()


@STRATEGIES
def test_a_floor_goes_before_a_first_mentee(strategy: str) -> None:
    """Ann asks for two at least, and there are two mentees: nobody is left for Zoe, and that is proven."""
    pool, programme = ann_and_zoe(floor=2), seeking(strategy)
    found = match(pool, programme)
    assert (loads(found), found.floor_places_filled) == ({"ann": 2}, 2)
    assert (found.mentors_matched, found.mentors_bound, found.gap) == (1, 1, 0)
    assert verify(pool, programme, found) == ()
    assert line(told(pool, programme, found), "spread ") == (
        "spread     1 of 2 mentors who offer a place has a mentee: "
        "no matching that fills as many floor places gives more of them one."
    )


@STRATEGIES
def test_floors_that_cannot_all_be_met_are_shared(strategy: str) -> None:
    """Both ask for two at least: two floor places can be filled, one with each."""
    pool = ann_and_zoe(floor=2, zoe_floor=2)
    assert loads(match(pool, seeking(strategy, spread=False))) == {"ann": 2}
    found = match(pool, seeking(strategy))
    assert (loads(found), found.floor_places_filled, found.gap) == ({"ann": 1, "zoe": 1}, 2, 0)
    (shortage,) = found.unmet_floors
    assert (shortage.group, shortage.asked, shortage.available) == (("ann", "zoe"), 4, 2)
    assert verify(pool, seeking(strategy), found) == ()


def test_a_pin_goes_before_a_first_mentee() -> None:
    people = ann_and_zoe()
    pool = Pool(people.mentors, people.mentees, [relation("cat", "ann", "pin"), relation("dan", "ann", "pin")])
    found = match(pool, seeking("best_score"))
    assert (loads(found), found.mentors_matched, found.mentors_bound, found.gap) == ({"ann": 2}, 1, 1, 0)
    assert verify(pool, seeking("best_score"), found) == ()


def test_a_priority_decides_who_goes_where_and_not_whether() -> None:
    """Cat, of the first priority, keeps Ann, whom she would else leave to Dan; Zoe gets Dan all the same."""
    people, programme = ann_and_zoe(), seeking("best_score")
    cat, dan = people.mentees
    pool = Pool(people.mentors, [cat.model_copy(update={"priority": 1}), dan])
    found = match(pool, programme)
    assert {(pair.mentee, pair.mentor) for pair in found.pairs} == {("cat", "ann"), ("dan", "zoe")}
    assert (found.mentors_matched, found.mentors_bound, found.gap) == (2, 2, 0)
    assert verify(pool, programme, found) == ()


def test_the_summary_says_how_many_mentors_have_a_mentee_and_that_no_more_could() -> None:
    pool = ann_and_zoe()
    text = told(pool, seeking("best_score"), match(pool, seeking("best_score")))
    assert "no matching under these rules that gives as many mentors a mentee has a better total score." in text
    assert line(text, "spread ") == "spread     2 of 2 mentors who offer a place have a mentee."
    text = told(pool, seeking("most_people"), match(pool, seeking("most_people")))
    assert "and none that gives as many mentors a mentee and that reaches as many scores better." in text
    assert "spread " not in told(pool, seeking("best_score", spread=False), match(pool, Programme()))


def test_greedy_says_how_many_mentors_could_have_one() -> None:
    pool, programme = ann_and_zoe(), seeking("greedy")
    found = match(pool, programme)
    assert (loads(found), found.mentors_matched, found.mentors_bound) == ({"ann": 2}, 1, 2)
    assert (found.status, found.gap) == ("FEASIBLE", None)
    text = told(pool, programme, found)
    assert "Not proven best: at most 2 mentors could have a mentee; here it is 1." in text
    assert line(text, "spread ") == "spread     1 of 2 mentors who offer a place has a mentee; 2 could at most."
    assert verify(pool, programme, found) == ()


def test_greedy_that_leaves_a_floor_unmet_proves_nothing_of_mentors() -> None:
    pool, programme = ann_and_zoe(zoe_floor=1), seeking("greedy")
    found = match(pool, programme)
    assert (found.floor_places_filled, found.floor_places_bound, found.mentors_bound) == (0, 1, None)
    text = told(pool, programme, found)
    assert "Not proven best: at most 1 floor place could be filled; here it is 0." in text
    assert (
        line(text, "spread ")
        == "spread     1 of 2 mentors who offer a place has a mentee; how many could is not proven."
    )
    assert verify(pool, programme, found) == ()


def test_what_went_before_the_score_is_told() -> None:
    pool = ann_and_zoe()
    states = {one.id: one.why for one in match(pool, seeking("best_score")).people}
    assert "Zoe (" in states["cat"]
    assert "; has no other mentee)" in states["cat"]
    assert "no other mentee" not in " ".join(one.why for one in match(pool, seeking("best_score", spread=False)).people)


def test_a_mentor_nobody_could_be_spared_for_is_told_so() -> None:
    """Three mentors with places and two mentees: one stays without, as each of the others has just one."""
    people, programme = ann_and_zoe(), seeking("best_score")
    pool = Pool(
        [*people.mentors, mentor("kim", name="Kim", offers="python:2"), mentor("lea", capacity=0)], people.mentees
    )
    found = match(pool, programme)
    (unused,) = (one for one in found.people if one.state == "unused")
    text = told(pool, programme, found)
    assert (
        line(text, "spread ")
        == "spread     2 of 3 mentors who offer a place have a mentee: no matching gives more of them one."
    )
    assert unused.why.startswith("2 of 2 mentees are possible; each has a place elsewhere. Closest was ")
    assert unused.why.endswith("; has no other mentee).")
    assert (found.mentors_matched, found.mentors_bound) == (2, 2)


def test_a_record_made_without_it_does_not_pass_for_one_with_it() -> None:
    """All that is said of the pairs is true, and the hashes are those of the settings with ``spread``."""
    pool, programme = ann_and_zoe(), seeking("best_score")
    found, made = match(pool, programme), match(pool, seeking("best_score", spread=False))
    assert made.certificate is not None
    hashes = {"settings_sha256": found.settings_sha256}
    forged = made.model_copy(update=hashes | {"certificate": made.certificate.model_copy(update=hashes)})
    breaches = verify(pool, programme, forged)
    assert {breach.partition(":")[0] for breach in breaches} == {"score_bound", "gap", "status", "proof"}


def test_insisting_takes_what_the_page_says_at_least(counted: Callable[..., None]) -> None:
    """Floors, first mentees and scores: solved again with the pair pinned, never less is lost than the page says."""
    seen, wrong = Counter[str](), []
    for seed in range(70):
        pool, programme = demanding_pool(seed)
        programme = programme.model_copy(update={"spread": True, "strategy": ["best_score", "most_people"][seed % 2]})
        found, scores = match(pool, programme), Scores(pool, programme)
        pinned = Counter(pair.mentor for pair in found.pairs if pair.pinned)
        full = {one.id for one in pool.mentors if pinned[one.id] == one.capacity}
        for one, other in possible(pool, programme, found, 4, seed):
            explained = explain(scores, found, mentee=one, mentor=other)
            if explained.cost is None or other in full:
                continue
            again = insisting(pool, programme, one, other)
            lost = found.total_score - again.total_score
            counts = round((worth(found) - worth(again)) / MORE_THAN_ALL)
            counts += firsts(found) - firsts(again)
            fewer = "or leave a mentor without a mentee" in explained.text()
            seen.update(pairs=1, counts=counts > 0, tight=explained.cost == lost + counts * explained.bonus)
            if explained.cost > lost + counts * explained.bonus or fewer != (explained.cost > 0):
                wrong.append((seed, one, other))
    counted(**seen)
    assert not wrong
    assert min(seen["counts"], seen["tight"]) > 10


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        ('spread = "wide"', "programme.toml, spread: "),
        ("spread = 2", "programme.toml, spread: "),
        ("spraed = true", "programme.toml, spraed: no such setting; the nearest is spread, "),
    ],
)
def test_a_setting_that_is_not_one_is_located(toml: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Programme.read(write(tmp_path / "p", programme=toml))
    (said,) = caught.value.problems
    assert str(said).startswith(problem)
    assert Programme.read(write(tmp_path / "q", programme="spread = true")).spread is True
