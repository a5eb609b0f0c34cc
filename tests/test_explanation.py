from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random

import pytest
from lengths import lengths
from people import mentee, mentor, ratings_of, relation
from random_pools import demanding_pool

from matchmaker import (
    Explanation,
    Matching,
    MatchmakerError,
    Mentee,
    Mentor,
    Pool,
    Programme,
    RecordError,
    Scores,
    explain,
    match,
)

PLAIN = Programme()
MORE_THAN_ALL = 10**7  # more than all scores of a random pool together


def worth(matching: Matching) -> int:
    """A matching's value as its strategy sees it, in one number: the counts it puts first, then the score."""
    counts = matching.floor_places_filled
    if matching.strategy == "most_people":
        counts += matching.mentees_matched + matching.places_filled
    return matching.total_score + MORE_THAN_ALL * counts


def insisting(pool: Pool, programme: Programme, one: str, other: str) -> Matching:
    """Solve again with one pair pinned."""
    facts = [fact.relation for fact in pool.relations.facts]
    return match(Pool(pool.mentors, pool.mentees, [*facts, relation(one, other, "pin")], ratings_of(pool)), programme)


def prioritised(pool: Pool, most: int, seed: int) -> list[Mentee]:
    draw = Random(seed)
    return [one.model_copy(update={"priority": draw.randint(1, most)}) for one in pool.mentees]


def losses(found: Matching, other: Matching, bonus: int, priority_of: dict[str, int]) -> dict[int, int]:
    """What each priority loses, its counts and scores in one number; floors go with the first."""

    def value(matching: Matching, priority: int, first: bool) -> int:
        pairs = [pair for pair in matching.pairs if priority_of[pair.mentee] == priority]
        counts = len(pairs) + len({pair.mentee for pair in pairs}) if matching.strategy == "most_people" else 0
        counts += matching.floor_places_filled if first else 0
        return bonus * counts + sum(pair.score for pair in pairs)

    there = sorted(set(priority_of.values()))
    return {one: value(found, one, one == there[0]) - value(other, one, one == there[0]) for one in there}


@pytest.mark.parametrize("strategy", ["most_people", "best_score"])
@lengths(15, 40, 400)
def test_insisting_takes_it_from_the_priority_that_the_page_names_or_one_before(
    strategy: str, seeds: range, counted: Callable[..., None]
) -> None:
    payers = Counter[int]()
    for where, explained, found, other in asked(strategy, seeds, priorities=3):
        if explained.payer is None:
            continue
        assert found.certificate is not None
        priority_of = dict(prioritised_ids(where[0]))
        lost = losses(found, other, found.certificate.bonus, priority_of)
        before = next((loss for one, loss in lost.items() if one < explained.payer and loss), 0)
        assert before > 0 or lost[explained.payer] >= explained.cost, where
        payers[explained.payer] += 1
    counted(pairs=payers.total(), **{f"priority_{one}": count for one, count in sorted(payers.items())})
    assert min(payers[one] for one in (1, 2, 3)) > len(seeds) / 8


def prioritised_ids(seed: int) -> Iterator[tuple[str, int]]:
    pool, _ = demanding_pool(seed)
    yield from ((one.id, one.priority) for one in prioritised(pool, 3, seed))


def test_what_the_next_priority_gains_is_not_set_off_against_what_the_first_loses() -> None:
    """With Bob, Eve of priority 1 does worse, and lets Flo of priority 2 in: all that Eve loses is told."""
    weights = {"mentee": {"expertise": 100}, "mentor": {"style": 100}}
    programme = Programme.model_validate({"weights": weights})
    marks = {f"style_{item}": 3 for item in ("pace", "structure", "directness", "questioning", "openness")}
    mentors = [mentor("ann", offers="python:5", **marks), mentor("bob", offers="python:4", **marks)]
    eve = mentee("eve", needs="python:3>3", priority=1, **marks)  # ann is two levels ahead, bob one
    flo = mentee("flo", needs="python:3>1", priority=2, **marks)
    pool = Pool(mentors, [eve, flo], [relation("flo", "bob", "veto")])
    found = match(pool, programme)
    assert [(pair.mentee, pair.mentor) for pair in found.pairs] == [("eve", "ann")]
    explained = explain(Scores(pool, programme), found, mentee="eve", mentor="bob")
    less = found.total_score - next(
        pair.score for pair in insisting(pool, programme, "eve", "bob").pairs if pair.mentee == "eve"
    )
    assert (explained.cost, explained.payer) == (less, 1)


def possible(pool: Pool, programme: Programme, matching: Matching, most: int, seed: int) -> Iterator[tuple[str, str]]:
    """Some of the pairs that could have been and were not chosen."""
    legal = Scores(pool, programme).legal()
    pairs = zip(legal.rows.tolist(), legal.columns.tolist(), strict=True)
    named = {(pool.mentees[row].id, pool.mentors[column].id) for row, column in pairs}
    left = sorted(named - {(pair.mentee, pair.mentor) for pair in matching.pairs})
    yield from Random(seed).sample(left, min(most, len(left)))


def asked(
    strategy: str, seeds: range, priorities: int = 1
) -> Iterator[tuple[tuple[int, str, str], Explanation, Matching, Matching]]:
    """Pairs of random pools that were not chosen: their explanation, the matching, and the one that insists."""
    for seed in seeds:
        pool, programme = demanding_pool(seed)
        pool = Pool(pool.mentors, prioritised(pool, priorities, seed), [fact.relation for fact in pool.relations.facts])
        programme = programme.model_copy(update={"strategy": strategy})
        found, scores = match(pool, programme), Scores(pool, programme)
        pins = Counter(pair.mentor for pair in found.pairs if pair.pinned)
        for one, other in possible(pool, programme, found, 6, seed):
            explained = explain(scores, found, mentee=one, mentor=other)
            room = pool.mentors[pool.mentor_index[other]].capacity - pins[other]
            if explained.cost is not None and room > 0:
                yield (seed, one, other), explained, found, insisting(pool, programme, one, other)


@pytest.mark.parametrize("strategy", ["most_people", "best_score"])
@lengths(15, 60, 600)
def test_insisting_takes_what_the_page_says_at_least(strategy: str, seeds: range, counted: Callable[..., None]) -> None:
    seen, too_dear, untrue = Counter[str](), [], []
    for where, explained, found, other in asked(strategy, seeds):
        fewer = round((worth(found) - worth(other)) / MORE_THAN_ALL)
        less = found.total_score - other.total_score
        text = explained.text()
        if explained.cost > less + fewer * explained.bonus:
            too_dear.append((*where, explained.cost, less, fewer))
        if "would cost the total at least" in text:
            words, so = "dearer", less >= explained.cost > 0 or fewer > 0
        elif "match fewer people, or fill fewer places" in text:
            words, so = "fewer", fewer > 0
        else:
            words, so = "silent", explained.cost <= 0 and "Insisting" not in text
        if not so:
            untrue.append((*where, words, less, fewer))
        seen.update(pairs=1, **{words: 1}, tight=explained.cost == less + fewer * explained.bonus)
    counted(**seen)
    assert (too_dear, untrue) == ([], [])


def test_a_second_mentor_who_is_outcompeted_costs_points_and_not_people() -> None:
    """Either of the two can have the place: insisting on the one who wants two mentors takes nobody away."""
    pool = Pool(
        [mentor("ann"), mentor("bob")],
        [mentee(key) for key in ("cat", "dan")] + [mentee("eve", mentors_wanted=2, needs="python:2>4")],
    )
    found = match(pool)
    explained = explain(Scores(pool), found, mentee="eve", mentor="ann")
    other = insisting(pool, PLAIN, "eve", "ann")
    assert (other.mentees_matched, found.total_score - other.total_score) == (2, 524)
    assert explained.cost is not None
    assert explained.cost <= 524
    assert "Insisting on it would match fewer people" not in explained.text()


@pytest.mark.parametrize("mentors", [[mentor("ann", capacity=0)], [mentor("ann"), mentor("bob")]])
def test_nobody_can_insist_on_a_place_there_is_not(mentors: list[Mentor]) -> None:
    pool = Pool(mentors, [mentee("cat"), mentee("dan")], [relation("dan", "ann", "pin")] if len(mentors) > 1 else [])
    explained = explain(Scores(pool), match(pool), mentee="cat", mentor="ann")
    assert (explained.chosen, explained.cost) == ((False,), None)


def test_a_pair_that_is_worse_is_not_called_as_good() -> None:
    mentees = [mentee("cat"), mentee("dan", needs="java:2>1"), mentee("eve", needs="java:2>1")]
    pool = Pool([mentor("ann"), mentor("bob", offers="java:5")], mentees)
    found = match(pool)
    without = next(one.id for one in found.people if not one.filled)
    assert found.total_score - insisting(pool, PLAIN, without, "ann").total_score == 4265 - 2896
    assert "as good" not in explain(Scores(pool), found, mentee=without, mentor="ann").text()


BAN_ROW = {"file": "relations.csv", "row": 2}
POOL = Pool(
    [
        mentor("ann", style_pace=3),
        mentor("bob", offers="java:3", free="Mon 08:00-09:45"),
        mentor("cleo", company="Acme", style_pace=5),
    ],
    [mentee("dan", style_pace=3), mentee("eve", company="Acme Ltd."), mentee("fay", mentors_wanted=0)],
    [relation("eve", "ann", "veto", why="a secret quarrel", record=BAN_ROW)],
)


def page(**asked_for: str) -> str:
    return explain(Scores(POOL), match(POOL), **asked_for).text()


def points(number: int) -> str:
    return f"{number / 100:.2f}"


def test_a_matched_mentee() -> None:
    pair, other = (Scores(POOL).pair("dan", key) for key in ("ann", "cleo"))
    views = {"mentee": pair.mentee_view, "mentor": pair.mentor_view}
    for view, total in views.items():
        assert sum(part.points * part.weight for part in pair.criteria if part.view == view) // 100 == total
    parts = {
        view: [
            f"    {part.name:13}{points(part.points):>6} × {part.weight:2} %  {part.why}"
            for part in pair.criteria
            if part.view == view
        ]
        for view in views
    }
    assert page(mentee="dan").split("\n") == [
        "Dan Mentee (mentee dan): matched",
        f"Matched with Ann Mentor ({points(pair.score)}).",
        "",
        f"Dan Mentee with Ann Mentor: {points(pair.score)}",
        *(line for view in views for line in (f"  The {view}'s view: {points(views[view])}", *parts[view])),
        "",
        "Other possible mentors, best first:",
        f"   {points(other.score)}  Cleo Mentor, not matched",
    ]


def test_an_unmatched_mentor_and_a_paused_mentee() -> None:
    lines = page(mentor="cleo").split("\n")
    assert lines[0] == "Cleo Mentor (mentor cleo): unused"
    assert lines[-1].split("  ")[-1].startswith("Dan Mentee, paired with Ann Mentor (")
    assert page(mentee="fay") == "Fay Mentee (mentee fay): paused\nAsked for no mentor this time."


def test_a_banned_pair_names_every_rule_and_row_and_keeps_the_reason_private() -> None:
    text = page(mentee="eve", mentor="ann")
    assert "\nEve Mentee with Ann Mentor: 42.65, not possible\n  veto: One of the two is not available" in text
    assert "[relations.csv row 2]\n" in text
    for private in ("quarrel", "Insisting", "Choosing", "Other possible"):
        assert private not in text


def test_a_ban_on_people_from_no_file_names_no_record() -> None:
    line = page(mentee="eve", mentor="cleo").split("\n")[5]
    assert line == "  same_company: Acme Ltd. (Eve Mentee) and Acme (Cleo Mentor) are one company or group."


def test_a_pair_that_could_have_been() -> None:
    lines, scores = page(mentee="dan", mentor="cleo").split("\n"), Scores(POOL)
    less = scores.pair("dan", "ann").score - scores.pair("dan", "cleo").score
    assert lines[3].endswith(", possible, not chosen")
    assert lines[4].startswith(f"  Insisting on it would cost the total at least {points(less)}, or match fewer people")


def test_the_waived_rule_is_named() -> None:
    waiver = relation("cat", "ann", "waive", why="language")
    pool = Pool([mentor("ann", languages="French")], [mentee("cat", languages="German")], [waiver])
    assert "  waived by hand: language" in explain(Scores(pool), match(pool), mentee="cat").text().split("\n")


def test_a_record_that_leaves_somebody_out_is_refused() -> None:
    matching = match(POOL)
    proof = matching.certificate
    assert proof is not None
    changes = {
        "people: not everybody is there": {"people": matching.people[1:]},
        "pairs[0]: nobody in the pool has this id": {
            "pairs": (matching.pairs[0].model_copy(update={"mentor": "zoe"}),)
        },
        "certificate: its mentors are not those of the pool": {"certificate": proof.model_copy(update={"prices": {}})},
        "certificate.units: they are not those": {"certificate": proof.model_copy(update={"units": {3: 1}})},
    }
    for said, change in changes.items():
        with pytest.raises(RecordError, match=re.escape(said)):
            explain(Scores(POOL), matching.model_copy(update=change), mentee="dan")


def test_unknown_ids_name_the_nearest_and_other_people_are_refused() -> None:
    scores, found = Scores(POOL), match(POOL)
    for asked_for, near in (
        ({"mentee": "dam"}, "dan"),
        ({"mentor": "clio"}, "cleo"),
        ({"mentee": "dan", "mentor": "an"}, "ann"),
    ):
        with pytest.raises(MatchmakerError, match=f'the nearest is "{near}"'):
            explain(scores, found, **asked_for)
    with pytest.raises(RecordError, match="other people or settings"):
        explain(Scores(Pool(POOL.mentors, POOL.mentees)), found, mentee="dan")
